import type { Page } from 'playwright-core';
import { SEEDED } from '../../../db/people/seed';
import type { SeededTenant } from '../../../db/seeds/demo';
import { consoleInBrowser, press, violations, type ConsoleInBrowser } from '../../support/console';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let tenant: SeededTenant;
let web: ConsoleInBrowser;
let employer: Page;

beforeAll(async () => {
  system = await realSystem('employees-console');
  tenant = await system.tenant('web');
  web = await consoleInBrowser(system);
  employer = await web.signIn(tenant.companies[0].user.email, 'Your advance orders');
}, 120_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

const heading = (name: string) => employer.getByRole('heading', { level: 1, name }).waitFor();
async function lookUp(keys: Record<string, string>): Promise<void> {
  await employer.goto(`${web.url}/employees/new`);
  await heading('Add an employee: look-up');
  for (const [label, value] of Object.entries(keys)) await employer.getByLabel(label).fill(value);
  await press(employer, 'Look up');
}
const employments = () => system.owner('employments').whereNull('ended_on').orderBy('id');

test('EMP-1 journey 1: of two alike none is shown; a card number finds the one, who is confirmed, declared and listed in that office', async () => {
  const { birthDate, familyName } = SEEDED.alike;
  await employer.getByRole('link', { name: 'Employees', exact: true }).first().click();
  await heading('Employees');
  expect(await violations(employer)).toEqual([]);
  await employer.getByRole('button', { name: 'Add an employee' }).click();
  await heading('Add an employee: look-up');
  expect(await violations(employer)).toEqual([]);
  await lookUp({ 'Birth date': birthDate, 'Last name (optional)': familyName });
  await employer.getByRole('alert').getByText('More than one person matches').waitFor();
  expect(await employer.content()).not.toMatch(/Pat|Sam/);
  expect(await employer.getByLabel('Last name (optional)').inputValue()).toBe(familyName);
  await employer.getByLabel('Card number (optional)').fill(SEEDED.cards[1]);
  await press(employer, 'Look up');
  await heading('Add an employee: confirm who it is');
  await employer.getByText('Found: Mx Sam O’Brien-Smith.').waitFor();
  expect(employer.url()).toBe(`${web.url}/employees/new`);
  await employer.getByLabel('Office where the work started').selectOption('Ipswich');
  await employer.getByLabel('Start date').fill('2099-01-01');
  await press(employer, 'This is who I mean');
  await employer.getByRole('alert').getByText('The start lies in the future').first().waitFor();
  expect(await violations(employer)).toEqual([]);
  await employer.getByLabel('Start date').fill('2026-11-02');
  await press(employer, 'This is who I mean');
  await heading('Add an employee: declaration');
  const words = 'hereby confirm that the operative shown above started work with Ipswich on 2 Nov 2026';
  await employer.getByText(words).waitFor();
  expect(await violations(employer)).toEqual([]);
  await press(employer, 'Add the employee');
  await employer.getByRole('alert').getByText('The declaration is not confirmed').first().waitFor();
  expect(await employments()).toEqual([]);
  await employer.getByLabel('I confirm this').check();
  await press(employer, 'Add the employee');
  await heading('Employees');
  const row = employer.getByRole('row').filter({ hasText: 'Mx Sam O’Brien-Smith' });
  expect(await row.textContent()).toMatch(new RegExp(`Ipswich.*${SEEDED.cards[1]}.*In date`, 's'));
  expect(await employments()).toMatchObject([{ node_id: tenant.companies[0].offices[1], declaration: expect.stringContaining(words) }]);
  await row.getByRole('link').click();
  await heading('Mx Sam O’Brien-Smith');
  await employer.getByText(words).waitFor();
  expect(await violations(employer)).toEqual([]);
});

test('EMP-1 EMP-2 journey 1: nobody found, a new person with every fault told at its field, then listed', async () => {
  await lookUp({ 'Birth date': '1992-12-09', 'Last name (optional)': 'Hopper' });
  await heading('Add an employee: a new person');
  await employer.getByLabel('Title').fill('Ms');
  await employer.getByLabel('NI number').fill('bg123456a');
  await employer.getByLabel('Start date').fill('2026-11-02');
  await press(employer, 'Continue');
  await employer.getByRole('alert').getByText('Enter first name').waitFor();
  await employer.getByRole('alert').getByText('must be a National Insurance number').waitFor();
  expect(await violations(employer)).toEqual([]);
  await employer.getByLabel('First name').fill('Grace');
  await employer.getByLabel('NI number').fill('ab 12 34 56 d');
  await employer.getByLabel('Gender').selectOption('Female');
  await press(employer, 'Continue');
  await heading('Add an employee: declaration');
  await employer.getByLabel('I confirm this').check();
  await press(employer, 'Add the employee');
  await employer.getByRole('row').filter({ hasText: 'Ms Grace Hopper' }).waitFor();
  expect(await system.owner('persons').where({ family_name: 'Hopper' }).first('ni_number')).toEqual({ ni_number: 'AB123456D' });
});

test('EMP-3 EMP-5 the list is searched by a part of the name; those who are ticked leave, and the list shows them no more', async () => {
  await employer.goto(`${web.url}/employees`);
  await employer.getByLabel('A part of the name').fill('hopp');
  await press(employer, 'Filter');
  expect(await employer.getByRole('row').count()).toBe(2);
  const csv = await (await employer.request.get(`${web.url}/employees.csv?search=hopp`)).text();
  expect(csv.trim().split('\n')).toEqual([
    'Name,Office,Since,Applications in progress,Card numbers,H&S status',
    'Ms Grace Hopper,Ipswich,2026-11-02,0,,None',
  ]);
  await employer.getByLabel('Company, group or office').selectOption({ label: '– – Norwich (office)' });
  await press(employer, 'Switch');
  await employer.getByText('You have no employees yet').waitFor();
  await employer.getByLabel('Company, group or office').selectOption('All that I may see');
  await press(employer, 'Switch');
  await employer.getByLabel('Choose Ms Grace Hopper').check();
  await employer.getByLabel('Choose Mx Sam O’Brien-Smith').check();
  await press(employer, 'The chosen leave');
  await heading('2 employees leave');
  expect(await violations(employer)).toEqual([]);
  await press(employer, 'LEAVE 2 EMPLOYEES');
  await employer.getByText('2 employees have left.').waitFor();
  await employer.getByText('You have no employees yet').waitFor();
  expect(await employments()).toEqual([]);
});
