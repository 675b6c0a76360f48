import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { DemoClient } from '../ops/demo-client';
import { measured } from './applications.bench';
import { withEach } from './engine.bench';
import { line } from './measure';
import { twin, type Bench } from './orders.bench';

const MANY = Number(process.env['BENCH_PAYMENTS'] ?? 1000);
const WARM_UP = 20;
const AT_ONCE = 8;
const LOOKED_AT_MS = 100;

/** Payments by card that the gateway reports one after the other by signed webhooks, until the funds of all are usable, against as many empty twins (ORD-5, ADV-1). */
export async function payments(bench: Bench, client: DemoClient, gateway: string): Promise<string[]> {
  const empties = (many: number) =>
    withEach(
      Array.from({ length: many }, () => twin(bench)),
      AT_ONCE,
      async (each) => (await each.open(), await each.end(), await each.result()),
    );
  // Workers that have just started compile their code first.
  await empties(WARM_UP);
  await paid(bench, gateway, await begun(bench, client, gateway, WARM_UP));
  const empty = await measured(bench, () => empties(MANY));
  const pages = await begun(bench, client, gateway, MANY);
  const whole = await measured(bench, () => paid(bench, gateway, pages));
  const what = `${MANY.toLocaleString('en')} payments from their webhooks to usable funds / empty twins`;
  const rate = (took: number) => `${(MANY / (took / 1000)).toFixed(1)} a second`;
  return [
    line(`${what}: time`, whole.took / empty.took, null, `${rate(whole.took)}; twins ${rate(empty.took)}`),
    line(`${what}: CPU`, whole.cpu / empty.cpu, null, `${(empty.cpu / MANY).toFixed(0)} ms is 1`),
  ];
}

/** Begins payments of a credit each, and answers the gateway's names of them once it has been asked for all. */
async function begun(bench: Bench, client: DemoClient, gateway: string, many: number): Promise<string[]> {
  const body = { level: bench.node, credits: 1 };
  const ids = new Set<string>();
  await withEach(
    Array.from({ length: many }, () => randomUUID()),
    AT_ONCE,
    async (key) => ids.add((await client.as<{ id: string }>('employer', 'POST', '/v1/card-payments', body, key)).id),
  );
  for (;;) {
    const known = (await (await fetch(`${gateway}/payments`)).json()) as { id: string; reference: string }[];
    const asked = known.filter(({ reference }) => ids.has(reference)).map(({ id }) => id);
    if (asked.length === many) return asked;
    await pause(LOOKED_AT_MS);
  }
}

/** All of them are paid on the gateway's page, which reports each; waits until all are settled. */
async function paid({ owner }: Bench, gateway: string, pages: string[]): Promise<void> {
  await withEach(pages, AT_ONCE, async (id) => {
    const { status } = await fetch(`${gateway}/payments/${id}`, {
      method: 'POST',
      body: new URLSearchParams({ outcome: 'succeeded' }),
      redirect: 'manual',
    });
    if (status !== 303) throw new Error(`The gateway answered ${status}`);
  });
  while (await owner('card_payments').where({ state: 'pending' }).first('id')) await pause(LOOKED_AT_MS);
}
