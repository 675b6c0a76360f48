import { v7 as uuid } from 'uuid';
import { startOf } from '../../../domain/processes';
import { firstPolicy } from '../../../domain/policy';
import { openDesk, type Desk } from '../../support/desk';
import { placeOrder } from '../../support/orders';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk('fair-shares');
});
afterAll(() => desk?.system.stop());

const MANY = 200;
const client = () => desk.system.processes.client.workflow;

/** Cases of a tenant that wait for a worker. */
async function waiting(tenant: string, count: number): Promise<string[]> {
  const starts = Array.from({ length: count }, () =>
    startOf('suspense', uuid(), { owner: 'finance', tenant, organisation: null, policyVersion: firstPolicy.version }),
  );
  for (const start of starts) await desk.system.processes.start(start);
  return starts.map(({ businessId }) => businessId);
}

async function firstHeard(workflowId: string): Promise<number> {
  for (;;) {
    const { events } = await client().getHandle(workflowId).fetchHistory();
    const started = events?.find((event) => event.workflowTaskStartedEventAttributes);
    if (started) return Number(started.eventTime!.seconds) * 1e9 + started.eventTime!.nanos!;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test('OPS-4 two hundred cases of one tenant that wait for a worker hold up neither another tenant’s cases nor a person’s order', async () => {
  const { system, tenant, employer } = desk;
  const other = await system.tenant('fair-shares-other');
  await system.worker.stop();
  const many = await waiting(other.id, MANY);
  const few = await waiting(tenant.id, 5);
  const placing = placeOrder(employer, tenant.companies[0], { credits: 1 });
  await system.worker.start();
  const { reference } = await placing;

  const heard = new Map<string, number>();
  for (const id of [...many, ...few, `advance-order/${reference}`]) heard.set(id, await firstHeard(id));
  const before = (id: string) => many.filter((each) => heard.get(each)! < heard.get(id)!).length;
  expect(before(`advance-order/${reference}`)).toBeLessThan(MANY / 10);
  expect(Math.max(...few.map(before))).toBeLessThan(MANY / 10);
});
