import { randomBytes, randomUUID } from 'node:crypto';
import { unplaced, type AdvanceOrder } from '../../../domain/orders/advance-order.state';
import * as decide from '../../../domain/orders/advance-order.decide';
import { onDue } from '../../../domain/orders/advance-order.due';
import type { CommitInput } from '../../../domain/commit';
import type { Decision } from '../../../domain/decision';
import { firstPolicy } from '../../../domain/policy';
import { commit } from '../../../db/core/commit';
import { reserve } from '../../../db/core/requests.commands';
import { inScope } from '../../../db/core/database';
import type { SeededTenant } from '../../../db/seeds/demo';
import { readKeyring } from '../../../platform/keys';
import { storeSystem, type StoreSystem } from '../../support/store';

const callerFixture = {
  role: 'employerUser' as const,
  grants: [],
  limitedTo: null,
  organisationState: 'active',
  trainingUntil: null,
  key: null,
  ip: '127.0.0.1',
  policy: firstPolicy,
  policyVersion: { policyVersion: firstPolicy.version },
};
const AT = '2026-11-22T13:14:00.000Z';
const ring = readKeyring(`test:${randomBytes(32).toString('base64')}`);
let system: StoreSystem;
let tenant: SeededTenant;

beforeAll(async () => {
  system = await storeSystem('commit');
  tenant = await system.tenant('commit');
});
afterAll(() => system?.stop());

let place = 0;
async function placing(): Promise<CommitInput> {
  const company = tenant.companies[0];
  const reference = `ECS${String((place += 1)).padStart(7, '0')}`;
  const caller = {
    ...callerFixture,
    tenant: tenant.id,
    organisation: company.id,
    user: company.user.id,
    session: randomUUID(),
  };
  const body = { purchaseOrder: 'PO', billingOffice: company.offices[0], accountsContact: 'Ann' };
  const reserved = await inScope(system.database, caller, (trx) =>
    reserve(trx, caller, { route: 'POST /v1/advance-orders', key: randomUUID(), body, receivedAt: AT, businessId: null }, ring),
  );
  const order = { ...unplaced(reference, tenant.id, company.id), payer: company.user.id };
  const decision = decide.place(order, { id: reserved.id, node: company.company, credits: 1 }, firstPolicy, AT);
  return input(decision, reserved.id, 0, 'place', reserved.id);
}

function input(
  decision: Decision<AdvanceOrder>,
  key: string,
  expectedVersion: number,
  trigger: string,
  requestId: string | null = null,
): CommitInput {
  const order = decision.next;
  return {
    key,
    at: AT,
    requestId,
    input: { trigger, body: order.id },
    process: {
      kind: 'advance-order',
      businessId: `advance-order/${order.reference}`,
      reference: order.reference,
      owner: 'finance',
      tenant: tenant.id,
      organisation: order.organisation,
      policyVersion: firstPolicy.version,
    },
    entity: { type: 'advance-order', id: order.id },
    expectedVersion,
    decision,
  };
}

async function receipt(pence: bigint): Promise<string> {
  const id = randomUUID();
  const statement = randomUUID();
  await system.owner('statements').insert({
    id: statement,
    tenant_id: tenant.id,
    bank_account_id: tenant.bankAccounts.lloyds,
    file_name: 'f',
    file_hash: randomBytes(8),
    from_date: '2026-11-20',
    to_date: '2026-11-20',
    proof: 'unproved',
    proof_detail: '',
    line_count: 1,
    known_count: 0,
    imported_at: AT,
    imported_by: tenant.staff.finance.id,
  });
  await system.owner('receipts').insert({
    id,
    tenant_id: tenant.id,
    bank_account_id: tenant.bankAccounts.lloyds,
    statement_id: statement,
    row: 2,
    identity: randomBytes(8),
    booked_on: '2026-11-20',
    pence: pence.toString(),
    payer: '',
    texts: [],
    quoted: [],
    state: 'suspense',
    received_at: AT,
    suspense_since: AT,
  });
  return id;
}

const LEAVES = [
  'advance_orders',
  'audit',
  'journal_entries',
  'postings',
  'outbox',
  'processes',
  'process_stages',
  'work_items',
  'commits',
] as const;
const counts = async () =>
  Object.fromEntries(await Promise.all(LEAVES.map(async (table) => [table, Number((await system.owner(table).count())[0]!['count'])])));

