import type { Page } from 'playwright-core';
import type { SeededTenant } from '../../../db/seeds/demo';
import { consoleInBrowser, decide, enterCode, giveCredentials, press, violations, type ConsoleInBrowser } from '../../support/console';
import { eventually } from '../../support/eventually';
import { linkFor } from '../../support/people';
import { PASSWORD, realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let tenant: SeededTenant;
let web: ConsoleInBrowser;
const clean: string[] = [];

beforeAll(async () => {
  system = await realSystem('people-console');
  tenant = await system.tenant('web');
  web = await consoleInBrowser(system);
}, 120_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

/** Opens a page, and insists that axe finds nothing on it. */
async function visit(page: Page, path: string, heading: string | RegExp): Promise<void> {
  await page.goto(web.url + path);
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  expect([path, await violations(page)]).toEqual([path, []]);
  clean.push(path);
}

test('SEC-14 SEC-3 staff make a company and its first user in the browser; he follows the link, gives the code, chooses a password and signs in', async () => {
  const operator = await web.signIn(tenant.staff.caseOperator.email, 'What waits for case operators');
  await visit(operator, '/organisations', 'Organisations');
  await operator.getByLabel('Kind of the new one').selectOption('employer');
  await operator.getByLabel('Name', { exact: true }).fill('Socket Brothers');
  await operator.getByLabel('Number', { exact: true }).fill('JIB-SB');
  await press(operator, 'Add the organisation');
  await operator.getByRole('heading', { name: 'Socket Brothers' }).waitFor();
  await operator.getByRole('link', { name: 'Add its first user' }).click();
  await operator.getByLabel('First name').fill('Grace');
  await operator.getByLabel('Last name').fill('Hopper');
  await operator.getByLabel('E-mail address').fill('grace@web.example');
  await operator.getByLabel('Mobile number').fill('not a number');
  await operator.getByLabel('Purchasing (all)').check();
  await operator.getByLabel('User admin (all)').check();
  await press(operator, 'Invite');
  await operator.getByRole('alert').getByText('must be a mobile number').first().waitFor();
  expect([await operator.getByLabel('E-mail address').inputValue(), await operator.getByLabel('Purchasing (all)').isChecked()]).toEqual([
    'grace@web.example',
    true,
  ]);
  expect(await violations(operator)).toEqual([]);
  await operator.getByLabel('Mobile number').fill('07700 900777');
  await press(operator, 'Invite');
  await operator.getByText('Grant it at the lowest level that does').waitFor();
  expect(await violations(operator)).toEqual([]);

  const company = `/organisations/${(await system.owner('organisations').where({ name: 'Socket Brothers' }).first()).id}`;
  await operator.goto(web.url + company);
  await operator.getByRole('button', { name: 'Add a group or an office' }).click();
  await operator.getByLabel('Name', { exact: true }).fill('Leeds');
  await operator.getByLabel('Kind', { exact: true }).selectOption('office');
  await press(operator, 'Add it');
  await operator.getByText('The office Leeds is added.').waitFor();
  await operator.getByRole('button', { name: 'Rename or move a group or an office' }).click();
  expect(await violations(operator)).toEqual([]);
  await operator.getByLabel('Its new name, if any').fill('Leeds Central');
  await press(operator, 'Change it');
  await operator.getByText('Leeds Central').first().waitFor();
  await operator.getByRole('button', { name: 'Add an address' }).click();
  await operator.getByLabel('Name of the address').fill('Yard');
  await operator.getByLabel('Its lines').fill('1 Yard Lane\nLeeds');
  await operator.getByLabel('Postcode').fill('LS1 1AA');
  await press(operator, 'Add the address');
  await operator.getByText('1 Yard Lane, Leeds, LS1 1AA').waitFor();

  const link = await linkFor(system.mailbox, 'grace@web.example', 'Your account at');
  const grace = await (await web.newContext()).newPage();
  await visit(grace, `/activate/${link}`, 'Activate your account');
  const since = new Date().toISOString();
  await press(grace, 'Send me the code');
  await grace.getByLabel('New password').fill('short');
  await enterCode(grace, since);
  await grace.getByRole('alert').getByText('It has 5 characters').first().waitFor();
  expect(await violations(grace)).toEqual([]);
  await grace.getByLabel('New password').fill(PASSWORD);
  await press(grace, 'Set the password');
  await grace.getByText('Your password is set').waitFor();
  await giveCredentials(grace, 'grace@web.example', PASSWORD);
  await grace.getByRole('heading', { level: 1 }).waitFor();
  expect(await grace.getByRole('navigation', { name: 'Primary navigation' }).getByRole('link').allInnerTexts()).toEqual([
    'Home',
    'Employees',
    'Applications',
    'Orders',
    'Your organisation',
  ]);
  await grace.goto(`${web.url}/activate/${link}`);
  await grace.getByRole('heading', { level: 1, name: 'This link is used up' }).waitFor();
  await grace.context().close();
});

test('SEC-1 after failures the browser solves the challenge by itself, and a forgotten password can be asked for', async () => {
  const page = await (await web.newContext()).newPage();
  await visit(page, '/sign-in', 'Sign in');
  for (let failure = 0; failure < 4; failure += 1) {
    await page.getByRole('textbox', { name: 'E-mail address' }).fill(tenant.staff.dpo.email);
    await page.getByLabel('Password', { exact: true }).fill('wrong');
    await press(page, 'Sign in');
    await page.getByRole('alert').waitFor();
  }
  await page.getByText('The task is solved').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  const since = new Date().toISOString();
  await press(page, 'Sign in');
  await page.getByRole('heading', { name: 'Enter the code' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await enterCode(page, since);
  await page.getByRole('heading', { name: 'What waits for the data protection officer' }).waitFor();
  await press(page, 'Sign out');
  await visit(page, '/forgotten', 'Forgotten password');
  await page.getByLabel('E-mail address').fill(tenant.staff.dpo.email);
  await press(page, 'Send the link');
  await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();
  await page.context().close();
});

test('SEC-4 somebody asks for an account at a centre, and its Portal Admin approves with permissions', async () => {
  const page = await (await web.newContext()).newPage();
  await visit(page, '/ask-for-access', 'Ask for an account at your centre');
  for (const [label, value] of Object.entries({
    'Awarding body': tenant.key,
    'Centre number': tenant.centre.number,
    'First name': 'Alan',
    'Last name': 'Turing',
    'E-mail address': 'alan@web.example',
    'Mobile number': '07700 900778',
  }))
    await page.getByLabel(label).fill(value);
  await press(page, 'Send the request');
  await page.getByRole('heading', { name: 'Your request is on its way' }).waitFor();
  const portal = await web.signIn(tenant.centre.user.email, 'Fenland College');
  const admin = system.caller(tenant.centre.user.email);
  await eventually(async () =>
    expect((await admin.get<{ items: object[] }>('/v1/access-requests')).body.items).toMatchObject([{ state: 'asked' }]),
  );
  await visit(portal, '/access-requests', 'Access requests');
  await portal.getByRole('link', { name: 'Alan Turing' }).click();
  await portal.getByRole('button', { name: 'Approve and invite' }).click();
  await portal.getByLabel('Bookings').check();
  expect(await violations(portal)).toEqual([]);
  await press(portal, 'Approve and invite Alan Turing');
  await portal.getByText('A link to activate the account is on its way').waitFor();
  await linkFor(system.mailbox, 'alan@web.example', 'Your account at');
});

test('WRK-1 a case worker takes a task, writes a note, filters, and gives all of a filter back in bulk with the outcome of each', async () => {
  const rows = Array.from({ length: 60 }, (_each, index) => ({
    id: crypto.randomUUID(),
    tenant_id: tenant.id,
    queue: 'eqa',
    task: 'reviewSample',
    entity_type: 'receipt',
    entity_id: crypto.randomUUID(),
    due_at: new Date(Date.now() + (index - 1) * 3_600_000),
    opened_at: new Date(),
  }));
  await system.owner('work_items').insert(rows);
  const eqa = await web.signIn(tenant.staff.eqa.email, 'What waits for the quality assurer');
  expect(await violations(eqa)).toEqual([]);
  expect(await eqa.getByText('Late', { exact: true }).count()).toBe(2);
  await press(eqa, 'Take it Review sample');
  await eqa.getByText('Your tasks (1)').waitFor();
  await visit(eqa, '/work?queue=eqa&assignee=nobody', 'Work');
  await eqa.getByText('Your filters').click();
  await eqa.getByLabel('Name of this filter').fill('Not taken');
  await press(eqa, 'Keep the filter');
  await visit(eqa, '/', 'What waits for the quality assurer');
  await eqa.getByRole('link', { name: 'Not taken' }).click();
  await eqa.getByLabel('To all that the filter finds, on every page').check();
  await press(eqa, 'Begin');
  await eqa.getByRole('heading', { name: 'Done: 59 done, 0 failed of 59' }).waitFor();
  expect(await violations(eqa)).toEqual([]);
  await visit(eqa, '/', 'What waits for the quality assurer');
  await eqa.getByText('Your tasks (60)').waitFor();
  await eqa.goto(`${web.url}/work`);
  await eqa.getByText('Your filters (1)').click();
  await press(eqa, 'Remove Not taken');
  await eqa.getByText('The filter is removed.').waitFor();
  expect(await eqa.getByText('Your filters (1)').count()).toBe(0);
});

test('TIM-3 SEC-8 one administrator proposes a number, is not let approve it, another one does; a note, half of it kept for later, and a file stand on the case, and both see what happened', async () => {
  const first = await web.signIn(tenant.staff.administrator.email, 'What waits for administrators');
  await visit(first, '/policy', 'Policy');
  await first.getByText(/^Suspense \(\d+\)$/).click();
  await first.locator('a[href="/policy/propose?name=suspense.returnDays"]').click();
  await first.getByText('In force: 60 days').waitFor();
  await first.getByLabel('New value').fill('45');
  await first.getByLabel('From the start of').fill('2030-01-01');
  await first.getByLabel('Reason').fill('the auditor asks for it');
  await press(first, 'Propose it');
  await first.getByText('waits for a second person').first().waitFor();
  expect(await first.getByRole('button', { name: 'Approve it' }).count()).toBe(0);
  expect(await violations(first)).toEqual([]);
  const second = await web.signIn(tenant.staff.administrator2.email, 'What waits for administrators');
  await second.getByRole('link', { name: /Approve a proposal/ }).click();
  await second.getByRole('link', { name: 'Files and notes' }).click();
  await second.getByLabel('Note', { exact: true }).fill('Checked with');
  await press(second, 'Save for later');
  await second.getByText('half-written note is kept').waitFor();
  expect(await second.locator('#note-text').textContent()).toBe('Checked with');
  await second.getByLabel('Note', { exact: true }).fill('Checked with finance');
  await press(second, 'Keep the note');
  await second.getByText('Checked with finance').waitFor();
  const file = { name: 'auditor’s letter.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF') };
  await second.getByLabel('A picture or PDF').setInputFiles(file);
  await press(second, 'Keep the file');
  const href = await second.getByRole('link', { name: 'auditor_s letter.pdf' }).getAttribute('href');
  const sent = await second.context().request.get(web.url + href, { maxRedirects: 0 });
  const link = new URL(sent.headers()['location']!);
  expect(await (await fetch(system.api + link.pathname)).text()).toBe('%PDF-1.4\n%%EOF');
  expect(await violations(second)).toEqual([]);
  await decide(second, 'Approve it', 'fine', 'Approve it');
  await second.getByText('Approved: ').waitFor();
  const history = await second.locator('.moj-timeline').innerText();
  expect(history).toMatch(/Approved\s+by Admin2 Example[\s\S]*Why: fine[\s\S]*Proposed\s+by Admin Example/);
  await second.getByRole('link', { name: 'Audit trail' }).click();
  expect(await second.getByRole('table', { name: 'Who did what, when and why' }).innerText()).toMatch(
    /Proposed\s+Admin Example[\s\S]*Approved\s+Admin2 Example/,
  );
});

test('SEC-13 CNS-1 SEC-2 a person gives a consent and makes a key; pages of templates, audit, staff and users are axe clean', async () => {
  const ada = await web.signIn(tenant.individual.email, 'Your account');
  expect(await violations(ada)).toEqual([]);
  await press(ada, 'Give Marketing');
  await ada.getByRole('button', { name: 'Withdraw Marketing' }).waitFor();
  const administrator = await web.signIn(tenant.staff.administrator.email, 'What waits for administrators');
  await visit(administrator, '/templates', 'Templates');
  await visit(administrator, '/templates/mail/invitation', 'invitation (mail)');
  await visit(administrator, '/staff', 'Staff');
  await visit(administrator, `/users/${tenant.staff.eqa.id}`, 'Eqa Example');
  await visit(administrator, '/audit?verify=1', 'The trail and its proof');
  await administrator.getByText('Whole', { exact: true }).waitFor();
  await visit(administrator, `/organisations/${tenant.companies[0].id}`, 'Brightwire Electrical Ltd');
  await visit(administrator, `/organisations/${tenant.checker.id}`, 'Gatehouse Site Access Ltd');
  await visit(administrator, '/account', 'Your account');
  await administrator.getByRole('link', { name: 'Make a key' }).click();
  await administrator.getByLabel('Name of the key').fill('Nightly export');
  await press(administrator, 'Make a key');
  expect(await administrator.getByLabel('Name of the key').inputValue()).toBe('Nightly export');
  await administrator.getByLabel('Export audit').check();
  await press(administrator, 'Make a key');
  expect(await administrator.locator('code').innerText()).toMatch(/^csk_/);
  await administrator.getByRole('link', { name: 'Back to your account' }).click();
  await administrator.getByRole('link', { name: 'Revoke Nightly export' }).click();
  await press(administrator, 'Revoke Nightly export');
  await administrator.getByRole('cell', { name: 'Revoked' }).waitFor();
  const finance = await web.signIn(tenant.staff.finance.email);
  await visit(finance, '/adjustments', 'Manual adjustments');
  expect(clean.length).toBeGreaterThan(15);
});
