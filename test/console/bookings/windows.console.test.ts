import type { Page } from 'playwright-core';
import type { SeededTenant } from '../../../db/seeds/demo';
import { dateLater, dateWords } from '../../../domain/working-days';
import type { ApiClient } from '../../support/api-client';
import { datesIn, seedAddress, seedBookedProduct, seedWindow, workingDayFrom } from '../../support/bookings';
import { consoleInBrowser, decide, press, violations, type ConsoleInBrowser } from '../../support/console';
import { seedBatch, type Product } from '../../support/learners';
import { realSystem, type TestSystem } from '../../support/system';

const now = new Date().toISOString();
let system: TestSystem;
let tenant: SeededTenant;
let web: ConsoleInBrowser;
let operator: Page;
let product: Product;
let window: string;
let address: string;
let centre: ApiClient;
const dates = datesIn('ordinary', now);

beforeAll(async () => {
  system = await realSystem('console-windows');
  tenant = await system.tenant('console-windows', 'awarding-body');
  product = await seedBookedProduct(system, tenant);
  window = await seedWindow(system, tenant, product, dates);
  address = await seedAddress(system, tenant);
  const { batch } = await seedBatch(system.database, tenant, { product, learners: [{ surname: 'Joyce' }] });
  centre = await system.signIn(tenant.centre.user.email);
  const sitting = { component: 'EX', window, assessmentOn: workingDayFrom(dates.opensOn, 5), time: '09:30' };
  const body = { product: product.id, batches: [batch.id], sittings: [sitting], location: 'Hall', address };
  expect((await centre.post('/v1/bookings', body)).status).toBe(201);
  web = await consoleInBrowser(system);
  operator = await web.signIn(tenant.staff.caseOperator.email, 'What waits for case operators');
}, 180_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

const accessible = async (page: Page) => expect([page.url(), await violations(page)]).toEqual([page.url(), []]);

test('BKG-3 BKG-4 SEC-8 WHY-1 journey 4: a window says its band, what comes next and why it waits; its dates move once a second person has seen what becomes of the bands, and who is booked keeps his', async () => {
  await operator.goto(`${web.url}/assessment-windows?product=${product.id}`);
  await operator.getByRole('row').filter({ hasText: 'Ordinary' }).getByRole('link', { name: 'Winter' }).click();
  await operator.getByText('Bookings: to be sat from').waitFor();
  await operator.getByText('late bookings begin').first().waitFor();
  await operator.getByText('very late bookings begin').first().waitFor();
  await accessible(operator);
  await press(operator, 'Move its dates');
  const cutOffOn = dateLater(dates.cutOffOn, 7);
  await operator.getByLabel('Last day of ordinary bookings').fill(cutOffOn);
  await operator.getByLabel('Reason').fill('printers asked');
  await accessible(operator);
  await press(operator, 'Propose the dates');
  await operator.getByText('The window waits for a second person.').waitFor();
  const day = (date: string) => dateWords(dateLater(date, 1));
  await operator
    .getByText(`${day(dates.cutOffOn)} 00:00 → ${day(cutOffOn)} 00:00`)
    .first()
    .waitFor();
  await accessible(operator);
  const second = await web.signIn(tenant.staff.administrator.email, 'What waits for administrators');
  await second.goto(operator.url());
  await decide(second, 'Approve it', 'seen', 'Approve it');
  await second.getByText('Approved:').first().waitFor();
  await second.goto(`${web.url}/assessment-windows/${window}`);
  await second.getByText(`at ${day(cutOffOn)} 00:00 late bookings begin`).waitFor();
  await accessible(second);
  await second.getByRole('link', { name: 'Bookings of it' }).click();
  await second.getByRole('cell', { name: 'Ordinary' }).waitFor();
});

test('BKG-4 WHY-1 a day of assessments outside windows says what it waits for, and leads to its bookings', async () => {
  const paper = await seedBookedProduct(system, tenant, { hasWindows: false });
  const { batch } = await seedBatch(system.database, tenant, { product: paper, learners: [{ surname: 'Kelman' }] });
  const day = workingDayFrom(dates.opensOn, 0);
  const sitting = { component: 'EX', assessmentOn: day, time: '09:30' };
  const body = { product: paper.id, batches: [batch.id], sittings: [sitting], location: 'Hall', address };
  const { groups } = (await centre.post<{ groups: { bookings: { id: string }[] }[] }>('/v1/bookings', body)).body;
  await operator.goto(`${web.url}/bookings/${groups[0]!.bookings[0]!.id}`);
  await operator.getByRole('link', { name: 'The day of assessments' }).click();
  await operator.getByRole('heading', { name: `Assessments of ${dateWords(day)}` }).waitFor();
  await operator.getByText(`Waiting for the assessments of ${dateWords(day)}`).waitFor();
  expect(await operator.getByText('Service level').count()).toBe(0);
  await accessible(operator);
  await operator.getByRole('link', { name: 'Bookings of it' }).click();
  await operator.getByRole('link', { name: 'Ann Kelman, Written paper' }).waitFor();
  expect(await operator.getByRole('link', { name: 'Ann Joyce, Written paper' }).count()).toBe(0);
});

test('REG-13 SEC-9 staff see the bookings of all centres with their names, and change none', async () => {
  await operator.goto(`${web.url}/bookings`);
  await operator.getByRole('row').filter({ hasText: 'Ann Joyce' }).getByRole('cell', { name: 'Fenland College' }).waitFor();
  await accessible(operator);
  expect(
    await operator
      .getByRole('checkbox')
      .or(operator.getByRole('button', { name: 'See what it does' }))
      .count(),
  ).toBe(0);
  await operator.getByRole('link', { name: 'Ann Joyce, Written paper' }).click();
  await operator.getByRole('cell', { name: 'Policy by which the window was counted' }).waitFor();
  await accessible(operator);
  expect(await operator.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
  await operator.goto(`${web.url}/bookings/chosen/cancel`);
  await operator.getByText('You may not open this page').waitFor();
});
