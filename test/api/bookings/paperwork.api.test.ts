import { randomUUID } from 'node:crypto';
import type { SeededTenant } from '../../../db/seeds/demo';
import { userSeeder } from '../../../db/access/seed';
import { inScope } from '../../../db/core/database';
import { dateWords } from '../../../domain/working-days';
import type { ApiClient } from '../../support/api-client';
import { bookedBy, openBookings, codes, now, type Booked } from '../../support/booked';
import { datesIn, seedAddress, seedBookedProduct, seedWindow, workingDayFrom, WRITTEN } from '../../support/bookings';
import { eventually } from '../../support/eventually';
import { seedCentre } from '../../support/learners';
import type { Problem } from '../../support/orders';
import { readPdf, type ReadPdf } from '../../support/pdf';
import type { TestSystem } from '../../support/system';

interface Paper {
  id: string;
  kind: string;
  group: string | null;
  window: string | null;
  product: string | null;
  session: number | null;
  state: string;
  file: string | null;
}

jest.setTimeout(120_000);
let system: TestSystem;
let tenant: SeededTenant;
let centre: ApiClient;
let staff: ApiClient;
let address: string;
beforeAll(async () => {
  ({ system, tenant, centre, staff, address } = await openBookings('booking-paperwork'));
  await system.documents.start();
}, 240_000);
afterAll(() => system?.stop());
const { batchOf, inBand, book, bodyOf } = bookedBy(() => ({ system, tenant, centre, address }));

const papersOf = async (group: string, by = centre) =>
  (await by.get<{ items: Paper[] }>(`/v1/booking-paperwork?group=${group}`)).body.items;
const kinds = (papers: Paper[]) => papers.map(({ kind }) => kind).sort();
const ask = (body: object, by = centre, headers = {}, query = '') =>
  by.post<Paper & Problem>(`/v1/booking-paperwork${query}`, body, headers);
const download = async (path: string, by: ApiClient) =>
  fetch(system.api + path, { headers: { Authorization: `Bearer ${await by.token()}` } });
/** The PDF of a paper, once it is made. */
const read = async ({ id }: { id: string }, by = centre): Promise<ReadPdf> => {
  const { file } = await eventually(async () => {
    const { body } = await by.get<Paper>(`/v1/booking-paperwork/${id}`);
    expect(body.state).toBe('made');
    return body;
  }, 60_000);
  return readPdf(Buffer.from(await (await download(file!, by)).arrayBuffer()));
};
const fresh = async (body: object, by = centre) => read((await ask(body, by)).body, by);
const numbersOf = (learners: string[]): Promise<string[]> =>
  system.owner('learners').whereIn('id', learners).orderBy('surname').pluck('number');

test('BKG-6 REG-12 IDM-1 whoever books paper has the confirmation and the invigilator register, tagged, with names, numbers, arrangements and modified papers with their details; a repeat and a quote make no others', async () => {
  const { product, window, day } = await inBand('late');
  const needs = {
    contactEmail: 'sen@centre.example',
    arrangements: ['reader', 'restBreaks'],
    modifications: { braille: '2', enlarged: 'A3' },
  };
  const { id: batch, number, learners } = await batchOf(product, 2, { forename: 'Zoë', ...needs });
  const asked = { product, window, day, batches: [batch], accepts: 'late' };
  expect((await book(asked, '?dryRun=true')).status).toBe(200);
  expect(await system.owner('documents').where({ organisation_id: tenant.centre.id })).toEqual([]);
  const headers = { 'Idempotency-Key': randomUUID() };
  const { body } = await book(asked, '', headers);
  await book(asked, '', headers);
  const { id: group } = body.groups[0]!;
  const papers = await papersOf(group);
  expect(kinds(papers)).toEqual(['booking-confirmation', 'invigilator-register']);
  const of = async (kind: string) => read(papers.find((paper) => paper.kind === kind)!);
  const both = [await of('booking-confirmation'), await of('invigilator-register')];
  for (const { text, ...pdf } of both) {
    expect(pdf).toMatchObject({ tagged: true, lang: 'en-GB' });
    expect(pdf.tags).toEqual(expect.arrayContaining(['H1', 'H2', 'Table', 'TH', 'TD']));
    const shown = ['Booked', 'EX Written paper', `${dateWords(day)} 09:30`, 'Sports hall', 'Zoë', ...(await numbersOf(learners))];
    const said = ['braille, grade 2', 'enlarged A3', 'Reader or computer reader', 'Supervised rest breaks'];
    for (const each of [...shown, ...said]) expect(text.replace(/\s+/g, ' ')).toContain(each);
  }
  const shown = await centre.get<{ needs: string[] }>(`/v1/bookings/${body.groups[0]!.bookings[0]!.id}`);
  expect(shown.body.needs).toEqual(['enlarged A3', 'braille, grade 2', 'Reader or computer reader', 'Supervised rest breaks']);
  const said = both[0]!.text.replace(/\s+/g, ' ');
  for (const each of ['Exams office, 3 Quayside, PE13 1AA', 'Winter', 'Late', '£10.00 each, £20.00 for 2', 'PO 9', number])
    expect(said).toContain(each);
  expect(both[1]!.text).toContain('Signature');
});

