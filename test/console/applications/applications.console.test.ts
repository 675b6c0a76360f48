import type { Page } from 'playwright-core';
import type { SeededTenant } from '../../../db/seeds/demo';
import { consoleInBrowser, decide, press, violations, type ConsoleInBrowser } from '../../support/console';
import { Employer } from '../../support/employers';
import { eventually } from '../../support/eventually';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let tenant: SeededTenant;
let web: ConsoleInBrowser;
let employer: Page;

beforeAll(async () => {
  system = await realSystem('applications-console');
  tenant = await system.tenant('web');
  web = await consoleInBrowser(system);
  const as = new Employer(await system.signIn(tenant.companies[0].user.email), tenant);
  for (const [given, family] of [
    ['Grace', 'Hopper'],
    ['Mary', 'Somerville'],
  ] as const)
    await as.employee(given, family);
  employer = await web.signIn(tenant.companies[0].user.email, 'Your advance orders');
}, 120_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
const stateOf = async (family: string) =>
  (await system
    .owner('applications as a')
    .join('persons as p', 'p.id', 'a.person_id')
    .where('p.family_name', 'like', `${family}%`)
    .first('a.state', 'a.id'))!;

test('APP-1 APP-3 HSE-2 journey 2: two are ticked and started; one is filled in, what is missing is named, the notice understood, the terms ticked: awaiting ordering', async () => {
  await employer.goto(`${web.url}/employees`);
  for (const name of await employer.getByRole('checkbox').all()) await name.check();
  await press(employer, 'Start applications for the chosen');
  await heading(employer, 'Start 2 applications');
  expect(await violations(employer)).toEqual([]);
  await press(employer, 'START APPLICATIONS FOR 2 EMPLOYEES');
  await employer.getByText('2 applications started: fill each in.').waitFor();
  await heading(employer, 'Applications');
  expect(await violations(employer)).toEqual([]);
  const row = employer.getByRole('row').filter({ hasText: 'Grace Hopper' });
  expect(await row.textContent()).toMatch(/Craft or Related Disciplines.*Being completed/s);
  await row.getByRole('link').click();
  await heading(employer, /^Application A-\w+ of Ms Grace Hopper/);
  await employer.getByText('Awaiting Occupational Choice').waitFor();
  expect(await violations(employer)).toEqual([]);
  await employer.getByRole('button', { name: 'Finalise it' }).click();
  await employer.getByText('Missing: Business phone and business e-mail of the application.').waitFor();
  await press(employer, (await employer.getByRole('button', { name: /^Finalise A-/ }).textContent())!.trim());
  await employer.getByRole('alert').getByText('The terms and conditions are not agreed to').first().waitFor();
  expect(await violations(employer)).toEqual([]);
  await employer.goBack();
  await employer.goto(`${web.url}/applications/${(await stateOf('Hopper')).id}/form`);
  expect(await violations(employer)).toEqual([]);
  await employer.getByLabel(/^Phone/).fill('01603 496000');
  await employer.getByLabel(/^E-mail/).fill('office@brightwire.example');
  await press(employer, 'Save and go on');
  await employer.getByText('The application is saved.').waitFor();
  await heading(employer, /^What application A-/);
  await employer.getByRole('link', { name: 'PREVIOUS STEP: contact' }).waitFor();
  expect(await violations(employer)).toEqual([]);
  await employer.getByLabel('Will achieve later, online').check();
  await employer.getByLabel(/^Main occupation/).selectOption('Electrical Labourer');
  await employer.getByLabel('Electrical Manager').check();
  await press(employer, 'Save and go on');
  await heading(employer, /^Finalise application A-/);
  expect((await stateOf('Hopper')).state).toBe('readyToFinalise');
  await employer.getByText('Complete application pending Health and Safety Assessment').waitFor();
  await employer.getByLabel('I UNDERSTAND I WILL CONFIRM LATER').check();
  await employer.getByLabel(/I have read and agree/).check();
  await press(employer, (await employer.getByRole('button', { name: /^Finalise A-/ }).textContent())!.trim());
  await employer.getByText('The application is finalised, awaiting ordering.').waitFor();
  expect(await violations(employer)).toEqual([]);
});

test('ORD-1 ORD-2 ORD-3 it is added to a new order, which is closed; one of finance says that it was paid, another approves, and it is held', async () => {
  await employer.goto(`${web.url}/applications`);
  await employer.getByRole('row').filter({ hasText: 'Grace Hopper' }).getByRole('checkbox').check();
  await press(employer, 'Add the chosen to an order');
  await heading(employer, 'Add 1 application to an order');
  expect(await violations(employer)).toEqual([]);
  await employer.getByLabel('Order', { exact: true }).selectOption('+ CREATE A NEW ORDER');
  await employer.getByLabel(/^Your own reference/).fill('PO 77');
  await employer.getByLabel(/^Level/).selectOption({ index: 1 });
  for (const office of [/^Billing office/, /^Delivery office/]) await employer.getByLabel(office).selectOption({ index: 1 });
  await employer.getByLabel(/^Accounts contact/).fill('Ann');
  await press(employer, 'Add 1 application');
  await heading(employer, 'Order PO 77');
  expect(await violations(employer)).toEqual([]);
  await employer.getByRole('button', { name: 'CLOSE ORDER BUT PAY LATER' }).click();
  await press(employer, 'CLOSE ORDER BUT PAY LATER');
  await employer.getByText('The order is closed: £57.00 is to be paid.').waitFor();
  const { id } = await system.owner('application_orders').first('id');
  const finance = await web.signIn(tenant.staff.finance.email);
  await finance.goto(`${web.url}/card-orders/${id}`);
  await decide(finance, 'It was paid outside the system', 'by cheque', 'Propose the payment of £57.00');
  await heading(finance, 'Payment of £57.00 for an order of cards, made outside the system');
  expect(await violations(finance)).toEqual([]);
  const second = await web.signIn(tenant.staff.finance2.email);
  await second.goto(finance.url());
  await second.getByRole('button', { name: 'Approve it' }).click();
  await second.getByLabel('Reason').fill('seen at the bank');
  await second.locator('form button:not([name])').last().click();
  await second
    .getByText(/^Approved:/)
    .first()
    .waitFor();
  await eventually(async () => expect((await stateOf('Hopper')).state).toBe('onHold'));
});

test('HSE-3 WHY-1 a case operator sees why it is held, and puts the lapse off; the employer sees when it lapses', async () => {
  const { id } = await stateOf('Hopper');
  const operator = await web.signIn(tenant.staff.caseOperator.email, 'What waits for case operators');
  await operator.goto(`${web.url}/applications/${id}`);
  await operator.getByText('Waiting on the operative since').first().waitFor();
  expect(await violations(operator)).toEqual([]);
  await operator.getByRole('button', { name: 'Put off the lapse' }).click();
  await operator.getByLabel(/^Days more/).fill('91');
  await operator.getByLabel('Reason').fill('ill');
  const button = (await operator.getByRole('button', { name: /^Put off the lapse of A-/ }).textContent())!.trim();
  await press(operator, button);
  await operator.getByRole('alert').getByText('91 days are not from 1 to 90').first().waitFor();
  await operator.getByLabel(/^Days more/).fill('30');
  await press(operator, button);
  await operator.getByText('The lapse is put off by 30 days.').waitFor();
  await employer.goto(`${web.url}/applications/${id}`);
  await employer.getByText('Waiting on the operative since').first().waitFor();
  await employer.getByText('On hold').first().waitFor();
  expect(await violations(employer)).toEqual([]);
});

test('APP-10 the other one is abandoned', async () => {
  const { id } = await stateOf('Somerville');
  await employer.goto(`${web.url}/applications/${id}`);
  const button = `Abandon ${(await employer.getByRole('heading', { level: 1 }).textContent())!.split(' ')[1]!}`;
  await decide(employer, 'Abandon it', 'left', button);
  await employer.getByText('The application is abandoned.').waitFor();
  expect((await stateOf('Somerville')).state).toBe('abandoned');
});
