import type { Page } from 'playwright-core';
import type { SeededTenant } from '../../../db/seeds/demo';
import { seedBookedWith } from '../../support/booked-with';
import { now } from '../../support/booked';
import { datesIn, seedAddress, seedWindow, workingDayFrom } from '../../support/bookings';
import { consoleInBrowser, press, violations, type ConsoleInBrowser } from '../../support/console';
import type { Product } from '../../support/learners';
import { singleRow, ulnOf } from '../../support/registrations';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let tenant: SeededTenant;
let web: ConsoleInBrowser;
let centre: Page;

beforeAll(async () => {
  system = await realSystem('console-booked-with');
  tenant = await system.tenant('console-booked-with', 'awarding-body');
  await seedAddress(system, tenant);
  await system.documents.start();
  web = await consoleInBrowser(system);
  centre = await web.signIn(tenant.centre.user.email, 'Fenland College');
}, 180_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

const shows = async (...texts: string[]) => {
  for (const text of texts) await centre.getByText(text).first().waitFor();
  expect([centre.url(), await violations(centre)]).toEqual([centre.url(), []]);
};
const go = (path: string) => centre.goto(web.url + path);
const fill = async (entered: Record<string, string>) => {
  for (const [label, text] of Object.entries(entered)) await centre.getByLabel(label, { exact: true }).fill(text);
};
const bookings = (product: Product) => system.owner('bookings').where({ product_id: product.id });

test('REG-17 BKG-3 WHY-3 a learner who is keyed in is reviewed with the booking, its band and fee, registered once the fee is accepted, and found booked, with the confirmation', async () => {
  const product = await seedBookedWith(system, tenant, { hasWindows: true });
  const dates = datesIn('late', now());
  const window = await seedWindow(system, tenant, product, dates);
  const day = workingDayFrom(dates.opensOn, 0);
  await go('/registrations/new');
  await fill({ 'Product code': product.code });
  await press(centre, 'Begin');
  await fill({ Forename: 'Zoë', Surname: 'Öberg', 'Date of birth': '03/04/2005', 'ULN (optional)': ulnOf(910_001) });
  await centre.getByLabel('Gender').selectOption('F');
  await press(centre, 'Add the learner');
  await centre.getByRole('link', { name: /^registration R-/ }).click();
  await centre.getByRole('button', { name: `Centre information for ${product.code}` }).click();
  await shows('Booked with it: Written paper', 'For all that is booked with it');
  await press(centre, 'Continue');
  await shows('There is a problem', 'Enter date of Written paper', 'Enter time of Written paper');
  await fill({ 'Date of Written paper': day, 'Time of Written paper': '09:30', 'Where it is sat': 'Sports hall' });
  await centre.getByLabel('Assessment window').selectOption(window);
  await centre.getByLabel('Mode of assessment').selectOption('Paper');
  await press(centre, 'Continue');
  await shows('Written paper is booked for', '1 late booking until', 'for £10.00 each, £10.00 in all', 'Where it is sat: Sports hall.');
  await press(centre, 'Register 1 learner for £58.00');
  await shows('The fee is not accepted');
  expect(await bookings(product)).toEqual([]);
  await centre.getByLabel('I accept the late fee for Written paper').check();
  await press(centre, 'Register 1 learner for £58.00');
  await shows('1 learner is registered and booked.');
  await centre.getByRole('link', { name: 'What is booked, with its confirmation' }).click();
  await shows('Entries booked', 'Öberg', 'Late', 'Sports hall');
  await centre.getByRole('link', { name: 'Booking confirmation and papers of Written paper' }).click();
  for (const paper of ['Booking confirmation', 'Invigilator register']) await centre.locator('table').getByText(paper).first().waitFor();
  const [booking] = await bookings(product);
  await go(`/batches/${booking!.batch_id}`);
  await centre.getByRole('link', { name: 'Bookings of its learners' }).click();
  await shows('Öberg');
  await centre.locator('table').getByText('Active').first().waitFor();
});

test('REG-17 REG-9 IMP-1 a file whose window is closed is told at its cell; with an open one its learners are registered and booked, and undone together', async () => {
  const product = await seedBookedWith(system, tenant, { hasWindows: true });
  const dates = datesIn('ordinary', now());
  await seedWindow(system, tenant, product, dates);
  await seedWindow(system, tenant, product, datesIn(null, now()), { name: 'Past' });
  const sends = async (window: string) => {
    await go('/registrations/single');
    await fill({ 'Product code': product.code });
    const buffer = Buffer.from([1, 2].map((each) => singleRow(910_010 + each, { AB: window, AC: 'Paper' })).join('\r\n'));
    await centre.getByLabel('File of learners').setInputFiles({ name: 'learners.csv', mimeType: 'text/csv', buffer });
    await press(centre, 'Send the file');
  };
  await sends('Past');
  await centre.getByText('Column AB:').first().waitFor();
  await shows('Bookings for Past ended at', 'Write another window of the product');
  await sends('Winter');
  await centre.getByRole('button', { name: `Centre information for ${product.code}` }).click();
  await fill({ 'Date of Written paper': workingDayFrom(dates.opensOn, 0), 'Time of Written paper': '09:30', 'Where it is sat': 'Gym' });
  await press(centre, 'Continue');
  await shows('2 ordinary bookings', 'without a fee');
  await press(centre, 'Register 2 learners for £96.00');
  await shows('2 learners are registered and booked.', 'What is booked');
  expect((await bookings(product)).map(({ state }) => state)).toEqual(['active', 'active']);
  await centre.getByRole('button', { name: `Undo ${product.code}` }).click();
  await shows('What was booked with the registration goes with it');
  await press(centre, 'Undo 2 learners');
  await shows('2 learners undone, with the fee back.');
  expect((await bookings(product)).map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
});
