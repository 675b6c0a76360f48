import type { Page } from 'playwright-core';
import { inScope } from '../../../db/core/database';
import type { SeededTenant } from '../../../db/seeds/demo';
import { dateLater, londonDate } from '../../../domain/working-days';
import { seedBookedProduct, windowIn, workingDayFrom } from '../../support/bookings';
import { consoleInBrowser, press, violations, type ConsoleInBrowser } from '../../support/console';
import { eventually } from '../../support/eventually';
import { PAPER, papersIn, sampleAll } from '../../support/modified-papers';
import { pictureOf } from '../../support/qualifications';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let tenant: SeededTenant;
let web: ConsoleInBrowser;
let centre: Page;
let operator: Page;
/** The papers of two learners of one window. */
let ids: [string, string];
let window: string;

beforeAll(async () => {
  system = await realSystem('console-papers');
  tenant = await system.tenant('console-papers', 'awarding-body');
  await sampleAll(system.owner, tenant, 100);
  const at = new Date().toISOString();
  const product = await seedBookedProduct(system, tenant, { components: [PAPER] });
  const opensOn = workingDayFrom(londonDate(at), 60);
  await inScope(system.database, { tenant: tenant.id, organisation: null }, async (trx) => {
    const dates = { cutOffOn: dateLater(londonDate(at), 10), opensOn, closesOn: dateLater(opensOn, 10) };
    window = await windowIn(trx, tenant, product, dates, { at });
    const of = { product, under: { window }, assessmentOn: opensOn, at };
    ids = [await papersIn(trx, tenant, { ...of, surname: 'Amis' }), await papersIn(trx, tenant, { ...of, surname: 'Byatt' })];
  });
  for (const id of ids) await isIn(id, 'requested');
  web = await consoleInBrowser(system);
  centre = await web.signIn(tenant.centre.user.email, 'Fenland College');
  operator = await web.signIn(tenant.staff.caseOperator.email, 'What waits for case operators');
}, 180_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

const accessible = async (page: Page) => expect([page.url(), await violations(page)]).toEqual([page.url(), []]);
const seen = (page: Page, text: string) => page.getByText(text).first().waitFor();
const isIn = (id: string, state: string) =>
  eventually(async () => expect(await system.owner('modified_papers').where({ id }).first('state')).toEqual({ state }));
const evidenceIs = (id: string, evidence: string) =>
  eventually(async () => expect(await system.owner('modified_papers').where({ id }).first('evidence')).toEqual({ evidence }));

test('REG-15 WHY-1 a centre comes from a booking to its modified papers, sees how they stand, and uploads the evidence of need', async () => {
  const { booking_id: booking } = await system.owner('modified_papers').where({ id: ids[0] }).first('booking_id');
  await centre.goto(`${web.url}/bookings/${booking}`);
  await centre.getByRole('link', { name: 'Modified papers', exact: true }).last().click();
  await seen(centre, 'enlarged A3');
  await accessible(centre);
  expect(await centre.getByText('Say of the chosen').count()).toBe(0);
  await centre.getByRole('link', { name: /^M-/ }).first().click();
  await seen(centre, 'Waiting on the centre since');
  await accessible(centre);
  await centre.getByRole('button', { name: 'Upload evidence of need' }).click();
  await press(centre, 'Upload the evidence');
  await seen(centre, 'Choose a file');
  await accessible(centre);
  const buffer = await pictureOf(['A letter of Dr Example']);
  await centre.getByLabel(/^A picture or PDF/).setInputFiles({ name: 'letter.png', mimeType: 'image/png', buffer });
  await press(centre, 'Upload the evidence');
  await seen(centre, 'The evidence is uploaded: our staff decide.');
  await evidenceIs(ids[0], 'toDecide');
  await centre.reload();
  await seen(centre, 'To be decided');
  expect(await centre.getByText('Download the evidence of need').count()).toBe(0);
});

test('REG-15 staff come from their task to the papers, read the evidence, on record, and accept it', async () => {
  await operator.goto(`${web.url}/work`);
  await seen(operator, 'Decide evidence of need');
  await operator.goto(`${web.url}/modified-papers?evidence=toDecide`);
  await accessible(operator);
  await operator.getByRole('link', { name: /^M-/ }).click();
  await accessible(operator);
  const [download] = await Promise.all([
    operator.waitForEvent('download'),
    operator.getByRole('link', { name: 'Download the evidence of need' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.(png|jpe?g|webp)$/);
  await operator.getByRole('button', { name: 'Accept the evidence of need' }).click();
  await accessible(operator);
  await operator.getByLabel('Reason').fill('A clear letter');
  await press(operator, 'Accept the evidence');
  await seen(operator, 'The evidence of need is accepted.');
  await seen(operator, 'A clear letter');
});

test('REG-15 staff choose papers of the list and say that they are made, then that all of the window have left', async () => {
  await operator.goto(`${web.url}/modified-papers?window=${window}`);
  await press(operator, 'See what it does');
  await seen(operator, 'Nothing is chosen');
  for (const box of await operator.locator('input[name=papers]').all()) await box.check();
  await press(operator, 'See what it does');
  await seen(operator, 'Nothing is done yet.');
  await accessible(operator);
  await press(operator, 'They are made');
  await seen(operator, '2 sets of modified papers made: the contacts are told.');
  for (const id of ids) await isIn(id, 'processed');
  await operator.goto(`${web.url}/modified-papers?window=${window}`);
  await operator.getByLabel('What', { exact: true }).selectOption('They have left');
  await operator.getByLabel('Which', { exact: true }).selectOption('All of the window');
  await press(operator, 'See what it does');
  await accessible(operator);
  await operator.getByLabel('Carrier (optional)').fill('Parcelforce');
  await press(operator, 'They have left');
  await seen(operator, '2 sets of modified papers left: the contacts are told.');
  await isIn(ids[0], 'despatched');
  await isIn(ids[1], 'unshown');
  await operator.goto(`${web.url}/modified-papers/${ids[0]}`);
  await seen(operator, 'nothing more is awaited');
  await seen(operator, 'Parcelforce');
  await accessible(operator);
  const csv = await operator.request.get(`${web.url}/modified-papers.csv?window=${window}`);
  expect((await csv.text()).split('\r\n')).toHaveLength(4);
});
