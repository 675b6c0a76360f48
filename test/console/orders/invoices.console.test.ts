import type { Page } from 'playwright-core';
import { londonDate } from '../../../domain/working-days';
import { consoleInBrowser, press, violations, type ConsoleInBrowser } from '../../support/console';
import { openDesk, type Desk } from '../../support/desk';
import { invoicesOf, printed } from '../../support/invoices';

let { system, tenant, employer: api, given } = {} as Desk;
let web: ConsoleInBrowser;
let employer: Page;
let administrator: Page;

beforeAll(async () => {
  ({ system, tenant, employer: api, given } = await openDesk('console-invoices'));
  await system.documents.start();
  web = await consoleInBrowser(system);
  employer = await web.signIn(tenant.companies[0].user.email, tenant.companies[0].name);
  administrator = await web.signIn(tenant.staff.administrator.email, 'What waits for administrators');
}, 180_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

test('ORD-3 ORD-4 ORD-6 an employer closes an order, pays it from funds and finds its invoice, its PDF and the balance after it', async () => {
  await given.allocated(1);
  const order = await given.employer.open([await given.employer.finalised()]);
  await employer.goto(`${web.url}/card-orders/${order.id}`);
  for (const button of ['CLOSE ORDER & PROCEED TO PAYMENT', 'CLOSE ORDER BUT PAY LATER'])
    expect(await employer.getByRole('button', { name: button }).count()).toBe(1);
  await employer.getByRole('button', { name: 'CLOSE ORDER & PROCEED TO PAYMENT' }).click();
  await press(employer, 'CLOSE ORDER & PROCEED TO PAYMENT');
  await employer.getByRole('heading', { name: 'Confirm Pay For Order' }).waitFor();
  expect(await employer.getByRole('button', { name: 'PAY £57.00 NOW' }).count()).toBe(1);
  await employer.goto(`${web.url}/card-orders/${order.id}/funds`);
  await press(employer, 'PAY £57.00 NOW');
  const [invoice] = await invoicesOf(api, order);
  await printed(api, invoice!);
  await employer.getByRole('link', { name: invoice!.number }).click();
  await employer.getByRole('heading', { name: `Invoice ${invoice!.number}` }).waitFor();
  expect(await violations(employer)).toEqual([]);
  expect(await employer.getByRole('link', { name: 'Download it' }).getAttribute('href')).toBe(`/invoices/${invoice!.id}/file`);
  for (const [path, shown] of [
    ['/financial-history', '£193.00'],
    ['/invoices', invoice!.number],
    ['/orders-being-fulfilled', 'PO 7'],
    ['/recent-purchases', 'PO 7'],
  ] as const) {
    await employer.goto(web.url + path);
    await employer.getByText(shown).first().waitFor();
    expect([path, await violations(employer)]).toEqual([path, []]);
  }
  await employer.goto(`${web.url}/orders-requiring-attention`);
  await employer.getByText('There are no pending orders available').waitFor();
}, 120_000);

test('MON-3 an administrator proposes a fee: a day in the past comes back with its fault, a day to come waits for a second person', async () => {
  await administrator.goto(`${web.url}/fees`);
  await administrator.getByText('£57.00').first().waitFor();
  expect(await violations(administrator)).toEqual([]);
  const inDays = (days: number) => londonDate(new Date(Date.now() + days * 86_400_000).toISOString());
  const propose = async (from: string) => {
    await administrator.getByLabel('Item').selectOption('card');
    await administrator.getByLabel('Price without VAT').fill('50.00');
    await administrator.getByLabel('From the start of').fill(from);
    await administrator.getByLabel('Reason').fill('dearer');
    await press(administrator, 'Propose the fee');
  };
  await propose(inDays(-1));
  await administrator.getByText('A fee cannot reach back').first().waitFor();
  await propose(inDays(3));
  await administrator.getByText('waits for a second person').waitFor();
  await administrator.getByText('£57.00 (£47.50 and £9.50 VAT at 20%)').first().waitFor();
}, 120_000);
