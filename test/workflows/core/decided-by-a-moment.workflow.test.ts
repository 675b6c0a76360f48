import { randomUUID } from 'node:crypto';
import { NotDecided } from '../../../platform/temporal';
import { eventually } from '../../support/eventually';
import type { Order } from '../../support/orders';
import { shifted, stories } from '../../support/story';

const { test } = stories('decided');
afterEach(() => jest.restoreAllMocks());

test('IDM-1 OPS-4 a command that the engine never answered and a moment decided is answered as it was decided, though the case has ended by it', async ({
  system,
  given,
  as,
  look,
}) => {
  const order = await given.order();
  const key = randomUUID();
  const cancel = () => as.finance.post<Order>(`/v1/advance-orders/${order.id}/cancel`, { reason: 'r' }, { 'Idempotency-Key': key });
  const [next] = (await look.standing(order)).next;
  await as.finance.token();
  jest.spyOn(system.processes, 'command').mockRejectedValueOnce(new NotDecided('The engine is away'));
  expect((await system.receivedAt(shifted(next!.at, -5000), cancel)).status).toBe(503);
  await system.sleepUntil(shifted(next!.at, 1000));
  await look.orderIs(order, 'cancelled');
  const { workflow } = system.processes.client;
  await eventually(async () =>
    expect((await workflow.getHandle(`advance-order/${order.reference}`).describe()).status.name).toBe('COMPLETED'),
  );
  const [again, third] = [await cancel(), await cancel()];
  expect([again.status, again.body.state, third.status]).toEqual([200, 'cancelled', 200]);
  expect(third.body).toEqual(again.body);
});
