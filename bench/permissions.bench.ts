import { reach } from '../domain/access/permissions';
import { useCredential } from '../db/access/credentials.commands';
import { inScope } from '../db/core/database';
import type { DemoClient } from '../ops/demo-client';
import { line, median, timed } from './measure';
import type { Bench } from './orders.bench';

const ROUNDS = 60;

/** What it costs to know who calls, what he may do and whose rows he sees, against a whole command over HTTP. */
export async function permissions({ database, caller }: Bench, client: DemoClient): Promise<string[]> {
  const hash = client.employerTokenHash();
  const credential = await rounds(async () => {
    const found = await useCredential(database, { hash, isKey: false, isActivity: true, ip: '127.0.0.1' });
    reach(found!.caller, 'createPurchases');
  });
  const scoped = await rounds(() => inScope(database, caller, async () => undefined));
  const bare = await rounds(() => database.transaction(async () => undefined));
  const command = await rounds((round) => client.placeOrder(1, `permissions-${round}`));
  return [
    line(
      'permission and scope / the command they guard',
      (credential + Math.max(0, scoped - bare)) / command,
      0.1,
      `${command.toFixed(1)} ms is 1`,
    ),
  ];
}

async function rounds(work: (round: number) => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) taken.push(await timed(() => work(round)));
  return median(taken.slice(10));
}
