import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker';
import { dataConverter } from '../../../platform/data-converter';
import { buildIdOf } from '../../../workers/versions';
import { createBulkWorker, createWorker } from '../../../workers/worker';
import { withCopy, type Edit } from '../../histories/copied';
import { openDesk, type Desk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { orderBody, type Order } from '../../support/orders';
import { shared } from '../../support/shared';

const OLD_BUNDLE = join(__dirname, '..', '..', '..', 'dist', 'workflow-bundle.js');
const DEPLOYMENT = 'countersign';
const PATCH = 'rests-first';
/** A change of workflow code: a wait of a millisecond before each commit. */
const change: Edit[] = [
  { file: 'workflows/process.ts', from: '  workflowInfo,\n}', to: '  workflowInfo,\n  patched,\n  sleep,\n}' },
  {
    file: 'workflows/process.ts',
    from: 'const verdict = await this.committed(ask);',
    to: `if (patched('${PATCH}')) await sleep(1);\n      const verdict = await this.committed(ask);`,
  },
];
const quiet = { trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error, log() {} };

let desk: Desk;
let connection: NativeConnection;
let newBundle: string;
let OLD: string;
let NEW: string;
beforeAll(async () => {
  desk = await openDesk('versions');
  connection = await NativeConnection.connect({ address: desk.system.address });
  newBundle = join(shared().folder, 'versions-bundle.js');
  const { code } = await withCopy(change, (root) =>
    bundleWorkflowCode({
      workflowsPath: join(root, 'workflows'),
      payloadConverterPath: join(root, 'platform', 'payload-converter.ts'),
      failureConverterPath: join(root, 'platform', 'failure-converter.ts'),
      logger: quiet,
    }),
  );
  writeFileSync(newBundle, code);
  [OLD, NEW] = [buildIdOf(OLD_BUNDLE), buildIdOf(newBundle)];
});
afterAll(async () => {
  for (const each of [...running]) await each.stop();
  await connection?.close();
  await desk?.system.stop();
});

/** Processes of workers that run, of any build. */
const running = new Set<{ stop(): Promise<void> }>();

/** Starts a worker's process of a build: both of its workers. */
async function workersOf(bundlePath: string, heldPatches: string[] = []): Promise<{ stop(): Promise<void> }> {
  const { database, processes, config } = desk.system;
  const versioning = { deployment: DEPLOYMENT, heldPatches };
  const parts = { database, ring: config.COUNTERSIGN_KEYS, processes, bundlePath, versioning };
  const workers = [await createWorker(connection, 'default', parts), await createBulkWorker(connection, 'default', parts)];
  const ended = Promise.all(workers.map((worker) => worker.run()));
  const started = {
    stop: async () => {
      running.delete(started);
      for (const worker of workers) worker.shutdown();
      await ended;
    },
  };
  running.add(started);
  return started;
}

/** The commands of docs/running.md, by what they are for. */
const documented = new Map(
  [...readFileSync(join('docs', 'running.md'), 'utf8').matchAll(/^\| (.+?) \| `(temporal worker deployment .+?)` \|/gm)].map(
    ([, aim, command]) => [aim!, command!],
  ),
);

/** Does what docs/running.md says; a worker's first poll is known to the server a moment later. */
async function operator(aim: string): Promise<string> {
  const command = documented.get(aim)!.replaceAll('$NEW', NEW).replaceAll('$OLD', OLD);
  const [, ...args] = command.split(' ');
  const { stdout } = await eventually(() => promisify(execFile)(shared().temporal, [...args, '--address', desk.system.address]));
  return stdout;
}

const place = () => desk.employer.post<Order>('/v1/advance-orders', orderBody(desk.tenant.companies[0]));
const extend = ({ id }: Order, days: number) => desk.finance.post(`/v1/advance-orders/${id}/extend`, { days, reason: 'asked for' });
const handleOf = ({ reference }: Order) => desk.system.processes.client.workflow.getHandle(`advance-order/${reference}`);
const historyOf = (order: Order) => handleOf(order).fetchHistory();
/** The builds that a case's tasks ran on, one after the other; '' is a worker of no version. */
const buildsOf = async (order: Order): Promise<string[]> =>
  ((await historyOf(order)).events ?? []).flatMap(({ workflowTaskCompletedEventAttributes: done }) =>
    done ? [done.deploymentVersion?.buildId ?? ''] : [],
  );
const firstBuildOf = async (order: Order) => (await buildsOf(order))[0];
const isPatched = async (order: Order) =>
  (await historyOf(order)).events!.some(({ markerRecordedEventAttributes: marker }) => marker?.markerName === 'core_patch');

/** While something is done, orders are placed and older ones extended all the time, three at once; answers what was placed, and which answers were no success. */
async function whileCommandsGoOn(act: (placed: Order[]) => Promise<void>): Promise<{ placed: Order[]; refused: unknown[] }> {
  const placed: Order[] = [];
  const refused: unknown[] = [];
  /** Orders that nobody extends just now, with the days that each was extended to. */
  const idle: { order: Order; days: number }[] = [];
  let isOver = false;
  const insist = <Got extends { status: number }>(answer: Got): Got => {
    if (answer.status >= 300) refused.push(answer);
    return answer;
  };
  const caller = async () => {
    while (!isOver) {
      const { body: order } = insist(await place());
      placed.push(order);
      idle.push({ order, days: 14 });
      const [older] = idle.splice(Math.max(0, idle.length - 20), 1);
      insist(await extend(older!.order, (older!.days += 1)));
      idle.push(older!);
    }
  };
  const callers = Promise.all([caller(), caller(), caller()]);
  await act(placed).finally(() => (isOver = true));
  await callers;
  return { placed, refused };
}

/** Waits until the newest cases all began on a build: servers tell each other of a change after a moment. */
const newOnesBeginOn = (build: string, placed: Order[]) =>
  eventually(async () => expect(await Promise.all(placed.slice(-8).map(firstBuildOf))).toEqual(Array(8).fill(build)), 60_000);

const failedTasks = async (orders: Order[]) =>
  (await Promise.all(orders.map(historyOf))).flatMap(({ events }) =>
    events!.flatMap(({ workflowTaskFailedEventAttributes: failed }) => (failed ? [failed.cause] : [])),
  );

const replayedOn = async (codePath: string, order: Order) =>
  Worker.runReplayHistory(
    { workflowBundle: { codePath }, dataConverter: dataConverter(desk.system.config.COUNTERSIGN_KEYS) },
    await historyOf(order),
    handleOf(order).workflowId,
  );

test('OPS-4 a build is ramped to a tenth and to all, taken back, made current and taken back again while commands go on: none is refused, no task fails, and new cases begin on the right build', async () => {
  const { placed, refused } = await whileCommandsGoOn(async (orders) => {
    await newOnesBeginOn('', orders);
    await workersOf(OLD_BUNDLE);
    await operator('make the first build current');
    await newOnesBeginOn(OLD, orders);
    await desk.system.worker.stop();

    await workersOf(newBundle, [PATCH]);
    const before = orders.length;
    await operator('a tenth');
    const begun = await eventually(async () => {
      const builds = await Promise.all(orders.slice(before).map(firstBuildOf));
      expect(builds.length).toBeGreaterThan(30);
      expect(builds).toContain(NEW);
      return builds;
    }, 60_000);
    expect(begun.filter((build) => build === NEW).length).toBeLessThan(begun.length / 2);

    await operator('all');
    await newOnesBeginOn(NEW, orders);
    await operator('back');
    await newOnesBeginOn(OLD, orders);
    await operator('for good');
    await newOnesBeginOn(NEW, orders);
    await operator('back for good');
    await newOnesBeginOn(OLD, orders);
  });
  expect(refused).toEqual([]);
  expect(await failedTasks(placed)).toEqual([]);

  // One that began without versions, and one that ran on the newer build, both go on with the current one.
  const wasOnNew = placed.find((_order, index) => index > placed.length / 2)!;
  for (const order of [placed[0]!, wasOnNew]) {
    expect((await extend(order, 60)).status).toBe(200);
    expect((await buildsOf(order)).at(-1)).toBe(OLD);
  }
}, 300_000);

test('OPS-4 a patch that is held back leaves histories that the build before can go on with; switched on once that one is gone, new cases go the new way, and open ones from their next step on', async () => {
  await operator('for good');
  const held = await eventually(async () => {
    const { body } = await place();
    expect(await firstBuildOf(body)).toBe(NEW);
    return body;
  });
  expect(await isPatched(held)).toBe(false);
  await replayedOn(OLD_BUNDLE, held);

  for (const each of [...running]) await each.stop();
  await workersOf(newBundle);
  const { body: switchedOn } = await place();
  expect((await extend(held, 20)).status).toBe(200);
  for (const order of [held, switchedOn]) {
    expect(await isPatched(order)).toBe(true);
    await replayedOn(newBundle, order);
    await expect(replayedOn(OLD_BUNDLE, order)).rejects.toThrow(/TMPRL1100/);
  }
}, 120_000);
