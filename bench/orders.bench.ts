import { randomUUID } from 'node:crypto';
import { WithStartWorkflowOperation } from '@temporalio/client';
import { businessId } from '../domain/processes';
import { firstPolicy } from '../domain/policy';
import { reserve } from '../db/core/requests.commands';
import { inScope, type Database } from '../db/core/database';
import type { Keyring } from '../platform/keys';
import type { Caller } from '../platform/scope';
import type { Processes } from '../platform/temporal';
import { cpuOf, line, median, timed } from './measure';
import { TWIN_QUEUE } from './twin-worker';
import { emptyTwin, end, nothing } from './twin.workflow';

/** What the measurements stand on. */
export interface Bench {
  database: Database;
  owner: Database;
  processes: Processes;
  ring: Keyring;
  caller: Caller;
  node: string;
  office: string;
  bankAccount: string;
  finance: string;
  /** Processes whose CPU counts: servers, stores, workers. */
  pids: () => number[];
}

const ROUNDS = 60;
const AT_ONCE = 16;
const WHOLE = 150;

let references = 0;
const nextReference = () => `ECS9${String((references += 1)).padStart(9, '0')}`;

/** A request that is reserved and not sent yet; answers its identifier. */
export async function reserved(bench: Bench, body: unknown): Promise<string> {
  const what = { route: 'bench', key: randomUUID(), body, receivedAt: new Date().toISOString(), businessId: null, message: null };
  return (await inScope(bench.database, bench.caller, (trx) => reserve(trx, bench.caller, what, bench.ring))).id;
}

/** An order that is reserved and not placed yet. */
export async function place(bench: Bench, credits = 1): Promise<{ id: string; reference: string; open: () => Promise<unknown> }> {
  const reference = nextReference();
  const id = await reserved(bench, { purchaseOrder: 'PO', billingOffice: bench.office, accountsContact: 'A' });
  const { tenant, organisation } = bench.caller;
  const start = {
    kind: 'advance-order' as const,
    businessId: businessId('advance-order', reference),
    reference,
    owner: 'finance',
    tenant,
    organisation,
    policyVersion: firstPolicy.version,
  };
  const message = { requestId: id, at: new Date().toISOString(), body: { node: bench.node, credits }, expectedVersion: null };
  return {
    id,
    reference,
    open: () => bench.processes.open(start, 'place', message),
  };
}

/** The floor: a workflow without rules, rows and mails. */
export function twin(bench: Bench) {
  const workflowId = `twin/${randomUUID()}`;
  const { workflow } = bench.processes.client;
  const open = () =>
    workflow.executeUpdateWithStart(nothing, {
      args: [{ some: 'identifiers' }],
      startWorkflowOperation: new WithStartWorkflowOperation(emptyTwin, {
        workflowId,
        taskQueue: TWIN_QUEUE,
        workflowIdConflictPolicy: 'USE_EXISTING',
        args: [],
      }),
    });
  return {
    open,
    update: () => workflow.getHandle(workflowId).executeUpdate(nothing, { args: [{ some: 'identifiers' }] }),
    end: () => workflow.getHandle(workflowId).signal(end, {}),
    result: () => workflow.getHandle(workflowId).result(),
  };
}

/** An extension that is reserved and not sent yet. */
export async function extension(bench: Bench, reference: string, days: number): Promise<() => Promise<unknown>> {
  const requestId = await reserved(bench, { days, reason: 'bench' });
  return () =>
    bench.processes.command(businessId('advance-order', reference), 'extend', {
      requestId,
      at: new Date().toISOString(),
      body: { days },
      expectedVersion: null,
    });
}

