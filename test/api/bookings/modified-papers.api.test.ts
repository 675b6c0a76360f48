import { randomUUID } from 'node:crypto';
import type { SeededTenant } from '../../../db/seeds/demo';
import { modifiedPapersNames } from '../../../domain/bookings/modified-papers';
import { referenceOf } from '../../../domain/processes';
import type { ApiClient } from '../../support/api-client';
import { bookedBy, codes, today } from '../../support/booked';
import { seedAddress, seedBookedProduct, workingDayFrom, WRITTEN } from '../../support/bookings';
import { eventually } from '../../support/eventually';
import { seedBatch, seedCentre, type Product } from '../../support/learners';
import { NEEDING, sampleAll, seedPapers, type Papers } from '../../support/modified-papers';
import type { Problem } from '../../support/orders';
import { pictureOf, sendFile } from '../../support/qualifications';
import { realSystem, type TestSystem } from '../../support/system';

jest.setTimeout(120_000);
const DAY = workingDayFrom(today(), 60);
let system: TestSystem;
let tenant: SeededTenant;
let centre: ApiClient;
let operator: ApiClient;
let address: string;
beforeAll(async () => {
  system = await realSystem('modified-papers');
  tenant = await system.tenant('modified-papers', 'awarding-body');
  await sampleAll(system.owner, tenant, 100);
  [centre, operator] = await Promise.all([system.signIn(tenant.centre.user.email), system.signIn(tenant.staff.caseOperator.email)]);
  address = await seedAddress(system, tenant);
});
afterAll(() => system?.stop());
const { book, inBand } = bookedBy(() => ({ system, tenant, centre, address }));

const shown = async (id: string, by = operator) => (await by.get<Papers & Problem>(`/v1/modified-papers/${id}`)).body;
const say = (verb: 'process' | 'despatch', body: object, headers = {}) =>
  operator.post<{ papers: number } & Problem>(`/v1/modified-papers/${verb}`, body, headers);
const is = (id: string, want: object) => eventually(async () => expect(await shown(id)).toMatchObject(want));
/** Papers whose case is open. */
async function opened(): Promise<string> {
  const id = await seedPapers({ system, tenant });
  await is(id, { state: 'requested' });
  return id;
}
/** A batch of learners, the first so many of whom need modified papers. */
async function batchOf(product: Product, needing: number, others = 0): Promise<string> {
  const learners = Array.from({ length: needing + others }, (_, index) => ({ surname: `S${index}`, ...(index < needing ? NEEDING : {}) }));
  return (await seedBatch(system.database, tenant, { product, learners })).batch.id;
}
const papersOf = (batch: string) =>
  system.owner('modified_papers').whereIn('learner_id', system.owner('learners').where({ batch_id: batch }).select('id'));

test('REG-12 REG-15 AUD-1 who needs modified papers and is booked on paper has them, begun with the booking; on screen, in a dry run or without the need nobody has', async () => {
  const components = [WRITTEN, { code: 'OS', title: 'On screen', form: 'onScreen' as const }];
  const product = await seedBookedProduct(system, tenant, { components, hasWindows: false });
  const batch = await batchOf(product, 1, 1);
  const asked = { product, day: DAY, batches: [batch] };
  expect((await book(asked, '?dryRun=true')).status).toBe(200);
  expect((await book({ ...asked, component: 'OS' })).status).toBe(201);
  expect(await papersOf(batch)).toEqual([]);
  expect((await book(asked)).status).toBe(201);
  const [{ id }, ...others] = await papersOf(batch);
  expect(others).toEqual([]);
  await is(id, {
    state: 'requested',
    needs: ['enlarged A3'],
    contactEmail: NEEDING.contactEmail,
    reference: referenceOf('modified-papers', id),
  });
  const process = await system.owner('processes').where({ entity_id: id }).first('business_id', 'reference', 'owner');
  expect(process).toEqual({
    business_id: `${modifiedPapersNames.kind}/${id}`,
    reference: referenceOf('modified-papers', id),
    owner: 'caseOperator',
  });
  const [audit] = await system.owner('audit').where({ entity_id: id, event: 'asked' });
  expect(audit.evidence).toMatchObject({
    sampleBelow: '100',
    sampleSeed: '1',
    sampleDrawn: expect.any(String),
    despatchBy: expect.any(String),
  });
});

