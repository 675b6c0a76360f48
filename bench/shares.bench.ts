import { setTimeout as pause } from 'node:timers/promises';
import { seedTenant } from '../db/seeds/demo';
import type { DemoClient } from '../ops/demo-client';
import { line, timed } from './measure';
import { untilDecided } from './engine.bench';
import { place, type Bench } from './orders.bench';

const STARTS = 5000;
const ORDERS = 30;
const CALLERS = 48;

/** The value that one in twenty exceeds. */
function p95(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1]!;
}

/** The same measurements as somebody of another tenant makes them. */
async function elsewhere(bench: Bench): Promise<Bench> {
  const tenant = await seedTenant(bench.owner, 'shares', 'Shares', 'card-scheme', 'a password of the bench alone', { isCheap: true });
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
        await untilDecided(order.open);
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

/** Orders of many callers at once, until it is enough; how many were started and how long each took to be decided. */
async function flooded(bench: Bench, isEnough: () => boolean): Promise<{ started: number; times: number[] }> {
  const times: number[] = [];
  let started = 0;
  const caller = async () => {
    while (!isEnough() && started < STARTS) {
      started += 1;
      const order = await place(bench);
      times.push(await timed(() => untilDecided(order.open)));
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return { started, times };
}

/** While one tenant posts a statement of thousands, then starts thousands of orders: another one's orders against its own idle, and against the first one's. */
export async function shares(bench: Bench, client: DemoClient, say: (text: string) => void): Promise<string[]> {
  const other = await elsewhere(bench);
  await ordersOf(other);
  const idle = p95(await ordersOf(other));
  const tell = (what: string, beside: number, first: number[]) => {
    const note = `p95 ${beside.toFixed(0)} ms, idle ${idle.toFixed(0)} ms, the first tenant's ${p95(first).toFixed(0)} ms`;
    say(line(`beside ${what}: another tenant's p95 / its own idle`, beside / idle, 5, note));
    say(line(`beside ${what}: another tenant's p95 / the first one's`, beside / p95(first), 0.2));
  };
  const since = new Date();
  await client.uploadStatement(
    Array.from({ length: STARTS }, (_each, index) => ({ text: `SHARES ${index}`, pence: 100 + index })),
    `shares-${Date.now()}`,
  );
  const besideLines = p95(await ordersOf(other));
  tell(`${STARTS} lines`, besideLines, await opening(bench, since));
  await bench.owner('outbox').where({ tenant_id: bench.caller.tenant, kind: 'start' }).whereNull('done_at').delete();

  let isEnough = false;
  const first = flooded(bench, () => isEnough);
  const besideOrders = p95(await ordersOf(other).finally(() => (isEnough = true)));
  const { started, times } = await first;
  tell(`${started} orders of ${CALLERS} callers`, besideOrders, times);
  return [];
}
