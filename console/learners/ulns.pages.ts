import type { Express } from 'express';
import type { components } from '../kit/api';
import { serveCase, shownTable, type CasePage } from '../kit/case';
import { stateTag, type Cell } from '../kit/cells';
import { data, Refused } from '../kit/client';
import { serveList, type List } from '../kit/list';
import { commandOf, field, serveForm, type Page, type Said, type Step, type Visit } from '../kit/page';
import { plural } from '../kit/words';

type Uln = components['schemas']['LearnerUln'];
type Submission = components['schemas']['UlnSubmission'];

const STANDINGS: [Uln['standing'], string][] = [
  ['none', 'No ULN'],
  ['unsent', 'Not sent'],
  ['sent', 'Sent'],
  ['verified', 'Verified'],
  ['mismatch', 'Mismatch'],
];
const COLOURS = { verified: 'green', mismatch: 'red', sent: 'yellow', unsent: 'grey', none: 'grey' } as const;
const nameOf = ({ forename, surname }: Uln) => `${forename} ${surname}`;
const inputOf = (learner: string) => `uln-${learner}`;
const standingOf = ({ standing, flags }: Uln): Cell => ({
  text: flags.map(({ detail }) => detail).join(' '),
  tags: [{ text: STANDINGS.find(([each]) => each === standing)![1], colour: COLOURS[standing] }],
});

/** The columns, of which the page makes the ULN a field. */
const ULN = 'ULN';
const list: List<'/v1/ulns'> = {
  path: '/ulns',
  title: 'ULNs',
  order: 'Newest first, or by name',
  from: '/v1/ulns',
  isPaged: true,
  perPage: 15,
  filters: [
    { name: 'product', label: 'Product code or name' },
    { name: 'batch', label: 'Batch number' },
    { name: 'forename', label: 'Beginning of the forename' },
    { name: 'surname', label: 'Beginning of the surname' },
    { name: 'registeredFrom', label: 'Registered from', as: 'date' },
    { name: 'registeredUntil', label: 'Registered until', as: 'date' },
    { name: 'standing', label: 'State', choices: STANDINGS },
    { name: 'sort', label: 'Sorted by', any: 'Newest', choices: [['name', 'Name']] },
  ],
  columns: [
    { head: 'Name', of: (learner) => ({ text: nameOf(learner), href: `/learners/${learner.id}` }) },
    { head: 'Born', of: ({ birthDate }) => ({ day: birthDate }) },
    { head: 'Batch', of: ({ batch }) => ({ text: batch.number, href: `/batches/${batch.id}` }) },
    { head: 'State', of: standingOf },
    { head: ULN, of: ({ uln }) => uln ?? '' },
  ],
  things: ['learner', 'learners'],
  nothing: 'No learner is registered yet.',
  choose: { name: 'learner', value: ({ id }) => id, words: nameOf },
  template: 'ulns',
};

/** Saves the ULN of one learner, or all that are typed on the page and not verified or sent; a field that was emptied takes the ULN away; those that are refused are told at their fields (ULN-1). */
async function save(visit: Visit): Promise<Said | Step> {
  const only = field(visit, 'save');
  const typed = [visit.body['learner'] ?? []].flat().flatMap((learner) => {
    const [uln, before] = [field(visit, inputOf(learner)), field(visit, `before-${learner}`)];
    const isWanted = only === 'all' ? uln !== before || field(visit, `again-${learner}`) === 'yes' : only === learner;
    return isWanted && (uln || before) ? [{ learner, uln: uln || null }] : [];
  });
  const to = `/ulns${field(visit, 'suffix')}`;
  if (typed.length === 0) return { to, text: 'Nothing is typed that was not saved before.' };
  const { items } = await data(visit.api.POST('/v1/ulns', { params: commandOf(visit), body: { items: typed } }));
  const came = (how: (typeof items)[number]['outcome']) => items.filter(({ outcome }) => outcome === how);
  const refused = came('refused');
  const away = came('takenAway').length > 0 ? [`${plural(came('takenAway').length, 'ULN')} taken away`] : [];
  const kept = came('sent').length > 0 || away.length === 0 ? [`${plural(came('sent').length, 'ULN')} saved and sent`] : [];
  const sent = [...kept, ...away].join(', ');
  // What is typed at the others stays where it is.
  if (refused.length === 0) return only === 'all' ? { to, text: `${sent}.` } : { known: { told: `${sent}.` } };
  const errors = refused.flatMap((each) =>
    each.errors.map(({ detail, remedy }) => ({
      pointer: inputOf(each.learner.id),
      detail: `${nameOf(each.learner)}: ${detail}`,
      remedy,
    })),
  );
  throw new Refused(422, { title: `${sent}, ${refused.length} not`, errors });
}

/** Those of the problem of the form stand at their fields, by the learner. */
function told({ refused }: Visit): Record<string, unknown> {
  const errors = (refused?.errors ?? []).map(({ pointer, detail, remedy }) => ({ at: pointer ?? '', text: `${detail}. ${remedy}` }));
  if (!refused || errors.length === 0) return {};
  const at = Object.fromEntries(errors.map(({ at: place, text }) => [place, text]));
  return { errors: at, faults: { title: refused.title, list: errors.map((each) => ({ text: each.text, href: `#${each.at}` })), at } };
}

const submission: CasePage<Submission> = {
  path: '/uln-submissions/:id',
  subject: ({ api, params }) => data(api.GET('/v1/uln-submissions/{id}', { params: { path: { id: params['id']! } } })),
  title: ({ centre }) => `ULNs of ${centre.name}`,
  decisions: [],
  isWorkedOn: false,
  facts: ({ centre, madeAt }) => [
    ['Centre', centre.name],
    ['Sent', { moment: madeAt }],
  ],
  template: 'uln-submission',
  beside: async ({ checks }) => ({
    checks: shownTable({
      caption: 'Learners',
      heads: ['Learner', 'Answer', 'Flags'],
      rows: checks.map(({ learner, outcome, flags }) => [
        { text: learner.number, href: `/learners/${learner.id}` },
        stateTag(outcome ?? 'awaited', { verified: 'green', mismatch: 'red', awaited: 'yellow', superseded: 'grey', outdated: 'grey' }),
        flags.join(', ') || null,
      ]),
      nothing: 'Nothing was sent.',
    }),
  }),
};

/** The LRS administrator's page of ULNs, and what was sent together (ULN-1, ULN-2, SEC-15). */
export function ulnPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    const page = serveList(app, list);
    const saving: Page = { ...page, load: async (visit) => ({ ...(await page.load(visit)), ...told(visit) }) };
    serveForm(app, list.path, saving, save);
    serveCase(app, apiUrl, submission);
  };
}
