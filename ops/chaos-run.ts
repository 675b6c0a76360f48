import { setTimeout as pause } from 'node:timers/promises';
import { connectDatabase, inScope, type Database } from '../db/core/database';
import { findImpossible } from '../db/impossible-states.queries';
import { listTenants } from '../db/core/tenants.queries';
import { dateLater, londonDate, startOfDate } from '../domain/working-days';
import { readKeyring } from '../platform/keys';
import { connectProcesses } from '../platform/temporal';
import { sweep } from '../workers/sweep';
import { dice } from './dice';
import { demoCentre, makeBatches, openLapses } from './lapsing-batches';
import { DemoClient, type OrderAnswer, type StatementAnswer } from './demo-client';
import type { System } from './system';

/** How much, how long, and by which dice. */
export interface ChaosOptions {
  orders: number;
  /** Full batches whose learners all lapse meanwhile. */
  batches: number;
  kills: number;
  seed: number;
  say: (line: string) => void;
}
/** What is left when the dust has settled: each must be as the name says. */
export interface ChaosOutcome {
  ordersAccepted: number;
  ordersKept: number;
  linesSent: number;
  receipts: number;
  exactlyPaid: number;
  allocated: number;
  learners: number;
  /** Learners by how many times they were withdrawn by the system. */
  withdrawn: Record<string, number>;
  /** Mails of a lapse, by how many a batch has. */
  lapseMails: Record<string, number>;
  impossible: { what: string; rows: string[] }[];
  swept: unknown[];
  mailsInLog: number;
  /** Message-IDs that the mailbox got more than once without the log saying that they may have been. */
  unexplainedRepeats: string[];
  explainedRepeats: number;
  mailsMissing: string[];
  kills: Record<string, number>;
}

const VICTIMS = ['api', 'worker', 'relay', 'temporal', 'postgres'];
const SETTLE_WITHIN_MS = 180_000;
const UUID_LENGTH = 36;

/** Orders, a statement and the lapse of batches in flight while every process is killed with SIGKILL at seeded random moments (OPS-4). */
export async function runChaos(system: System, options: ChaosOptions): Promise<ChaosOutcome> {
  const { orders, batches, seed, say } = options;
  const random = dice(seed);
  const client = new DemoClient(system.urls, system.secrets.demoPassword);
  await client.signIn();
  const kills = Object.fromEntries(VICTIMS.map((name) => [name, 0]));
  await demoAtRest(system);
  await startLapses(system, batches);
  say(`${batches} batches lapse`);
  const killing = killAtRandom(system, options.kills, random, kills, say);
  const killed = killing.then(() => Date.now());

  const placed: OrderAnswer[] = [];
  const queue = Array.from({ length: orders }, (_each, index) => index);
  const place = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      placed.push(await persist(killed, () => client.placeOrder(1 + (next! % 3), `chaos-${seed}-${next}`)));
  };
  await Promise.all(Array.from({ length: 6 }, place));
  say(`${placed.length} orders accepted`);
  const lines = placed.map((order, index) => ({
    text: index % 5 === 4 ? `NO REFERENCE ${index}` : `PAID ${order.reference}`,
    pence: index % 5 === 3 ? order.due.amount - 100 : order.due.amount,
  }));
  const statement = await persist(killed, () => client.uploadStatement(lines, `chaos-statement-${seed}`));
  say('statement accepted');
  await killing;
  return settle(system, client, placed, lines.length, statement, kills);
}

async function settle(
  system: System,
  client: DemoClient,
  placed: OrderAnswer[],
  linesSent: number,
  statement: StatementAnswer,
  kills: Record<string, number>,
): Promise<ChaosOutcome> {
  const owner = connectDatabase(system.ownerUrl, 4);
  const database = connectDatabase(system.env['DATABASE_URL']!, 4);
  process.env['TEMPORAL_ADDRESS'] = system.temporalAddress;
  const ring = readKeyring(system.env['COUNTERSIGN_KEYS']!);
  const processes = connectProcesses('default', ring);
  const exactlyPaid = placed.filter((_order, index) => index % 5 < 3).length;
  const look = async () => {
    const done = (await client.statement(statement.id)).progress.done;
    const allocated = Number((await owner('advance_orders').where({ state: 'allocated' }).count())[0]!['count']);
    const undelivered = Number((await owner('outbox').whereNull('done_at').count())[0]!['count']);
    const lapsing = await owner('learners').whereNotNull('next_at').first('id');
    return { settled: done && allocated === exactlyPaid && undelivered === 0 && !lapsing, allocated };
  };
  const deadline = Date.now() + SETTLE_WITHIN_MS;
  const now = Promise.resolve(Date.now());
  let seen = await persist(now, look);
  while (!seen.settled && Date.now() < deadline) {
    await pause(500);
    seen = await persist(now, look);
  }
  const impossible = [];
  for (const tenant of await database.transaction(listTenants))
    impossible.push(...(await inScope(database, { tenant, organisation: null }, findImpossible)));
  const outcome: ChaosOutcome = {
    ordersAccepted: placed.length,
    ordersKept: Number((await owner('advance_orders').count())[0]!['count']),
    linesSent,
    receipts: Number((await owner('receipts').count())[0]!['count']),
    exactlyPaid,
    allocated: seen.allocated,
    ...(await lapseOutcome(owner)),
    impossible,
    swept: await sweep(database, processes, ring),
    kills,
    ...(await mailOutcome(system, await owner('outbox').where({ kind: 'mail' }))),
  };
  await processes.client.connection.close();
  await database.destroy();
  await owner.destroy();
  return outcome;
}

