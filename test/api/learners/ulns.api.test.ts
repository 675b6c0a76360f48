import type { SeededTenant } from '../../../db/seeds/demo';
import { userSeeder } from '../../../db/access/seed';
import type { ApiClient } from '../../support/api-client';
import { eventually } from '../../support/eventually';
import { seedBatch, seedCentre, seedProduct } from '../../support/learners';
import type { Problem } from '../../support/orders';
import { outageIs } from '../../support/outages';
import { waitsForLock } from '../../support/own-database';
import { realSystem, type TestSystem } from '../../support/system';
import { asksLrsNow, lrsFaults, lrsGarbles, lrsHolds, rightUln } from '../../support/ulns';

interface Uln {
  id: string;
  uln: string | null;
  standing: string;
  flags: { code: string; detail: string }[];
}
interface Outcome {
  learner: Uln;
  outcome: string;
  errors: { code: string; rule: string }[];
}

let system: TestSystem;
let tenant: SeededTenant;
let centre: ApiClient;
let next = 0;
beforeAll(async () => {
  system = await realSystem('ulns');
  tenant = await system.tenant('ulns', 'awarding-body');
  centre = await system.signIn(tenant.centre.user.email);
});
afterAll(() => system?.stop());
afterEach(() => lrsFaults(system));

/** Learners of a batch of their own; each held by the service under his name, or another one where that is said. */
async function learnersOf(...given: { surname: string; uln?: string }[]): Promise<{ ids: string[]; batch: string }> {
  const product = await seedProduct(system.owner, tenant.id, 'Care');
  const { batch } = await seedBatch(system.database, tenant, { product, learners: given });
  const rows: { id: string; surname: string }[] = await system.owner('learners').where({ batch_id: batch.id }).select('id', 'surname');
  return { ids: given.map(({ surname }) => rows.find((row) => row.surname === surname)!.id), batch: batch.number };
}
const fresh = () => rightUln((next += 1));
const held = (familyName: string, more: object = {}) => ({
  ...{ givenName: 'Ann', familyName, birthDate: '2008-02-03', gender: 'F' },
  ...more,
});
const save = (id: string, uln: string) => centre.post<Uln & Problem>(`/v1/learners/${id}/uln`, { uln });
const ofBatch = async (batch: string, more = '') =>
  (await centre.get<{ items: Uln[] }>(`/v1/ulns?batch=${batch}&sort=name${more}`)).body.items;
const standing = (batch: string, ...standings: string[]) =>
  eventually(async () => expect((await ofBatch(batch)).map((each) => each.standing)).toEqual(standings));

test('ULN-1 a good ULN is saved and sent; of a bad one each reason is its own, at once, and nothing is saved; many are saved with an outcome each', async () => {
  const { ids, batch } = await learnersOf({ surname: 'A' }, { surname: 'B' }, { surname: 'C' });
  for (const [uln, code] of [
    ['1000102505', 'ulnCheckDigit'],
    ['0123456789', 'ulnZero'],
    ['9999999999', 'ulnTemporary'],
    ['1.0001E+09', 'ulnScientific'],
    ['12345', 'ulnDigits'],
  ] as const)
    expect(await save(ids[0]!, uln)).toMatchObject({ status: 422, body: { errors: [{ code, pointer: '/uln', rule: 'ULN-1' }] } });
  expect((await ofBatch(batch)).map(({ uln }) => uln)).toEqual([null, null, null]);
  const [one, two] = ['1000102504', fresh()];
  const items = [
    { learner: ids[0]!, uln: one },
    { learner: ids[1]!, uln: '1000102505' },
    { learner: ids[2]!, uln: ` ${two} ` },
  ];
  const { body } = await centre.post<{ items: Outcome[] }>('/v1/ulns', { items });
  expect(body.items.map(({ outcome, errors }) => [outcome, errors.map(({ code }) => code)])).toEqual([
    ['sent', []],
    ['refused', ['ulnCheckDigit']],
    ['sent', []],
  ]);
  await standing(batch, 'verified', 'none', 'verified');
  expect((await ofBatch(batch)).map(({ uln }) => uln)).toEqual([one, null, two]);
});

