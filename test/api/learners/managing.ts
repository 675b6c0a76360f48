import { randomUUID } from 'node:crypto';
import type { LearnerRow } from '../../../db/registration/batch.model';
import type { SeededTenant } from '../../../db/seeds/demo';
import { tellers, type Learned, type Teller } from '../../../db/learners/offers';
import type { ApiClient } from '../../support/api-client';
import { seedBatch, seedCentre } from '../../support/learners';
import type { Problem } from '../../support/orders';
import { codes } from '../../support/registrar';
import { seedProducts, SESSION } from '../../support/registrations';
import type { TestSystem } from '../../support/system';

interface Outcome {
  outcome: string;
  learner: { id: string; state: string; version: number };
  charges: { what: string; amount: { amount: number } }[];
  onward: { id: string; number: string; batch: { id: string; number: string }; state: string; lapsesOn: string } | null;
  evidence: Record<string, string>;
  errors: { code: string; pointer: string }[];
}
interface Shown {
  surname: string;
  version: number;
  arrangements: string[];
  cells: Record<string, string>;
}
interface Import {
  id: string;
  undoUntil: string | null;
  kept: { id: string }[];
}
interface Given {
  system: TestSystem;
  tenant: SeededTenant;
  centre: ApiClient;
}

const PRICE = { net: 4_000n, vat: 800n, rate: 2_000 };
const today = () => new Date().toISOString();