test('BKG-6 what is sat on screen has the confirmation and no register: asked for, that is refused', async () => {
  const product = await seedBookedProduct(system, tenant, { components: [{ ...WRITTEN, form: 'onScreen' }] });
  const dates = datesIn('ordinary', now());
  const window = await seedWindow(system, tenant, product, dates);
  const { learners } = await batchOf(product, 1);
  const { body } = await book({ product, window, day: workingDayFrom(dates.opensOn, 0), learners });
  const { id: group } = body.groups[0]!;
  expect(kinds(await papersOf(group))).toEqual(['booking-confirmation']);
  const no = await ask({ kind: 'invigilator-register', group });
  expect([no.status, codes(no.body), no.body.errors![0]]).toMatchObject([422, ['onScreen'], { rule: 'BKG-6', pointer: '/group' }]);
  expect(kinds(await papersOf(group))).toHaveLength(1);
});

test('BKG-5 BKG-6 a paper is of the moment at which it is asked for: a fresh one leaves out who is cancelled and has the new address; what was made before stands; of nobody none is made', async () => {
  const { product, window, day } = await inBand('ordinary');
  const { learners } = await batchOf(product, 2);
  const { body } = await book({ product, window, day, learners });
  const { id: group, bookings } = body.groups[0]!;
  const [stays, goes] = bookings as [Booked['groups'][0]['bookings'][0], Booked['groups'][0]['bookings'][0]];
  const [numberOfStays, numberOfGone] = [(await numbersOf([stays.learner]))[0]!, (await numbersOf([goes.learner]))[0]!];
  const before = await papersOf(group);
  const first = before.find(({ kind }) => kind === 'booking-confirmation')!;
  await read(first);
  expect((await centre.post('/v1/bookings/cancel', { bookings: [goes.id] })).status).toBe(200);
  const other = await seedAddress(system, tenant);
  await system.owner('addresses').where({ id: other }).update({ label: 'Annexe' });
  expect((await centre.post('/v1/bookings/address', { bookings: [stays.id], address: other })).status).toBe(200);
  const dry = await ask({ kind: 'booking-confirmation', group }, centre, {}, '?dryRun=true');
  expect([dry.status, (await papersOf(group)).length]).toEqual([200, 2]);
  const { text } = await fresh({ kind: 'booking-confirmation', group });
  expect(text).toContain(numberOfStays);
  expect(text).not.toContain(numberOfGone);
  expect(text).toContain('Annexe');
  expect((await fresh({ kind: 'invigilator-register', group })).text).not.toContain(numberOfGone);
  expect((await papersOf(group)).length).toBe(4);
  expect((await read(first)).text).toContain(numberOfGone);
  expect((await centre.post('/v1/bookings/cancel', { bookings: [stays.id] })).status).toBe(200);
  expect(codes((await ask({ kind: 'booking-confirmation', group })).body)).toEqual(['nobody']);
});

test('BKG-6 what is cancelled while the document worker is away is on the paper that was asked for before', async () => {
  await system.documents.stop();
  const { product, window, day } = await inBand('ordinary');
  const { learners } = await batchOf(product, 2);
  const { body } = await book({ product, window, day, learners });
  const { id: group, bookings } = body.groups[0]!;
  expect((await papersOf(group)).map(({ state, file }) => [state, file])).toEqual([
    ['asked', null],
    ['asked', null],
  ]);
  expect((await download(`/v1/booking-paperwork/${(await papersOf(group))[0]!.id}/file`, centre)).status).toBe(404);
  expect((await centre.post('/v1/bookings/cancel', { bookings: [bookings[0]!.id] })).status).toBe(200);
  await system.documents.start();
  for (const paper of await papersOf(group)) {
    const { text } = await read(paper);
    for (const number of await numbersOf(learners)) expect(text).toContain(number);
  }
});

