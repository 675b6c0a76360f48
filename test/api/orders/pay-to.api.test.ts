import { openDesk, type Desk } from '../../support/desk';
import { sceneIn } from '../../support/given';

interface Order {
  id: string;
  reference: string;
  payTo: { accountName: string; sortCode: string; accountNumber: string } | null;
}

let desk: Desk;
beforeAll(async () => void (desk = await openDesk('pay-to')));
afterAll(() => desk?.system.stop());

const orderOf = async ({ id }: { id: string }) => (await desk.employer.get<Order>(`/v1/advance-orders/${id}`)).body;

test('ADV-2 BNK-3 the payer is told account name, sort code and number to pay to, in the order, its list and its mail, while it is open', async () => {
  const { finance, given, tenant, system, employer } = desk;
  const { name } = await system.owner('tenants').where({ id: tenant.id }).first('name');
  const payTo = { accountName: name, sortCode: '82-62-19', accountNumber: '12345678' };
  const order = await given.order(1);
  expect((await orderOf(order)).payTo).toEqual(payTo);
  const list = await employer.get<{ items: Order[] }>(`/v1/advance-orders?reference=${order.reference}`);
  expect(list.body.items).toMatchObject([{ payTo }]);
  const mail = await system.mailbox.waitFor(order.reference, 'how to pay by BACS');
  expect(mail.text).toContain(`Pay to: ${name}, sort code 82-62-19, account number 12345678`);
  await finance.post(`/v1/advance-orders/${order.id}/cancel`, { reason: 'r' });
  expect((await orderOf(order)).payTo).toBeNull();
});

test('ADV-2 SEC-9 a payer is never told the account of another tenant; where none is open his mail says who tells him', async () => {
  const { system } = desk;
  const other = await sceneIn(system, 'pay-elsewhere');
  await system.owner('bank_accounts').where({ tenant_id: other.tenant.id }).update({ state: 'declined' });
  const order = await other.given.order(1);
  expect((await other.as.employerUser.get<Order>(`/v1/advance-orders/${order.id}`)).body.payTo).toBeNull();
  const mail = await system.mailbox.waitFor(order.reference, 'how to pay by BACS');
  expect(mail.text).toContain('Our finance team tells you the account to pay to.');
  expect(mail.text).not.toMatch(/\d\d-\d\d-\d\d/);
});

test('ADV-2 SEC-8 the first account that a second person opens is the one that payers are told, under the name that the bank knows', async () => {
  const { system } = desk;
  const other = await sceneIn(system, 'pay-first');
  await system.owner('bank_accounts').where({ tenant_id: other.tenant.id }).update({ state: 'declined' });
  const open = async (accountNumber: string, holder: string) => {
    const wish = { name: 'New', holder, sortCode: '10-20-30', accountNumber, reason: 'r' };
    const { body } = await other.as.finance.post<{ id: string }>('/v1/bank-accounts', wish);
    await other.as.finance2.post(`/v1/bank-accounts/${body.id}/approve`, { reason: 'r' });
    return (await other.as.finance.get<{ paysIn: boolean }>(`/v1/bank-accounts/${body.id}`)).body.paysIn;
  };
  expect([await open('11111111', 'Scheme Ltd'), await open('22222222', 'Other Ltd')]).toEqual([true, false]);
  const order = await other.given.order(1);
  expect((await other.as.employerUser.get<Order>(`/v1/advance-orders/${order.id}`)).body.payTo).toEqual({
    ...{ accountName: 'Scheme Ltd', sortCode: '10-20-30', accountNumber: '11111111' },
  });
});
