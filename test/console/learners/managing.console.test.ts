import type { Page } from 'playwright-core';
import { v7 as uuid } from 'uuid';
import type { BatchRow } from '../../../db/registration/batch.model';
import { dateLater, hourOfDate, londonDate } from '../../../domain/working-days';
import { eventually } from '../../support/eventually';
import { sceneIn, type Scene } from '../../support/given';
import { consoleInBrowser, violations, type ConsoleInBrowser } from '../../support/console';
import { seedBatch } from '../../support/learners';
import { seedProducts, SESSION } from '../../support/registrations';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let scene: Scene;
let web: ConsoleInBrowser;
let centre: Page;
let batch: BatchRow;

beforeAll(async () => {
  system = await realSystem('console-managing');
  scene = await sceneIn(system, 'console-managing');
  const { tenant } = scene;
  await system.documents.start();
  const products = await seedProducts(system.owner, tenant, [{ code: 'OLD' }, { code: 'NEW', net: 6_000 }]);
  const fee = { id: uuid(), tenant_id: tenant.id, item: 'replacementCertificate', effective_from: '2020-01-02' };
  await system.owner('fees').insert({ ...fee, net_pence: 3_500, vat_pence: 0, vat_basis_points: 0 });
  const dated = { startOn: '2026-09-01', plannedEndOn: '2027-07-01' };
  const learners = ['Amis', 'Byatt', 'Carey', 'Drabble', 'Drew'].map((surname) => ({ forename: 'Zoë', surname, ...dated }));
  const of = { product: { id: products['OLD']!, code: 'OLD' }, learners, session: SESSION, at: new Date().toISOString() };
  batch = (await seedBatch(system.database, tenant, of)).batch;
  web = await consoleInBrowser(system);
  centre = await web.signIn(tenant.centre.user.email, 'Fenland College');
}, 180_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

const accessible = async () => expect([centre.url(), await violations(centre)]).toEqual([centre.url(), []]);
/** Chooses learners of the list by their names, and what is done to them; stands before it is done. */
const choose = async (what: string, ...names: string[]) => {
  await centre.goto(`${web.url}/learners`);
  for (const name of names) await centre.getByLabel(name, { exact: false }).check();
  await centre.getByLabel('What', { exact: true }).selectOption({ label: what });
  await centre.getByRole('button', { name: 'See what it does' }).click();
  await accessible();
};
const press = (name: string) => centre.getByRole('button', { name }).click();
const isWarning = async (name: string) => (await centre.getByRole('button', { name }).getAttribute('class'))!.includes('--warning');
const seen = (text: string) => centre.getByText(text).first().waitFor();

test('LRN-3 CEN-2 learners are chosen on their list and withdrawn, one of them taken back, another one cancelled: the credit is shown before, then given', async () => {
  await choose('Withdraw', 'Zoë Amis', 'Zoë Byatt');
  await seen('Zoë Byatt: no fee is credited or charged.');
  await press('Withdraw 2 learners');
  await seen('Withdraw: 2 learners done.');
  await choose('Un-withdraw', 'Zoë Carey');
  await seen('Zoë Carey: refused. The learner is registered');
  await press('See what it does');
  await seen('Zoë Carey: refused. The learner is registered');
  await choose('Un-withdraw', 'Zoë Amis', 'Zoë Carey');
  await seen('Zoë Carey: refused. The learner is registered');
  await press('Un-withdraw 2 learners');
  await seen('1 learner done, 1 refused');
  await choose('Cancel', 'Zoë Byatt');
  await seen('Zoë Byatt: £40.00 credited.');
  await accessible();
  expect(await isWarning('Cancel 1 learner')).toBe(true);
  await press('Cancel 1 learner');
  await seen('Cancel: 1 learner done. Zoë Byatt: £40.00 credited.');
  await seen('Cancelled');
  await centre.getByRole('link', { name: 'Money' }).click();
  await seen('-£40.00');
  await accessible();
});

test('LRN-3 LAP-3 WRK-1 a filtered list comes again as it was filtered once many are decided about, and on the way back; who is withdrawn has no last day', async () => {
  const filtered = `${web.url}/learners?surname=Dr&sort=name`;
  const lapse = () => centre.getByRole('row').filter({ hasText: 'Zoë Drabble' }).locator('[data-sort-value]').nth(8).innerText();
  await centre.goto(filtered);
  expect(await lapse()).toMatch(/\d{4}/);
  for (const [verb, day] of [
    ['Withdraw', /^(Lapses after)?\s*–?$/],
    ['Un-withdraw', /\d{4}/],
  ] as const) {
    for (const name of ['Zoë Drabble', 'Zoë Drew']) await centre.getByLabel(name, { exact: false }).check();
    await centre.getByLabel('What', { exact: true }).selectOption({ label: verb });
    await press('See what it does');
    await seen('Zoë Drew: no fee is credited or charged');
    expect(await centre.getByRole('link', { name: 'Go back' }).getAttribute('href')).toBe('/learners?surname=Dr&sort=name');
    await press(`${verb} 2 learners`);
    await seen(`${verb}: 2 learners done.`);
    expect(centre.url()).toBe(filtered);
    expect(await lapse()).toMatch(day);
  }
});

test('LAP-1 LRN-3 from the registrations that lapse soon a learner is withdrawn, and they come again', async () => {
  await system
    .owner('learners')
    .where({ surname: 'Drew', batch_id: batch.id })
    .update({ lapses_on: new Date().toISOString().slice(0, 10) });
  await centre.goto(`${web.url}/lapses-near`);
  await centre.getByLabel('Choose Zoë Drew').check();
  await press('See what it does');
  await press('Withdraw 1 learner');
  await seen('Withdraw: 1 learner done.');
  await centre.goBack();
  await centre.getByRole('link', { name: 'Go back' }).click();
  await seen('No registration lapses within 90 days.');
});

test('LRN-4 CEN-1 a learner is transferred with a purchase order: both fees are shown before, and each registration leads to the other', async () => {
  await choose('Transfer', 'Zoë Carey');
  expect(await isWarning('See what it does')).toBe(false);
  await centre.getByLabel('Product code').fill('NONE');
  await press('See what it does');
  await seen('refused. There is no product NONE');
  await centre.getByLabel('Product code').fill('NEW');
  await centre.getByLabel('Purchase order').fill('PO 4');
  await press('See what it does');
  await seen('Zoë Carey: £40.00 credited, £72.00 charged.');
  expect(await isWarning('Transfer 1 learner')).toBe(true);
  await press('Transfer 1 learner');
  await centre.getByRole('link', { name: 'The registration that follows on this one' }).click();
  await seen('NEW Product NEW');
  await centre.getByRole('link', { name: 'The registration on which this one follows' }).waitFor();
  await seen('PO 4');
  await centre.getByRole('link', { name: /^Batch / }).click();
  await centre.getByRole('link', { name: 'Money' }).click();
  expect(await centre.getByRole('row').filter({ hasText: 'PO 4' }).innerText()).toContain(`All reports of ${batch.number}`);
  await accessible();
  await centre.goto(`${web.url}/centre-account`);
  await seen('PO 4');
});

test('LRN-1 REG-12 IMP-1 a learner is edited with faults at their fields; dates go down, are changed, up and undone', async () => {
  const { id } = await system.owner('learners').where({ surname: 'Drabble', batch_id: batch.id }).first('id');
  await centre.goto(`${web.url}/learners/${id}/edit`);
  await accessible();
  await centre.getByLabel('Reader or computer reader').check();
  await press('Save');
  await seen('Arrangements need an e-mail address to write to');
  await accessible();
  await centre.getByLabel('E-mail address of the contact about arrangements').fill('exams@centre.example');
  await press('Save');
  await seen('Zoë Drabble is saved.');
  await accessible();
  const csv = await centre.context().request.get(`${web.url}/learner-dates.csv?batch=${batch.number}`);
  const send = async (text: string) => {
    await centre.goto(`${web.url}/learner-dates`);
    await centre.getByLabel('File of dates').setInputFiles({ name: 'dates.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await press('Send the file');
  };
  const file = (await csv.text()).split('\r\n');
  const [head, row] = [file[0]!, file.find((line) => line.includes('Drabble'))!];
  await send([head, row.replace('2027-07-01', '29/02/2027')].join('\r\n'));
  await seen('This is no date of the calendar');
  await accessible();
  await send([head, row.replace('2027-07-01', '28/02/2027')].join('\r\n'));
  await seen('The dates of 1 learner are changed.');
  await accessible();
  await send([head, row.replace('2027-07-01', '28/02/2027')].join('\r\n'));
  await seen('Nothing is changed: all 1 learner had these dates already.');
  await centre.goto(`${web.url}/learner-imports`);
  await accessible();
  await centre.getByRole('link', { name: 'dates.csv' }).last().click();
  await press('Undo it');
  await accessible();
  await press('Undo it');
  await seen('It is undone.');
  expect(await system.owner('learners').where({ id }).first('planned_end_on')).toEqual({ planned_end_on: '2027-07-01' });
});

test('LRN-2 SEC-9 the name of a certificated learner is amended with a reason; staff see learners and change none', async () => {
  const { id } = await system.owner('learners').where({ surname: 'Drabble', batch_id: batch.id }).first('id');
  const today = new Date().toISOString().slice(0, 10);
  await system.owner('learners').where({ id }).update({ state: 'certificated', certificated_on: today, next_at: null });
  await centre.goto(`${web.url}/learners/${id}`);
  await press('Amend the name');
  await accessible();
  await centre.getByLabel('Surname').fill('Holroyd');
  await centre.getByLabel('Reason').fill('Married');
  await press('Amend the name');
  await seen('The name is Zoë Holroyd from now on.');
  const staff = await web.signIn(scene.tenant.staff.finance.email);
  await staff.goto(`${web.url}/learners?organisation=${scene.tenant.centre.id}`);
  await staff.getByRole('link', { name: 'Zoë Holroyd' }).waitFor();
  expect(await staff.getByRole('button', { name: 'See what it does' }).count()).toBe(0);
  expect(await staff.getByRole('checkbox').count()).toBe(0);
  const heads = (page: Page) => page.getByRole('columnheader').allInnerTexts();
  for (const path of ['learners', 'batches']) {
    await staff.goto(`${web.url}/${path}`);
    await staff.getByRole('cell', { name: 'Fenland College' }).first().waitFor();
    await centre.goto(`${web.url}/${path}`);
    expect([await heads(staff), await heads(centre)]).toEqual([expect.arrayContaining(['Centre']), expect.not.arrayContaining(['Centre'])]);
  }
});

test('LRN-1 LRN-2 LAP-1 OPS-3 OPS-5 the learner’s page tells the centre what happened and which mails went to whom; staff read the same, and who did it', async () => {
  const { id } = await system.owner('learners').where({ surname: 'Holroyd', batch_id: batch.id }).first('id');
  const titles = async (page: Page) => (await page.locator('.moj-timeline__title').allInnerTexts()).reverse();
  const happened = ['Registered', 'Withdrawn', 'Taken back', 'Edited', 'Edited', 'Edited', 'Name amended after the certification'];
  await centre.goto(`${web.url}/learners/${id}`);
  await seen('Name amended after the certification');
  expect(await titles(centre)).toEqual(happened);
  await seen('Why: Married');
  await accessible();
  await centre.getByRole('link', { name: 'Mails' }).click();
  await seen('No mail was written about this case yet.');
  await accessible();

  const { tenant } = scene;
  const yesterday = dateLater(londonDate(new Date().toISOString()), -1);
  const lapsing = { surname: 'Soon', lapsesOn: dateLater(yesterday, 7), nextAt: hourOfDate(yesterday, 9) };
  const of = { product: { id: batch.productId, code: 'OLD' }, learners: [lapsing], session: SESSION - 3, at: '2023-11-02T09:00:00.000Z' };
  const old = (await seedBatch(system.database, tenant, of)).batch;
  const [soon] = await system.owner('learners').where({ batch_id: old.id }).pluck('id');
  await eventually(async () => {
    await centre.goto(`${web.url}/learners/${soon}?view=mails`);
    expect(await centre.locator('main').innerText()).toMatch(/Lapse notice\s+Ann Contact, ann@centre.example; .+, portal@.+\s+.*Completed/);
  });
  await accessible();
  const operator = await web.signIn(tenant.staff.caseOperator.email, 'What waits for case operators');
  await operator.goto(`${web.url}/learners/${soon}`);
  await operator.getByText('7 days left').waitFor();
  expect(await titles(operator)).toEqual(['Registered', 'Notice of the lapse']);
  await operator.goto(`${web.url}/learners/${id}`);
  expect(await titles(operator)).toEqual(happened);
  expect(await violations(operator)).toEqual([]);
});
