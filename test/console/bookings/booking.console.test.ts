import type { Page } from 'playwright-core';
import { userSeeder } from '../../../db/access/seed';
import type { SeededTenant } from '../../../db/seeds/demo';
import type { Component } from '../../../domain/catalogue/product';
import { londonDate, workingDaysBetween, dateLater } from '../../../domain/working-days';
import { datesIn, seedAddress, seedBookedProduct, seedWindow, workingDayFrom } from '../../support/bookings';
import { beyondWindow, consoleInBrowser, press, violations, type ConsoleInBrowser } from '../../support/console';
import { seedBatch, type Product } from '../../support/learners';
import { publishedCalendar } from '../../support/situation';
import { realSystem, type TestSystem } from '../../support/system';

const SKILLS: Component[] = [
  { code: 'R', title: 'Reading', form: 'onScreen' },
  { code: 'W', title: 'Writing', form: 'paper' },
  { code: 'SLC', title: 'Speaking, listening and communicating', form: 'internal' },
];
const now = new Date().toISOString();
const today = londonDate(now);
let system: TestSystem;
let tenant: SeededTenant;
let web: ConsoleInBrowser;
let centre: Page;
/** The same user at a phone, and where no script runs. */
let narrow: Page;
let plain: Page;
let address: string;

beforeAll(async () => {
  system = await realSystem('console-bookings');
  tenant = await system.tenant('console-bookings', 'awarding-body');
  address = await seedAddress(system, tenant);
  web = await consoleInBrowser(system);
  centre = await web.signIn(tenant.centre.user.email, 'Fenland College');
  const storageState = await centre.context().storageState();
  narrow = await (await web.newContext({ storageState, viewport: { width: 375, height: 800 } })).newPage();
  plain = await (await web.newContext({ storageState, javaScriptEnabled: false })).newPage();
}, 180_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

/** A product that people can tell from another one. */
const called = async (product: Product, code: string, name: string) => {
  await system.owner('products').where({ id: product.id }).update({ code });
  await system.owner('product_versions').where({ product_id: product.id }).update({ name });
  return { ...product, code };
};
const batchOf = async (product: Product, ...surnames: string[]) =>
  (await seedBatch(system.database, tenant, { product, learners: surnames.map((surname) => ({ forename: 'Zoë', surname })) })).batch;
const inBand = async (band: 'ordinary' | 'late' | 'veryLate', code: string) => {
  const product = await called(await seedBookedProduct(system, tenant), code, `V Cert ${code}`);
  const dates = datesIn(band, now);
  return { product, window: await seedWindow(system, tenant, product, dates), day: workingDayFrom(dates.opensOn, 0) };
};
const accessible = async (page: Page) => expect([page.url(), await violations(page)]).toEqual([page.url(), []]);
/** As wide as the window. */
const fits = async (page: Page) => expect([page.url(), await beyondWindow(page)]).toEqual([page.url(), 0]);
const seen = (page: Page, text: string) => page.getByText(text).first().waitFor();
const fill = async (page: Page, entered: Record<string, string>) => {
  for (const [label, text] of Object.entries(entered)) await page.getByLabel(label, { exact: true }).fill(text);
};
const choose = async (page: Page, code: string, ...names: string[]) => {
  await page.goto(`${web.url}/bookable-learners?product=${code}`);
  for (const name of names) await page.getByLabel(`Choose Zoë ${name}`).check();
  await press(page, 'Enter details for the chosen');
};
/** A day so many working days from today. */
const inWorkingDays = (many: number) => {
  let day = today;
  while (workingDaysBetween(today, day, publishedCalendar) < many) day = dateLater(day, 1);
  return day;
};

test('BKG-1 BKG-2 WHY-3 journey 1: as narrow as a phone, a page of learners of two batches is booked for Reading and Writing at once, the fast-track fee told and accepted first', async () => {
  const product = await called(
    await seedBookedProduct(system, tenant, { type: 'functionalSkills', components: SKILLS, hasWindows: false }),
    'FSE-1',
    'English',
  );
  await batchOf(product, 'Amis', 'Byatt');
  await batchOf(product, 'Carey');
  await narrow.goto(`${web.url}/bookable-learners?product=FSE-1`);
  await accessible(narrow);
  await fits(narrow);
  await press(narrow, 'Enter details for the chosen');
  await seen(narrow, 'Nobody is chosen');
  await press(narrow, 'Select all learners on the page');
  expect(await narrow.locator('input[name=learner]:checked').count()).toBe(3);
  await accessible(narrow);
  await press(narrow, 'Enter details for the chosen');
  await seen(narrow, '3 learners chosen: nothing is booked yet.');
  await accessible(narrow);
  await fits(narrow);
  await press(narrow, 'Continue');
  await narrow.getByRole('link', { name: 'Enter date of Reading' }).waitFor();
  await narrow.getByRole('link', { name: /^Enter where it is sat/ }).waitFor();
  await accessible(narrow);
  const [far, near] = [inWorkingDays(20), inWorkingDays(8)];
  await fill(narrow, {
    'Date of Reading': far,
    'Time of Reading': '09:30',
    'Date of Writing': inWorkingDays(6),
    'Time of Writing': '13:00',
  });
  await fill(narrow, { 'Where it is sat': 'Sports hall', 'Purchase order (optional)': 'PO 7' });
  await press(narrow, 'Continue');
  await narrow.getByRole('link', { name: /^Paper for .* is booked at least 7 working days before/ }).waitFor();
  await fill(narrow, { 'Date of Writing': near });
  await press(narrow, 'Continue');
  await narrow.getByRole('heading', { name: 'Confirm entry details' }).waitFor();
  await seen(narrow, 'Writing: this is a fast track booking until ');
  await seen(narrow, 'In all £90.00');
  await accessible(narrow);
  await fits(narrow);
  await press(narrow, 'Edit entries');
  await narrow.getByLabel('Zoë Carey').uncheck();
  await press(narrow, 'Continue');
  await seen(narrow, 'In all £60.00');
  await press(narrow, 'Book entries');
  await narrow.getByRole('link', { name: 'Accept the fee, or edit the entries' }).waitFor();
  await accessible(narrow);
  expect(await system.owner('bookings').where({ product_id: product.id })).toEqual([]);
  await narrow.getByLabel('I accept the fast track fee of £60.00 for 2 bookings').check();
  await press(narrow, 'Book entries');
  await seen(narrow, 'Booked. Reading: 2 entries; Writing: 2 entries.');
  await narrow.getByRole('link', { name: 'Zoë Byatt, Writing' }).waitFor();
  await accessible(narrow);
  await fits(narrow);
  expect((await system.owner('bookings').where({ product_id: product.id })).map(({ state }) => state)).toEqual(Array(4).fill('active'));
  await narrow.getByRole('link', { name: 'Booking confirmation and papers of Writing' }).click();
  await seen(narrow, 'Papers of bookings');
  await narrow.getByRole('cell', { name: 'Invigilator register' }).waitFor();
  await narrow.getByLabel('Paper', { exact: true }).last().selectOption('Booking confirmation');
  await press(narrow, 'Ask for it');
  await seen(narrow, 'Booking confirmation asked for. It is made in a moment.');
  expect(await narrow.getByRole('cell', { name: 'Booking confirmation' }).count()).toBe(2);
  await accessible(narrow);
  await centre.goto(`${web.url}/centre-account`);
  await centre.getByRole('row').filter({ hasText: 'FSE-1' }).filter({ hasText: 'PO 7' }).filter({ hasText: '£60.00' }).waitFor();
  await choose(narrow, 'FSE-1', 'Carey');
  expect(
    await narrow
      .locator('#location-list option')
      .evaluateAll((options) => options.map((each) => (each as unknown as { value: string }).value)),
  ).toEqual(['Sports hall']);
  await choose(narrow, 'FSE-1', 'Amis');
  await fill(narrow, { 'Date of Reading': far, 'Time of Reading': '09:30', 'Where it is sat': 'Sports hall' });
  await press(narrow, 'Continue');
  await narrow.getByRole('link', { name: /is booked for R already/ }).waitFor();
});

test('BKG-2 BKG-3 without JavaScript a whole batch is booked in a late window: the period stands beside the window, its fee is told until when; beyond the very late places it is refused with the room left', async () => {
  const late = await inBand('late', 'LATE-1');
  await batchOf(late.product, 'Drabble', 'Ellis');
  await plain.goto(`${web.url}/bookable-learners?product=LATE-1`);
  await plain.getByLabel(/^Batch .*LATE-1/).check();
  await press(plain, 'Enter details for the chosen');
  await seen(plain, '1 whole batch chosen');
  const choices = await plain.getByLabel('Assessment window of the assessment').getByRole('option').allInnerTexts();
  expect(choices[1]).toMatch(/: late period, a fee is charged until /);
  await plain.getByLabel('Assessment window of the assessment').selectOption(late.window);
  await fill(plain, { 'Date of the assessment': late.day, 'Time of the assessment': '09:30', 'Where it is sat': 'Library' });
  await press(plain, 'Continue');
  await seen(plain, 'this is a late booking until');
  await seen(plain, 'In all £20.00');
  await plain.getByLabel('I accept the late fee of £20.00 for 2 bookings').check();
  await press(plain, 'Book entries');
  await seen(plain, 'Booked. Written paper: 2 entries.');
  const full = await inBand('veryLate', 'FULL-1');
  const others = await batchOf(full.product, ...Array.from({ length: 49 }, (_, index) => `Other${index}`));
  const sitting = { component: 'EX', window: full.window, assessmentOn: full.day, time: '09:30', accepts: 'veryLate' };
  const body = { product: full.product.id, batches: [others.id], sittings: [sitting], location: 'Hall', address };
  expect((await (await system.signIn(tenant.centre.user.email)).post('/v1/bookings', body)).status).toBe(201);
  await batchOf(full.product, 'Aaron', 'Abel');
  await choose(plain, 'FULL-1', 'Aaron', 'Abel');
  await plain.getByLabel('Assessment window of the assessment').selectOption(full.window);
  await fill(plain, { 'Date of the assessment': full.day, 'Time of the assessment': '09:30', 'Where it is sat': 'Library' });
  await press(plain, 'Continue');
  await seen(plain, 'room for 1, and 2 are asked for');
});

test('BKG-4 BKG-5 REG-13 WHY-4 journey 2: bookings are found and downloaded; moved with the quote of where they go, sent to another address, cancelled while the registration stands', async () => {
  const { product, window, day } = await inBand('ordinary', 'MOVE-1');
  const other = await seedWindow(system, tenant, product, datesIn('late', now), { name: 'Spring' });
  const batch = await batchOf(product, 'Gaskell', 'Hardy');
  await choose(centre, 'MOVE-1', 'Gaskell', 'Hardy');
  await centre.getByLabel('Assessment window of the assessment').selectOption(window);
  await fill(centre, { 'Date of the assessment': day, 'Time of the assessment': '09:30', 'Where it is sat': 'Gym' });
  await press(centre, 'Continue');
  await press(centre, 'Book entries');
  await centre.goto(`${web.url}/bookings?batch=${batch.number}&state=active`);
  await seen(centre, '2 bookings');
  await accessible(centre);
  const csv = await centre.getByRole('link', { name: 'Download as CSV' }).getAttribute('href');
  const file = await (await centre.context().request.get(web.url + csv!)).text();
  expect(
    file
      .trimEnd()
      .split('\r\n')
      .map((row) => row.split(',')[2]),
  ).toEqual(['surname', 'Hardy', 'Gaskell']);
  await centre.getByRole('link', { name: 'Zoë Hardy, Written paper' }).click();
  await centre.getByRole('cell', { name: 'Late bookings from', exact: true }).waitFor();
  await seen(centre, ': it is sat; from the day after the window it awaits its result');
  await accessible(centre);
  await centre.getByRole('link', { name: 'Winter' }).click();
  await seen(centre, 'Very late bookings from');
  expect(await centre.getByRole('button', { name: 'Move its dates' }).count()).toBe(0);
  await accessible(centre);
  await centre.goBack();
  await seedAddress(system, tenant);
  await press(centre, 'Change the delivery address');
  await accessible(centre);
  await press(centre, 'Change the address');
  await seen(centre, 'The papers of 1 booking go to the address that you chose.');
  await centre.goto(`${web.url}/bookings?batch=${batch.number}`);
  for (const name of ['Gaskell', 'Hardy']) await centre.getByLabel(`Choose Zoë ${name}`).check();
  await centre.getByLabel('What', { exact: true }).selectOption({ label: 'Move to another window or day' });
  await press(centre, 'See what it does');
  await accessible(centre);
  await centre.getByLabel('Zoë Gaskell').uncheck();
  await centre.getByLabel('To the assessment window').selectOption(other);
  await fill(centre, { 'Date of the assessment': day, 'Time of the assessment': '13:00' });
  await press(centre, 'Continue');
  await seen(centre, 'In all £10.00');
  await accessible(centre);
  await centre.getByLabel('I accept the late fee of £10.00 for 1 booking').check();
  await press(centre, 'Move bookings');
  await seen(centre, '1 booking moved');
  await centre.getByRole('link', { name: 'The booking that was moved here' }).click();
  await seen(centre, 'Transferred');
  expect(await centre.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
  await centre.getByRole('link', { name: 'The booking that follows on this one' }).click();
  expect(await centre.getByRole('button', { name: 'Change the delivery address' }).count()).toBe(0);
  const late = centre.url();
  await centre.goto(`${web.url}/bookings/chosen/address?booking=${late.split('/').at(-1)}`);
  await press(centre, 'Change the address');
  await centre.getByRole('link', { name: /^The cut-off passed at / }).waitFor();
  await accessible(centre);
  await centre.goto(late);
  await press(centre, 'Cancel');
  await seen(centre, 'It does not cancel the learner’s registration.');
  await accessible(centre);
  await press(centre, 'Cancel the bookings');
  await seen(centre, '1 booking cancelled. The registrations stand.');
  await seen(centre, 'Cancelled');
  expect(await system.owner('learners').where({ batch_id: batch.id }).pluck('state')).toEqual(['registered', 'registered']);
  const { id } = await system.owner('learners').where({ batch_id: batch.id, surname: 'Hardy' }).first('id');
  await centre.goto(`${web.url}/learners/${id}`);
  await centre.getByRole('link', { name: 'Bookings', exact: true }).last().click();
  expect(await centre.getByRole('link', { name: 'Zoë Hardy, Written paper' }).count()).toBe(2);
  expect(await centre.getByRole('link', { name: 'Zoë Gaskell, Written paper' }).count()).toBe(0);
});

test('BKG-2 BKG-4 SEC-6 whoever has the right to book and no other books from a batch; a booking outside windows says what comes next', async () => {
  const product = await called(await seedBookedProduct(system, tenant, { hasWindows: false }), 'PAPER-1', 'Paper');
  const batch = await batchOf(product, 'Ishiguro');
  const { password_hash: hash } = await system.owner('users').where({ id: tenant.centre.user.id }).first('password_hash');
  const make = userSeeder(system.owner, tenant.id, tenant.key, hash);
  const { email } = await make('booker', 'centreUser', { organisation: tenant.centre.id, rights: ['bookings'] });
  const booker = await web.signIn(email, 'Fenland College');
  await booker.goto(`${web.url}/batches/${batch.id}`);
  await booker.getByRole('link', { name: 'Book external assessments' }).click();
  await booker.getByLabel('Choose Zoë Ishiguro').check();
  await press(booker, 'Enter details for the chosen');
  await fill(booker, { 'Date of the assessment': inWorkingDays(30), 'Time of the assessment': '10:00', 'Where it is sat': 'Annexe' });
  await press(booker, 'Continue');
  await press(booker, 'Book entries');
  await booker.getByRole('link', { name: 'Zoë Ishiguro, Written paper' }).click();
  await seen(booker, ': it is sat; from the day after it awaits its result');
  await accessible(booker);
});