test('ULN-2 all that differs is told in sentences; corrected and sent again it is verified', async () => {
  const { ids, batch } = await learnersOf({ surname: 'Wood' });
  const uln = fresh();
  await lrsHolds(system, uln, held('Forest', { birthDate: '2008-03-02' }));
  await save(ids[0]!, uln);
  await standing(batch, 'mismatch');
  expect((await ofBatch(batch))[0]!.flags).toEqual([
    { code: 'VRF005', detail: 'The supplied "Family Name" does not match the "Family Name" held by LRS.' },
    { code: 'VRF007', detail: 'The supplied "Date of Birth" does not match the "Date of Birth" held by LRS.' },
  ]);
  await system.owner('learners').where({ id: ids[0] }).update({ surname: 'Forest', birth_date: '2008-03-02' });
  await standing(batch, 'unsent');
  await save(ids[0]!, uln);
  await standing(batch, 'verified');
  const [first]: { id: string }[] = await system
    .owner('uln_checks')
    .where({ learner_id: ids[0] })
    .orderBy('asked_at')
    .select('submission_id as id');
  const sent = await centre.get<{ checks: { outcome: string; flags: string[] }[] }>(`/v1/uln-submissions/${first!.id}`);
  expect(sent.body.checks).toMatchObject([{ outcome: 'mismatch', flags: ['VRF005', 'VRF007'] }]);
  const trail: { event: string }[] = await system.owner('audit').where({ entity_id: ids[0] }).orderBy('at').select('event');
  expect(trail.map(({ event }) => event)).toEqual(['ulnChanged', 'ulnAnswered', 'ulnAnswered']);
});

test('ULN-2 an answer for a name that has changed since verifies nothing', async () => {
  const { ids, batch } = await learnersOf({ surname: 'Old' });
  const uln = fresh();
  await lrsFaults(system, { delayMs: 6_000 });
  await save(ids[0]!, uln);
  await eventually(async () =>
    expect(await system.owner('outbox').where({ kind: 'lrs', entity_id: ids[0] }).whereNotNull('leased_until')).toHaveLength(1),
  );
  await system.owner('learners').where({ id: ids[0] }).update({ surname: 'New' });
  await eventually(async () =>
    expect(await system.owner('uln_checks').where({ learner_id: ids[0] }).first('outcome')).toEqual({ outcome: 'outdated' }),
  );
  expect((await ofBatch(batch)).map((each) => [each.standing, each.flags])).toEqual([['unsent', []]]);
});

test('ULN-1 ULN-2 AUD-1 a ULN is taken away: on each qualification none is left, what was sent of it is awaited no longer, an answer that comes all the same verifies nothing; the ULN is free for whose it is', async () => {
  const { ids, batch } = await learnersOf({ surname: 'Wrong' }, { surname: 'Right' });
  const uln = fresh();
  await lrsFaults(system, { delayMs: 1_000 });
  expect((await save(ids[0]!, uln)).status).toBe(200);
  await eventually(async () =>
    expect(await system.owner('outbox').where({ kind: 'lrs', entity_id: ids[0] }).whereNotNull('leased_until')).toHaveLength(1),
  );
  const { body } = await centre.post<{ items: Outcome[] }>('/v1/ulns', { items: [{ learner: ids[0], uln: null }] });
  expect(body.items).toMatchObject([{ outcome: 'takenAway', learner: { uln: null, standing: 'none', flags: [] } }]);
  await lrsFaults(system);
  expect((await save(ids[1]!, uln)).status).toBe(200);
  await eventually(async () =>
    expect(await system.owner('outbox').where({ kind: 'lrs', entity_id: ids[0] }).whereNull('done_at')).toEqual([]),
  );
  await standing(batch, 'verified', 'none');
  const [check] = await system.owner('uln_checks').where({ learner_id: ids[0] }).select('outcome', 'submission_id');
  expect(check.outcome).toBe('outdated');
  await eventually(async () =>
    expect((await centre.get<{ stage: string }>(`/v1/processes/${check.submission_id}`)).body.stage).toBe('Answered'),
  );
  const trail = await system.owner('audit').where({ entity_id: ids[0] }).orderBy('at').select('event', 'before', 'after');
  expect(trail).toEqual([
    { event: 'ulnChanged', before: { hasUln: false }, after: { hasUln: true } },
    { event: 'ulnChanged', before: { hasUln: true }, after: { hasUln: false } },
  ]);
  await lrsFaults(system, { times: 1_000, status: 503 });
  expect((await save(ids[0]!, fresh())).status).toBe(200);
  const [away] = await system.owner('uln_checks').where({ learner_id: ids[0], outcome: null }).select('submission_id');
  expect((await centre.post(`/v1/learners/${ids[0]}/uln`, { uln: null })).status).toBe(200);
  await eventually(async () =>
    expect((await centre.get<{ stage: string }>(`/v1/processes/${away.submission_id}`)).body.stage).toBe('Answered'),
  );
});

