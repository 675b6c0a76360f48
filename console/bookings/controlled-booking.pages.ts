import type { Express } from 'express';
import type { components } from '../kit/api';
import { momentOf, type Cell } from '../kit/cells';
import { data, Refused } from '../kit/client';
import { serveFormPage, type FormPage } from '../kit/decision';
import type { Field } from '../kit/fields';
import { nameOf, productOf } from '../kit/learners';
import { serveList, type List } from '../kit/list';
import { commandOf, field, fields, numberField, serveForm, type Said, type Visit } from '../kit/page';
import { plural } from '../kit/words';

type Learner = components['schemas']['ControlledLearner'];
type Product = components['schemas']['ControlledProduct'];
type Component = Product['components'][number];
/** What is to be booked: who, of which product and component, and how that is booked now. */
interface Wanted {
  product: string;
  learners: string[];
  batches: string[];
  component: Component;
  hasWindows: boolean;
  windows: Product['windows'];
  declaration: { version: string; words: string };
}

const LIST = '/controlled-learners';
const standing = ({ components: all }: Learner): Cell =>
  all.map(({ title, isBooked, wasBooked }) => `${title}: ${isBooked ? 'booked' : wasBooked ? 'taken before' : 'not booked'}`).join('; ');

const list: List<'/v1/controlled-learners'> = {
  path: LIST,
  title: 'Book controlled assessment',
  order: 'By name',
  from: '/v1/controlled-learners',
  isPaged: true,
  filters: [
    { name: 'product', label: 'Product code or name' },
    { name: 'batch', label: 'Batch number' },
    { name: 'forename', label: 'Beginning of the forename' },
    { name: 'surname', label: 'Beginning of the surname' },
  ],
  columns: [
    { head: 'Name', of: (learner) => ({ text: nameOf(learner), href: `/learners/${learner.id}` }) },
    { head: 'Number', of: ({ number }) => number },
    { head: 'Product', of: productOf },
    { head: 'Batch', of: ({ batch: { number } }) => number },
    { head: 'Session', of: ({ sessionInWords }) => sessionInWords },
    { head: 'Controlled assessment', of: standing },
  ],
  things: ['learner', 'learners'],
  nothing: 'Nobody is registered on a product with controlled assessment.',
  choose: { name: 'learner', value: ({ id, product, batch }) => [product.id, batch.id, id].join('/'), words: nameOf },
  template: 'controlled-learners',
};

const booking: FormPage<Wanted> = {
  path: '/controlled-learners/book',
  permission: 'bookings',
  back: { href: LIST, text: 'Learners' },
  subject: wantedOf,
  title: ({ component, ...wanted }) => `Book ${component.title} for ${whom(wanted)}`,
  says: ({ component, ...wanted }) => [...topicSays(component), ...windowSays(wanted)],
  fields: fieldsOf,
  button: ({ component, ...wanted }) => `Book ${component.title} for ${whom(wanted)}`,
  act: async (visit) => {
    const { product, learners, batches, component } = await wantedOf(visit);
    const body = {
      ...{ product, learners, batches, component: component.code, window: field(visit, 'window') || null },
      ...{ assessmentOn: field(visit, 'assessmentOn') || null, topic: field(visit, 'topic') || null },
      isOwnTopic: field(visit, 'isOwnTopic') === 'yes',
      completionYear: field(visit, 'completionYear') === '' ? null : numberField(visit, 'completionYear'),
      declaration: field(visit, 'declares') === 'yes' ? field(visit, 'declaration') : null,
    };
    const made = await data(visit.api.POST('/v1/controlled-bookings', { params: commandOf(visit), body }));
    const to = made.bookings.length === 1 ? `/controlled-bookings/${made.bookings[0]!.id}` : `/controlled-bookings/of/${made.id}`;
    return { to, text: `${plural(made.bookings.length, 'learner')} booked for ${component.title}.` };
  },
};

/** Whom a centre books for controlled assessment, a page or a whole batch at once, and the booking (CAS-1, BKG-2). */
export function controlledBookingPages(app: Express): void {
  serveForm(app, `${LIST}/chosen`, serveList(app, list), chosen);
  serveFormPage(app, booking);
}