test('BKG-5 BKG-6 a move makes the papers of where it goes; of where it came from nothing is made any longer', async () => {
  const { product, window, day } = await inBand('ordinary');
  const target = await seedWindow(system, tenant, product, datesIn('ordinary', now()), { name: 'Spring' });
  const { learners } = await batchOf(product, 1);
  const { body } = await book({ product, window, day, learners });
  const [{ id: from, bookings }] = body.groups as [Booked['groups'][0]];
  const to = { bookings: [bookings[0]!.id], window: target, assessmentOn: day, time: '13:00' };
  const moved = await centre.post<Booked>('/v1/bookings/move', to);
  const { id: group } = moved.body.groups[0]!;
  const papers = await papersOf(group);
  expect(kinds(papers)).toEqual(['booking-confirmation', 'invigilator-register']);
  const { text } = await read(papers.find(({ kind }) => kind === 'booking-confirmation')!);
  for (const shown of ['Spring', `${dateWords(day)} 13:00`, (await numbersOf(learners))[0]!]) expect(text).toContain(shown);
  expect(codes((await ask({ kind: 'booking-confirmation', group: from })).body)).toEqual(['nobody']);
});

test('BKG-3 BKG-6 a window that staff move has fresh papers made of each group that goes along, once', async () => {
  const { product, window, day, dates } = await inBand('ordinary');
  const groups: string[] = [];
  for (let n = 0; n < 3; n += 1) {
    const { learners } = await batchOf(product, 1);
    groups.push((await book({ product, window, day, learners })).body.groups[0]!.id);
  }
  const opensOn = workingDayFrom(dates.closesOn, 20);
  const admin = await system.signIn(tenant.staff.administrator.email);
  const moved = { window, opensOn, cutOffOn: dates.cutOffOn, closesOn: opensOn, reason: 'the hall is taken' };
  const proposed = await staff.post<{ id: string }>('/v1/assessment-windows', moved);
  const approve = { reason: 'agreed' };
  const headers = { 'Idempotency-Key': randomUUID() };
  for (let time = 0; time < 2; time += 1)
    expect((await admin.post(`/v1/assessment-windows/${proposed.body.id}/approve`, approve, headers)).status).toBe(200);
  const fresh: string[] = await eventually(async () => {
    const found = await system.owner('booking_groups').where({ window_id: window }).whereNotIn('id', groups).orderBy('id').pluck('id');
    expect(found).toHaveLength(3);
    return found;
  });
  for (const group of fresh) {
    const papers = await papersOf(group);
    expect(kinds(papers)).toEqual(['booking-confirmation', 'invigilator-register']);
    for (const paper of papers) expect((await read(paper)).text.replace(/\s+/g, ' ')).toContain(`${dateWords(opensOn)} 09:30`);
  }
  for (const group of groups) expect(await papersOf(group)).toHaveLength(2);
});

