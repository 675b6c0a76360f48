import { randomUUID } from 'node:crypto';
import { MOST_ENTRIES } from '../../../domain/bookings/paperwork';
import { dateWords } from '../../../domain/working-days';
import type { ApiClient } from '../../support/api-client';
import { openDesk, type Desk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { seedCentre } from '../../support/learners';
import type { Problem } from '../../support/orders';
import { readPdf, type ReadPdf } from '../../support/pdf';
import { userSeeder } from '../../../db/access/seed';
import { codes, controlledBy, day, NEA } from './controlled';

interface Paper {
  id: string;
  kind: string;
  group: string | null;
  state: string;
  file: string | null;
}

jest.setTimeout(120_000);
let desk = {} as Desk;
let centre: ApiClient;
let staff: ApiClient;
beforeAll(async () => {
  desk = await openDesk('bookings-report');
  ({ centreUser: centre, caseOperator: staff } = desk.as);
  await desk.system.documents.start();
}, 240_000);
afterAll(() => desk.system?.stop());
const { batchOf, controlled, book, cancel } = controlledBy(() => desk);

const ask = (search: object, by = centre, headers = {}, query = '') =>
  by.post<Paper & Problem>(`/v1/controlled-bookings/report${query}`, search, headers);
const file = async (path: string, by: ApiClient) =>
  fetch(desk.system.api + path, { headers: { Authorization: `Bearer ${await by.token()}` } });
const read = async ({ id }: { id: string }, by = centre): Promise<ReadPdf> => {
  const made = await eventually(async () => {
    const { body } = await by.get<Paper>(`/v1/booking-paperwork/${id}`);
    expect(body.state).toBe('made');
    return body;
  }, 60_000);
  return readPdf(Buffer.from(await (await file(made.file!, by)).arrayBuffer()));
};
const said = ({ text }: ReadPdf) => text.replace(/\s+/g, ' ');
const reports = async () => (await centre.get<{ items: Paper[] }>('/v1/booking-paperwork?kind=bookings-report')).body.items;

test('BKG-6 REG-13 IDM-1 the Bookings report is what a search finds, tagged, in its order, with topics and states; a repeat and a dry run make no other', async () => {
  const of = await controlled('functionalSkills', 'chosen');
  const { learners, numbers } = await batchOf(of.product, 3, { forename: 'Zoë' });
  const made = await book(of, { learners, topic: of.topics[1] });
  const other = await batchOf(of.product, 1, { forename: 'Otto' });
  await book(of, { learners: other.learners, topic: of.topics[0] });
  const search = { forename: 'zoe', product: of.product.code, sort: 'name' };
  expect((await ask(search, centre, {}, '?dryRun=true')).status).toBe(200);
  expect(await reports()).toEqual([]);
  const headers = { 'Idempotency-Key': randomUUID() };
  const asked = await ask(search, centre, headers);
  expect([asked.status, asked.body]).toMatchObject([201, { kind: 'bookings-report', group: null }]);
  expect((await ask(search, centre, headers)).body.id).toBe(asked.body.id);
  expect(await reports()).toHaveLength(1);
  const pdf = await read(asked.body);
  expect(pdf).toMatchObject({ tagged: true, lang: 'en-GB' });
  expect(pdf.tags).toEqual(expect.arrayContaining(['H1', 'H2', 'Table', 'TH', 'TD']));
  for (const each of ['Bookings report', '3 found', 'T2 Topic T2', 'Active', dateWords(day()), NEA.code, ...numbers])
    expect(said(pdf)).toContain(each);
  expect(said(pdf)).not.toContain(other.numbers[0]);
  const places = numbers.map((number) => said(pdf).indexOf(number));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(made.body.bookings).toHaveLength(3);
});

test('BKG-6 a report is of the moment at which it is asked for: who is cancelled before it is made stands on it as he stood, a fresh one says so', async () => {
  await desk.system.documents.stop();
  const of = await controlled('functionalSkills', 'chosen');
  const { id: batch, number, learners } = await batchOf(of.product, 1);
  const { body } = await book(of, { batches: [batch], topic: of.topics[0] });
  expect(learners).toHaveLength(1);
  const before = await ask({ batch: number });
  expect((await cancel([body.bookings[0]!.id])).status).toBe(200);
  const after = await ask({ batch: number });
  await desk.system.documents.start();
  const [first, second] = [said(await read(before.body)), said(await read(after.body))];
  const states = (text: string) => ['Active', 'Cancelled'].filter((state) => text.includes(state));
  expect([states(first), states(second)]).toEqual([['Active'], ['Cancelled']]);
});

test('BKG-6 SEC-9 staff have the report of all centres or of one; a centre has its own alone, and nobody of another one sees it', async () => {
  const of = await controlled('functionalSkills', 'chosen');
  const { id: batch, number, numbers } = await batchOf(of.product, 1);
  await book(of, { batches: [batch], topic: of.topics[0] });
  const [all, one] = [await ask({ batch: number }, staff), await ask({ batch: number, organisation: desk.tenant.centre.id }, staff)];
  for (const { body } of [all, one]) expect(said(await read(body, staff))).toContain(numbers[0]);
  const away = await seedCentre(desk.system.owner, desk.tenant, 'Away');
  expect(codes((await ask({ batch: number, organisation: away.id }, staff)).body)).toEqual(['nobody']);
  const { password_hash: hash } = await desk.system.owner('users').where({ id: desk.tenant.centre.user.id }).first('password_hash');
  const make = userSeeder(desk.system.owner, desk.tenant.id, desk.tenant.key, hash);
  const stranger = await desk.system.signIn((await make('stranger', 'centreUser', { organisation: away.id, rights: ['bookings'] })).email);
  expect(codes((await ask({ batch: number }, stranger)).body)).toEqual(['nobody']);
  const own = await ask({ batch: number });
  await read(own.body);
  const statuses = async (by: ApiClient) => (await file(`/v1/booking-paperwork/${own.body.id}/file`, by)).status;
  expect([await statuses(centre), await statuses(staff), await statuses(stranger)]).toEqual([200, 200, 404]);
  expect((await file(`/v1/booking-paperwork/${all.body.id}/file`, centre)).status).toBe(404);
});

test(`BKG-6 a report has ${MOST_ENTRIES} bookings and no more: one more is refused, and none is made of nothing or of a search that is none`, async () => {
  expect(codes((await ask({ surname: 'Nobody' })).body)).toEqual(['nobody']);
  for (const body of [{ sort: 'best' }, { birthDate: 'yesterday' }, { uln: '1' }]) expect((await ask(body)).status).toBe(422);
  const of = await controlled('functionalSkills', 'chosen');
  const { learners } = await batchOf(of.product, 1);
  const { body } = await book(of, { learners, topic: of.topics[0] });
  const copies = async (many: number) =>
    desk.system.owner.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx.raw(
        `with made as (
           insert into bookings (id, tenant_id, organisation_id, group_id, learner_id, batch_id, product_id, component, day_id, state, state_since, is_controlled)
           select uuidv7(), tenant_id, organisation_id, group_id, learner_id, batch_id, product_id, component, day_id, 'cancelled', state_since, true
           from bookings cross join generate_series(1, ?::int) where id = ? returning id, tenant_id, organisation_id)
         insert into controlled_bookings (booking_id, tenant_id, organisation_id, topic_id) select id, tenant_id, organisation_id, ?::uuid from made`,
        [many, body.bookings[0]!.id, of.topics[0]!],
      );
    });
  await copies(MOST_ENTRIES - 1);
  const whole = await ask({ product: of.product.code });
  expect(whole.status).toBe(201);
  await copies(1);
  expect(codes((await ask({ product: of.product.code })).body)).toEqual(['tooMany']);
  expect(said(await read(whole.body))).toContain(`${MOST_ENTRIES} found`);
});