async function chosen(visit: Visit): Promise<Said> {
  const rows = fields(visit, 'learner').map((each) => each.split('/') as [string, string, string]);
  const [first] = rows;
  if (!first) throw new Refused(422, { title: 'Nobody is chosen', detail: 'Choose learners of the list first.' });
  if (rows.some(([product]) => product !== first[0]))
    throw new Refused(422, { title: 'They are on different products', detail: 'Choose learners of one product: look for it first.' });
  const isWhole = field(visit, 'whom') === 'batches';
  const named = isWhole
    ? [...new Set(rows.map(([, batch]) => ['batch', batch].join('=')))]
    : rows.map(([, , learner]) => `learner=${learner}`);
  const { components: all } = await data(visit.api.GET('/v1/controlled-products/{id}', { params: { path: { id: first[0] } } }));
  const component = all.find(({ code }) => code === field(visit, 'component').toUpperCase()) ?? all[0];
  const query = [`product=${first[0]}`, `component=${encodeURIComponent(component?.code ?? '')}`, ...named].join('&');
  const many = isWhole ? plural(named.length, 'batch', 'batches') : plural(rows.length, 'learner');
  return { to: `${LIST}/book?${query}`, text: `${many} chosen: nothing is booked yet.` };
}

async function wantedOf({ api, query, queries }: Visit): Promise<Wanted> {
  const product = query['product'] ?? '';
  const {
    components: all,
    windows,
    hasWindows,
  } = await data(api.GET('/v1/controlled-products/{id}', { params: { path: { id: product } } }));
  const component = all.find(({ code }) => code === query['component']);
  if (!component) throw new Refused(404, { title: 'There is no such component' });
  const declaration = await data(api.GET('/v1/materials-declaration'));
  const open = windows.filter((window) => window.component === null || window.component === component.code);
  return {
    product,
    learners: queries['learner'] ?? [],
    batches: queries['batch'] ?? [],
    component,
    hasWindows,
    windows: open,
    declaration,
  };
}

function whom({ learners, batches }: Pick<Wanted, 'learners' | 'batches'>): string {
  return batches.length > 0 ? `all of ${plural(batches.length, 'batch', 'batches')}` : plural(learners.length, 'learner');
}

function topicSays({ giving }: Component): string[] {
  if (giving === 'random')
    return ['Each learner’s topic is drawn by lot, once for ever: cancelling and booking again changes nothing of it.'];
  return giving === 'automatic' ? ['The topic is given.'] : [];
}

/** Outside its windows a component is told when it is booked (CAS-1). */
function windowSays({ hasWindows, windows }: Pick<Wanted, 'hasWindows' | 'windows'>): string[] {
  if (hasWindows && windows.length === 0) return ['No window takes bookings any longer: ask us when the next one opens.'];
  return windows.map(({ name, from, until }) => `${name} takes bookings ${from ? `from ${momentOf(from)} ` : ''}until ${momentOf(until)}.`);
}

function fieldsOf({ component, hasWindows, windows, declaration }: Wanted): Field[] {
  const where: Field = hasWindows
    ? { name: 'window', label: 'Assessment window', as: 'choice', choices: windows.map(({ id, name }) => [id, name] as const) }
    : { name: 'assessmentOn', label: 'Assessed on', as: 'date' };
  const topics = component.topics.map(({ id, code, title }) => [id, `${code} ${title}`] as const);
  return [
    where,
    ...(component.giving === 'chosen'
      ? [{ name: 'topic', label: 'Topic', as: 'choice', choices: [['', 'Choose one'], ...topics] } satisfies Field]
      : []),
    ...(component.takesOwn
      ? [
          {
            name: 'isOwnTopic',
            label: 'The centre contextualises a topic of its own, and holds its materials already',
            as: 'tick',
          } satisfies Field,
        ]
      : []),
    { name: 'completionYear', label: 'Expected completion year', as: 'number', hint: 'A Technical Award asks for it', isOptional: true },
    { name: 'declares', label: `I declare: ${declaration.words}`, as: 'tick', pointer: 'declaration' },
    { name: 'declaration', label: '', as: 'hidden', value: declaration.version },
  ];
}