test('IDM-1 OPS-4 every kind of commit, run twice, leaves what one run leaves and gives the first result', async () => {
  const first = await placing();
  const order = first.decision.next as AdvanceOrder;
  const part = await receipt(10_000n);
  const linked = decide.receive(order, { receipt: part, pence: 10_000n }, AT);
  const waiting = decide.decideReceived(linked.next, 'waitForRest', AT);
  const due = onDue(waiting.next, waiting.next.schedule[0]!, firstPolicy);
  const extended = decide.extend(due.next, 30, firstPolicy, AT);
  const accepted = decide.decideReceived(extended.next, 'acceptAsReceived', AT);
  const steps = [
    first,
    ...[linked, waiting, due, extended, accepted].map((decision, index) => input(decision, randomUUID(), index + 1, decision.event)),
  ];
  for (const step of steps) {
    const result = await commit(system.database, ring, step);
    const left = await counts();
    expect(await commit(system.database, ring, step)).toEqual(result);
    expect(await counts()).toEqual(left);
  }
  expect(await system.owner('receipts').where({ id: part }).first()).toMatchObject({ state: 'allocated', order_id: order.id });
});

test('IDM-1 twenty runs of one commit at once leave what one leaves', async () => {
  const step = await placing();
  const results = await Promise.all(Array.from({ length: 20 }, () => commit(system.database, ring, step)));
  expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
  expect(await system.owner('advance_orders').where({ id: step.entity.id })).toHaveLength(1);
  expect(await system.owner('outbox').where({ entity_id: step.entity.id })).toHaveLength(1);
});

test('IDM-1 a key that comes back with another input fails loudly and changes nothing', async () => {
  const step = await placing();
  await commit(system.database, ring, step);
  await expect(commit(system.database, ring, { ...step, input: { trigger: 'cancel', body: 'x' } })).rejects.toThrow(
    'came back with another input',
  );
});

test('OPS-4 a commit on another version than the expected one fails loudly and leaves nothing', async () => {
  const step = await placing();
  await commit(system.database, ring, step);
  const left = await counts();
  const cancel = decide.cancel(step.decision.next as AdvanceOrder, AT);
  await expect(commit(system.database, ring, input(cancel, randomUUID(), 7, 'cancel'))).rejects.toThrow('is not at version 7');
  expect(await counts()).toEqual(left);
});

test('OPS-4 a commit that breaks at any of its writes leaves nothing behind', async () => {
  for (const table of ['audit', 'outbox', 'processes', 'process_stages', 'commits']) {
    const step = await placing();
    const left = await counts();
    await system.owner.raw(
      `create function break_it() returns trigger language plpgsql as 'begin raise exception ''broken''; end'; create trigger break_it before insert on ${table} for each row execute function break_it()`,
    );
    await expect(commit(system.database, ring, step)).rejects.toThrow('broken');
    await system.owner.raw(`drop trigger break_it on ${table}; drop function break_it()`);
    expect(await counts()).toEqual(left);
    expect(await commit(system.database, ring, step)).toEqual({ outcome: 'committed', version: 1 });
  }
});

test('ADV-4 one receipt goes to one of ten orders that take it at once; the others are told so and keep waiting', async () => {
  const wanted = await receipt(25_000n);
  const orders = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const step = await placing();
      await commit(system.database, ring, step);
      return step.decision.next as AdvanceOrder;
    }),
  );
  const results = await Promise.all(
    orders.map((order) =>
      commit(
        system.database,
        ring,
        input(decide.receive(order, { receipt: wanted, pence: 25_000n }, AT), randomUUID(), 1, 'receiptMatched'),
      ),
    ),
  );
  expect(results.filter((result) => result.outcome === 'committed')).toHaveLength(1);
  for (const result of results) if (result.outcome === 'refused') expect(result.refusals[0]!.code).toBe('alreadyTaken');
  expect(
    await system
      .owner('advance_orders')
      .whereIn(
        'id',
        orders.map((order) => order.id),
      )
      .where({ state: 'allocated' }),
  ).toHaveLength(1);
});

test('ADV-4 a receipt is not taken for another amount than its own', async () => {
  const step = await placing();
  await commit(system.database, ring, step);
  const wrong = await receipt(24_999n);
  const decision = decide.receive(step.decision.next as AdvanceOrder, { receipt: wrong, pence: 25_000n }, AT);
  expect(await commit(system.database, ring, input(decision, randomUUID(), 1, 'receiptMatched'))).toMatchObject({ outcome: 'refused' });
});
