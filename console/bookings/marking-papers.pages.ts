import type { Express } from 'express';
import type { components } from '../kit/api';
import { data, Refused } from '../kit/client';
import { serveFormPage, type FormPage } from '../kit/decision';
import type { Field } from '../kit/fields';
import { commandOf, field, fields, serveForm, type Page, type Said, type Visit } from '../kit/page';
import { plural } from '../kit/words';
import { bookingName, whenOf } from './booking-words';

type Papers = components['schemas']['ModifiedPapers'];
/** What staff say of papers (REG-15). */
interface Mark {
  name: 'process' | 'despatch';
  does: string;
}
/** Papers that an address names, or the window of which all are meant. */
interface Chosen {
  papers: Papers[];
  window: { id: string; name: string } | null;
}

export const MARKS: readonly Mark[] = [
  { name: 'process', does: 'They are made' },
  { name: 'despatch', does: 'They have left' },
];
const SETS = ['set of modified papers', 'sets of modified papers'] as const;

const processing: FormPage<Chosen> = {
  ...common('process'),
  title: ({ papers, window }) => `Say that ${meantWords({ papers, window })} ${areMade(papers, window)} made`,
  says: () => ['The contact of each arrangement is told by e-mail. What is for another day or window is made anew.'],
  fields: chosenFields,
  button: () => 'They are made',
  act: async (visit) => {
    const body = meantBy(visit);
    const { papers } = await data(visit.api.POST('/v1/modified-papers/process', { params: commandOf(visit), body }));
    return went(visit, `${plural(papers, ...SETS)} made: the contacts are told.`);
  },
};

const despatching: FormPage<Chosen> = {
  ...common('despatch'),
  title: ({ papers, window }) => `Say that ${meantWords({ papers, window })} ${papers.length === 1 && !window ? 'has' : 'have'} left`,
  says: () => ['The contact of each arrangement is told by e-mail, and who carries them where you say so.'],
  fields: (chosen) => [
    ...chosenFields(chosen),
    { name: 'carrier', label: 'Carrier', isOptional: true },
    { name: 'tracking', label: 'Reference of the consignment', isOptional: true },
  ],
  button: () => 'They have left',
  act: async (visit) => {
    const [carrier, tracking] = [field(visit, 'carrier'), field(visit, 'tracking')];
    const body = { ...meantBy(visit), ...(carrier ? { carrier } : {}), ...(tracking ? { tracking } : {}) };
    const { papers } = await data(visit.api.POST('/v1/modified-papers/despatch', { params: commandOf(visit), body }));
    return went(visit, `${plural(papers, ...SETS)} left: the contacts are told.`);
  },
};

/** Papers are chosen on their list, or all of a window, and said to be made or to have left (REG-15). */
export function markingPages(app: Express, list: Page): void {
  serveForm(app, '/modified-papers/chosen', list, chosen);
  serveFormPage(app, processing);
  serveFormPage(app, despatching);
}

function common(name: Mark['name']) {
  return {
    path: `/modified-papers/chosen/${name}`,
    permission: 'manageModifiedPapers',
    back: { href: '/modified-papers', text: 'Modified papers' },
    subject: async ({ api, query, queries }: Visit): Promise<Chosen> => {
      const at = (id: string) => ({ params: { path: { id } } });
      const window = query['window'] ? await data(api.GET('/v1/assessment-windows/{id}', at(query['window']))) : null;
      const papers = await Promise.all((queries['papers'] ?? []).map((id) => data(api.GET('/v1/modified-papers/{id}', at(id)))));
      return { papers, window };
    },
  };
}

function chosenFields({ papers, window }: Chosen): Field[] {
  if (window) return [{ name: 'window', label: 'Assessment window', as: 'hidden', value: window.id }];
  const choices = papers.map(({ id, reference, booking }) => [id, `${reference}, ${bookingName(booking)}`, whenOf(booking)] as const);
  return [{ name: 'papers', label: 'Modified papers', as: 'ticks', choices, value: choices.map(([id]) => id) }];
}

function meantWords({ papers, window }: Chosen): string {
  return window ? `all modified papers of ${window.name}` : plural(papers.length, ...SETS);
}

function areMade(papers: Papers[], window: Chosen['window']): string {
  return papers.length === 1 && !window ? 'is' : 'are';
}

function meantBy(visit: Visit): { window: string } | { papers: string[] } {
  const window = field(visit, 'window');
  return window ? { window } : { papers: fields(visit, 'papers') };
}

/** Where it goes on: to the only one, else the list as it was. */
function went(visit: Visit, text: string): Said {
  const [only, ...others] = fields(visit, 'papers');
  const window = field(visit, 'window');
  if (window) return { to: `/modified-papers?window=${window}`, text };
  return { to: only && others.length === 0 ? `/modified-papers/${only}` : '/modified-papers', text };
}

async function chosen(visit: Visit): Promise<Said> {
  const [papers, window] = [fields(visit, 'papers'), visit.query['window']];
  const mark = MARKS.find(({ name }) => name === field(visit, 'what'));
  const isWhole = field(visit, 'whole') === 'yes' && window;
  if (!mark || (papers.length === 0 && !isWhole))
    throw new Refused(422, { title: 'Nothing is chosen', detail: 'Choose modified papers of the list first.' });
  const query = isWhole ? new URLSearchParams({ window }) : new URLSearchParams(papers.map((id): [string, string] => ['papers', id]));
  return { to: `/modified-papers/chosen/${mark.name}?${query}`, text: 'Nothing is done yet.' };
}