/** What the demonstration has waiting has begun to: whatever is killed later was in flight because of what is done here. */
async function demoAtRest(system: System): Promise<void> {
  process.env['TEMPORAL_ADDRESS'] = system.temporalAddress;
  const { client } = connectProcesses('default', readKeyring(system.env['COUNTERSIGN_KEYS']!));
  const left = async () => (await client.workflow.count(`ExecutionStatus = 'Running' and Kind is not null and Stage is null`)).count;
  const owner = connectDatabase(system.ownerUrl, 1);
  const deadline = Date.now() + SETTLE_WITHIN_MS;
  while (((await owner('outbox').whereNull('done_at').first('id')) || (await left()) > 0) && Date.now() < deadline) await pause(200);
  await owner.destroy();
  await client.connection.close();
}

async function startLapses(system: System, batches: number): Promise<void> {
  const [owner, database] = [connectDatabase(system.ownerUrl, 1), connectDatabase(system.env['DATABASE_URL']!, 1)];
  const lapsesOn = dateLater(londonDate(new Date().toISOString()), -1);
  const centre = await demoCentre(owner);
  await openLapses(database, centre, await makeBatches(owner, centre, { lapsesOn, nextAt: startOfDate(dateLater(lapsesOn, 1)) }, batches));
  await database.destroy();
  await owner.destroy();
}

async function lapseOutcome(owner: Database) {
  const timesOf = async (table: string, of: object) => {
    const counted = owner(table).where(of).groupBy('entity_id').count('* as times').as('counted');
    const rows: { times: string; many: string }[] = await owner(counted).groupBy('times').select('times').count('* as many');
    return Object.fromEntries(rows.map(({ times, many }) => [times, Number(many)]));
  };
  return {
    learners: Number((await owner('learners').where({ state: 'lapsed' }).count())[0]!['count']),
    withdrawn: await timesOf('audit', { entity_type: 'learner', event: 'lapsed' }),
    lapseMails: await timesOf('outbox', { name: 'learners-lapsed' }),
  };
}

/** A Message-ID begins with its row's; what goes to several has one for each of them. */
async function mailOutcome(system: System, log: { id: string; message_id: string; possible_repeats: number }[]) {
  const received = (await (await fetch(`${system.urls.mail}/email`)).json()) as { messageId: string }[];
  const times = new Map<string, number>();
  for (const { messageId } of received) times.set(messageId, (times.get(messageId) ?? 0) + 1);
  const most = new Map<string, number>();
  for (const [messageId, many] of times) {
    const row = messageId.slice(0, UUID_LENGTH);
    most.set(row, Math.max(many, most.get(row) ?? 0));
  }
  const repeated = log.filter(({ id }) => (most.get(id) ?? 0) > 1);
  return {
    mailsInLog: log.length,
    mailsMissing: log.filter(({ id }) => !most.has(id)).map((row) => row.message_id),
    unexplainedRepeats: repeated.filter(({ id, possible_repeats: told }) => most.get(id)! - 1 > told).map((row) => row.message_id),
    explainedRepeats: repeated.length,
  };
}

async function killAtRandom(
  system: System,
  count: number,
  random: () => number,
  kills: Record<string, number>,
  say: (line: string) => void,
): Promise<void> {
  for (let done = 0; done < count; done += 1) {
    await pause(300 + random() * 1500);
    const victim = VICTIMS[done % VICTIMS.length]!;
    say(`SIGKILL ${victim}`);
    system.services[victim]!.kill();
    kills[victim]! += 1;
  }
}

/** Repeats, as a client with an Idempotency-Key may, until there is an answer: as long as it is killed, and some time from then on. */
async function persist<Result>(since: Promise<number>, work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const killed = await Promise.race([since, null]);
      const isLate = killed !== null && Date.now() > killed + SETTLE_WITHIN_MS;
      if (isLate || (error as { final?: boolean }).final) throw error;
      await pause(200);
    }
  }
}