test('REG-15 REG-13 papers are listed by their state, evidence, product, window, booking and learner, and all of them are a CSV', async () => {
  const { product, window, day } = await inBand('ordinary');
  const batch = await batchOf(product, 2);
  await book({ product, window, day, batches: [batch] });
  const found = async (query: string) =>
    (await operator.get<{ items: Papers[]; next: string | null }>(`/v1/modified-papers?product=${product.code}&${query}`)).body;
  await eventually(async () => expect((await found('state=requested')).items).toHaveLength(2));
  const [one, two] = (await found('')).items as [Papers, Papers];
  for (const query of [`window=${window}`, 'evidence=awaited']) expect([query, (await found(query)).items.length]).toEqual([query, 2]);
  for (const query of [`booking=${one.booking.id}`, `learner=${one.booking.learner.id}`])
    expect([query, (await found(query)).items.map(({ id }) => id)]).toEqual([query, [one.id]]);
  for (const query of ['state=despatched', 'evidence=accepted', `window=${randomUUID()}`])
    expect([query, (await found(query)).items]).toEqual([query, []]);
  const first = await found('limit=1');
  expect((await found(`limit=1&cursor=${first.next}`)).items.map(({ id }) => id)).toEqual([two.id]);
  const csv = (await operator.get<string>(`/v1/modified-papers/export?window=${window}`)).body;
  expect(csv.split('\r\n').slice(0, 2)).toEqual([
    expect.stringMatching(/^papers,state,learner number,.*,modified papers,contact,due,/),
    expect.stringContaining('enlarged A3'),
  ]);
});

test('REG-15 IDM-1 AUD-1 papers are made and sent, many at once, under one key once: every fault is told at its place and nothing is half done', async () => {
  const ids = [await opened(), await opened()];
  const stranger = randomUUID();
  const no = await say('despatch', { papers: [ids[0], stranger] });
  expect([no.status, no.body.errors!.map(({ code, pointer }) => [code, pointer])]).toEqual([
    422,
    [
      ['notProcessed', '/papers/0'],
      ['papers', '/papers/1'],
    ],
  ]);
  expect((await shown(ids[0]!)).processedAt).toBeNull();
  const headers = { 'Idempotency-Key': randomUUID() };
  const made = await say('process', { papers: ids }, headers);
  expect([made.status, made.body, (await say('process', { papers: ids }, headers)).body]).toEqual([200, { papers: 2 }, { papers: 2 }]);
  const again = await say('process', { papers: ids });
  expect([again.status, codes(again.body)]).toEqual([409, ['processedAlready', 'processedAlready']]);
  for (const id of ids) await is(id, { state: 'processed' });
  const rehearsed = await operator.post<{ papers: number }>('/v1/modified-papers/despatch?dryRun=true', { papers: ids });
  expect([rehearsed.status, rehearsed.body.papers, (await shown(ids[0]!)).despatchedAt]).toEqual([200, 2, null]);
  expect((await say('despatch', { papers: ids, carrier: 'Parcelforce' })).status).toBe(200);
  for (const id of ids) await is(id, { state: 'unshown', carrier: 'Parcelforce', tracking: null });
  const said = await system.owner('audit').where({ entity_id: ids[0] }).whereNotNull('user_id').orderBy('at').pluck('event');
  expect(said).toEqual(['saidProcessed', 'saidDespatched']);
  const sent = await system.owner('outbox').where({ entity_id: ids[0], name: 'modified-papers-processed' });
  expect(sent.map(({ target }) => target)).toEqual([`arrangement/${ids[0]}`]);
});

