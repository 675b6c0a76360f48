import type { Page } from 'playwright-core';
import type { Component } from '../../../domain/catalogue/product';
import { dateLater, londonDate } from '../../../domain/working-days';
import { seedBookedProduct, seedWindow, workingDayFrom } from '../../support/bookings';
import { consoleInBrowser, decide, giveCredentials, press, violations, type ConsoleInBrowser } from '../../support/console';
import { sceneIn, type Scene } from '../../support/given';
import { seedBatch, type Product } from '../../support/learners';
import { PASSWORD, realSystem, type TestSystem } from '../../support/system';

const SLC: Component = { code: 'SLC', title: 'Speaking', form: 'controlled' };
const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF');
const today = londonDate(new Date().toISOString());
let system: TestSystem;
let scene: Scene;
let web: ConsoleInBrowser;
let operator: Page;
let centre: Page;
let product: Product;

beforeAll(async () => {
  system = await realSystem('controlled-console');
  scene = await sceneIn(system, 'controlled-web');
  product = await seedBookedProduct(system, scene.tenant, { type: 'functionalSkills', components: [SLC], hasWindows: false });
  web = await consoleInBrowser(system);
  operator = await web.signIn(scene.tenant.staff.caseOperator.email, 'What waits for case operators');
  centre = await (await web.newContext()).newPage();
  await centre.goto(web.url);
  await giveCredentials(centre, scene.tenant.centre.user.email, PASSWORD);
  await centre.getByRole('link', { name: 'Your organisation' }).first().waitFor();
}, 240_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

const fill = async (page: Page, entered: Record<string, string>) => {
  for (const [label, text] of Object.entries(entered)) await page.getByLabel(label).fill(text);
};

test('CAS-1 MAT-1 REG-18 staff make a list of topics, add a topic, upload a material and move its release', async () => {
  await operator.goto(`${web.url}/topic-lists`);
  expect(await violations(operator)).toEqual([]);
  await operator.getByLabel('Product of the list').selectOption(product.id);
  await operator.getByLabel('Component').fill('XX');
  await operator.getByLabel('Chosen').check();
  await press(operator, 'Make the list');
  await operator.getByText('has no controlled component XX').first().waitFor();
  await operator.getByLabel('Component').fill('SLC');
  await press(operator, 'Make the list');
  await fill(operator, {
    'Code of the topic': 'T1',
    'Title of the topic': 'My neighbourhood',
    From: '2026-01-01',
    'Last day': '2025-01-01',
  });
  await press(operator, 'Add the topic');
  await operator.getByText('It ends before it begins').first().waitFor();
  await fill(operator, { 'Last day': '' });
  await press(operator, 'Add the topic');
  await operator.getByRole('link', { name: 'T1' }).click();
  await fill(operator, { 'Title of the topic': 'Your neighbourhood' });
  expect(await violations(operator)).toEqual([]);
  await press(operator, 'Change T1');
  await operator.getByText('Your neighbourhood').waitFor();
  expect(await violations(operator)).toEqual([]);
  await operator.goto(operator.url().replace(/topics$/, 'materials'));
  await operator.getByRole('link', { name: 'Upload a material' }).click();
  await fill(operator, { 'Title of the material': 'Brief', 'Released on': dateLater(today, 3) });
  await operator.getByLabel('A PDF or a picture').setInputFiles({ name: 'brief.pdf', mimeType: 'application/pdf', buffer: PDF });
  expect(await violations(operator)).toEqual([]);
  await press(operator, 'Upload it');
  await operator.getByRole('link', { name: 'Brief' }).click();
  await fill(operator, { 'Released on another day': today });
  expect(await violations(operator)).toEqual([]);
  await press(operator, 'Change Brief');
  await operator.getByText('brief.pdf').waitFor();
  expect(await violations(operator)).toEqual([]);
});

test('CAS-1 MAT-1 BKG-6 REG-13 journey 3: learners are chosen, booked with their topic and year, declared, given the materials, reported, and cancelled with a reason', async () => {
  const of = { product, learners: [{ surname: 'Öberg' }, { surname: 'Able' }] };
  const { batch } = await seedBatch(system.database, scene.tenant, of);
  await centre.goto(`${web.url}/controlled-learners?batch=${batch.number}`);
  expect(await violations(centre)).toEqual([]);
  await press(centre, 'Go on');
  await centre.getByText('Choose learners of the list first.').first().waitFor();
  await centre.getByLabel('Choose Ann Öberg').check();
  await centre.getByLabel('Whom').selectOption('batches');
  await press(centre, 'Go on');
  await centre.getByRole('heading', { name: 'Book Speaking for all of 1 batch' }).waitFor();
  expect(await violations(centre)).toEqual([]);
  await fill(centre, { 'Assessed on': workingDayFrom(today, 10), 'Expected completion year': '2001' });
  await press(centre, 'Book Speaking for all of 1 batch');
  await centre.getByText('A topic is to be chosen').first().waitFor();
  expect(await violations(centre)).toEqual([]);
  await centre.getByLabel('Topic').selectOption({ label: 'T1 Your neighbourhood' });
  await fill(centre, { 'Expected completion year': today.slice(0, 4) });
  await press(centre, 'Book Speaking for all of 1 batch');
  await centre.getByText('2 learners booked for Speaking.').waitFor();
  expect(await violations(centre)).toEqual([]);
  await centre.getByRole('link', { name: 'Ann Öberg' }).click();
  await centre.getByText('The declaration has not been made').waitFor();
  expect(await violations(centre)).toEqual([]);
  await centre.getByRole('button', { name: 'Declare, and get the materials' }).click();
  await centre.getByText('The centre keeps them secure').waitFor();
  expect(await violations(centre)).toEqual([]);
  await press(centre, 'I declare this');
  await centre.getByText('It is declared: you are authorised to access these materials.').waitFor();
  const href = await centre.getByRole('link', { name: 'Brief' }).getAttribute('href');
  const link = await centre.context().request.get(web.url + href!, { maxRedirects: 0 });
  expect([link.status(), link.headers()['location']]).toEqual([303, expect.stringContaining('/v1/material-downloads/')]);
  const file = await fetch(system.api + link.headers()['location']!.replace(/^https?:\/\/[^/]+/, ''));
  expect([file.status, Buffer.from(await file.arrayBuffer()).equals(PDF)]).toEqual([200, true]);
  await decide(centre, 'Cancel it', 'The learner is ill', 'Cancel the booking of Ann Öberg');
  await centre.getByText('The learner is ill').waitFor();
  expect(await violations(centre)).toEqual([]);
  await centre.goto(`${web.url}/controlled-bookings?batch=${batch.number}`);
  expect(await violations(centre)).toEqual([]);
  const csv = await centre.getByRole('link', { name: 'Download as CSV' }).getAttribute('href');
  const report = await (await centre.context().request.get(web.url + csv!)).text();
  expect(
    report
      .trim()
      .split('\r\n')
      .map((row) => row.split(',').at(-1))
      .sort(),
  ).toEqual(['Active', 'Cancelled', 'status']);
  await centre.getByLabel('Choose Ann Able').check();
  await press(centre, 'Go on');
  await press(centre, 'I declare this');
  await centre.getByText('1 booking declared.').waitFor();
  await centre.goto(`${web.url}/controlled-bookings?batch=${batch.number}&surname=nobody`);
  await press(centre, 'Ask for the report');
  await centre.getByText('The search finds no booking').first().waitFor();
  expect(await violations(centre)).toEqual([]);
  await centre.goto(`${web.url}/controlled-bookings?batch=${batch.number}&surname=able&sort=name`);
  await press(centre, 'Ask for the report');
  await centre.getByText('The Bookings report is asked for.').waitFor();
  await centre.getByText('What a search found').waitFor();
  expect(await violations(centre)).toEqual([]);
});

test('CAS-1 outside its window the page of a Technical Award says when it is booked, and so does the refusal', async () => {
  const award = await seedBookedProduct(system, scene.tenant, { type: 'technicalAward', components: [SLC] });
  const list = { product: award.id, component: 'SLC', giving: 'automatic', takesOwn: false };
  const { body } = await scene.as.caseOperator.post<{ id: string }>('/v1/topic-lists', list);
  await scene.as.caseOperator.post('/v1/topics', { list: body.id, code: 'T1', title: 'Project', from: '2026-01-01' });
  const dates = { opensOn: dateLater(today, 30), cutOffOn: dateLater(today, 20), closesOn: dateLater(today, 60) };
  await seedWindow(system, scene.tenant, award, dates, { name: 'Spring' });
  const { batch } = await seedBatch(system.database, scene.tenant, { product: award, learners: [{ surname: 'Award' }] });
  await centre.goto(`${web.url}/controlled-learners?batch=${batch.number}`);
  await centre.getByLabel('Choose Ann Award').check();
  await press(centre, 'Go on');
  await centre.getByText('Spring takes bookings from ').waitFor();
  await fill(centre, { 'Expected completion year': String(Number(today.slice(0, 4)) + 1) });
  await press(centre, 'Book Speaking for 1 learner');
  await centre.getByText('and only then').first().waitFor();
  expect(await violations(centre)).toEqual([]);
});
