import type { Page } from 'playwright-core';
import type { SeededTenant } from '../../../db/seeds/demo';
import { consoleInBrowser, decide, press, violations, type ConsoleInBrowser } from '../../support/console';
import { Employer } from '../../support/employers';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let tenant: SeededTenant;
let web: ConsoleInBrowser;
let page: Page;

beforeAll(async () => {
  system = await realSystem('journey-2');
  tenant = await system.tenant('journey');
  web = await consoleInBrowser(system);
  const [one] = tenant.companies;
  const employer = new Employer(await system.signIn(one.user.email), tenant);
  for (const given of ['Ann', 'Bea', 'Cat', 'Dan', 'Eve', 'Fay']) await employer.employee(given);
  page = await web.signIn(one.user.email, one.name);
}, 120_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
const states = () => system.owner('applications').orderBy('id').pluck('state');
async function tick(...given: string[]): Promise<void> {
  await page.goto(`${web.url}/employees`);
  for (const name of given) await page.getByLabel(`Choose Ms ${name}`).check();
}
/** Opens one of the applications from the list of those that require attention. */
async function open(given: string): Promise<void> {
  await page.goto(`${web.url}/requiring-attention`);
  await page
    .getByRole('row')
    .filter({ hasText: `Ms ${given}` })
    .getByRole('link')
    .click();
  await heading(new RegExp(`^Application A-\\w+ of Ms ${given}`));
}
async function steppedThrough(phone: string): Promise<void> {
  await page.getByRole('button', { name: 'STEP THROUGH' }).click();
  await page.getByLabel(/^Phone/).fill(phone);
  await page.getByLabel(/^E-mail/).fill('office@brightwire.example');
  await press(page, 'Save and go on');
  await page.getByLabel('Will achieve later, online').check();
  await page.getByLabel(/^Main occupation/).selectOption('Electrical Labourer');
  await press(page, 'Save and go on');
  await heading(/^Finalise application A-/);
}
async function finalised(): Promise<void> {
  await page.getByText('Complete application pending Health and Safety Assessment').waitFor();
  await page.getByLabel('I UNDERSTAND I WILL CONFIRM LATER').check();
  await page.getByLabel(/I have read and agree/).check();
  await press(page, (await page.getByRole('button', { name: /^Finalise A-/ }).textContent())!.trim());
  await page.getByText('The application is finalised, awaiting ordering.').waitFor();
}

test('EMP-3 journey 2: three are ticked and leave at once', async () => {
  await tick('Ann', 'Bea', 'Cat');
  await press(page, 'The chosen leave');
  await heading('3 employees leave');
  await press(page, 'LEAVE 3 EMPLOYEES');
  await page.getByText('3 employees have left.').waitFor();
  expect(await page.getByRole('checkbox').count()).toBe(3);
});

test('APP-1 journey 2: applications are started for three, each of a type of its own, and stand with their employees', async () => {
  await tick('Dan', 'Eve', 'Fay');
  await press(page, 'Start applications for the chosen');
  await heading('Start 3 applications');
  expect(await page.getByText(/^NI number AB/).count()).toBe(3);
  await page.getByLabel(/^Ms Eve/).selectOption('Managerial');
  await press(page, 'START APPLICATIONS FOR 3 EMPLOYEES');
  await page.getByText('3 applications started: fill each in.').waitFor();
  expect(await page.getByRole('row').filter({ hasText: 'Ms Eve' }).textContent()).toMatch(/Managerial/);
  await page.goto(`${web.url}/employees`);
  await page.getByRole('row').filter({ hasText: 'Ms Dan' }).getByRole('link').click();
  await page.getByText('Applications in progress').waitFor();
  await page.getByRole('link', { name: 'Create New Application Now' }).click();
  await heading('Start 1 application');
});

test('APP-2 APP-3 APP-4 HSE-2 journey 2: the summary names all that is missing; finalised with the notice, un-finalised, changed, finalised again', async () => {
  await open('Dan');
  const main = page.getByRole('main');
  for (const each of ['Business phone and business e-mail', 'Main occupation and grade', 'Awaiting Occupational Choice'])
    await main.getByText(each).first().waitFor();
  await steppedThrough('01603 496000');
  expect(await violations(page)).toEqual([]);
  await finalised();
  expect(await states()).toEqual(['finalised', 'beingCompleted', 'beingCompleted']);
  await page.goto(`${web.url}/awaiting-purchase`);
  await page.getByRole('row').filter({ hasText: 'Ms Dan' }).getByRole('link').click();
  await page.getByRole('button', { name: 'Un-finalise it' }).click();
  await press(page, (await page.getByRole('button', { name: /^Un-finalise A-/ }).textContent())!.trim());
  await page.getByText('The application can be changed again.').waitFor();
  await steppedThrough('01603 496001');
  await finalised();
  expect(await system.owner('applications').where({ state: 'finalised' }).first('phone')).toEqual({ phone: '01603 496001' });
});

test('APP-10 journey 2: one is abandoned, and is history at once', async () => {
  await open('Fay');
  const name = (await page.getByRole('heading', { level: 1 }).textContent())!.match(/A-\w+/)![0];
  await decide(page, 'Abandon it', 'she stays where she is', `Abandon ${name}`);
  await page.getByText('The application is abandoned.').waitFor();
  await page.goto(`${web.url}/history`);
  await page.getByRole('link', { name }).waitFor();
  expect(await states()).toEqual(['finalised', 'beingCompleted', 'abandoned']);
});
