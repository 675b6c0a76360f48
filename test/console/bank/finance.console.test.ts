import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { SeededTenant } from '../../../db/seeds/demo';
import type { ApiClient } from '../../support/api-client';
import { consoleInBrowser, decide, press, violations, type ConsoleInBrowser } from '../../support/console';
import { eventually } from '../../support/eventually';
import { lloydsFile, placeOrder, type Order } from '../../support/orders';
import { findReceipt, importStatement, standingOf, type Receipt } from '../../support/statements';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let tenant: SeededTenant;
let employer: ApiClient;
let finance: ApiClient;
let web: ConsoleInBrowser;
let page: Page;
let balance = 1000;
const folder = mkdtempSync(join(tmpdir(), 'countersign-console-'));

beforeAll(async () => {
  system = await realSystem('console');
  tenant = await system.tenant('console');
  employer = await system.signIn(tenant.companies[0].user.email);
  finance = await system.signIn(tenant.staff.finance.email);
  web = await consoleInBrowser(system);
  page = await web.signIn(tenant.staff.finance.email);
}, 120_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function pay(text: string, pounds: number): Promise<void> {
  await importStatement(finance, tenant.bankAccounts.lloyds, lloydsFile([{ text, pounds }], balance));
  balance += pounds;
}
async function received(text: string, pounds: number): Promise<Receipt> {
  await pay(text, pounds);
  const receipt = await findReceipt(finance, text);
  await standingOf(finance, receipt.id);
  return receipt;
}
const order = (credits = 1) => placeOrder(employer, tenant.companies[0], { credits });
const stateOf = async ({ id }: Order) => (await finance.get<Order>(`/v1/advance-orders/${id}`)).body.state;
/** The reference with its first two different neighbours swapped. */
const mistyped = ({ reference }: Order) => {
  const at = [...reference].findIndex((sign, index) => index > 2 && sign !== reference[index + 1]);
  return reference.slice(0, at) + reference[at + 1] + reference[at] + reference.slice(at + 2);
};
async function chooseFile(name: string, content: string | Buffer): Promise<void> {
  writeFileSync(join(folder, name), content);
  await page.goto(`${web.url}/statements`);
  await page.getByLabel('Account').selectOption({ label: 'Current account (Lloyds) (826219 12345678)' });
  await page.getByLabel('Statement').setInputFiles(join(folder, name));
  await press(page, 'Import');
}

const awake = () => page.locator('body[data-keys=awake]').waitFor();

test('WRK-1 BNK-2 finance accepts a suggestion with one key: it is said which, the receipt that follows comes next, and a second stroke decides nothing', async () => {
  const [placed, other] = [await order(2), await order(7)];
  const receipt = await received(`PAYMENT ${mistyped(placed)}`, 500);
  const following = await received(`ALSO ${mistyped(other)}`, 1_750);
  await page.goto(web.url);
  await page.locator(`a[href="/suspense/${receipt.id}"]`).first().click();
  await page.getByRole('heading', { name: '£500.00, booked' }).waitFor();
  expect(await page.getByText('1 typing error from the reference').count()).toBe(1);
  await page.keyboard.press('1');
  await awake();
  expect(page.url()).toBe(`${web.url}/suspense/${receipt.id}`);
  await page.keyboard.press('1');
  await page.getByText(`Accepted £500.00 for ${placed.reference}.`).waitFor();
  expect(page.url()).toBe(`${web.url}/suspense/${following.id}`);
  await page.keyboard.press('1');
  expect(await page.getByRole('link', { name: 'Undo it: ask for a reversal' }).getAttribute('href')).toBe(`/orders/${placed.id}/reverse`);
  expect(await stateOf(placed)).toBe('allocated');
  await awake();
  expect([page.url(), await stateOf(other)]).toEqual([`${web.url}/suspense/${following.id}`, 'held']);
  await eventually(async () =>
    expect(await system.owner('work_items').where({ entity_id: receipt.id }).whereNull('closed_at')).toEqual([]),
  );
});

test('WRK-1 the keys of pages are switched off in one’s account, and then a digit does nothing (WCAG 2.1.4)', async () => {
  const placed = await order(4);
  const receipt = await received(`DIGIT ${mistyped(placed)}`, 1_000);
  await page.goto(`${web.url}/account`);
  await press(page, 'Switch them off');
  await page.getByText('The keys of pages are off').waitFor();
  await page.goto(`${web.url}/suspense/${receipt.id}`);
  expect(await page.locator('script[src="/assets/one-key.js"]').count()).toBe(0);
  await page.goto(`${web.url}/account`);
  await press(page, 'Switch them on');
  await page.goto(`${web.url}/suspense/${receipt.id}`);
  await awake();
});

test('BNK-1 ADV-4 a statement is uploaded: progress, proof, then its receipts in suspense', async () => {
  await chooseFile('november.csv', lloydsFile([{ text: 'FROM THE CONSOLE', pounds: 12 }], balance));
  balance += 12;
  await page.getByText('1 of 1 lines posted').waitFor();
  await page.getByText('It adds up and follows on from the statement before.').waitFor();
  await chooseFile('again.csv', lloydsFile([{ text: 'FROM THE CONSOLE', pounds: 12 }], balance - 12));
  await page.getByText('This very file was imported before').waitFor();
  await page.goto(`${web.url}/suspense`);
  expect(await page.getByRole('link', { name: 'FROM THE CONSOLE' }).count()).toBe(1);
});

test('ADV-4 a wrong file is answered on the page with every fault, its row and what to do; nothing is imported', async () => {
  const good = lloydsFile(
    [
      { text: 'A', pounds: 1 },
      { text: 'B', pounds: 2 },
    ],
    balance,
  );
  await chooseFile('bad.csv', good.replace(',1.00,', ',BAD,').replace(',2.00,', ',1.005,'));
  const summary = page.getByRole('alert');
  await summary.waitFor();
  expect(await summary.innerText()).toMatch(/2 faults[\s\S]*Row 2[\s\S]*1\.005[\s\S]*Row 3[\s\S]*BAD/);
  await chooseFile('statement.pdf', '%PDF-1.7 a letter');
  await page.getByText('This is a PDF document').waitFor();
  expect(await violations(page)).toEqual([]);
});

test('BNK-2 finance splits a receipt; a wrong sum comes back with what was typed', async () => {
  const placed = await order(1);
  const receipt = await received('ONE FOR TWO', 300);
  await page.goto(`${web.url}/suspense/${receipt.id}`);
  await page.getByRole('button', { name: 'Split it' }).click();
  await page.getByLabel('Order 1').fill(placed.reference);
  await page.getByLabel('Pounds 1').fill('250.00');
  await page.getByLabel('Pounds 2').fill('49.00');
  await press(page, 'Split £300.00');
  await page.getByText('The parts add up to £299.00, the receipt is £300.00').first().waitFor();
  expect(await page.getByLabel('Pounds 1').inputValue()).toBe('250.00');
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('Pounds 2').fill('50.00');
  await press(page, 'Split £300.00');
  await page.getByText('£300.00 is split').waitFor();
  await eventually(async () => expect(await stateOf(placed)).toBe('allocated'));
});

test('WHY-1 an order’s page says why it waits and what comes next; a part payment is decided there', async () => {
  const placed = await order(2);
  await pay(`PART ${placed.reference}`, 100);
  await eventually(async () => expect(await stateOf(placed)).toBe('partPaid'));
  await page.goto(`${web.url}/orders/${placed.id}`);
  expect(await page.locator('.app-why').innerText()).toMatch(/Part paid[\s\S]*Waiting on finance since[\s\S]*What comes next/);
  await page.getByRole('button', { name: 'Decide about what was received', exact: true }).click();
  await press(page, 'Decide about £100.00');
  await page.getByRole('alert').getByRole('link', { name: 'Choose what becomes of it' }).click();
  expect([page.url(), await violations(page)]).toEqual([`${web.url}/orders/${placed.id}/decide#choice`, []]);
  await page.getByLabel('Accept £100.00 as received').check();
  await page.getByLabel('Reason').fill('they sent what they had');
  await press(page, 'Decide about £100.00');
  await page.getByText('£100.00 is accepted as received').waitFor();
  expect(await stateOf(placed)).toBe('allocated');
});

test('ADV-5 a reversal is asked for on the order’s page, refused to the one who asked, and approved by a second person', async () => {
  const placed = await order(1);
  await pay(`EXACTLY ${placed.reference}`, 250);
  await eventually(async () => expect(await stateOf(placed)).toBe('allocated'));
  await page.goto(`${web.url}/orders/${placed.id}`);
  await decide(page, 'Ask for a reversal', 'another company’s transfer', 'Ask for a reversal of £250.00');
  await page.getByText('waits for a second person').first().waitFor();
  await page.getByRole('link', { name: 'Reversal of £250.00' }).click();
  await page.getByRole('heading', { name: `Reversal of £250.00 allocated to ${placed.reference}` }).waitFor();
  expect(await page.getByRole('button', { name: 'Approve it' }).count()).toBe(0);
  const second = await web.signIn(tenant.staff.finance2.email);
  await second.goto(page.url());
  await decide(second, 'Approve it', 'checked with the bank', 'Approve the reversal of £250.00');
  await second.getByText('the money is in suspense again').first().waitFor();
  expect(await violations(second)).toEqual([]);
  await second.context().close();
});

test('BNK-3 a claim is confirmed beside the receipt that it may be', async () => {
  const placed = await order(3);
  await received('NO REFERENCE AT ALL', 750);
  await employer.post(`/v1/advance-orders/${placed.id}/claims`, { amount: 75_000, bookedOn: '2026-11-20', quoted: 'forgot it' });
  await page.goto(`${web.url}/claims`);
  await page.getByRole('row', { name: 'forgot it' }).getByRole('link').click();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Confirm it with a receipt' }).click();
  await press(page, `Confirm £750.00 for ${placed.reference}`);
  await page.getByText('The claim of £750.00 is confirmed').waitFor();
  expect(await stateOf(placed)).toBe('allocated');
});

test('BNK-3 a payer sees on an own page what is expected and received, and claims a mistyped transfer there', async () => {
  const placed = await order(2);
  await pay(`SOME ${placed.reference}`, 100);
  await eventually(async () => expect(await stateOf(placed)).toBe('partPaid'));
  const payer = await web.signIn(tenant.companies[0].user.email, 'Your advance orders');
  await payer.goto(`${web.url}/my`);
  expect(await violations(payer)).toEqual([]);
  await payer.getByRole('link', { name: placed.reference }).click();
  expect(await payer.getByRole('main').innerText()).toMatch(/Expected\s+£500\.00[\s\S]*Received\s+£100\.00[\s\S]*Part paid/);
  await payer.getByLabel('Pounds that you sent').fill('400.00');
  await payer.getByLabel('Day of the transfer').fill('2026-11-20');
  await payer.getByLabel('Reference as you typed it').fill('ECS');
  await press(payer, 'Claim this transfer');
  await payer.getByText('Thank you.').waitFor();
  expect(await payer.getByText('£400.00 of 20 Nov 2026: open').count()).toBe(1);
  expect(await violations(payer)).toEqual([]);
  await payer.goto(`${web.url}/suspense`);
  await payer.getByRole('heading', { level: 1, name: 'You may not open this page' }).waitFor();
  await payer.context().close();
});

test('WRK-1 ADV-3 holds are extended in bulk, with an outcome for each', async () => {
  const [first, second] = [await order(), await order()];
  for (const each of [first, second])
    await system
      .owner('processes')
      .where({ entity_id: each.id })
      .update({ due_at: new Date(Date.now() + 86_400_000) });
  await finance.post(`/v1/advance-orders/${second.id}/extend`, { days: 60, reason: 'longer already' });
  await system
    .owner('processes')
    .where({ entity_id: second.id })
    .update({ due_at: new Date(Date.now() + 86_400_000) });
  await page.goto(`${web.url}/holds`);
  await page.getByLabel(`Choose ${first.reference}`).check();
  await page.getByLabel(`Choose ${second.reference}`).check();
  await page.getByRole('button', { name: 'Extend the chosen' }).click();
  await page.getByLabel('Days from now').fill('30');
  await page.getByLabel('Reason').fill('bank holiday');
  await press(page, 'Extend 2 holds');
  await page.getByRole('heading', { name: 'What became of each hold' }).waitFor();
  expect(await page.getByRole('row', { name: first.reference }).innerText()).toContain('Done');
  expect(await page.getByRole('row', { name: second.reference }).innerText()).toContain('Choose a later end');
});

test('WRK-1 BNK-2 by keyboard alone every control of a receipt’s page is reached, in the page’s order, and a form is sent', async () => {
  const placed = await order(5);
  const receipt = await received(`KEYS ${mistyped(placed)}`, 1_250);
  await page.goto(`${web.url}/suspense/${receipt.id}`);
  const controls = 'a[href], button, input:not([type=hidden]), select, textarea';
  const expected = await page.locator(controls).count();
  const reached = new Set<string>();
  for (let press = 0; press < expected; press += 1) {
    await page.keyboard.press('Tab');
    reached.add(
      await page.evaluate((selector) => {
        const { document } = globalThis as unknown as {
          document: { activeElement: unknown; querySelectorAll(all: string): Iterable<unknown> };
        };
        return String([...document.querySelectorAll(selector)].indexOf(document.activeElement));
      }, controls),
    );
  }
  expect([...reached]).toEqual(Array.from({ length: expected }, (_each, index) => String(index)));
  await page.getByRole('button', { name: 'Ask the likely payers' }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Reason').focus();
  await page.keyboard.press('Enter');
  await page.getByText('The likely payers of £1,250.00 are asked').waitFor();
});

test('OPS-2 FIN-1 the day’s report is asked for on the reports page, and downloaded as a PDF from its own', async () => {
  await page.goto(`${web.url}/reports`);
  await press(page, 'Make the day’s report as a PDF');
  await page.getByText('is being made.').first().waitFor();
  expect([await page.locator('.app-why').innerText(), await violations(page)]).toEqual([expect.stringContaining('Being made'), []]);
  await system.documents.start();
  await eventually(async () => {
    await page.reload();
    expect(await page.getByRole('link', { name: 'Download it' }).count()).toBe(1);
  });
  expect(await violations(page)).toEqual([]);
  const cookies = (await page.context().cookies(web.url)).map(({ name, value }) => `${name}=${value}`).join('; ');
  const pdf = await fetch(`${page.url().split('?')[0]}/file`, { headers: { Cookie: cookies } });
  expect([pdf.headers.get('content-type'), (await pdf.text()).slice(0, 5)]).toEqual(['application/pdf', '%PDF-']);
  await page.goto(`${web.url}/reports`);
  expect(await page.getByRole('link', { name: /^download/ }).count()).toBe(1);
  expect(await violations(page)).toEqual([]);
});

test('FIN-1 the day’s money is a picture with its table, and the day is there as CSV', async () => {
  await page.goto(web.url);
  expect(await page.getByRole('img', { name: 'The day’s money'.replace('’', "'") }).count()).toBe(1);
  expect(await page.getByRole('table', { name: "The day's money" }).innerText()).toMatch(/Received today[\s\S]*In suspense/);
  const cookies = (await page.context().cookies(web.url)).map(({ name, value }) => `${name}=${value}`).join('; ');
  const csv = await fetch(`${web.url}/reports/day.csv`, { headers: { Cookie: cookies } });
  expect([csv.headers.get('content-type'), (await csv.text()).split('\n')[0]!.trim()]).toEqual([
    expect.stringContaining('csv'),
    'section,reference,at,pounds',
  ]);
});
