import { randomUUID } from 'node:crypto';
import { seedBatch, seedCentre } from '../../support/learners';
import type { Problem } from '../../support/orders';
import { waitsForLock } from '../../support/own-database';
import { codes } from '../../support/registrar';
import { SESSION } from '../../support/registrations';
import { rightUln } from '../../support/ulns';
import type { Given, Managed, Outcome } from './managed';

/** Cancelling, transferring, topping up and down, within the system of `learners.api.test.ts`. */
export function testManaging(given: () => Given, managed: Managed): void {
  const { products, batchOf, some, act, owed, money, counted, learned, shown } = managed;

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
    const { number } = await system.owner('batches').where({ id: batch }).first();
    const reports = (await centre.get<{ paperwork: unknown[]; arrivals: unknown[] }>(`/v1/batches/${onward.batch.id}/reports`)).body;
    expect([reports.paperwork, reports.arrivals]).toEqual([
      [],
      [{ at: row.registered_at, learners: 1, from: { id: batch, number }, purchaseOrder: 'PO 8' }],
    ]);
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
    await system.owner('batches').where({ id: batch }).update({ learner_count: 2 });
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
    const done = await act(ids[0]!, 'transfer', { product: 'win', window });
    expect(await system.owner('batches').where({ id: done.body.onward!.batch.id }).first()).toMatchObject({ window_id: window });
  });

  test('LRN-4 REG-9 SEC-9 of many, whoever stands there at another centre is refused alone, and not told who or where; the others are transferred, also where it happens meanwhile', async () => {
    const { system, tenant, centre } = given();
    const other = await seedCentre(system.owner, tenant, 'Elsewhere');
    const ulns = [1, 2, 3].map((each) => rightUln(60_000_000 + each));
    const { ids } = await batchOf(ulns.map((uln) => ({ ...some(1)[0], uln })));
    const [first, second, third] = await Promise.all(
      ulns.map(async (uln) => (await system.owner('learners').whereIn('id', ids).where({ uln }).first()).id as string),
    );
    const of = { product: { id: products['ELSE']!, code: 'ELSE' }, centre: other, session: SESSION };
    const strange = await seedBatch(system.database, tenant, {
      ...of,
      learners: [{ surname: 'Elsewhere', uln: ulns[0]! }, { surname: 'Meanwhile' }],
    });
    const transferred = async (learners: (string | undefined)[]) => {
      const { status, body } = await centre.post<{ items: Outcome[] }>('/v1/learners/transfer', { learners, product: 'ELSE' });
      expect([status, JSON.stringify(body)]).toEqual([200, expect.not.stringMatching(/Elsewhere|Meanwhile/)]);
      return body.items.map(({ outcome, errors }) => [outcome, errors.map(({ code }) => code)]);
    };
    const refused = ['refused', ['learnerThere']];
    expect(await transferred([first, second])).toEqual([refused, ['done', []]]);
    expect((await shown(first!)).version).toBe(1);
    const meanwhile = await system.owner.transaction();
    await meanwhile('learners').where({ batch_id: strange.batch.id, surname: 'Meanwhile' }).update({ uln: ulns[2] });
    const fresh = await batchOf(some(1));
    const answer = transferred([third, ...fresh.ids]);
    await waitsForLock(system.owner);
    await meanwhile.commit();
    expect(await answer).toEqual([refused, ['done', []]]);
  });

  test('LRN-4 REG-14 learner and batch are the same in capitals: transferred into the batch that is there', async () => {
    const { ids } = await batchOf(some(2));
    const { batch } = await batchOf(some(1), { code: 'ELSE' });
    const one = await act(ids[0]!.toUpperCase(), 'transfer', { product: 'ELSE', batch: batch.toUpperCase() });
    expect([one.status, one.body.onward?.batch.id]).toEqual([200, batch]);
    const twice = { learners: [ids[1], ids[1]!.toUpperCase()], product: 'ELSE' };
    expect((await given().centre.post('/v1/learners/transfer', twice)).status).toBe(422);
  });

  test('LRN-4 LRN-5 CEN-1 MON-2 scenario 4: from £40 topped up to £60 the old fee is credited and the new one charged, topped down to £30 the net is nothing; refused before a result, to another suite, to the same product and in the wrong direction; sampled, a transfer credits nothing', async () => {
    const { system, tenant, centre } = given();
    const { ids } = await batchOf(some(4));
    const [up, down, sampled, both] = ids as [string, string, string, string];
    const refused = async (id: string, verb: string, product: string) => {
      const { status, body } = await act(id, verb, { product });
      return [status, codes(body)];
    };
    const before = await owed();
    expect(await refused(up, 'top-up', 'UP')).toEqual([409, ['noResult']]);
    expect(await refused(down, 'top-down', 'DOWN')).toEqual([409, ['noResult']]);
    expect(await owed()).toBe(before);
    await learned({ results: ['internal'] }, [up, down, both], async () => {
      expect(await refused(up, 'top-up', 'ELSE')).toEqual([422, ['otherSuite']]);
      expect(await refused(up, 'top-up', 'OLD')).toEqual([422, ['sameProduct']]);
      expect(await refused(up, 'top-up', 'DOWN')).toEqual([422, ['notHigher']]);
      expect(await refused(down, 'top-down', 'UP')).toEqual([422, ['notLower']]);
      const { body } = await centre.post<{ items: Outcome[] }>('/v1/learners/top-up?dryRun=true', {
        learners: [up, sampled],
        product: 'UP',
      });
      expect(body.items.map(({ outcome, errors }) => [outcome, errors.map(({ code }) => code)])).toEqual([
        ['done', []],
        ['refused', ['noResult']],
      ]);
      const topped = (await act(up, 'top-up', { product: 'UP' })).body;
      expect([topped.learner.state, money(topped), await owed()]).toEqual([
        'toppedUp',
        [
          ['toppedOut', -4_800],
          ['toppedIn', 7_200],
        ],
        before + 2_400,
      ]);
      const lowered = (await act(down, 'top-down', { product: 'DOWN' })).body;
      expect([lowered.learner.state, money(lowered), await owed()]).toEqual([
        'toppedDown',
        [
          ['toppedOut', -4_800],
          ['toppedIn', 4_800],
        ],
        before + 2_400,
      ]);
      // Down and up again: the fee that stands is the old one, the product the lower one.
      const there = (await act(both, 'top-down', { product: 'DOWN' })).body.onward!.id;
      await learned({ results: ['external'] }, [there], async () => {
        const back = (await act(there, 'top-up', { product: 'OLD' })).body;
        expect([back.learner.state, money(back), await owed()]).toEqual([
          'toppedUp',
          [
            ['toppedOut', -4_800],
            ['toppedIn', 4_800],
          ],
          before + 2_400,
        ]);
      });
    });
    const { body: moved } = await learned({ isSampled: true }, [sampled], () => act(sampled, 'transfer', { product: 'ELSE' }));
    expect([moved.learner.state, money(moved), moved.evidence['sampled']]).toEqual(['transferred', [['transferredIn', 6_000]], 'yes']);
    expect(await owed()).toBe(before + 2_400 + 6_000);
    const rows: { account: string; pence: bigint }[] = await system
      .owner('postings')
      .join('journal_entries as entries', 'entries.id', 'postings.entry_id')
      .where('entries.tenant_id', tenant.id)
      .where((query) => void ids.forEach((id) => query.orWhereLike('entries.key', `learner/${id}/%`)))
      .select('account', 'pence');
    const sums: Record<string, number> = {};
    for (const { account, pence } of rows) sums[account] = (sums[account] ?? 0) + Number(pence);
    expect(sums).toEqual({ [`centre/${tenant.centre.id}`]: 8_400, 'centre-fees': -7_000, vat: -1_400 });
  });
}
