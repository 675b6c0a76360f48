import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { openDesk, type Desk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { orderBody, placeOrder, type Order, type Problem } from '../../support/orders';

let { system, tenant, employer, finance } = {} as Desk;
beforeAll(async () => void ({ system, tenant, employer, finance } = await openDesk('engine-away', 'away')));
afterAll(() => system?.stop());

test('OPS-4 IDM-1 with no worker a command is not decided after ten seconds: 503, and the same key gets its answer later, counted from the first receipt', async () => {
  await system.worker.stop();
  const headers = { 'Idempotency-Key': randomUUID() };
  const before = Date.now();
  const away = await employer.post<Problem>('/v1/advance-orders', orderBody(tenant.companies[0]), headers);
  const after = Date.now();
  expect([away.status, away.body.type, away.headers.get('retry-after')]).toEqual([503, 'urn:countersign:problem:not-decided', '5']);
  await system.worker.start();
  const order = await eventually(async () => {
    const answer = await employer.post<Order>('/v1/advance-orders', orderBody(tenant.companies[0]), headers);
    expect(answer.status).toBe(201);
    return answer.body;
  });
  expect(Date.parse(order.bacsChosenAt)).toBeGreaterThanOrEqual(before);
  expect(Date.parse(order.bacsChosenAt)).toBeLessThan(after - 9_000);
  expect(await system.owner('advance_orders')).toHaveLength(1);
});

test('IDM-1 a key repeated while the first request still runs answers 409 still-running, and nothing is ordered twice', async () => {
  await system.worker.stop();
  const headers = { 'Idempotency-Key': randomUUID() };
  const first = employer.post<Order>('/v1/advance-orders', orderBody(tenant.companies[0]), headers);
  await pause(500);
  const second = await employer.post<Problem>('/v1/advance-orders', orderBody(tenant.companies[0]), headers);
  expect([second.status, second.body.type]).toEqual([409, 'urn:countersign:problem:still-running']);
  await system.worker.start();
  expect((await first).status).toBe(201);
});

test('OPS-4 the Temporal server killed and back: reads go on meanwhile, and a command sent meanwhile is decided once', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  system.temporal.kill();
  expect((await finance.get<Order>(`/v1/advance-orders/${order.id}`)).status).toBe(200);
  const extended = await eventually(async () => {
    const answer = await finance.post<Order>(
      `/v1/advance-orders/${order.id}/extend`,
      { days: 30, reason: 'asked' },
      { 'Idempotency-Key': `extend-${order.id}` },
    );
    expect(answer.status).toBe(200);
    return answer.body;
  }, 40_000);
  expect(extended.version).toBe(2);
  const trail = await finance.get<{ items: { event: string }[] }>(`/v1/audit/${order.id}`);
  expect(trail.body.items.map((row) => row.event)).toEqual(['placed', 'extended']);
});

test('OPS-3 with the relay away mails wait; once it is back each leaves once', async () => {
  await system.relay.stop();
  const order = await placeOrder(employer, tenant.companies[0]);
  const log = async () =>
    (await finance.get<{ items: { status: string; sentAt: string | null }[] }>(`/v1/mails?about=${order.id}`)).body.items;
  expect(await log()).toEqual([expect.objectContaining({ status: 'waiting', sentAt: null })]);
  await system.relay.start();
  await eventually(async () => expect(await log()).toEqual([expect.objectContaining({ status: 'completed', possibleRepeats: 0 })]));
  expect(await system.mailbox.about(order.reference)).toHaveLength(1);
});