/** Cancelling, transferring, topping up and down, within the system of `learners.api.test.ts`. */
export function testManaging(given: () => Given): void {
  let products: Record<string, string>;
  beforeAll(async () => {
    const { system, tenant } = given();
    products = await seedProducts(system.owner, tenant, [
      { code: 'OLD', suite: 'nested' },
      { code: 'UP', suite: 'nested', net: 6_000 },
      { code: 'DOWN', suite: 'nested', net: 3_000 },
      { code: 'ELSE', net: 5_000 },
      { code: 'NOT', isApproved: false },
      { code: 'WIN', windows: ['May 2099'] },
      { code: 'WHOLE', type: 'apprenticeship', members: [] },
    ]);
  });
  const batchOf = async (learners: Partial<LearnerRow>[], { code = 'OLD', at = today(), bundle = '' } = {}) => {
    const { system, tenant } = given();
    const of = {
      product: { id: products[code]!, code },
      learners,
      price: PRICE,
      at,
      session: SESSION,
      ...(bundle ? { bundle, isFree: true } : {}),
    };
    const { batch } = await seedBatch(system.database, tenant, of);
    const rows: { id: string; number: string }[] = await system.owner('learners').where({ batch_id: batch.id }).orderBy(['surname', 'id']);
    return { batch: batch.id, ids: rows.map(({ id }) => id), numbers: rows.map(({ number }) => number) };
  };
  const some = (count: number) => Array.from({ length: count }, () => ({ forename: 'Ann', surname: `S${randomUUID()}` }));
  const act = (id: string, verb: string, body: object = {}, query = '') =>
    given().centre.post<Outcome>(`/v1/learners/${id}/${verb}${query}`, body);
  const owed = async () => (await given().centre.get<{ balance: { amount: number } }>('/v1/centre-account')).body.balance.amount;
  const money = ({ charges }: Outcome) => charges.map(({ what, amount: { amount } }) => [what, amount]);
  const counted = async (batch: string) => (await given().system.owner('batches').where({ id: batch }).first()).learner_count;
  /** What is learned of some learners while something is done. */
  const learned = async <Result>(what: Partial<Learned>, ids: string[], work: () => Promise<Result>): Promise<Result> => {
    const teller: Teller = async (_trx, asked) =>
      ids.filter((id) => asked.includes(id)).map((learner) => ({ learner, results: [], isSampled: false, ...what }));
    tellers.push(teller);
    try {
      return await work();
    } finally {
      tellers.splice(tellers.indexOf(teller), 1);
    }
  };

  test('LRN-3 WHY-3 WHY-4 CEN-1 REG-3 REG-9 a cancellation shows its credit before and gives it once, with its evidence and PO; it counts towards the batch, and the person can be registered anew', async () => {
    const { system, centre } = given();
    const { batch, ids } = await batchOf(some(1));
    const before = await owed();
    const dry = await act(ids[0]!, 'cancel', {}, '?dryRun=true');
    expect([dry.status, money(dry.body), dry.body.learner.state, await owed()]).toEqual([
      200,
      [['cancelled', -4_800]],
      'cancelled',
      before,
    ]);
    const headers = { 'Idempotency-Key': randomUUID() };
    const done = await centre.post<Outcome>(`/v1/learners/${ids[0]}/cancel`, { purchaseOrder: 'PO 7' }, headers);
    expect([money(done.body), await owed()]).toEqual([[['cancelled', -4_800]], before - 4_800]);
    expect((await centre.post<Outcome>(`/v1/learners/${ids[0]}/cancel`, { purchaseOrder: 'PO 7' }, headers)).body).toEqual(done.body);
    expect([await owed(), await counted(batch)]).toEqual([before - 4_800, 1]);
    expect(await act(ids[0]!, 'cancel')).toMatchObject({ status: 409, body: { errors: [{ code: 'learnerState' }] } });
    expect(await act(ids[0]!, 'unwithdraw')).toMatchObject({ status: 409 });
    const [audit] = await system.owner('audit').where({ entity_id: ids[0], event: 'cancelled' });
    expect(audit).toMatchObject({
      evidence: { receivedAt: expect.any(String), firstRegisteredAt: expect.any(String), creditUntil: expect.any(String) },
      policy_version: expect.any(String),
      calendar_version: expect.any(String),
    });
    const [charge] = await system.owner('centre_charges').where({ learner_id: ids[0] });
    expect(charge).toMatchObject({ what: 'cancelled', quantity: -1, purchase_order: 'PO 7' });
    const { forename, surname } = await system.owner('learners').where({ id: ids[0] }).first();
    expect((await batchOf([{ forename, surname }])).ids).toHaveLength(1);
  });

  test('LRN-3 a cancellation after the five days credits nothing; many at once come out each on its own; another centre’s learner is not there', async () => {
    const { system, tenant, centre } = given();
    const late = await batchOf(some(1), { at: '2026-11-02T09:00:00.000Z' });
    const fresh = await batchOf(some(2));
    const before = await owed();
    const ids = [late.ids[0]!, fresh.ids[0]!, fresh.ids[1]!];
    await system.owner('learners').where({ id: ids[2] }).update({ state: 'certificated', certificated_on: '2026-11-20', next_at: null });
    const { body } = await centre.post<{ items: Outcome[] }>('/v1/learners/cancel', { learners: ids });
    expect(body.items.map(({ outcome, charges }) => [outcome, charges.length])).toEqual([
      ['done', 0],
      ['done', 1],
      ['refused', 0],
    ]);
    expect(await owed()).toBe(before - 4_800);
    const other = await seedCentre(system.owner, tenant, 'Elsewhere');
    const of = { product: { id: products['OLD']!, code: 'OLD' }, learners: some(1), centre: other };
    const { batch } = await seedBatch(system.database, tenant, of);
    const strange = await system.owner('learners').where({ batch_id: batch.id }).first();
    expect((await act(strange.id, 'cancel')).status).toBe(404);
    expect((await centre.post('/v1/learners/cancel', { learners: [ids[0], strange.id] })).status).toBe(404);
  });

  test('LRN-3 REG-11 of a bundle all rows are cancelled and the fee is credited once, on the bundle, whoever of them is named', async () => {
    const { system, centre } = given();
    const whole = await batchOf([], { code: 'WHOLE' });
    const person = { forename: 'Ann', surname: `S${randomUUID()}`, number: `L${Date.now()}` };
    const [one, two] = [await batchOf([person], { bundle: whole.batch }), await batchOf([person], { code: 'UP', bundle: whole.batch })];
    const before = await owed();
    expect(await act(one.ids[0]!, 'transfer', { product: 'ELSE' })).toMatchObject({
      status: 409,
      body: { errors: [{ code: 'ofBundle' }] },
    });
    const { body } = await centre.post<{ items: Outcome[] }>('/v1/learners/cancel', { learners: [two.ids[0], one.ids[0]] });
    expect(body.items.map((item) => [item.outcome, item.learner.state, money(item)])).toEqual([
      ['done', 'cancelled', [['cancelled', -4_800]]],
      ['done', 'cancelled', []],
    ]);
    expect(await owed()).toBe(before - 4_800);
    expect(await system.owner('centre_charges').where({ batch_id: whole.batch, what: 'cancelled' })).toHaveLength(1);
  });

  test('LRN-4 REG-12 CEN-1 a transfer to another product makes a batch, moves the person with number, first date, arrangements and the fee; both batches keep their learner', async () => {
    const { system, centre } = given();
    const needs = { arrangements: ['extraTime25'], modifications: { enlarged: 'A3' }, contactEmail: 'exams@centre.example' };
    const { batch, ids, numbers } = await batchOf([{ ...some(1)[0], ...needs, firstRegisteredAt: '2026-10-01T09:00:00.000Z' }]);
    const before = await owed();
    const body = { product: 'ELSE', purchaseOrder: 'PO 8' };
    const dry = await act(ids[0]!, 'transfer', body, '?dryRun=true');
    expect([money(dry.body), await owed()]).toEqual([
      [
        ['transferredOut', -4_800],
        ['transferredIn', 6_000],
      ],
      before,
    ]);
    const done = await act(ids[0]!, 'transfer', body);
    expect(done).toMatchObject({
      status: 200,
      body: { learner: { state: 'transferred' }, onward: { state: 'registered', number: numbers[0] } },
    });
    const onward = done.body.onward!;
    const row = await system.owner('learners').where({ id: onward.id }).first();
    expect(row).toMatchObject({
      ...{ came_from_id: ids[0], product_id: products['ELSE'], arrangements: ['extraTime25'], modifications: { enlarged: 'A3' } },
      ...{ contact_email: 'exams@centre.example', fee_net_pence: 5_000n, next_at: expect.anything() },
      first_registered_at: '2026-10-01T09:00:00.000Z',
    });
    expect([await owed(), await counted(batch), await counted(onward.batch.id)]).toEqual([before + 1_200, 1, 1]);
    const charges = await system.owner('centre_charges').whereIn('learner_id', [ids[0]!, onward.id]).orderBy('id');
    expect(charges.map(({ what, learner_id: learner, purchase_order: po }) => [what, learner, po])).toEqual([
      ['transferredOut', ids[0], 'PO 8'],
      ['transferredIn', onward.id, 'PO 8'],
    ]);
    expect((await centre.get<{ learners: object }>(`/v1/batches/${batch}`)).body.learners).toMatchObject({ counted: 1, registered: 0 });
    expect((await centre.get<{ learners: object }>(`/v1/batches/${onward.batch.id}`)).body.learners).toMatchObject({ registered: 1 });
    const back = await act(onward.id, 'transfer', { product: 'OLD', batch });
    expect([back.status, back.body.onward!.number === numbers[0], await counted(batch)]).toEqual([200, false, 2]);
  });

  test('LRN-4 REG-3 a full batch refuses with its room, of many the last place takes one; twenty at once: exactly one', async () => {
    const { system, centre } = given();
    const { ids } = await batchOf(some(22));
    const { batch } = await batchOf(some(1), { code: 'ELSE' });
    await system.owner('batches').where({ id: batch }).update({ learner_count: 1_999 });
    const body = { product: 'ELSE', batch };
    const { body: two } = await centre.post<{ items: Outcome[] }>('/v1/learners/transfer?dryRun=true', {
      learners: ids.slice(20),
      ...body,
    });
    expect(two.items.map(({ outcome, errors }) => [outcome, errors.map(({ code }) => code)])).toEqual([
      ['done', []],
      ['refused', ['noRoom']],
    ]);
    const answers = await Promise.all(ids.slice(0, 20).map((id) => act(id, 'transfer', body)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 200);
    for (const { status, body: problem } of refused) expect([status, codes(problem)]).toEqual([409, ['noRoom']]);
    expect((refused[0]!.body as unknown as Problem).errors[0]).toMatchObject({
      rule: 'REG-3',
      detail: expect.stringContaining('room for 0'),
    });
    expect(await counted(batch)).toBe(2_000);
  });

  test('LRN-4 REG-9 SEC-9 a transfer is refused with every reason: not approved, another’s batch, no such product, a window that is missing, somebody who stands there', async () => {
    const { system } = given();
    const [person] = some(1);
    const { ids } = await batchOf([person!]);
    const { batch } = await batchOf([person!], { code: 'ELSE' });
    const of = async (body: object) => {
      const answer = await act(ids[0]!, 'transfer', body);
      return [answer.status, (answer.body as unknown as Problem).errors.map(({ code, pointer }) => `${pointer} ${code}`)];
    };
    expect(await of({ product: 'NOT' })).toEqual([422, ['/product notApproved']]);
    expect(await of({ product: 'NONE', batch: randomUUID() })).toEqual([422, ['/product product', '/batch batch']]);
    expect(await of({ product: 'WIN' })).toEqual([422, ['/window windowMissing']]);
    expect(await of({ product: 'ELSE', batch })).toEqual([409, [' learnerThere']]);
    const [{ id: window }] = await system.owner('assessment_windows').where({ product_id: products['WIN'] });
    const done = await act(ids[0]!, 'transfer', { product: 'WIN', window });
    expect(await system.owner('batches').where({ id: done.body.onward!.batch.id }).first()).toMatchObject({ window_id: window });
  });

  test('LRN-4 whoever was sampled at a visit is transferred without a credit', async () => {
    const { ids } = await batchOf(some(1));
    const { body } = await learned({ isSampled: true }, ids, () => act(ids[0]!, 'transfer', { product: 'ELSE' }));
    expect([body.learner.state, money(body), body.evidence['sampled']]).toEqual(['transferred', [['transferredIn', 6_000]], 'yes']);
  });

  test('LRN-5 CEN-1 topped up within the suite the higher fee stands, topped down the old one; another suite and no result are refused', async () => {
    const { ids } = await batchOf(some(2));
    const before = await owed();
    expect(await act(ids[0]!, 'top-up', { product: 'UP' })).toMatchObject({ status: 409, body: { errors: [{ code: 'noResult' }] } });
    await learned({ results: ['internal'] }, ids, async () => {
      expect(await act(ids[0]!, 'top-up', { product: 'ELSE' })).toMatchObject({ status: 422, body: { errors: [{ code: 'otherSuite' }] } });
      const up = (await act(ids[0]!, 'top-up', { product: 'UP' })).body;
      expect([up.learner.state, money(up), await owed()]).toEqual([
        'toppedUp',
        [
          ['toppedOut', -4_800],
          ['toppedIn', 7_200],
        ],
        before + 2_400,
      ]);
      const down = (await act(ids[1]!, 'top-down', { product: 'DOWN' })).body;
      expect([down.learner.state, money(down), await owed()]).toEqual([
        'toppedDown',
        [
          ['toppedOut', -4_800],
          ['toppedIn', 4_800],
        ],
        before + 2_400,
      ]);
    });
  });

  const shown = async (id: string) => (await given().centre.get<Shown>(`/v1/learners/${id}`)).body;
  const edit = async (id: string, cells: object, version?: number) => {
    const now = await shown(id);
    const headers = { 'If-Match': `"${version ?? now.version}"` };
    return given().centre.put<Shown & Problem>(`/v1/learners/${id}`, { cells: { ...now.cells, ...cells } }, headers);
  };
  const dated = (more: Partial<LearnerRow> = {}) => ({ ...some(1)[0], startOn: '2026-09-01', plannedEndOn: '2027-07-01', ...more });

  test('LRN-1 REG-12 AUD-1 a learner is edited under the version that was read: what is read can be written; the trail names the fields and no values', async () => {
    const { system } = given();
    const { ids } = await batchOf([dated({ uln: '1000102504' })]);
    const before = await shown(ids[0]!);
    const cells = {
      surname: 'Zoë-Field',
      plannedEndOn: '01/08/2027',
      'arrangement.reader': 'Y',
      braille: 'Y',
      grade: '2',
      contactEmail: 'a@b.example',
    };
    const done = await edit(ids[0]!, cells);
    expect(done).toMatchObject({
      status: 200,
      body: { surname: 'Zoë-Field', plannedEndOn: '2027-08-01', uln: '1000102504', version: before.version + 1 },
    });
    expect(done.body.arrangements).toEqual(['braille, grade 2', 'Reader or computer reader']);
    expect((await edit(ids[0]!, {}, before.version)).status).toBe(412);
    expect(await edit(ids[0]!, {})).toMatchObject({ status: 200, body: { version: before.version + 1 } });
    const audits = await system.owner('audit').where({ entity_id: ids[0], event: 'edited' });
    expect(audits.map(({ before: was, after }) => [was, after.changed.sort()])).toEqual([
      [null, ['arrangements', 'contactEmail', 'modifications', 'plannedEndOn', 'surname']],
    ]);
    expect(audits.map(({ reason, evidence }) => [reason, evidence])).toEqual([[null, {}]]);
  });

  test('LRN-1 REG-9 REG-12 every fault of an edit is told at once at its field; a name that somebody has there already is refused, and whoever is gone is not edited', async () => {
    const { ids } = await batchOf([dated(), dated()]);
    const faulty = await edit(ids[0]!, { gender: 'X', plannedEndOn: '29/02/2027', enlarged: 'Y', 'arrangement.scribe': 'Y' });
    expect([faulty.status, faulty.body.errors.map(({ pointer, code }) => `${pointer} ${code}`).sort()]).toEqual([
      422,
      ['/cells/contactEmail contactMissing', '/cells/gender gender', '/cells/plannedEndOn date', '/cells/size detailMissing'],
    ]);
    const { surname } = await shown(ids[1]!);
    expect(await edit(ids[0]!, { surname })).toMatchObject({ status: 409, body: { errors: [{ code: 'learnerThere', rule: 'REG-9' }] } });
    expect(await edit(ids[0]!, { surname, birthDate: '2008-02-04' })).toMatchObject({ status: 200 });
    await act(ids[0]!, 'cancel');
    expect(await edit(ids[0]!, { postcode: 'CB1 2AB' })).toMatchObject({ status: 409, body: { errors: [{ code: 'learnerState' }] } });
  });

  test('LRN-1 REG-11 of an apprenticeship the person is edited on each qualification', async () => {
    const { system } = given();
    const whole = await batchOf([], { code: 'WHOLE' });
    const person = { ...some(1)[0], number: `L${randomUUID()}` };
    const [one, two] = [await batchOf([person], { bundle: whole.batch }), await batchOf([person], { code: 'UP', bundle: whole.batch })];
    expect((await edit(one.ids[0]!, { forename: 'Bea' })).status).toBe(200);
    expect(await system.owner('learners').whereIn('id', [one.ids[0]!, two.ids[0]!]).pluck('forename')).toEqual(['Bea', 'Bea']);
  });

  test('LRN-2 CEN-1 WHY-3 the name of a certificated learner is amended with a reason, for the fee of a replacement, and nothing else of him', async () => {
    const { system, tenant } = given();
    const { ids } = await batchOf([dated(), dated()]);
    const names = { forename: 'Ann', surname: 'Renamed', reason: 'Married', purchaseOrder: 'PO 9' };
    expect(await act(ids[0]!, 'amend-name', names)).toMatchObject({ status: 409, body: { errors: [{ code: 'notCertificated' }] } });
    const since = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
    const certificate = (id: string, days: number) =>
      system
        .owner('learners')
        .where({ id })
        .update({ state: 'certificated', certificated_on: since(days), next_at: null });
    await certificate(ids[0]!, 89);
    await certificate(ids[1]!, 91);
    const [before] = [await owed()];
    const [fee] = await system.owner('fees').where({ tenant_id: tenant.id, item: 'replacementCertificate' });
    const cost = Number(fee.net_pence + fee.vat_pence);
    expect(await edit(ids[0]!, { surname: 'Other' })).toMatchObject({ status: 409, body: { errors: [{ code: 'certificated' }] } });
    expect(money((await act(ids[0]!, 'amend-name', names, '?dryRun=true')).body)).toEqual([['nameAmended', cost]]);
    const done = await act(ids[0]!, 'amend-name', names);
    expect([done.status, money(done.body), await owed()]).toEqual([200, [['nameAmended', cost]], before! + cost]);
    expect(await shown(ids[0]!)).toMatchObject({ surname: 'Renamed', state: 'certificated' });
    expect(await act(ids[0]!, 'amend-name', names)).toMatchObject({ status: 422, body: { errors: [{ code: 'sameName' }] } });
    expect(await act(ids[1]!, 'amend-name', names)).toMatchObject({ status: 409, body: { errors: [{ code: 'amendOver' }] } });
    const [audit] = await system.owner('audit').where({ entity_id: ids[0], event: 'nameAmended' });
    expect(audit).toMatchObject({ reason: 'Married', after: { changed: ['surname'] }, evidence: { certificatedOn: since(89) } });
  });

  const download = async (query: string) => {
    const { centre, system } = given();
    const headers = { Authorization: `Bearer ${await centre.token()}` };
    return (await fetch(`${system.api}/v1/learner-dates?${query}`, { headers })).text();
  };
  const send = async (content: string, path = '', key = randomUUID()) => {
    const { centre, system } = given();
    const headers = {
      Authorization: `Bearer ${await centre.token()}`,
      'Content-Type': 'text/csv',
      'X-File-Name': 'dates.csv',
      'Idempotency-Key': key,
    };
    return fetch(`${system.api}/v1/learner-dates${path}`, { method: 'POST', headers, body: content });
  };
  const sent = async (content: string, path = '') => {
    const answer = await send(content, path);
    return { status: answer.status, body: (await answer.json()) as Import & Problem };
  };
  const HEAD = 'Learner number,Batch,Start date,Planned end date';
  const numberOf = async (batch: string): Promise<string> => (await given().system.owner('batches').where({ id: batch }).first()).number;

  test('LRN-1 IMP-1 WHY-3 planned end dates are downloaded, changed and sent back as one import; the same file again changes nothing and says so', async () => {
    const { system } = given();
    const { batch, ids } = await batchOf([dated(), dated()]);
    const file = await download(`batch=${await numberOf(batch)}`);
    expect(file.split('\r\n')[0]).toBe('Learner number,Batch,Forename,Surname,Product,Start date,Planned end date');
    const changed = file.replace('2027-07-01', '29/02/2028');
    expect(await sent(changed, '?dryRun=true')).toMatchObject({ status: 200, body: { rows: 2, changed: 1 } });
    const key = randomUUID();
    const [first, again] = [await send(changed, '', key), await send(changed, '', key)];
    expect([first.status, again.status, await again.json()]).toEqual([201, 201, await first.json()]);
    const ends = () => system.owner('learners').whereIn('id', ids).orderBy('planned_end_on').pluck('planned_end_on');
    expect(await ends()).toEqual(['2027-07-01', '2028-02-29']);
    const versions = await system.owner('learners').whereIn('id', ids).orderBy('version').pluck('version');
    expect(versions).toEqual([1, 2]);
    expect(await sent(changed)).toMatchObject({ status: 201, body: { rows: 2, changed: 0 } });
    expect(await system.owner('learners').whereIn('id', ids).orderBy('version').pluck('version')).toEqual(versions);
    const [audit] = await system.owner('audit').whereIn('entity_id', ids).where({ event: 'edited' });
    expect(audit).toMatchObject({ before: null, after: { changed: ['plannedEndOn'] } });
  });

  test('LRN-1 IMP-1 SEC-9 every fault of a file is told by row and column and nothing of it is kept: 29 February of a wrong year, another centre’s learner, the end before the start, one twice, one who is gone', async () => {
    const { system, tenant } = given();
    const { batch, ids, numbers } = await batchOf([dated(), dated(), dated()]);
    const number = await numberOf(batch);
    const other = await seedCentre(system.owner, tenant, 'Elsewhere too');
    const strange = await seedBatch(system.database, tenant, {
      product: { id: products['OLD']!, code: 'OLD' },
      learners: [dated()],
      centre: other,
    });
    const foreign = await system.owner('learners').where({ batch_id: strange.batch.id }).first();
    await act(ids[2]!, 'cancel');
    const rows = [
      `${numbers[0]},${number},2026-09-01,29/02/2027`,
      `${foreign.number},${await numberOf(strange.batch.id)},2026-09-01,01/08/2027`,
      `${numbers[1]},${number},2026-09-01,31/08/2026`,
      `${numbers[1]},${number},2026-09-01,2027-07-01`,
      `${numbers[2]},${number},2026-09-01,01/08/2027`,
    ];
    const content = [HEAD, ...rows].join('\n');
    const { status, body } = await sent(content);
    expect([
      status,
      body.errors.map((each) => {
        const { row, column, code } = each as unknown as { row: number; column: string; code: string };
        return [row, column, code];
      }),
    ]).toEqual([
      422,
      [
        [2, 'D', 'date'],
        [3, 'A', 'learnerUnknown'],
        [4, 'D', 'endBeforeStart'],
        [5, 'A', 'doubled'],
        [6, 'D', 'learnerState'],
      ],
    ]);
    const back = await (await send(content, '/check')).text();
    expect(back.split('\r\n').slice(0, 2)).toEqual([
      `${HEAD},Errors`,
      `${numbers[0]},${number},2026-09-01,29/02/2027,"D: This is no date of the calendar. Write it as dd/mm/yyyy, for instance 03/04/2009."`,
    ]);
    expect(await system.owner('learners').where({ batch_id: batch }).pluck('planned_end_on')).toEqual(Array(3).fill('2027-07-01'));
    const mended = back.split('\r\n').slice(0, 2).join('\r\n').replace('29/02/2027', '28/02/2027');
    expect(await sent(mended)).toMatchObject({ status: 201, body: { changed: 1 } });
    expect((await sent('Learner number,Planned end date\nL1,01/08/2027')).body.errors[0]).toMatchObject({ code: 'columnsMissing' });
  });

  test('IMP-1 WHY-4 a file of dates is undone for 24 hours: the dates come back, but those of whoever was changed since, who is named; once', async () => {
    const { system, centre } = given();
    const { batch, ids, numbers } = await batchOf([dated(), dated()]);
    const number = await numberOf(batch);
    const rows = numbers.map((each) => `${each},${number},2026-09-01,01/08/2027`);
    const made = (await sent([HEAD, ...rows].join('\n'))).body;
    await edit(ids[1]!, { plannedEndOn: '2027-09-09' });
    const undone = await centre.post<Import>(`/v1/learner-imports/${made.id}/undo`, {});
    expect(undone).toMatchObject({
      status: 200,
      body: { undoneAt: expect.any(String), undoUntil: null, kept: [{ id: ids[1], number: numbers[1] }] },
    });
    expect([(await shown(ids[0]!)).cells['plannedEndOn'], (await shown(ids[1]!)).cells['plannedEndOn']]).toEqual([
      '2027-07-01',
      '2027-09-09',
    ]);
    expect(await centre.post(`/v1/learner-imports/${made.id}/undo`, {})).toMatchObject({
      status: 409,
      body: { errors: [{ code: 'undone' }] },
    });
    const late = (await sent([HEAD, rows[0]].join('\n'))).body;
    await system
      .owner('learner_imports')
      .where({ id: late.id })
      .update({ made_at: new Date(Date.now() - 24 * 3_600_000) });
    expect(await centre.post(`/v1/learner-imports/${late.id}/undo`, {})).toMatchObject({
      status: 409,
      body: { errors: [{ code: 'undoOver' }] },
    });
    expect((await centre.get<Import>(`/v1/learner-imports/${made.id}`)).body).toEqual(undone.body);
    const { items } = (await centre.get<{ items: Import[] }>('/v1/learner-imports')).body;
    expect(items.slice(0, 2).map(({ id }) => id)).toEqual([late.id, made.id]);
  });
}
