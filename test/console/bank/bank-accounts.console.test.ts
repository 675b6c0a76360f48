import type { Page } from 'playwright-core';
import type { SeededTenant } from '../../../db/seeds/demo';
import type { ApiClient } from '../../support/api-client';
import { consoleInBrowser, decide, press, violations, type ConsoleInBrowser } from '../../support/console';
import { eventually } from '../../support/eventually';
import { importStatement, type Statement } from '../../support/statements';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let tenant: SeededTenant;
let finance: ApiClient;
let web: ConsoleInBrowser;
let page: Page;
let second: Page;

beforeAll(async () => {
  system = await realSystem('console-accounts');
  tenant = await system.tenant('console-accounts');
  finance = await system.signIn(tenant.staff.finance.email);
  web = await consoleInBrowser(system);
  page = await web.signIn(tenant.staff.finance.email);
  second = await web.signIn(tenant.staff.finance2.email);
}, 120_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

test('SEC-8 ADV-4 finance proposes a bank account, faults come back with what was typed; a second person opens it', async () => {
  await page.goto(`${web.url}/bank-accounts`);
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('Name').fill('New current account');
  await page.getByLabel('IBAN').fill('GB34 BUKB 2020 1555 5555 55');
  await page.getByLabel('Layout of its CSV').selectOption('lloyds');
  await page.getByLabel('Reason').fill('the old bank closes');
  await press(page, 'Propose the account');
  await page.getByText('The check digits of this IBAN are wrong').first().waitFor();
  expect(await page.getByLabel('Name').inputValue()).toBe('New current account');
  await page.getByRole('textbox', { name: 'IBAN' }).fill('GB33 BUKB 2020 1555 5555 55');
  await press(page, 'Propose the account');
  await page.getByText('New current account waits for a second person').waitFor();
  expect(await page.getByRole('button', { name: 'Approve it' }).count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Decline it' }).count()).toBe(1);
  expect(await violations(page)).toEqual([]);
  await second.goto(page.url().replace(/\?.*/, ''));
  await decide(second, 'Approve it', 'the mandate is signed', 'Approve it');
  await second.getByText('Approved: ').waitFor();
  await second.getByRole('link', { name: 'Import a statement' }).click();
  expect(await second.getByLabel('Account').innerText()).toContain('New current account (202015 55555555)');
});

test('ADV-4 BNK-1 lines in doubt stand on the statement’s page beside the known ones; finance says what they are', async () => {
  const barclays = (text: string) => `Number,Date,Account,Amount,Subcategory,Memo\n,18/11/2026,82-62-19 87654321,40.00,Credit,${text}`;
  await importStatement(finance, tenant.bankAccounts.barclays, barclays('FIRST EXPORT'));
  const { body } = await finance.upload<Statement>(tenant.bankAccounts.barclays, barclays('OTHER WORDS'));
  await page.goto(`${web.url}/statements`);
  await page.getByText('Asked', { exact: true }).waitFor();
  await page.goto(`${web.url}/statements/${body.id}`);
  await page.getByRole('heading', { name: 'Are these known, or new money?' }).waitFor();
  await page.getByText('FIRST EXPORT').waitFor();
  expect(await violations(page)).toEqual([]);
  await eventually(async () => expect((await finance.get<{ stage: string }>(`/v1/processes/${body.id}`)).body.stage).toBe('Asked'));
  await page.getByLabel('Reason').fill('the same export under another name');
  await press(page, 'These are the same');
  await page.getByText('1 line known already').waitFor();
  await page.getByText('1 of 1 lines posted').waitFor();
  expect(await page.getByText('Are these known, or new money?').count()).toBe(0);
});

test('FIN-1 reports and the list of accounts show each ledger beside its last statement', async () => {
  for (const path of ['/reports', '/bank-accounts']) {
    await page.goto(web.url + path);
    const row = page.getByRole('row', { name: 'Deposit account (Barclays)' }).first();
    expect(await row.innerText()).toContain('£40.00');
    expect(await violations(page)).toEqual([]);
  }
});