test('REG-15 of a window those are made that are to be; none left is refused, and so is what names both or neither', async () => {
  const { product, window, day } = await inBand('ordinary');
  const batch = await batchOf(product, 2);
  await book({ product, window, day, batches: [batch] });
  const ids: string[] = await papersOf(batch).pluck('id');
  for (const id of ids) await is(id, { state: 'requested' });
  expect(codes((await say('despatch', { window })).body)).toEqual(['nobody']);
  await say('process', { papers: [ids[0]] });
  expect((await say('process', { window })).body).toEqual({ papers: 1 });
  expect((await say('despatch', { window })).body).toEqual({ papers: 2 });
  for (const body of [{}, { window, papers: ids }, { papers: [] }, { papers: [ids[0], ids[0]] }, { window, carrier: '' }])
    expect([body, (await say('despatch', body)).status]).toEqual([body, 422]);
});

test('REG-15 SEC-12 evidence is uploaded by its centre where it is asked for, checked and encrypted; staff who decide alone read it, on record; asked again, another one is given', async () => {
  const id = await opened();
  const path = `/v1/modified-papers/${id}/evidence`;
  const picture = await pictureOf(['A letter of Dr Example']);
  expect((await sendFile(centre, path, Buffer.from('no picture'))).status).toBe(422);
  expect((await sendFile(operator, path, picture)).status).toBe(403);
  const key = { 'Idempotency-Key': randomUUID() };
  expect([(await sendFile(centre, path, picture, key)).status, (await sendFile(centre, path, picture, key)).status]).toEqual([200, 200]);
  expect(await system.owner('evidence_of_need').where({ papers_id: id })).toHaveLength(1);
  const twice = await sendFile(centre, path, picture);
  expect([twice.status, codes(twice.body)]).toEqual([409, ['notAwaited']]);
  await is(id, { evidence: { state: 'toDecide', uploaded: { round: 1 } } });
  const row = await system.owner('evidence_of_need').where({ papers_id: id }).first();
  expect(row.content.includes(Buffer.from('IHDR'))).toBe(false);
  expect((await centre.get(`${path}/file`)).status).toBe(403);
  expect((await system.signIn(tenant.staff.finance.email).then((finance) => finance.get(`${path}/file`))).status).toBe(403);
  expect((await operator.get(`${path}/file`)).status).toBe(200);
  expect(await system.owner('audit').where({ entity_id: id, event: 'evidenceRead' }).pluck('user_id')).toEqual([
    tenant.staff.caseOperator.id,
  ]);
  const again = await operator.post<Papers>(`/v1/modified-papers/${id}/ask-again-for-evidence`, { reason: 'Not legible' });
  expect(again.body.evidence).toMatchObject({ state: 'awaited', reason: 'Not legible' });
  expect((await sendFile(centre, path, picture)).status).toBe(200);
  await is(id, { evidence: { state: 'toDecide', uploaded: { round: 2 } } });
  const accepted = await operator.post<Papers>(`/v1/modified-papers/${id}/accept-evidence`, { reason: 'A clear letter' });
  expect([accepted.status, accepted.body.evidence.state]).toEqual([200, 'accepted']);
  const late = await operator.post<Problem>(`/v1/modified-papers/${id}/refuse-evidence`, { reason: 'r' });
  expect([late.status, codes(late.body)]).toEqual([409, ['notToDecide']]);
  expect((await operator.post(`/v1/modified-papers/${id}/refuse-evidence`, {})).status).toBe(422);
});

