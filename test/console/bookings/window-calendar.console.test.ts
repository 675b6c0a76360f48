import type { Page } from 'playwright-core';
import type { SeededTenant } from '../../../db/seeds/demo';
import { dateLater, dateWords } from '../../../domain/working-days';
import { today } from '../../support/booked';
import { seedAddress, seedBookedProduct, seedWindow, workingDayFrom } from '../../support/bookings';
import { beyondWindow, consoleInBrowser, violations, type ConsoleInBrowser } from '../../support/console';
import { seedBatch, type Product } from '../../support/learners';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let tenant: SeededTenant;
let web: ConsoleInBrowser;
let operator: Page;
let product: Product;
let soon: Product;

beforeAll(async () => {
  system = await realSystem('console-window-calendar');
  tenant = await system.tenant('console-window-calendar', 'awarding-body');
  product = await seedBookedProduct(system, tenant);
  soon = await seedBookedProduct(system, tenant, { lateAllowed: false });
  await seedWindow(
    system,
    tenant,
    product,
    { cutOffOn: '2026-12-18', opensOn: '2027-01-11', closesOn: '2027-01-22' },
    { name: 'January', at: '2026-11-02T09:00:00.000Z' },
  );
  for (let n = 1; n <= 7; n += 1) {
    const dates = { cutOffOn: dateLater(today(), 2), opensOn: dateLater(today(), 40), closesOn: dateLater(today(), 50) };
    await seedWindow(system, tenant, soon, dates, { name: `Soon ${n}`, lateAllowed: false });
  }
  web = await consoleInBrowser(system);
  operator = await web.signIn(tenant.staff.caseOperator.email, 'What waits for case operators');
}, 180_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

const fits = async (page: Page) => {
  expect([page.url(), await beyondWindow(page)]).toEqual([page.url(), 0]);
  expect([page.url(), await violations(page)]).toEqual([page.url(), []]);
};
const cell = (page: Page, day: string) => page.getByRole('cell').filter({ has: page.locator(`time[datetime="${day}"]`) });

test.each([1024, 390])(
  'BKG-3 TIM-1 a month of windows %i pixels wide says on its days what happens, with bank holidays, leads to the windows, and goes to the months beside it by the keyboard',
  async (width) => {
    await operator.setViewportSize({ width, height: 800 });
    await operator.goto(`${web.url}/window-calendar?month=2026-12&product=${product.id}`);
    await operator.getByRole('heading', { name: 'Assessment windows in December 2026' }).waitFor();
    await fits(operator);
    expect(await cell(operator, '2026-12-18').innerText()).toContain('Cut-off: January');
    expect(await cell(operator, '2026-12-19').innerText()).toContain('Late from: January');
    expect(await cell(operator, '2026-12-25').innerText()).toContain('christmas');
    expect(await cell(operator, '2026-12-30').innerText()).toContain('Very late from: January');
    await operator.getByRole('link', { name: 'Next month' }).focus();
    await operator.keyboard.press('Enter');
    await operator.getByRole('heading', { name: 'Assessment windows in January 2027' }).waitFor();
    for (const [day, text] of [
      ['2027-01-07', 'No bookings from'],
      ['2027-01-11', 'Opens'],
      ['2027-01-22', 'Closes'],
    ] as const)
      expect(await cell(operator, day).innerText()).toContain(`${text}: January`);
    await fits(operator);
    await operator.getByRole('link', { name: 'Previous month' }).focus();
    await operator.keyboard.press('Enter');
    await operator.getByRole('heading', { name: 'Assessment windows in December 2026' }).waitFor();
    await operator.getByRole('link', { name: /Cut-off: January/ }).click();
    await operator.getByRole('heading', { name: /January of/ }).waitFor();
    expect(await operator.getByText('Service level').count()).toBe(0);
  },
);

test('BKG-3 a day with many windows folds what is beyond the first; of a product alone its windows are shown, in the months beside it too', async () => {
  const [year, month] = dateLater(today(), 2).split('-');
  await operator.goto(`${web.url}/window-calendar?month=${year}-${month}`);
  await operator.getByText('2 more').first().click();
  await operator.getByRole('link', { name: /Cut-off: Soon 7/ }).waitFor();
  await fits(operator);
  await operator.getByLabel('Product').selectOption(product.id);
  await operator.getByRole('button', { name: 'Filter' }).click();
  await operator.waitForURL(/product=/);
  expect(await operator.getByText('Soon 1').count()).toBe(0);
  await operator.getByRole('link', { name: 'Next month' }).click();
  await operator.waitForURL(new RegExp(`product=${product.id}`));
});

test('BKG-3 staff’s home says which windows change this week, and leads to their calendar; a centre’s says how many of its bookings are in one', async () => {
  await operator.setViewportSize({ width: 1024, height: 800 });
  await operator.goto(web.url);
  await operator
    .getByRole('row')
    .filter({ hasText: 'No bookings from' })
    .filter({ hasText: 'Soon 1' })
    .getByText(dateWords(dateLater(today(), 3)))
    .waitFor();
  await fits(operator);
  await operator.getByRole('link', { name: 'Calendar of windows' }).last().click();
  await operator.getByRole('heading', { name: /Assessment windows in/ }).waitFor();
  const { batch } = await seedBatch(system.database, tenant, { product: soon, learners: [{ surname: 'Lessing' }] });
  const centre = await system.signIn(tenant.centre.user.email);
  const window = await system.owner('assessment_windows').where({ name: 'Soon 1' }).first();
  const address = await seedAddress(system, tenant);
  const sitting = { component: 'EX', window: window.id, assessmentOn: workingDayFrom(dateLater(today(), 43), 0), time: '09:30' };
  const booked = await centre.post('/v1/bookings', {
    product: soon.id,
    batches: [batch.id],
    sittings: [sitting],
    location: 'Hall',
    address,
  });
  expect(booked.status).toBe(201);
  const page = await web.signIn(tenant.centre.user.email, 'What waits for you');
  await page.getByRole('link', { name: '1 Bookings whose band changes within 7 days' }).click();
  await page.getByRole('link', { name: 'Ann Lessing, Written paper' }).waitFor();
  await page.getByText('Band changes within: 7 days').waitFor();
  await fits(page);
});
