import type { Page } from 'playwright-core';
import type { SeededTenant } from '../../../db/seeds/demo';
import type { ApiClient } from '../../support/api-client';
import { consoleInBrowser, giveCredentials, press, violations, type ConsoleInBrowser } from '../../support/console';
import { lloydsFile, placeOrder, type Order } from '../../support/orders';
import { findReceipt, importStatement, standingOf, type Receipt } from '../../support/statements';
import { PASSWORD, realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let tenant: SeededTenant;
let employer: ApiClient;
let finance: ApiClient;
let web: ConsoleInBrowser;
let page: Page;
let order: Order;
const TRANSFERS = 60;

beforeAll(async () => {
  system = await realSystem('kits');
  tenant = await system.tenant('kits');
  employer = await system.signIn(tenant.companies[0].user.email);
  finance = await system.signIn(tenant.staff.finance.email);
  order = await placeOrder(employer, tenant.companies[0], { credits: 3 });
  const lines = Array.from({ length: TRANSFERS }, (_each, index) => ({
    text: index === 0 ? '<script>alert(1)</script>' : `TRANSFER ${index} OF NOBODY`,
    pounds: 1_000 + index,
  }));
  await importStatement(finance, tenant.bankAccounts.lloyds, lloydsFile(lines, 1000));
  await standingOf(finance, (await findReceipt(finance, 'TRANSFER 59 OF NOBODY')).id);
  web = await consoleInBrowser(system);
  page = await web.signIn(tenant.staff.finance.email);
}, 240_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

/** The cookies of a signed-in page, for a request beside it. */
async function cookiesOf(of: Page): Promise<string> {
  return (await of.context().cookies(web.url)).map(({ name, value }) => `${name}=${value}`).join('; ');
}
async function fetched(of: Page, path: string): Promise<Response> {
  return fetch(web.url + path, { headers: { Cookie: await cookiesOf(of) }, redirect: 'manual' });
}

test('REG-13 a list is paged both ways, counted, and downloaded exactly as it is filtered, pounds without signs', async () => {
  await page.goto(`${web.url}/suspense`);
  expect(await page.getByText('Receipts 1 to 25; there are more').count()).toBe(1);
  const first = await page.locator('.app-table tbody').innerText();
  await page.getByRole('link', { name: 'Next page' }).click();
  await page.getByText('Receipts 26 to 50; there are more').waitFor();
  await page.getByRole('link', { name: 'Next page' }).click();
  await page.getByText(`Receipts 51 to ${TRANSFERS}`).waitFor();
  expect(await page.getByRole('link', { name: 'Next page' }).count()).toBe(0);
  await page.getByRole('link', { name: 'Previous page' }).click();
  await page.getByRole('link', { name: 'Previous page' }).click();
  await page.getByText('Receipts 1 to 25').waitFor();
  expect(await page.locator('.app-table tbody').innerText()).toBe(first);
  const csv = (await (await fetched(page, '/suspense.csv')).text()).trim().split('\n');
  expect([csv.length, csv[0]]).toEqual([TRANSFERS + 1, 'What the payer wrote,Payer,Booked,Amount']);
  expect(csv.find((row) => row.startsWith('TRANSFER 7 '))).toMatch(/^TRANSFER 7 OF NOBODY,.*,\d{4}-\d{2}-\d{2},1007$/);
});

test('REG-13 a filter stands as a tag that takes it away again; where nothing is found the page says what to do', async () => {
  await page.goto(`${web.url}/orders?state=held&reference=${order.reference}`);
  expect(await page.locator('.app-table tbody tr').count()).toBe(1);
  await page.getByRole('link', { name: `Remove this filter: Reference: ${order.reference}` }).click();
  await page.waitForURL(`${web.url}/orders?state=held`);
  await page.goto(`${web.url}/orders?state=cancelled`);
  expect([await page.getByText('Nothing is found.').count(), await violations(page)]).toEqual([1, []]);
  const filtered = (await (await fetched(page, '/orders.csv?state=cancelled')).text()).trim().split('\n');
  expect(filtered).toHaveLength(1);
});

test('AUD-1 the trail is filtered by what happened, in the words that it shows', async () => {
  const administrator = await web.signIn(tenant.staff.administrator.email, 'What waits for administrators');
  await administrator.goto(`${web.url}/trail`);
  const whats = async () => (await administrator.locator('.app-table tbody tr td:nth-child(2)').allInnerTexts()).map((text) => text.trim());
  const [what] = await whats();
  expect(new Set(await whats()).size).toBeGreaterThan(1);
  await administrator.getByLabel('What', { exact: true }).fill(what!.toLowerCase());
  await press(administrator, 'Filter');
  await administrator.getByRole('link', { name: `Remove this filter: What: ${what!.toLowerCase()}` }).waitFor();
  expect(new Set(await whats())).toEqual(new Set([what]));
  await administrator.context().close();
});

test('WRK-1 the box in the header finds a reference, an amount, a payer’s words and a company, each with its page', async () => {
  const look = async (q: string) => {
    await page.goto(web.url);
    await page.getByRole('searchbox').fill(q);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/find/);
    return page
      .locator('main a')
      .evaluateAll((links) => links.map((link) => (link as unknown as { getAttribute(name: string): string }).getAttribute('href')));
  };
  expect(await look(order.reference)).toContain(`/orders/${order.id}`);
  expect(await violations(page)).toEqual([]);
  const receipt = await findReceipt(finance, 'TRANSFER 33 OF NOBODY');
  expect(await look('1,033.00')).toContain(`/suspense/${receipt.id}`);
  expect(await look('transfer 33 of')).toContain(`/suspense/${receipt.id}`);
  expect(await look('<b>nobody</b> at all')).toEqual([]);
  expect(await page.getByText('Nothing is found.').count()).toBe(1);
  const payer = await web.signIn(tenant.companies[0].user.email, 'Your advance orders');
  await payer.getByRole('searchbox').fill(order.reference.slice(0, 7));
  await payer.keyboard.press('Enter');
  await payer.getByRole('link', { name: order.reference }).click();
  await payer.getByRole('heading', { name: `Advance order ${order.reference}` }).waitFor();
  await payer.context().close();
});

test('SEC-2 a link that somebody was sent survives signing in; one to another site does not', async () => {
  const fresh = await (await web.newContext()).newPage();
  await fresh.goto(`${web.url}/orders/${order.id}?view=audit`);
  await giveCredentials(fresh, tenant.staff.finance2.email, PASSWORD);
  await fresh.waitForURL(`${web.url}/orders/${order.id}?view=audit`);
  for (const to of ['https://evil.example/', '//evil.example', '/\\evil.example'])
    expect(await (await fetch(`${web.url}/sign-in?to=${encodeURIComponent(to)}`)).text()).toContain('name="to" value="/"');
  await fresh.context().close();
});

/** How far a page reaches beyond the window's width, and beyond two screens of 900 where that is a desk's. */
async function beyond(of: Page): Promise<number> {
  return of.evaluate(() => {
    const { document, innerWidth } = globalThis as unknown as {
      document: { documentElement: { scrollWidth: number; scrollHeight: number } };
      innerWidth: number;
    };
    const { scrollWidth, scrollHeight } = document.documentElement;
    return Math.max(0, scrollWidth - innerWidth) + (innerWidth < 1400 ? 0 : Math.max(0, scrollHeight - 1800));
  });
}
const PHONE = { width: 390, height: 844 };
const LAPTOP = { width: 1024, height: 768 };
const DESK = { width: 1400, height: 900 };

test('SEC-8 each role is offered only what it may open, and every one of those pages is axe clean, as wide as a phone or a small screen and two screens long at most', async () => {
  const homes = {
    finance: 'What waits for finance',
    caseOperator: 'What waits for case operators',
    eqa: 'What waits for the quality assurer',
    dpo: 'What waits for the data protection officer',
    administrator: 'What waits for administrators',
  } as const;
  const faults: unknown[] = [];
  for (const [role, home] of Object.entries(homes) as [keyof typeof homes, string][]) {
    const visitor = await web.signIn(tenant.staff[role].email, home);
    await visitor.setViewportSize(PHONE);
    const offered = new Set<string>();
    const read = async () =>
      (
        await visitor
          .locator('nav a')
          .evaluateAll((links) => links.map((link) => (link as unknown as { getAttribute(name: string): string }).getAttribute('href')))
      ).filter((href) => href.startsWith('/'));
    for (const href of await read()) {
      await visitor.goto(web.url + href);
      for (const each of await read()) offered.add(each);
    }
    for (const href of offered) {
      const answer = await visitor.goto(web.url + href);
      const found = [answer?.status(), await beyond(visitor), ...(await violations(visitor))];
      for (const size of [LAPTOP, DESK]) {
        await visitor.setViewportSize(size);
        found.push(await beyond(visitor));
      }
      await visitor.setViewportSize(PHONE);
      if (found.join() !== '200,0,0,0') faults.push([role, href, ...found]);
    }
    expect(offered.size).toBeGreaterThanOrEqual(3);
    await visitor.context().close();
  }
  expect(faults).toEqual([]);
});

test('SEC-8 pages and decisions of cases fit a phone and two screens of a desk as well, and are axe clean', async () => {
  const receipt = (await findReceipt(finance, 'TRANSFER 12 OF NOBODY')) as Receipt & { statement: string };
  const paths = [
    ...['', '?view=files', '?view=mails', '?view=audit', '/extend', '/cancel'].map((rest) => `/orders/${order.id}${rest}`),
    ...['', '/ask', '/split', '/return'].map((rest) => `/suspense/${receipt.id}${rest}`),
    `/statements/${receipt.statement}`,
    `/statements/${receipt.statement}/lines`,
    `/bank-accounts/${tenant.bankAccounts.lloyds}`,
    `/bank-accounts/${tenant.bankAccounts.lloyds}/columns`,
    '/find?q=transfer',
    '/account',
    '/account/keys/new',
    '/no-such-page',
  ];
  const faults: unknown[] = [];
  for (const path of paths) {
    await page.setViewportSize(PHONE);
    await page.goto(web.url + path);
    const found = [await beyond(page), ...(await violations(page))];
    await page.setViewportSize(DESK);
    found.push(await beyond(page));
    if (found.join() !== '0,0') faults.push([path, ...found]);
  }
  expect(faults).toEqual([]);
});

test('BNK-1 a statement’s lines stand with their outcomes, each with its receipt', async () => {
  const receipt = (await findReceipt(finance, 'TRANSFER 59 OF NOBODY')) as Receipt & { statement: string };
  await page.goto(`${web.url}/statements/${receipt.statement}`);
  await page.getByRole('link', { name: `Its ${TRANSFERS} lines, each with its outcome` }).click();
  const row = page.getByRole('row', { name: 'TRANSFER 59 OF NOBODY' });
  expect(await row.innerText()).toMatch(/In suspense[\s\S]*£1,059\.00/);
  await row.getByRole('link').first().click();
  await page.waitForURL(`${web.url}/suspense/${receipt.id}`);
});

test('BNK-1 the columns of a bank’s CSV are mapped on a page, with the file’s first rows before one', async () => {
  const account = tenant.bankAccounts.lloyds;
  await page.goto(`${web.url}/bank-accounts/${account}/columns`);
  const file = { name: 'odd.csv', mimeType: 'text/csv', buffer: Buffer.from('Booked;Paid in;Paid out;What for\n2026-11-20;12.00;;ECS\n') };
  await page.getByLabel('Statement as CSV').setInputFiles(file);
  await press(page, 'Show its first rows');
  await page.getByRole('row', { name: '2026-11-20' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('Name of the layout').fill('Odd bank');
  await page.getByLabel('Day booked').selectOption('Booked');
  await page.getByLabel('Money in').selectOption('Paid in');
  await press(page, 'Keep the columns');
  await page.getByRole('alert').waitFor();
  expect(await page.getByLabel('Money in').inputValue()).toBe('Paid in');
  await page.getByLabel('Money out').selectOption('Paid out');
  await page.getByLabel('What for').check();
  await page.getByLabel('How days are written').selectOption('yyyy-mm-dd');
  await press(page, 'Keep the columns');
  await page.getByRole('alert').getByText('The columns of').waitFor();
  const { body } = await finance.get<{ layout: object }>(`/v1/bank-accounts/${account}`);
  expect(body.layout).toMatchObject({
    name: 'Odd bank',
    delimiter: ';',
    columns: { date: 'Booked', debit: 'Paid out', credit: 'Paid in', text: ['What for'] },
  });
});

test('ORD-1 ADV-1 a payer places an order on a page, and is told where to pay and what to quote', async () => {
  const payer = await web.signIn(tenant.companies[0].user.email, 'Your advance orders');
  await payer.getByRole('button', { name: 'Place an order' }).click();
  await press(payer, 'Place the order');
  await payer.getByRole('link', { name: 'Enter credits' }).waitFor();
  expect(await violations(payer)).toEqual([]);
  await payer.getByLabel('Your own reference or PO number').fill('PO 77');
  await payer.getByLabel('Whom to ask about the payment').fill('Accounts');
  await payer.getByLabel('Credits').fill('2');
  await press(payer, 'Place the order');
  await payer.getByText('quote this reference with your transfer').waitFor();
  expect(await payer.getByRole('main').innerText()).toMatch(
    /Reference to quote\s+ECS\d+[\s\S]*Sort code\s+\d\d[\s\S]*Account number\s+\d{8}/,
  );
  expect(await violations(payer)).toEqual([]);
  await payer.context().close();
});

test('SEC-2 a form without its token is refused, a page without a session asks to sign in, and no page lets others’ code run', async () => {
  const cookies = await cookiesOf(page);
  const forged = await fetch(`${web.url}/holds/decide`, {
    method: 'POST',
    headers: { Cookie: cookies, Origin: web.url },
    body: new URLSearchParams({ verb: 'cancel' }),
  });
  expect(forged.status).toBe(403);
  const stranger = await fetch(`${web.url}/suspense`, { redirect: 'manual' });
  expect([stranger.status, stranger.headers.get('location')]).toEqual([303, '/sign-in?to=%2Fsuspense']);
  expect(stranger.headers.get('content-security-policy')).toContain("default-src 'self'");
  await page.goto(`${web.url}/find?q=script+alert`);
  expect(await page.getByRole('link', { name: '<script>alert(1)</script>' }).count()).toBe(1);
});