test('ULN-1 ULN-3 REG-9 a ULN is not taken away from whoever is certificated, nor where it alone tells two of one name apart; without one there is nothing to take', async () => {
  const { ids, batch } = await learnersOf({ surname: 'Reported', uln: fresh() }, { surname: 'Twin', uln: fresh() }, { surname: 'None' });
  const twins = await system.owner('learners').where({ id: ids[1] }).first('batch_id', 'product_id', 'session');
  const other = await seedBatch(system.database, tenant, {
    ...{ product: { id: twins.product_id, code: '' }, session: twins.session },
    learners: [{ surname: 'Twin', uln: fresh() }],
  });
  await system.owner('learners').where({ id: ids[0] }).update({ state: 'certificated', certificated_on: '2026-11-20', next_at: null });
  const items = ids.map((learner) => ({ learner, uln: null }));
  const { body } = await centre.post<{ items: Outcome[] }>('/v1/ulns', { items });
  expect(body.items.map(({ outcome, errors }) => [outcome, errors.map(({ code, rule }) => `${rule} ${code}`)])).toEqual([
    ['refused', ['ULN-3 ulnNeeded']],
    ['refused', ['REG-9 learnerThere']],
    ['takenAway', []],
  ]);
  expect((await ofBatch(batch)).map(({ uln }) => uln !== null)).toEqual([false, true, true]);
  expect(await system.owner('audit').whereIn('entity_id', ids)).toEqual([]);
  const [twin] = await system.owner('learners').where({ batch_id: other.batch.id }).pluck('id');
  expect((await centre.post(`/v1/learners/${twin}/cancel`, {})).status).toBe(200);
  expect((await centre.post(`/v1/learners/${ids[1]}/uln`, { uln: null })).status).toBe(200);
});

test('ULN-1 REG-9 the ULN of another learner is refused: on the same product and session, or of the centre under another name', async () => {
  const uln = fresh();
  const { ids } = await learnersOf({ surname: 'First', uln }, { surname: 'Second' });
  const other = await learnersOf({ surname: 'Third' });
  for (const id of [ids[1]!, other.ids[0]!])
    expect(await save(id, uln)).toMatchObject({ status: 409, body: { errors: [{ code: 'ulnTaken', pointer: '/uln' }] } });
  const twice = fresh();
  const two = await learnersOf({ surname: 'Fourth' });
  const items = [other.ids[0]!, two.ids[0]!].map((learner) => ({ learner, uln: twice }));
  const { body } = await centre.post<{ items: Outcome[] }>('/v1/ulns', { items });
  expect(body.items.map(({ outcome, errors }) => [outcome, errors.map(({ code }) => code)])).toEqual([
    ['sent', []],
    ['refused', ['ulnTaken']],
  ]);
  const same = await learnersOf({ surname: 'First' });
  expect((await save(same.ids[0]!, uln)).status).toBe(200);
});

