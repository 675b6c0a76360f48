import type { Page } from 'playwright-core';
import { userSeeder } from '../../../db/access/seed';
import type { SeededTenant } from '../../../db/seeds/demo';
import { consoleInBrowser, press, violations, type ConsoleInBrowser } from '../../support/console';
import { Employer } from '../../support/employers';
import { eventually } from '../../support/eventually';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let tenant: SeededTenant;
let web: ConsoleInBrowser;
let employer: Page;

beforeAll(async () => {
  system = await realSystem('employer-home');
  tenant = await system.tenant('home');
  web = await consoleInBrowser(system);
  const [one] = tenant.companies;
  const api = await system.signIn(one.user.email);
  const of = new Employer(api, tenant);
  for (let each = 0; each < 30; each += 1) await of.started();
  await of.open([await of.finalised()]);
  await of.finalised();
  await eventually(async () => {
    const { body } = await api.get<Record<string, { count: number }>>('/v1/panels');
    expect(body['awaitingPurchase']!.count).toBe(1);
  });
  employer = await web.signIn(one.user.email, one.name);
}, 120_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
const panel = async (page: Page, text: string) =>
  (await page.locator('.app-panel').filter({ hasText: text }).innerText()).replace(/\s+/g, ' ');
/** How far a page reaches beyond the window's width, and how high it is. */
const sizeOf = (page: Page) =>
  page.evaluate(() => {
    const { document, innerWidth } = globalThis as unknown as {
      document: { documentElement: { scrollWidth: number; scrollHeight: number } };
      innerWidth: number;
    };
    const { scrollWidth, scrollHeight } = document.documentElement;
    return { beyond: Math.max(0, scrollWidth - innerWidth), height: scrollHeight };
  });
async function switchTo(page: Page, label: string): Promise<void> {
  await page.getByLabel('Company, group or office').selectOption({ label });
  await press(page, 'Switch');
}

test('EMP-7 the home shows the company with its JIB number, the balance and how much is in each list, each panel leads to it', async () => {
  const [one] = tenant.companies;
  await heading(employer, one.name);
  expect(await employer.getByRole('main').innerText()).toMatch(/JIB number\s+JIB\d+\s+Head office/);
  await employer.getByText('Balance £0.00').waitFor();
  expect(await violations(employer)).toEqual([]);
  for (const [text, count] of [
    ['Applications requiring attention', 30],
    ['Applications awaiting purchase', 1],
    ['Applications in progress and not yet dispatched', 32],
    ['Orders requiring attention', 1],
    ['Applications on hold', 0],
    ['Cards expiring or expired within 3 months', 0],
    ['Purchases of the last 60 days', 0],
  ] as const)
    expect(await panel(employer, text)).toBe(`${count} ${text}`);
  for (const link of await employer
    .locator('.app-panel a')
    .evaluateAll((links) => links.map((link) => (link as unknown as { getAttribute(name: string): string }).getAttribute('href')))) {
    await employer.goto(web.url + link);
    await employer.getByRole('heading', { level: 1 }).waitFor();
    expect([link, await violations(employer)]).toEqual([link, []]);
  }
});

test('APP-7 a list of twenty-five rows fits two screens, and a telephone’s width; it is sorted, paged and downloaded with its columns', async () => {
  for (const [path, things] of [
    ['/applications', 'Applications'],
    ['/employees', 'Employees'],
    ['/requiring-attention', 'Applications'],
  ] as const) {
    await employer.goto(web.url + path);
    await employer.getByText(`${things} 1 to 25; there are more`).waitFor();
    await employer.setViewportSize({ width: 1400, height: 900 });
    const { beyond, height } = await sizeOf(employer);
    expect([path, beyond, Math.max(height, 1800)]).toEqual([path, 0, 1800]);
    await employer.setViewportSize({ width: 390, height: 844 });
    expect([path, (await sizeOf(employer)).beyond]).toEqual([path, 0]);
  }
  await employer.setViewportSize({ width: 1280, height: 720 });
  await employer.getByLabel('Sorted by').selectOption('Status changed last');
  await press(employer, 'Filter');
  await employer.getByRole('link', { name: 'Next page' }).click();
  await employer.getByText('Applications 26 to 30').waitFor();
  const csv = await (await employer.request.get(`${web.url}/awaiting-purchase.csv`)).text();
  const [head, row, ...others] = csv.trim().split('\n');
  expect([head, others]).toEqual([
    'Application,Applicant,Employed by,In group,H&S,Photo,Type,Applying for grade,Applying for occupation',
    [],
  ]);
  expect(row).toMatch(
    /^A-\w+,Ms Ann Apply\d+,"Brightwire Electrical Ltd, Norwich",Eastern,Online,Verified,Craft or Related Disciplines,,Electrical labourer$/,
  );
});

test('EMP-7 SEC-7 the switch narrows home, employees, applications and orders, and stays with the session', async () => {
  await employer.goto(`${web.url}/home`);
  await switchTo(employer, '– – Ipswich (office)');
  await heading(employer, tenant.companies[0].name);
  expect(await panel(employer, 'Applications requiring attention')).toBe('0 Applications requiring attention');
  for (const [path, nothing] of [
    ['/employees', 'You have no employees yet'],
    ['/requiring-attention', 'None has to be filled in'],
    ['/card-orders', 'There are no pending orders available'],
  ] as const) {
    await employer.goto(web.url + path);
    await employer.getByText(nothing).waitFor();
  }
  const other = await web.signIn(tenant.companies[0].user.email, tenant.companies[0].name);
  expect(await panel(other, 'Applications requiring attention')).toBe('30 Applications requiring attention');
  await switchTo(employer, '– – Norwich (office)');
  await employer.goto(`${web.url}/employees`);
  await employer.getByText('Employees 1 to 25; there are more').waitFor();
  await switchTo(employer, 'All that I may see');
  await employer.getByText('Employees 1 to 25; there are more').waitFor();
});

test('SEC-7 scenario 5: a user of office 2 has that office alone to choose from, and sees nothing of office 1', async () => {
  const [one] = tenant.companies;
  const { password_hash: hash } = await system.owner('users').where({ id: one.user.id }).first('password_hash');
  const make = userSeeder(system.owner, tenant.id, tenant.key, hash);
  const rights = ['employees', 'applications', 'purchasing'];
  const { email } = await make('south', 'employerUser', { organisation: one.id, node: one.offices[1], rights });
  const south = await web.signIn(email, one.name);
  expect(await south.getByLabel('Company, group or office').locator('option').allInnerTexts()).toEqual([
    'All that I may see',
    'Ipswich (office)',
  ]);
  expect(await panel(south, 'Applications in progress')).toMatch(/^0 /);
  const { id } = await system.owner('applications').first('id');
  expect((await south.goto(`${web.url}/applications/${id}`))!.status()).toBe(404);
});

test('SEC-8 a case operator sees the lists of all employers with their names, and the employees of one from its page', async () => {
  const operator = await web.signIn(tenant.staff.caseOperator.email, 'What waits for case operators');
  await operator.goto(`${web.url}/requiring-attention`);
  await operator.getByText('Brightwire Electrical Ltd, Norwich').first().waitFor();
  expect(await violations(operator)).toEqual([]);
  await operator.goto(`${web.url}/organisations/${tenant.companies[1].id}`);
  await operator.getByRole('link', { name: 'Its employees' }).click();
  await heading(operator, 'Employees');
  await operator.getByText('Nothing is found.').waitFor();
  await operator.goto(`${web.url}/organisations/${tenant.companies[0].id}`);
  await operator.getByRole('link', { name: 'Its applications' }).click();
  await operator.getByText('Employer: Brightwire Electrical Ltd').waitFor();
  await operator.getByText('Applications 1 to 25; there are more').waitFor();
  expect(await violations(operator)).toEqual([]);
});
