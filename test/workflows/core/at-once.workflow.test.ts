import { NativeConnection } from '@temporalio/worker';
import fc from 'fast-check';
import { connectDatabase } from '../../../db/core/database';
import { createWorker } from '../../../workers/worker';
import { sizesOf, type Sizes } from '../../../workers/sizes';
import { broken } from '../../support/broken';
import { openDesk, type Desk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { placeOrder, type Order } from '../../support/orders';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk('at-once');
});
afterAll(() => desk?.system.stop());
jest.setTimeout(300_000);

const MANY = 60;
const place = () => placeOrder(desk.employer.patient, desk.tenant.companies[0], { credits: 1 });
const extend = ({ id }: Order, days: number) =>
  desk.finance.patient.post<Order>(`/v1/advance-orders/${id}/extend`, { days, reason: 'asked for' });
const placeMany = () => Promise.all(Array.from({ length: MANY }, place));
const extendAll = async (orders: Order[], days: number) =>
  expect(await Promise.all(orders.map(async (order) => (await extend(order, days)).status))).toEqual(orders.map(() => 200));

/** Does something with a worker of its own sizes and connections instead of the system's, as the process of workers has them. */
async function withWorker(sizes: Sizes, act: () => Promise<void>): Promise<void> {
  const { processes, config, address, worker } = desk.system;
  await worker.stop();
  const database = connectDatabase(config.DATABASE_URL, sizes.connections);
  const connection = await NativeConnection.connect({ address });
  const own = await createWorker(connection, 'default', { database, processes, ring: config.COUNTERSIGN_KEYS, sizes });
  await own.runUntil(act);
  await connection.close();
  await database.destroy();
  await worker.start();
}

/** How often a case's decisions fell back to the durable commit. */
async function fallBacks({ reference }: Order): Promise<number> {
  const { events } = await desk.system.processes.client.workflow.getHandle(`advance-order/${reference}`).fetchHistory();
  return events!.filter((event) => event.activityTaskScheduledEventAttributes).length;
}

test('OPS-4 sixty commands at once, on sixty cases, with fewer places than commands: each is decided, and once', () =>
  withWorker(sizesOf({ WORKER_CONNECTIONS: '16' }), async () => {
    const orders = await placeMany();
    await extendAll(orders, 20);
    const extended = await desk.system
      .owner('audit')
      .whereIn(
        'entity_id',
        orders.map(({ id }) => id),
      )
      .where({ event: 'extended' });
    expect(extended).toHaveLength(MANY);
  }));

test('OPS-4 whatever the machine has, no more cases are at work at once than can commit or are kept in mind, so that none waits within the fast commit’s time', () => {
  const numbers = {
    cores: fc.integer({ min: 1, max: 128 }),
    heap: fc.integer({ min: 1, max: 64_000 }),
    connections: fc.option(fc.integer({ min: 1, max: 500 })),
  };
  fc.assert(
    fc.property(fc.record(numbers), ({ cores, heap, connections }) => {
      const sizes = sizesOf(connections === null ? {} : { WORKER_CONNECTIONS: String(connections) }, cores, heap);
      const fewest = 2;
      expect(sizes.tasks).toBeLessThanOrEqual(Math.max(fewest, Math.min(sizes.commits, sizes.cachedCases)));
      expect(sizes.commits + sizes.durableCommits + sizes.bulk).toBeLessThanOrEqual(Math.max(sizes.connections, 6));
    }),
  );
});

test('OPS-4 a command that the fast commit cannot decide falls back to the durable one, which is seen in its history', async () => {
  const order = await place();
  const mended = await broken(desk.system, 'process_stages');
  const extending = extend(order, 20);
  await eventually(async () => expect(await fallBacks(order)).toBe(1));
  await mended();
  expect((await extending).status).toBe(200);
});