test('ULN-1 REG-9 REG-11 SEC-9 of many, a ULN that somebody has on the same product at another centre is refused alone, and not told whose; the others are sent, also where it happens meanwhile', async () => {
  const other = await seedCentre(system.owner, tenant, 'Elsewhere');
  const product = await seedProduct(system.owner, tenant.id, 'Care');
  const [whole, part] = [
    await seedProduct(system.owner, tenant.id, 'Carer', 'apprenticeship'),
    await seedProduct(system.owner, tenant.id, 'Maths'),
  ];
  const { batch } = await seedBatch(system.database, tenant, { product: whole, learners: [] });
  const apprentice = { surname: 'Apprentice', number: 'L000000000298' };
  for (const each of [product, part])
    await seedBatch(system.database, tenant, { product: each, learners: [apprentice], bundle: batch.id, isFree: true });
  const own = await seedBatch(system.database, tenant, { product, learners: [{ surname: 'A' }, { surname: 'B' }] });
  const ids = async (where: object): Promise<string[]> => system.owner('learners').where(where).orderBy('surname').pluck('id');
  const [onProduct] = await ids({ bundle_batch_id: batch.id, product_id: product.id });
  const [one, two] = await ids({ batch_id: own.batch.id });
  const [onPart, there, later, good] = [fresh(), fresh(), fresh(), fresh()];
  const learners = [{ surname: 'Elsewhere', uln: there }, { surname: 'Meanwhile' }];
  const strange = await seedBatch(system.database, tenant, { product, learners, centre: other });
  await seedBatch(system.database, tenant, { product: part, learners: [{ surname: 'Elsewhere', uln: onPart }], centre: other });
  const saved = async (...items: { learner: string; uln: string }[]) => {
    const { status, body } = await centre.post<{ items: Outcome[] }>('/v1/ulns', { items });
    expect([status, JSON.stringify(body)]).toEqual([200, expect.not.stringMatching(/Elsewhere|Meanwhile/)]);
    return body.items.map(({ outcome, errors }) => [outcome, errors.map(({ code }) => code)]);
  };
  const refused = ['refused', ['ulnTaken']];
  const items = [
    { learner: one!, uln: there },
    { learner: onProduct!, uln: onPart },
    { learner: two!, uln: good },
  ];
  expect(await saved(...items)).toEqual([refused, refused, ['sent', []]]);
  const meanwhile = await system.owner.transaction();
  await meanwhile('learners').where({ batch_id: strange.batch.id, surname: 'Meanwhile' }).update({ uln: later });
  const answer = saved({ learner: one!, uln: later }, { learner: two!, uln: good });
  await waitsForLock(system.owner);
  await meanwhile.commit();
  expect(await answer).toEqual([refused, ['sent', []]]);
});

test('SEC-15 only the LRS administrator works on ULNs: a Portal Admin without the right does not', async () => {
  const { ids } = await learnersOf({ surname: 'A' });
  const { password_hash } = await system.owner('users').where({ id: tenant.centre.user.id }).first('password_hash');
  const seed = userSeeder(system.owner, tenant.id, tenant.key, password_hash);
  const admin = await system.signIn(
    (await seed('admin-alone', 'centreUser', { organisation: tenant.centre.id, rights: ['portalAdmin'] })).email,
  );
  expect((await admin.get('/v1/ulns')).status).toBe(403);
  expect((await admin.post(`/v1/learners/${ids[0]}/uln`, { uln: fresh() })).status).toBe(403);
});

test('ULN-2 OUT-1 while the service is away, or answers other than agreed, nothing is lost: it is in the ledger of the outage, and asked again by itself', async () => {
  const { ids, batch } = await learnersOf({ surname: 'A' }, { surname: 'B' });
  await lrsGarbles(system, 1);
  await save(ids[0]!, fresh());
  await eventually(async () =>
    expect(await system.owner('outbox').where({ kind: 'lrs', entity_id: ids[0] }).first('attempts')).toEqual({ attempts: 1 }),
  );
  await lrsFaults(system, { times: 1000, status: 503 });
  await save(ids[1]!, fresh());
  await eventually(async () => {
    await asksLrsNow(system);
    expect(await system.owner('outages').where({ service: 'lrs', state: 'down' })).toHaveLength(1);
  });
  const outage = await outageIs(system, tenant.id, 'lrs', 'down');
  expect((await ofBatch(batch)).map((each) => each.standing)).toEqual(['sent', 'sent']);
  await lrsFaults(system);
  await eventually(async () => {
    await asksLrsNow(system);
    expect((await ofBatch(batch)).map((each) => each.standing)).toEqual(['verified', 'verified']);
  });
  await outageIs(system, tenant.id, 'lrs', 'back');
  expect(await system.owner('outage_waits').where({ outage_id: outage })).not.toHaveLength(0);
});