/** A decision against a bare update: one at a time, then sixteen at once on sixteen processes. Paired, in turns. */
export async function decisions(bench: Bench): Promise<string[]> {
  const orders = await Promise.all(Array.from({ length: AT_ONCE }, () => place(bench)));
  const twins = orders.map(() => twin(bench));
  for (const [index, order] of orders.entries()) await Promise.all([order.open(), twins[index]!.open()]);
  const [bare, decided]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const decide = await extension(bench, orders[round % AT_ONCE]!.reference, 20 + Math.floor(round / AT_ONCE));
    bare.push(await timed(twins[round % AT_ONCE]!.update));
    decided.push(await timed(decide));
  }
  const [bareAtOnce, decidedAtOnce]: [number[], number[]] = [[], []];
  for (let round = 0; round < 12; round += 1) {
    const decide = await Promise.all(orders.map((order) => extension(bench, order.reference, 40 + round)));
    bareAtOnce.push(...(await Promise.all(twins.map((each) => timed(each.update)))));
    decidedAtOnce.push(...(await Promise.all(decide.map(timed))));
  }
  for (const each of twins) await each.end();
  return [
    line('a decision / a bare update, median', median(decided) / median(bare), 2, `${median(bare).toFixed(1)} ms is 1`),
    line(
      'a decision / a bare update, 16 at once, median',
      median(decidedAtOnce) / median(bareAtOnce),
      2.5,
      `${median(bareAtOnce).toFixed(1)} ms is 1`,
    ),
  ];
}

/** A start with its row, journal, mail and process against a bare start with a bare update. */
export async function starts(bench: Bench): Promise<string[]> {
  const [bare, started]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const order = await place(bench);
    const empty = twin(bench);
    bare.push(await timed(empty.open));
    started.push(await timed(order.open));
    await empty.end();
  }
  return [line('a start with its row / a bare start, median', median(started) / median(bare), 1.4, `${median(bare).toFixed(1)} ms is 1`)];
}

/** Receipts that just came in and are on their way to an order: not yet cases. */
async function receiptsFor(bench: Bench, count: number): Promise<string[]> {
  const { rows } = await bench.owner.raw(
    `with s as (
       insert into statements (id, tenant_id, bank_account_id, file_name, file_hash, from_date, to_date, proof, proof_detail, line_count, known_count, imported_at, imported_by)
       values (gen_random_uuid(), :tenant, :account, 'whole', sha256('whole'), '2026-11-20', '2026-11-20', 'unproved', '', 0, 0, now(), :finance) returning id
     )
     insert into receipts (id, tenant_id, bank_account_id, statement_id, row, entry, booked_on, pence, payer, texts, quoted, state, received_at, suspense_since)
     select gen_random_uuid(), :tenant, :account, s.id, n, gen_random_uuid(), '2026-11-20', 25000, '', '{}', '{}', 'suspense', now(), now()
     from s, generate_series(1, :count) n returning id`,
    { tenant: bench.caller.tenant, account: bench.bankAccount, finance: bench.finance, count },
  );
  return (rows as { id: string }[]).map(({ id }) => id);
}

/** A whole order, from placing to usable funds, against its empty twin: CPU of all servers, events, workflow tasks. */
export async function wholeOrders(bench: Bench): Promise<string[]> {
  const twins = Array.from({ length: WHOLE }, () => twin(bench));
  const cpu = async (work: () => Promise<void>) => {
    const before = cpuOf(bench.pids());
    await work();
    return cpuOf(bench.pids()) - before;
  };
  const inTurns = async <Item>(items: Item[], work: (item: Item) => Promise<unknown>) => {
    const queue = [...items];
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
      }),
    );
  };
  const emptyCpu = await cpu(() => inTurns(twins, async (each) => (await each.open(), await each.end(), await each.result())));
  const orders = await Promise.all(Array.from({ length: WHOLE }, () => place(bench)));
  const receipts = await receiptsFor(bench, WHOLE);
  const { workflow } = bench.processes.client;
  const pairs = orders.map((order, index) => ({ order, receipt: receipts[index] as string }));
  const orderCpu = await cpu(() =>
    inTurns(pairs, async ({ order, receipt }) => {
      await order.open();
      await workflow
        .getHandle(businessId('advance-order', order.reference))
        .signal('receiptMatched', { key: receipt, body: { receipt }, at: new Date().toISOString() });
      await workflow.getHandle(businessId('advance-order', order.reference)).result();
    }),
  );
  const events = (await workflow.getHandle(businessId('advance-order', orders[0]!.reference)).fetchHistory()).events!;
  const tasks = events.filter((event) => event.workflowTaskCompletedEventAttributes).length;
  return [
    line('CPU of a whole order / of its empty twin', orderCpu / emptyCpu, 1.8, `${(emptyCpu / WHOLE).toFixed(0)} ms is 1`),
    `${'history events, workflow tasks of a whole order'.padEnd(62)} ${String(events.length).padStart(6)}, ${tasks}`,
  ];
}