test('BKG-6 the Entry learner list has who is booked in a window, or for a product in a session: what, when and where, of one centre alone', async () => {
  const components = [
    { ...WRITTEN, code: 'R', title: 'Reading' },
    { ...WRITTEN, code: 'W', title: 'Writing' },
  ];
  const product = await seedBookedProduct(system, tenant, { type: 'functionalSkills', components });
  const dates = datesIn('ordinary', now());
  const [window, empty] = [
    await seedWindow(system, tenant, product, dates),
    await seedWindow(system, tenant, product, dates, { name: 'Empty' }),
  ];
  const day = workingDayFrom(dates.opensOn, 0);
  const { id: batch, learners } = await batchOf(product, 3, { contactEmail: 'sen@centre.example', modifications: { coloured: 'cream' } });
  const sitting = { window, assessmentOn: day, time: '09:30' };
  const sittings = [
    { ...sitting, component: 'R' },
    { ...sitting, component: 'W', time: '13:30' },
  ];
  expect((await centre.post('/v1/bookings', { ...bodyOf({ product, day, batches: [batch] }), sittings })).status).toBe(201);
  const asked = await ask({ kind: 'entry-learner-list', product: product.id, session: 2026 });
  expect([asked.status, asked.body]).toMatchObject([201, { product: product.id, session: 2026, window: null, group: null }]);
  const inWindow = { kind: 'entry-learner-list', window };
  for (const { text, tagged } of [
    await read(asked.body),
    await fresh(inWindow),
    await fresh({ ...inWindow, organisation: tenant.centre.id }, staff),
  ]) {
    const said = text.replace(/\s+/g, ' ');
    const sat = [`R Reading, ${dateWords(day)} 09:30, Sports hall`, `W Writing, ${dateWords(day)} 13:30, Sports hall`];
    for (const each of [...sat, 'coloured cream']) expect(said).toContain(each);
    for (const number of await numbersOf(learners)) expect(said.split(number)).toHaveLength(3);
    expect(tagged).toBe(true);
  }
  const refused = async (body: object, by = centre) => {
    const answer = await ask({ kind: 'entry-learner-list', ...body }, by);
    return [answer.status, codes(answer.body)];
  };
  expect(await refused({ window: empty })).toEqual([422, ['nobody']]);
  expect(await refused({ product: product.id, session: 2025 })).toEqual([422, ['nobody']]);
  expect(await refused({ window }, staff)).toEqual([422, ['centreMissing']]);
  const away = await seedCentre(system.owner, tenant, 'Away');
  expect(await refused({ window, organisation: away.id }, staff)).toEqual([422, ['nobody']]);
  for (const body of [{}, { product: product.id }, { window, product: product.id, session: 2026 }])
    expect(await refused(body)).toEqual([422, ['combination']]);
});

test('OPS-2 BKG-6 a paper that could not be made is shown as failed; administrators have it made anew', async () => {
  const admin = await system.signIn(tenant.staff.administrator.email);
  const { product, window, day } = await inBand('ordinary');
  const { learners } = await batchOf(product, 1);
  await system.owner.raw('revoke insert on files from countersign_app');
  let papers: Paper[];
  try {
    const { body } = await book({ product, window, day, learners });
    papers = await eventually(async () => {
      const items = await papersOf(body.groups[0]!.id);
      expect(items.map(({ state, file }) => [state, file])).toEqual(Array(2).fill(['failed', null]));
      return items;
    }, 60_000);
  } finally {
    await system.owner.raw('grant insert on files to countersign_app');
  }
  const [failed] = papers;
  expect((await admin.get(`/v1/documents/${failed!.id}`)).body).toMatchObject({ kind: failed!.kind, group: failed!.group, day: null });
  expect((await admin.post(`/v1/documents/${failed!.id}/retry`, {})).status).toBe(200);
  expect((await read(failed!)).text).toContain('Sports hall');
});

test('SEC-8 SEC-9 BKG-6 papers are there for whoever sees the bookings of the centre, and for nobody of another one', async () => {
  const { product, window, day } = await inBand('ordinary');
  const { learners } = await batchOf(product, 1);
  const { body } = await book({ product, window, day, learners });
  const { id: group } = body.groups[0]!;
  const [paper] = await papersOf(group);
  await read(paper!);
  const { password_hash: hash } = await system.owner('users').where({ id: tenant.centre.user.id }).first('password_hash');
  const make = userSeeder(system.owner, tenant.id, tenant.key, hash);
  const signedIn = async (name: string, organisation: string, right: string) =>
    system.signIn((await make(name, 'centreUser', { organisation, rights: [right] })).email);
  const away = await seedCentre(system.owner, tenant, 'Elsewhere');
  const keyer = await signedIn('keyer', tenant.centre.id, 'productRegistrations');
  const stranger = await signedIn('stranger', away.id, 'bookings');
  const paths = [`/v1/booking-paperwork/${paper!.id}`, `/v1/booking-paperwork/${paper!.id}/file`];
  const tried = async (by: ApiClient) => Promise.all(paths.map(async (path) => (await download(path, by)).status));
  expect([await tried(centre), await tried(staff), await tried(keyer), await tried(stranger)]).toEqual([
    [200, 200],
    [200, 200],
    [403, 403],
    [404, 404],
  ]);
  expect(await papersOf(group, stranger)).toEqual([]);
  expect(codes((await ask({ kind: 'booking-confirmation', group }, stranger)).body)).toEqual(['group']);
  const unseen = await inScope(system.database, { tenant: tenant.id, organisation: away.id }, (trx) =>
    trx('documents').where({ id: paper!.id }).first('id'),
  );
  expect(unseen).toBeUndefined();
});
