import { today } from '../kit/cells';
import type { Express } from 'express';
import type { components } from '../kit/api';
import { shownTable, type Facts } from '../kit/case';
import { data } from '../kit/client';
import { commandOf, field, fields, serve, type Page, type Said, type Visit } from '../kit/page';
import { plural, words } from '../kit/words';
import { nameOf, productOf } from '../kit/learners';
import { bookedFields, componentsOf, sectionsOf, sittingsOf, type Bookable, booksTwoAtOnce } from './external-fields';
import { addressWords, bookingName, whenOf } from './booking-words';
import { serveQuoted, type QuotedForm } from './quoted';

type Quote = components['schemas']['Booked'];
type Booking = components['schemas']['FoundBooking'];

/** As many as the API gives at once. */
const MOST = 200;

const external: QuotedForm<Bookable> = {
  path: '/bookable-learners/book',
  back: { href: '/bookable-learners', text: 'Book external assessments' },
  subject: subjectOf,
  title: ({ product }) => `Book ${productOf({ product })}`,
  button: 'Book entries',
  says: ({ product, addresses }) => [
    'Nothing is booked before you have seen what it costs.',
    ...(booksTwoAtOnce(product) ? ['Two components can be booked at once: leave the part of the other one empty.'] : []),
    ...(addresses.length === 0 ? ['The centre has no address on record: ask for one among the requests.'] : []),
  ],
  fields: bookedFields,
  entered,
  componentOf: ({ product }, code) => product.components.find((each) => each.code === code)?.title ?? code,
  acceptAt: (sitting) => `sittings/${sitting}/accepts`,
  send: (visit, subject, isQuote) => {
    const body = {
      ...{ product: subject.product.id, learners: fields(visit, 'learner'), batches: fields(visit, 'batch') },
      ...{ sittings: sittingsOf(visit, subject), location: field(visit, 'location'), address: field(visit, 'address') || null },
      ...(field(visit, 'purchaseOrder') ? { purchaseOrder: field(visit, 'purchaseOrder') } : {}),
    };
    const query = isQuote ? { dryRun: 'true' as const } : {};
    return data(visit.api.POST('/v1/bookings', { params: { query, ...commandOf(visit) }, body }));
  },
  done: booked,
};

/** What was booked just now, or any time: groups by their identifiers. */
const done: Page = {
  path: '/bookings/booked',
  template: 'booked',
  load: async ({ api, queries }) => {
    const ids = queries['group'] ?? [];
    const found = await Promise.all(
      ids.map((group) => data(api.GET('/v1/bookings', { params: { query: { group, limit: MOST } } })).then((page) => ({ ...page, group }))),
    );
    return { title: 'Entries booked', groups: found.flatMap(groupShown) };
  },
};

/** External assessments are booked: entry details, their quote, the entries; then what was booked (BKG-1, BKG-2, BKG-3, WHY-3). */
export function externalPages(app: Express): void {
  serveQuoted(app, external);
  serve(app, done);
}

async function subjectOf({ api, queries, me }: Visit): Promise<Bookable> {
  const id = queries['product']?.[0] ?? '';
  const pathOf = (each: string) => ({ params: { path: { id: each } } });
  const [product, windows, centre, locations, learners, batches] = await Promise.all([
    data(api.GET('/v1/products/{id}', pathOf(id))),
    data(api.GET('/v1/assessment-windows', { params: { query: { product: id, from: today(), limit: MOST } } })),
    data(api.GET('/v1/organisations/{id}', pathOf(me.organisation!))),
    data(api.GET('/v1/assessment-locations')),
    Promise.all((queries['learner'] ?? []).map((each) => data(api.GET('/v1/learners/{id}', pathOf(each))))),
    Promise.all((queries['batch'] ?? []).map((each) => data(api.GET('/v1/batches/{id}/reports', pathOf(each))))),
  ]);
  return { product, windows: windows.items, addresses: centre.addresses ?? [], locations: locations.items, learners, batches };
}

/** The entry details as they are confirmed. */
function entered(subject: Bookable, visit: Visit): Facts {
  const { product, learners, batches, addresses } = subject;
  const named = learners.filter(({ id }) => fields(visit, 'learner').includes(id)).map((each) => `${nameOf(each)} (${each.number})`);
  const whole = batches.filter(({ id }) => fields(visit, 'batch').includes(id)).map(({ number }) => number);
  const address = addresses.find(({ id }) => id === field(visit, 'address'));
  const windows = sectionsOf(subject).flatMap(
    ({ index }) => subject.windows.find(({ id }) => id === field(visit, `window-${index}`)) ?? [],
  );
  const facts: Facts = [
    ['Product', productOf({ product })],
    ['Learners', named.join(', ')],
    ['All not booked yet of batch', whole.join(', ')],
    ['Assessment window', [...new Set(windows.map(({ name }) => name))].join(', ')],
    ['Where it is sat', field(visit, 'location')],
    ['Address for the papers', address ? addressWords(address) : ''],
    ['Purchase order', field(visit, 'purchaseOrder')],
  ];
  return facts.filter(([, cell]) => cell !== '');
}

function booked({ groups }: Quote, subject: Bookable): Said {
  const titles = new Map(componentsOf(subject.product).map(({ code, title }) => [code, title]));
  const said = groups.map(
    ({ component, bookings }) => `${titles.get(component) ?? component}: ${plural(bookings.length, 'entry', 'entries')}`,
  );
  const query = new URLSearchParams(groups.map(({ id }): [string, string] => ['group', id]));
  return { to: `/bookings/booked?${query}`, text: `Booked. ${said.join('; ')}.` };
}

function groupShown({ group, items, next }: { group: string; items: Booking[]; next: string | null }) {
  const [first] = items;
  if (!first) return [];
  const byName = [...items].sort((one, other) => bookingName(one).localeCompare(bookingName(other)));
  const rows = byName.map((each) => [{ text: bookingName(each), href: `/bookings/${each.id}` }, each.learner.number, each.batch.number]);
  const facts = [
    ['Product', productOf(first)],
    ['Sat', whenOf(first)],
    ['Where it is sat', first.location],
    ['Band', words(first.band)],
  ];
  return [
    {
      title: first.component.title,
      facts: facts.map(([label, text]) => ({ label, cell: { text } })),
      table: shownTable({ caption: 'Who is booked', heads: ['Booking', 'Learner number', 'Batch'], rows, nothing: '' }),
      all: `/bookings?group=${group}`,
      papers: `/booking-papers?group=${group}`,
      isWhole: next === null,
    },
  ];
}
