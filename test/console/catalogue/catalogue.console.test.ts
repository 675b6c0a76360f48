import type { Page } from 'playwright-core';
import { consoleInBrowser, decide, giveCredentials, press, violations, type ConsoleInBrowser } from '../../support/console';
import { sceneIn, type Scene } from '../../support/given';
import { PASSWORD, realSystem, type TestSystem } from '../../support/system';
import { londonDate } from '../../../domain/working-days';

let system: TestSystem;
let scene: Scene;
let web: ConsoleInBrowser;
let operator: Page;
let centre: Page;

beforeAll(async () => {
  system = await realSystem('catalogue-console');
  scene = await sceneIn(system, 'web');
  web = await consoleInBrowser(system);
  operator = await web.signIn(scene.tenant.staff.caseOperator.email, 'What waits for case operators');
  const { email } = scene.tenant.centre.user;
  centre = await (await web.newContext()).newPage();
  await signInAs(centre, email);
}, 240_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

async function signInAs(page: Page, email: string): Promise<void> {
  await page.goto(web.url);
  await giveCredentials(page, email, PASSWORD);
  await page.getByRole('link', { name: 'Your organisation' }).first().waitFor();
}
const inDays = (days: number) => londonDate(new Date(Date.now() + days * 86_400_000).toISOString());
const fill = async (page: Page, entered: Record<string, string>) => {
  for (const [label, text] of Object.entries(entered)) await page.getByLabel(label).fill(text);
};

test('REG-18 MON-3 SEC-8 journey 5: staff make a product, its fee is approved by a second person, the centre asks for the approval, gets it and sees it', async () => {
  await operator.goto(`${web.url}/products`);
  expect(await violations(operator)).toEqual([]);
  await operator.getByRole('link', { name: 'Make a product' }).click();
  await operator.getByLabel('Product code').fill('BOAT-3');
  await fill(operator, {
    'From the start of': inDays(0),
    'Name of the product': 'Level 3 Certificate in Boat Building',
    Sector: 'Engineering',
    'Number of the regulator': '603-1234',
    'Grade scale': 'Pass, Refer',
    Components: 'PF | Portfolio | internal',
    Units: 'U701\nU704 | Electrics\nNONE',
  });
  expect(await violations(operator)).toEqual([]);
  await press(operator, 'Make the product');
  await operator.getByText('There is no such unit').first().waitFor();
  await operator.getByText('603-1234 is no such number').first().waitFor();
  await fill(operator, { 'Number of the regulator': '603/1234/5', Units: 'U701\nU704 | Electrics' });
  await press(operator, 'Make the product');
  await operator.getByRole('heading', { name: 'BOAT-3 Level 3 Certificate in Boat Building' }).waitFor();
  await operator.getByText('Optional, Electrics').waitFor();
  expect(await violations(operator)).toEqual([]);
  const product = operator.url();
  await proposeAndApproveFee();
  await centre.goto(`${web.url}/products?code=BOAT`);
  await centre.getByRole('link', { name: 'BOAT-3' }).click();
  await centre.getByText('£75.00 with VAT, today').waitFor();
  await centre.getByText('Not approved: ask for it').waitFor();
  expect(await violations(centre)).toEqual([]);
  await centre.getByRole('link', { name: 'Ask for the approval for BOAT-3' }).click();
  await centre.getByLabel('Reason').fill('Twelve learners start in January');
  expect(await violations(centre)).toEqual([]);
  await press(centre, 'Ask for the approval');
  await centre.getByText('Waiting on our staff').first().waitFor();
  expect(await violations(centre)).toEqual([]);
  const eqa = await web.signIn(scene.tenant.staff.eqa.email, 'What waits for the quality assurer');
  await eqa.goto(`${web.url}/centre-requests?state=asked`);
  await eqa.getByRole('row').filter({ hasText: 'Approval for BOAT-3' }).getByRole('link').first().click();
  const reference = /N-[0-9A-F]{8}/.exec((await eqa.getByRole('heading', { level: 1 }).textContent())!)![0];
  await decide(eqa, 'Grant it', 'visited', `Grant ${reference}`);
  await eqa.getByText('It is granted.').waitFor();
  expect(await violations(eqa)).toEqual([]);
  await centre.goto(product);
  await centre.getByText('Your centre is approved for it').waitFor();
  await operator.goto(`${web.url}/organisations/${scene.tenant.centre.id}`);
  await operator.getByText('BOAT-3 Level 3 Certificate in Boat Building: approved').waitFor();
});

async function proposeAndApproveFee(): Promise<void> {
  const [first, second] = [
    await web.signIn(scene.tenant.staff.administrator.email, 'What waits for administrators'),
    await web.signIn(scene.tenant.staff.administrator2.email, 'What waits for administrators'),
  ];
  await first.goto(`${web.url}/fees`);
  await first.getByLabel('Item', { exact: true }).selectOption('registration');
  await first.getByLabel('Of the product').selectOption({ label: 'BOAT-3 Level 3 Certificate in Boat Building' });
  await fill(first, { 'Price without VAT': '75.00', 'VAT rate in per cent': '0', 'From the start of': inDays(1), Reason: 'new' });
  expect(await violations(first)).toEqual([]);
  await press(first, 'Propose the fee');
  await first.getByRole('heading', { name: 'Registration, BOAT-3 Level 3 Certificate in Boat Building' }).waitFor();
  await second.goto(first.url());
  await decide(second, 'Approve it', 'seen', 'Approve it');
  await second.getByText('Approved:').first().waitFor();
  // Its day has come.
  await system.owner.raw('update fees set effective_from = current_date where effective_from > current_date');
}

test('REG-18 REG-2 REG-6 a product is changed from a day on, a unit renamed, a session opened, a country withdrawn, a window proposed: each on its page', async () => {
  const { body } = await scene.as.caseOperator.get<{ items: { id: string }[] }>('/v1/products?code=VHF-200');
  await operator.goto(`${web.url}/products/${body.items[0]!.id}`);
  await operator.getByRole('button', { name: 'Change it from a day on' }).click();
  await fill(operator, { 'From the start of': inDays(3), 'Name of the product': 'V Cert in Health and Wellbeing' });
  await press(operator, 'Change VHF-200');
  await operator.getByRole('cell', { name: 'V Cert in Health and Wellbeing' }).waitFor();
  for (const path of ['units', 'suites', 'countries', 'session-openings', 'assessment-windows']) {
    await operator.goto(`${web.url}/${path}`);
    expect([path, await violations(operator)]).toEqual([path, []]);
  }
  await fill(operator, { 'Product code': 'VHF-200', 'Name of the window': 'Autumn 2031', 'Opens on': '2031-11-03' });
  await fill(operator, { 'Last day of ordinary bookings': '2031-10-01', 'Closes on': '2031-11-14', Reason: 'calendar' });
  await press(operator, 'Propose the window');
  await operator.getByText('Window Autumn 2031 of VHF-200').first().waitFor();
  await operator.goto(`${web.url}/session-openings`);
  await fill(operator, { 'Product code': 'FSE-100', 'Year in which the session begins': '2030', From: inDays(0) });
  await fill(operator, { 'Until, that day included': inDays(9) });
  await press(operator, 'Open the session');
  await operator.getByRole('link', { name: '2030/31' }).click();
  await fill(operator, { 'Until, that day included': inDays(10) });
  expect(await violations(operator)).toEqual([]);
  await press(operator, 'Move the days');
  await operator.getByText('The session 2030/31 is open from').waitFor();
  await operator.goto(`${web.url}/units`);
  await operator.getByRole('link', { name: 'U101' }).click();
  await fill(operator, { 'Title of the unit': 'Duty of care in practice' });
  await press(operator, 'Change U101');
  await operator.getByText('The unit U101 is changed.').waitFor();
  await operator.goto(`${web.url}/countries`);
  await operator.getByRole('link', { name: 'AT', exact: true }).click();
  await operator.getByLabel('It is withdrawn').check();
  await press(operator, 'Change Austria');
  await operator.getByRole('row').filter({ hasText: 'Austria' }).getByText('Withdrawn').first().waitFor();
});

test('REG-18 a centre asks for an address and a country, each fault at its field; whoever may not change the catalogue is given no form', async () => {
  await centre.goto(`${web.url}/centre-requests`);
  await centre.getByRole('link', { name: 'Ask for a country of study' }).click();
  await fill(centre, { 'Code of the country': 'GB', 'Name of the country': 'Great Britain', Reason: 'r' });
  await press(centre, 'Ask for the country');
  await centre.getByText('GB is a country of study already').first().waitFor();
  expect(await violations(centre)).toEqual([]);
  await centre.goto(`${web.url}/ask-for-address`);
  await fill(centre, { 'Name of the address': 'Quay', 'Its lines': '1 Quay\nWisbech', Postcode: 'PE13 1AA', Reason: 'r' });
  expect(await violations(centre)).toEqual([]);
  await press(centre, 'Ask for the address');
  await centre.getByText('Address Quay: 1 Quay, Wisbech, PE13 1AA').first().waitFor();
  await centre.goto(`${web.url}/products`);
  expect(await centre.getByRole('link', { name: 'Make a product' }).count()).toBe(0);
  const [download] = await Promise.all([
    centre.waitForEvent('download'),
    centre.getByRole('link', { name: 'Download the base data of your products' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('base-data.csv');
  await centre.goto(`${web.url}/new-product`);
  await centre.getByText('You may not open this page').waitFor();
});
