import type { Express } from 'express';
import type { components } from '../kit/api';
import type { Cell } from '../kit/cells';
import { data, Refused } from '../kit/client';
import { serveList, type List } from '../kit/list';
import { field, fields, serveForm, type Said, type Step, type Visit } from '../kit/page';
import { plural } from '../kit/words';
import { batchLink, nameOf, productOf } from '../kit/learners';

type Learner = components['schemas']['BookableLearner'];

const list: List<'/v1/bookable-learners'> = {
  path: '/bookable-learners',
  title: 'Book external assessments',
  order: 'By name',
  from: '/v1/bookable-learners',
  isPaged: true,
  filters: [
    { name: 'product', label: 'Product code or name' },
    { name: 'batch', label: 'Batch number' },
    { name: 'forename', label: 'Beginning of the forename' },
    { name: 'surname', label: 'Beginning of the surname' },
    { name: 'session', label: 'Session, by the year in which it begins' },
  ],
  columns: [
    { head: 'Name', of: (learner) => ({ text: nameOf(learner), href: `/learners/${learner.id}` }) },
    { head: 'Number', of: ({ number }) => number },
    { head: 'Born', of: ({ birthDate }) => ({ day: birthDate }) },
    { head: 'Product', of: productOf },
    { head: 'Batch', of: ({ batch }) => batchLink(batch) },
    { head: 'Session', of: ({ sessionInWords }) => sessionInWords },
    { head: 'To be booked', of: (learner) => titlesOf(learner, false) },
    { head: 'Booked', of: (learner) => titlesOf(learner, true) },
  ],
  things: ['learner', 'learners'],
  nothing: 'Nobody is registered on a product that is assessed externally.',
  choose: { name: 'learner', value: ({ id }) => id, words: nameOf },
  template: 'bookable',
  beside: async (visit, learners) => ({
    onPage: learners.filter((each) => each.components.some(({ isBooked }) => !isBooked)).map(({ id }) => id),
    batches: batchesOf(learners).map((each) => ({ ...each, isChosen: fields(visit, 'batch').includes(each.id) })),
  }),
};

/** Who is to be booked: searched, chosen one by one, as a page, or as whole batches (BKG-2). */
export function bookablePages(app: Express): void {
  const page = serveList(app, list);
  serveForm(app, `${list.path}/chosen`, page, chosen);
}

function titlesOf({ components: all }: Learner, isBooked: boolean): Cell {
  return (
    all
      .filter((each) => each.isBooked === isBooked)
      .map(({ title }) => title)
      .join(', ') || '–'
  );
}

function batchesOf(learners: Learner[]) {
  const batches = new Map(learners.map(({ batch, product, sessionInWords }) => [batch.id, { ...batch, product, sessionInWords }]));
  return [...batches.values()].map((batch) => ({ ...batch, text: `Batch ${batch.number}: ${productOf(batch)}, ${batch.sessionInWords}` }));
}

async function chosen(visit: Visit): Promise<Said | Step> {
  if (field(visit, 'do') === 'page') return { known: { learner: fields(visit, 'onPage') } };
  const [learners, batches] = [fields(visit, 'learner'), fields(visit, 'batch')];
  const product = await productOfFirst(visit, learners[0], batches[0]);
  const query = [['product', product], ...learners.map((id) => ['learner', id]), ...batches.map((id) => ['batch', id])] as [
    string,
    string,
  ][];
  const said = [
    ...(learners.length > 0 ? [plural(learners.length, 'learner')] : []),
    ...(batches.length > 0 ? [plural(batches.length, 'whole batch', 'whole batches')] : []),
  ];
  return { to: `${list.path}/book?${new URLSearchParams(query)}`, text: `${said.join(' and ')} chosen: nothing is booked yet.` };
}

/** One product is booked at once: that of the first one chosen, which the others are measured by. */
async function productOfFirst({ api }: Visit, learner: string | undefined, batch: string | undefined): Promise<string> {
  if (learner) return (await data(api.GET('/v1/learners/{id}', { params: { path: { id: learner } } }))).product.id;
  if (batch) return (await data(api.GET('/v1/batches/{id}/reports', { params: { path: { id: batch } } }))).product.id;
  throw new Refused(422, { title: 'Nobody is chosen', detail: 'Choose learners of the list, or a whole batch, first.' });
}