test('REG-15 WHY-3 refused evidence withholds what has not left, and a rehearsal does nothing', async () => {
  const id = await opened();
  await sendFile(centre, `/v1/modified-papers/${id}/evidence`, await pictureOf(['A letter']));
  await is(id, { evidence: { state: 'toDecide' } });
  const refused = await operator.post<Papers>(`/v1/modified-papers/${id}/refuse-evidence?dryRun=true`, { reason: 'r' });
  expect([refused.status, (await shown(id)).state]).toEqual([200, 'requested']);
  await operator.post(`/v1/modified-papers/${id}/refuse-evidence`, { reason: 'It is of somebody else' });
  await is(id, { state: 'withheld', standing: { why: expect.stringContaining('was refused') } });
  expect(codes((await say('process', { papers: [id] })).body)).toEqual(['papersState']);
  const mails = () => system.owner('outbox').where({ entity_id: id, kind: 'mail' }).orderBy('id').pluck('name');
  expect(await mails()).toEqual(['evidence-of-need-asked', 'evidence-of-need-refused']);
});

test('REG-15 WHY-4 of a learner of whom evidence was refused it is asked again with the next papers, and the trail says why', async () => {
  const product = await seedBookedProduct(system, tenant, {
    components: [WRITTEN, { ...WRITTEN, code: 'EY', title: 'Second paper' }],
    hasWindows: false,
  });
  const batch = await batchOf(product, 1);
  const begun = async (component: string): Promise<string> => {
    const { body } = await book({ product, day: DAY, batches: [batch], component });
    const booking_id = body.groups[0]!.bookings[0]!.id;
    const [{ id }] = await papersOf(batch).where({ booking_id });
    await is(id, { state: 'requested' });
    return id;
  };
  const turnedOn = async (id: string) => (await system.owner('audit').where({ entity_id: id, event: 'asked' }).first()).evidence;
  const first = await begun('EX');
  expect(await turnedOn(first)).not.toHaveProperty('refusedBefore');
  await sendFile(centre, `/v1/modified-papers/${first}/evidence`, await pictureOf(['A letter']));
  await is(first, { evidence: { state: 'toDecide' } });
  await operator.post(`/v1/modified-papers/${first}/refuse-evidence`, { reason: 'r' });
  await is(first, { state: 'withheld' });
  expect(await turnedOn(await begun('EY'))).toMatchObject({ refusedBefore: 'yes' });
});

test('SEC-9 a centre finds none of another one’s papers, and another tenant’s people none at all', async () => {
  const id = await opened();
  const elsewhere = await seedCentre(system.owner, tenant, 'Elsewhere');
  const theirs = await seedPapers({ system, tenant: { ...tenant, centre: elsewhere } });
  await is(theirs, { state: 'requested' });
  const other = await system.tenant('modified-papers-other', 'awarding-body');
  const [foreign, strange] = await Promise.all([system.signIn(other.staff.caseOperator.email), system.signIn(other.centre.user.email)]);
  const picture = await pictureOf(['A letter']);
  const unseen: [ApiClient, string][] = [
    [centre, theirs],
    [strange, id],
    [foreign, id],
  ];
  for (const [by, papers] of unseen) expect((await by.get(`/v1/modified-papers/${papers}`)).status).toBe(404);
  expect((await centre.get<{ items: Papers[] }>('/v1/modified-papers')).body.items.map((each) => each.id)).not.toContain(theirs);
  for (const by of [strange, foreign]) expect((await by.get<{ items: Papers[] }>('/v1/modified-papers')).body.items).toEqual([]);
  expect((await sendFile(centre, `/v1/modified-papers/${theirs}/evidence`, picture)).status).toBe(404);
  expect((await sendFile(strange, `/v1/modified-papers/${id}/evidence`, picture)).status).toBe(404);
  expect((await foreign.post('/v1/modified-papers/process', { papers: [id] })).status).toBe(422);
  expect((await foreign.post(`/v1/modified-papers/${id}/accept-evidence`, { reason: 'r' })).status).toBe(404);
  expect((await centre.get<Papers>(`/v1/modified-papers/${id}`)).body.id).toBe(id);
});
