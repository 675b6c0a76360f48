import { randomUUID } from 'node:crypto';
import type { SeededTenant } from '../../../db/seeds/demo';
import { orderBody, type Order, type Problem } from '../../support/orders';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let tenant: SeededTenant;
beforeAll(async () => {
  system = await realSystem('patience', {}, { env: { RATE_PER_USER: '3' } });
  tenant = await system.tenant('patience');
});
afterAll(() => system?.stop());

test('IDM-1 a client of ours that asked too much waits as it is told and repeats under the same key: each order is placed, and once', async () => {
  const employer = await system.signIn(tenant.companies[0].user.email);
  const refused: number[] = [];
  for (let left = 4; left > 0; left -= 1) refused.push((await employer.get<Problem>('/v1/me')).status);
  expect(refused).toEqual([200, 200, 200, 429]);
  const place = (body: object) => employer.patient.post<Order>('/v1/advance-orders', body, { 'Idempotency-Key': randomUUID() });
  const answers = await Promise.all([1, 2].map((credits) => place(orderBody(tenant.companies[0], { credits }))));
  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  expect(await system.owner('advance_orders')).toHaveLength(2);
}, 180_000);
