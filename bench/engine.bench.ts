import { setTimeout as pause } from 'node:timers/promises';
import { inScope } from '../db/core/database';
import { businessId } from '../domain/processes';
import type { Service } from '../ops/service';
import { line, median, timed } from './measure';
import { extension, place, type Bench } from './orders.bench';

const AT_ONCE = 60;
const MANY_OPEN = 2000;
const MOST_OPEN = 10_000;
/** So long cases are opened before a measure, ten or so a second; each says how many that made. */
const OPENED_WITHIN_MS = Number(process.env['BENCH_OPENS_SECONDS'] ?? 80) * 1000;
const TOUCHED = 200;
const SMALL_CACHE = '50';
const KILLS = 3;
const BEFORE_A_KILL = 20;

/** References of the orders that the measures here have opened. */
const opened: string[] = [];
/** Days of the next extension: each one is longer than the one before. */
let days = 14;

/** Does something with each, so many at once. */
export async function withEach<Item, Result>(items: Item[], places: number, act: (item: Item) => Promise<Result>): Promise<Result[]> {
  const waiting = [...items];
  const results: Result[] = [];
  const one = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) results.push(await act(item));
  };
  await Promise.all(Array.from({ length: places }, one));
  return results;
}

async function openUpTo(bench: Bench, count: number): Promise<void> {
  const deadline = performance.now() + OPENED_WITHIN_MS;
  await withEach(
    Array.from({ length: Math.max(0, count - opened.length) }, (_each, index) => index),
    16,
    async () => {
      if (performance.now() > deadline) return;
      const order = await place(bench);
      await untilDecided(order.open);
      opened.push(order.reference);
    },
  );
}

/** Extends orders, some at once; how long each took. Throws where one is not decided in the end. */
async function extendAll(bench: Bench, references: string[], places: number): Promise<number[]> {
  days += 1;
  const prepared = await Promise.all(references.map((reference) => extension(bench, reference, days)));
  return withEach(prepared, places, (extend) => timed(() => untilDecided(extend)));
}

/** A command that the engine has not decided in time is repeated under its key, as every client does. */
export async function untilDecided(send: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      const answer = (await send()) as { outcome: string };
      if (answer.outcome !== 'done') throw new Error(`refused: ${JSON.stringify(answer)}`);
      return;
    } catch (error) {
      if (tries === 10 || (error as Error).message.startsWith('refused')) throw error;
    }
  }
}

async function restarted(worker: Service, change: NodeJS.ProcessEnv): Promise<void> {
  Object.assign(worker.spec.env, change);
  await worker.stop();
  await worker.start();
}

/** The versions of orders as their rows say: one more for each command that was decided. */
async function versionsOf(bench: Bench, references: string[]): Promise<number> {
  const rows = await inScope(bench.database, bench.caller, (trx) =>
    trx('processes')
      .whereIn(
        'business_id',
        references.map((reference) => businessId('advance-order', reference)),
      )
      .sum('version as all')
      .first(),
  );
  return Number((rows as { all: string }).all);
}

/** Sixty commands at once on sixty cases: how many the fast commit could not decide in its time. */
export async function atOnce(bench: Bench): Promise<string[]> {
  await openUpTo(bench, AT_ONCE);
  const orders = opened.slice(0, AT_ONCE);
  const { workflow } = bench.processes.client;
  const durable = async () => {
    const histories = await Promise.all(
      orders.map((reference) => workflow.getHandle(businessId('advance-order', reference)).fetchHistory()),
    );
    return histories.flatMap(({ events }) => events!.filter((event) => event.activityTaskScheduledEventAttributes)).length;
  };
  const before = await durable();
  const times = await extendAll(bench, orders, AT_ONCE);
  return [
    line('fall-backs to the durable commit of 60 commands at once', (await durable()) - before, 0, `median ${median(times).toFixed(0)} ms`),
  ];
}

/** A decision with a cache of fifty, against one with all in mind, while many cases are open; each is decided once. */
export async function smallCache(bench: Bench, worker: Service): Promise<string[]> {
  await openUpTo(bench, MANY_OPEN);
  const touched = opened.filter((_each, index) => index % Math.floor(opened.length / TOUCHED) === 0).slice(0, TOUCHED);
  const before = await versionsOf(bench, touched);
  const measured = async (cached: string | undefined) => {
    await restarted(worker, { WORKER_CACHED_CASES: cached });
    await extendAll(bench, touched, 8);
    return median(await extendAll(bench, touched, 8));
  };
  const normal = await measured(undefined);
  const small = await measured(SMALL_CACHE);
  await restarted(worker, { WORKER_CACHED_CASES: undefined });
  const decided = (await versionsOf(bench, touched)) - before;
  if (decided !== 4 * touched.length) throw new Error(`${decided} of ${4 * touched.length} commands were decided`);
  return [
    line(
      `a decision with a cache of ${SMALL_CACHE} / with all of ${opened.length} open in mind`,
      small / normal,
      null,
      `${normal.toFixed(0)} ms is 1`,
    ),
  ];
}

/** From a worker's kill to the answer of the first command, and of the middle one, at two times that a task waits for a dead worker. */
export async function afterAKill(bench: Bench, worker: Service): Promise<string[]> {
  await openUpTo(bench, MOST_OPEN);
  const texts: string[] = [];
  for (const seconds of ['1', '5']) {
    await restarted(worker, { WORKER_STICKY_SECONDS: seconds });
    const [first, middle]: [number[], number[]] = [[], []];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const touched = opened.slice(kill * BEFORE_A_KILL, (kill + 1) * BEFORE_A_KILL);
      await extendAll(bench, touched, 8);
      worker.kill();
      const times = await extendAll(bench, touched, BEFORE_A_KILL);
      first.push(Math.min(...times));
      middle.push(median(times));
      await pause(2000);
    }
    const note = `first answer after ${median(first).toFixed(0)} ms, the middle one of ${BEFORE_A_KILL} after ${median(middle).toFixed(0)} ms`;
    texts.push(`${`a kill with ${opened.length} open, sticky time-out ${seconds} s`.padEnd(62)} ${note}`);
  }
  await restarted(worker, { WORKER_STICKY_SECONDS: undefined });
  return texts;
}
