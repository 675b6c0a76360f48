import { daysLater } from '../../../domain/working-days';
import { eventually } from '../../support/eventually';
import { lloydsFile, placeOrder, type Order } from '../../support/orders';
import { importStatement, standingOf } from '../../support/statements';
import { skippingSystem, type SkippingSystem } from '../../support/system';

let system: SkippingSystem;
beforeAll(async () => void (system = await skippingSystem('reversal')));
afterAll(() => system?.stop());

test('ADV-5 the approval is a wait: finance is reminded every three days to the second, and no more once it is decided', async () => {
  const tenant = await system.tenant('reversal');
  const employer = await system.signIn(tenant.companies[0].user.email);
  const finance = await system.signIn(tenant.staff.finance.email);
  const finance2 = await system.signIn(tenant.staff.finance2.email);
  const order = await placeOrder(employer, tenant.companies[0], { credits: 1 });
  await importStatement(finance, tenant.bankAccounts.lloyds, lloydsFile([{ text: order.reference, pounds: 250 }]));
  await eventually(async () => expect((await finance.get<Order>(`/v1/advance-orders/${order.id}`)).body.state).toBe('allocated'));
  const { body } = await finance.post<{ id: string }>(`/v1/advance-orders/${order.id}/reversals`, { reason: 'not theirs' });
  const { since, next } = await standingOf(finance, body.id);
  const mails = async () => (await system.owner('outbox').where({ entity_id: body.id, name: 'reversal-asked' })).length;
  const shift = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString();
  expect(next.map((event) => event.at)).toEqual([daysLater(since, 3)]);

  await system.sleepUntil(shift(next[0]!.at, -1000));
  expect(await mails()).toBe(1);
  await system.sleepUntil(shift(next[0]!.at, 1000));
  await eventually(async () => expect(await mails()).toBe(2));
  expect((await finance2.post(`/v1/reversals/${body.id}/approve`, { reason: 'checked' })).status).toBe(200);
  await system.sleepUntil(daysLater(since, 10));
  expect(await mails()).toBe(2);
});
