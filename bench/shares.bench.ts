import { setTimeout as pause } from 'node:timers/promises';
import { inScope } from '../db/core/database';
import { casesToOpen } from '../db/bank/suspense.commands';
import { seedTenant } from '../db/seeds/demo';
import type { DemoClient } from '../ops/demo-client';
import { line, median, timed } from './measure';
import { place, receiptsFor, type Bench } from './orders.bench';

const STARTS = 5000;
const ORDERS = 40;
const IN_FLIGHT = 64;

/** The value that one in twenty exceeds. */
function p95(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1]!;
}

/** The same measurements as somebody of another tenant makes them. */
async function elsewhere(bench: Bench): Promise<Bench> {
  const tenant = await seedTenant(bench.owner, 'shares', 'Shares', 'card-scheme', 'a password of the bench alone', true);
  const company = tenant.companies[0];
  const { user } = company;
  const caller = {
    ...bench.caller,
    tenant: tenant.id,
    organisation: company.id,
    user: user.id,
    session: user.id,
    grants: [{ right: 'purchasing' as const, node: company.company }],
  };
  return { ...bench, caller, node: company.company, office: company.offices[0] };
}

/** From an order to its decision and to its mail having left, one order after the other. */
async function ordersOf(bench: Bench): Promise<number[]> {
  const mails = async () =>
    Number(
      (await bench.owner('outbox').where({ tenant_id: bench.caller.tenant, kind: 'mail' }).whereNotNull('done_at').count().first())![
        'count'
      ],
    );
  const times: number[] = [];
  for (let count = 0; count < ORDERS; count += 1) {
    const before = await mails();
    const order = await place(bench);
    times.push(
      await timed(async () => {
        await order.open();
        while ((await mails()) === before) await pause(10);
      }),
    );
  }
  return times;
}

/** How long each case of some receipts took to open, counted from an instant; one that is not open yet takes until now, at least. */
async function opening(bench: Bench, since: Date): Promise<number[]> {
  const { rows } = await bench.owner.raw(
    `select extract(epoch from coalesce(p.opened_at, now()) - greatest(r.received_at, :since))::float * 1000 as ms
     from receipts r left join processes p on p.entity_id = r.id where r.tenant_id = :tenant and r.received_at >= :since`,
    { tenant: bench.caller.tenant, since },
  );
  return (rows as { ms: number }[]).map(({ ms }) => ms);
}

/** Starts a case for each of many receipts at the engine, as fast as it takes them. */
async function startAll(bench: Bench): Promise<void> {
  const { tenant } = bench.caller;
  const receipts = await receiptsFor(bench, STARTS);
  const starts = await inScope(bench.database, { tenant, organisation: null }, (trx) => casesToOpen(trx, tenant, receipts));
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (let start = starts.shift(); start !== undefined; start = starts.shift()) await bench.processes.start(start);
    }),
  );
}

/** While one tenant has thousands of cases opened, by a statement and at the engine itself, another one's orders against its own idle and against the first one's cases. */
export async function shares(bench: Bench, client: DemoClient): Promise<string[]> {
  const other = await elsewhere(bench);
  await ordersOf(other);
  const idle = p95(await ordersOf(other));
  const lines = Array.from({ length: STARTS }, (_each, index) => ({ text: `SHARES ${index}`, pence: 100 + index }));
  const floods: Record<string, () => Promise<unknown>> = {
    [`a statement of ${STARTS} lines`]: () => client.uploadStatement(lines, `shares-${Date.now()}`),
    [`${STARTS} starts at the engine`]: () => startAll(bench),
  };
  const texts: string[] = [];
  for (const [what, flood] of Object.entries(floods)) {
    const since = new Date();
    const flooding = flood();
    while ((await opening(bench, since)).length < STARTS) await pause(20);
    const times = await ordersOf(other);
    const first = await opening(bench, since);
    await flooding;
    const beside = p95(times);
    const note = `p95 ${beside.toFixed(0)} ms, idle ${idle.toFixed(0)} ms, the first tenant's at least ${p95(first).toFixed(0)} ms, middle ${median(first).toFixed(0)}`;
    texts.push(line(`beside ${what}: another tenant's p95 / its own idle`, beside / idle, 5, note));
    texts.push(line(`beside ${what}: another tenant's p95 / the first one's`, beside / p95(first), 0.2));
    await bench.owner('outbox').where({ tenant_id: bench.caller.tenant, kind: 'start' }).whereNull('done_at').delete();
  }
  return texts;
}
