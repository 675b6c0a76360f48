import type { Express } from 'express';
import type { components } from '../kit/api';
import { serveCase, type CasePage } from '../kit/case';
import { momentOf } from '../kit/cells';
import { data } from '../kit/client';
import { streamFile } from '../kit/files';
import { serveList, type List } from '../kit/list';
import { ETHNICITIES, GENDERS } from './line-fields';
import { wayInWords } from './registration-words';
import { batchLink, nameOf, ofCentre, productOf, stateOf } from './learner-words';

/** A learner with the name of the country of study. */
type Learner = components['schemas']['LearnerDetails'] & { countryName: string };

/** A lapse that is so many days away is near. */
const NEAR = 90;

const list: List<'/v1/learners'> = {
  path: '/learners',
  title: 'Learners',
  order: 'Newest first, or by name',
  from: '/v1/learners',
  isPaged: true,
  filters: [
    { name: 'product', label: 'Product code or name' },
    { name: 'centreReference', label: 'Your reference' },
    { name: 'uln', label: 'ULN' },
    { name: 'number', label: 'Learner number' },
    { name: 'forename', label: 'Beginning of the forename' },
    { name: 'surname', label: 'Beginning of the surname' },
    { name: 'batch', label: 'Batch number' },
    { name: 'bundle', label: 'Bundle batch number' },
    { name: 'session', label: 'Session, by the year in which it begins' },
    {
      name: 'state',
      label: 'State',
      choices: [
        ['registered', 'Registered'],
        ['undone', 'Undone'],
      ],
    },
    { name: 'sort', label: 'Sorted by', any: 'Newest', choices: [['name', 'Name']] },
  ],
  ownFilters: ofCentre,
  columns: [
    { head: 'Name', of: (learner) => ({ text: nameOf(learner), href: `/learners/${learner.id}` }) },
    { head: 'Number', of: ({ number }) => number },
    { head: 'Born', of: ({ birthDate }) => ({ day: birthDate }) },
    { head: 'ULN', of: ({ uln }) => uln },
    { head: 'Your reference', of: ({ centreReference }) => centreReference },
    { head: 'Product', of: productOf },
    { head: 'Batch', of: ({ batch }) => batchLink(batch) },
    { head: 'Session', of: ({ sessionInWords }) => sessionInWords },
    { head: 'Lapses after', of: ({ lapsesOn }) => ({ day: lapsesOn }) },
    { head: 'State', of: stateOf },
  ],
  things: ['learner', 'learners'],
  nothing: 'No learners have been registered yet.',
};

/** The same of those whose registration lapses soon (CEN-2, LAP-1). */
const lapsing: List<'/v1/learners'> = {
  ...list,
  path: '/lapses-near',
  title: `Registrations that lapse within ${NEAR} days`,
  order: 'The first to lapse first',
  always: () => ({ lapsesWithin: NEAR }),
  filters: [{ name: 'product', label: 'Product code or name' }],
  nothing: `No registration lapses within ${NEAR} days.`,
};

const one: CasePage<Learner> = {
  path: '/learners/:id',
  subject: async ({ api, params }) => {
    const [learner, countries] = await Promise.all([
      data(api.GET('/v1/learners/{id}', { params: { path: { id: params['id']! } } })),
      data(api.GET('/v1/countries')),
    ]);
    const countryName = countries.items.find(({ code }) => code === learner.country)?.name ?? learner.country;
    return { ...learner, countryName };
  },
  title: nameOf,
  decisions: [],
  isWorkedOn: false,
  related: ({ batch, bundle }) => [
    { href: `/batches/${batch.id}`, text: `Batch ${batch.number}` },
    ...(bundle ? [{ href: `/batches/${bundle.id}`, text: `Bundle batch ${bundle.number}` }] : []),
  ],
  facts: (learner) => [
    ['State', stateOf(learner)],
    ['Lapses after', { day: learner.lapsesOn }],
    ['What comes next', dueNextOf(learner)],
    ['Learner number', learner.number],
    ['ULN', learner.uln],
    ['Your reference', learner.centreReference],
    ['Centre', learner.centre.name],
    ['Product', productOf(learner)],
    ['Session', learner.sessionInWords],
    ['Date of birth', { day: learner.birthDate }],
    ['Gender', called(GENDERS, learner.gender)],
    ['Ethnicity', called(ETHNICITIES, learner.ethnicity)],
    ['Country of study', learner.countryName],
    ['Postcode', learner.postcode],
    ['Starts', { day: learner.startOn }],
    ['Planned end', { day: learner.plannedEndOn }],
    ['Arrangements', learner.arrangements.join(', ') || null],
    ['Contact about them', learner.contactEmail],
    ['Registered', { moment: learner.registeredAt }],
    ['Registered by', learner.registration && wayInWords(learner.registration.way)],
    ['Purchase order', learner.registration?.purchaseOrder],
  ],
};

/** Searches of learners with the file of all that they find, and a learner's page (REG-13). */
export function learnerPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    for (const { path, filters, always } of [list, lapsing])
      streamFile(app, `${path}.csv`, 'text/csv', (query) => {
        const asked = [...filters!.map(({ name }) => name), 'organisation'].flatMap((name) => (query[name] ? [[name, query[name]]] : []));
        const fixed = Object.entries(always?.({} as never) ?? {}).map(([name, value]) => [name, String(value)]);
        return `${apiUrl}/v1/learners/export?${new URLSearchParams([...asked, ...fixed] as [string, string][])}`;
      });
    serveList(app, list);
    serveList(app, lapsing);
    serveCase(app, apiUrl, one);
  };
}

function called(choices: readonly (readonly [code: string, text: string])[], code: string): string {
  return choices.find(([each]) => each === code)?.[1] ?? code;
}

/** What of the lapse comes next, as everybody reads it (LAP-1). */
function dueNextOf({ dueNext }: Learner): string | null {
  if (!dueNext) return null;
  return `${momentOf(dueNext.at)}: ${dueNext.what === 'lapse' ? 'the registration lapses' : 'the centre is told of the lapse by e-mail'}`;
}
