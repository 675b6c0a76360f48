import type { Page } from 'playwright-core';
import { v7 as uuid } from 'uuid';
import { consoleInBrowser, press, violations, type ConsoleInBrowser } from '../../support/console';
import { sceneIn, type Scene } from '../../support/given';
import { seedProducts, singleRow, ulnOf } from '../../support/registrations';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let scene: Scene;
let web: ConsoleInBrowser;
let centre: Page;

beforeAll(async () => {
  system = await realSystem('console-registration');
  scene = await sceneIn(system, 'console-registration');
  await seedProducts(system.owner, scene.tenant, [
    { code: 'CARE' },
    { code: 'CLOSED', isApproved: false },
    { code: 'VCERT', type: 'vCert', modes: ['Paper', 'Online'], windows: ['May 2099'] },
  ]);
  const address = { label: 'Exams office', lines: ['1 Fen Road', 'Ely'], postcode: 'CB7 4AA' };
  const { id: tenant_id, centre: of } = scene.tenant;
  await system.owner('addresses').insert({ ...address, id: uuid(), tenant_id, organisation_id: of.id });
  await system.documents.start();
  web = await consoleInBrowser(system);
  centre = await web.signIn(scene.tenant.centre.user.email, 'Fenland College');
}, 180_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

/** What a page shows stands there, and nothing of it keeps anybody out. */
const shows = async (...texts: string[]) => {
  for (const text of texts) await centre.getByText(text).first().waitFor();
  expect([centre.url(), await violations(centre)]).toEqual([centre.url(), []]);
};
const go = (path: string) => centre.goto(web.url + path);
const fill = async (entered: Record<string, string>) => {
  for (const [label, text] of Object.entries(entered)) await centre.getByLabel(label, { exact: true }).fill(text);
};
const sends = async (content: string, way: string, entered: Record<string, string> = {}) => {
  await go(`/registrations/${way}`);
  await fill(entered);
  await centre.getByLabel('File of learners').setInputFiles({ name: 'learners.csv', mimeType: 'text/csv', buffer: Buffer.from(content) });
};
const registered = () => system.owner('learners').where({ tenant_id: scene.tenant.id, state: 'registered' });

test('REG-1 REG-10 REG-12 journey 1: a product that is not approved is told; a learner is keyed in with an arrangement, reviewed with the fee, and registered with batch and paperwork', async () => {
  await go('/registrations');
  await shows('Key in learners', 'Nothing was registered yet');
  await centre.getByRole('button', { name: 'Key in learners' }).click();
  await fill({ 'Product code': 'CLOSED' });
  await press(centre, 'Begin');
  await shows('The centre is not approved for CLOSED');
  await fill({ 'Product code': 'CARE' });
  await press(centre, 'Begin');
  await shows('A learner whom you do not add is lost');
  await fill({ Forename: 'Zoë', Surname: 'Öberg', 'Date of birth': '03/04/2005', 'ULN (optional)': ulnOf(900_001) });
  await centre.getByLabel('Gender').selectOption('F');
  await centre.getByLabel('Enlarged paper').check();
  await fill({ 'Size (optional)': 'A3' });
  await centre.getByLabel('Supervised rest breaks').check();
  await press(centre, 'Add the learner');
  await shows('Zoë Öberg is added, with 1 fault to mend');
  await centre.getByRole('link', { name: /^registration R-/ }).click();
  await shows('Enlarged paper A3; Supervised rest breaks', 'Arrangements need an e-mail address to write to');
  await centre.getByRole('link', { name: 'Edit Zoë Öberg' }).click();
  await shows('Write whom we tell when the papers are made.');
  await fill({ 'E-mail address of the contact about arrangements (optional)': 'exams@fenland.example' });
  await press(centre, 'Save');
  await shows('Zoë Öberg is saved.');
  await centre.getByRole('button', { name: 'Centre information for CARE' }).click();
  await shows('Centre information: CARE Product CARE');
  await centre.getByLabel('Address for certificates').selectOption({ label: 'Exams office, 1 Fen Road, Ely, CB7 4AA' });
  await fill({ 'Purchase order number (optional)': 'PO 7' });
  await press(centre, 'Continue');
  await shows(
    'Review: CARE Product CARE',
    '£48.00 with VAT (£48.00 each)',
    'Address for certificates: Exams office.',
    'Purchase order number: PO 7.',
  );
  await press(centre, 'Register 1 learner for £48.00');
  await shows('1 learner is registered.', 'Registered, can be undone', 'Can be undone until');
  for (const own of ['Service level', 'in the Temporal UI']) expect(await centre.getByText(own).count()).toBe(0);
  const [learner] = await registered();
  expect(learner).toMatchObject({ surname: 'Öberg', modifications: { enlarged: 'A3' }, arrangements: ['restBreaks'] });
  await centre.getByRole('link', { name: /^Batch B.* with its paperwork$/ }).click();
  await shows('PO 7');
  await go(`/learners/${learner!.id}`);
  await shows('Female', 'Not provided', 'United Kingdom');
});

test('REG-7 REG-9 IMP-1 journey 2: wrong cells of a file are marked, mended on screen and confirmed; the same file again registers nobody twice; what was registered is undone', async () => {
  const file = [singleRow(1), singleRow(2, { AG: '', G: 'Q' })].join('\r\n');
  await sends('%PDF-1.7', 'single', { 'Product code': 'CARE' });
  await press(centre, 'Send the file');
  await shows('nothing of it was kept');
  await sends(file, 'single', { 'Product code': 'CARE' });
  await press(centre, 'Send the file');
  await centre.getByRole('link', { name: 'Edit Annc Learner' }).waitFor();
  await shows('Column AG:', 'Column G:', 'Wrong');
  expect(await centre.locator('.app-cell--wrong').allInnerTexts()).toHaveLength(2);
  const errors = await centre.getByRole('link', { name: /^Download all with a column of errors/ }).getAttribute('href');
  expect(await (await centre.context().request.get(web.url + errors!)).text()).toContain('AG: ');
  await centre.getByRole('link', { name: 'Show those with faults alone' }).click();
  await centre.getByText('Those with faults alone are shown').waitFor();
  expect(await centre.getByRole('link', { name: 'Edit Annb Learner' }).count()).toBe(0);
  await centre.getByRole('link', { name: 'Edit Annc Learner' }).click();
  await centre.getByLabel('Gender').selectOption('F');
  await centre.getByLabel('Country of study').selectOption('GB');
  await press(centre, 'Save');
  await centre.getByRole('button', { name: 'Centre information for CARE' }).click();
  await press(centre, 'Continue');
  const before = (await registered()).length;
  await press(centre, 'Register 2 learners for £96.00');
  await shows('2 learners are registered.');
  const first = centre.url();
  expect((await registered()).length).toBe(before + 2);
  await sends(file.replace(',,Q,', ',,F,'), 'single', { 'Product code': 'CARE' });
  await press(centre, 'Send the file');
  await shows('registered on this product and session already');
  await centre.getByRole('button', { name: 'Discard' }).click();
  await press(centre, (await centre.getByRole('button', { name: /^Discard R-/ }).innerText()).trim());
  await shows('It is discarded.');
  await centre.goto(first);
  await centre.getByRole('button', { name: 'Undo CARE' }).click();
  await shows('The full fee of whoever is undone comes back.');
  await press(centre, 'Undo 2 learners');
  await shows('2 learners undone, with the fee back.', 'Undone');
  expect((await registered()).length).toBe(before);
});

test('REG-8 REG-11 REG-14 CEN-2 journeys 3 and 4: in a bulk file a bad header is greyed with its reason and removed; a V Cert asks for window and mode; a check registers nobody', async () => {
  const { number } = scene.tenant.centre;
  const row = (each: number) => `NCFE2,Bulk,,Row,03/04/2005,,31,F,${ulnOf(800_000 + each)},,,,`;
  const header = (product: string) => `NCFE1,${number},ref,,${product},,`;
  await sends([header('ZZ'), row(1), header('CARE'), row(2)].join('\r\n'), 'bulk');
  await press(centre, 'Send the file');
  await centre.getByRole('link', { name: 'Remove ZZ, row 1' }).waitFor();
  await shows('There is no product of this code', 'Blocked');
  await centre.getByRole('link', { name: 'Remove ZZ, row 1' }).click();
  await press(centre, 'Remove 1 learner');
  await shows('The learners on ZZ are removed.');
  await centre.getByRole('button', { name: 'Centre information for CARE' }).click();
  const batch = await centre.getByLabel('Batch', { exact: true }).locator('option').nth(1).getAttribute('value');
  await centre.getByLabel('Batch', { exact: true }).selectOption(batch!);
  await press(centre, 'Continue');
  await shows('which has room for');
  await press(centre, 'Register 1 learner for £48.00');
  await shows('1 learner is registered.');
  await centre.getByRole('link', { name: 'All products of the file' }).click();
  await shows('Products of the registration', 'Removed');
  await sends([singleRow(5), singleRow(7)].join('\n'), 'single', { 'Product code': 'VCERT' });
  await press(centre, 'Send the file');
  await centre.getByRole('link', { name: 'Remove Annh Learner' }).click();
  await press(centre, 'Remove Annh Learner');
  await shows('Annh Learner is removed.');
  await centre.getByRole('button', { name: 'Centre information for VCERT' }).click();
  await press(centre, 'Continue');
  await shows('An assessment window is missing', 'A mode of assessment is missing');
  await centre.getByLabel('Assessment window').selectOption({ label: 'May 2099' });
  await centre.getByLabel('Mode of assessment').selectOption('Online');
  await press(centre, 'Continue');
  await shows('Assessment window: May 2099.', 'Mode of assessment: Online.');
  await press(centre, 'Register 1 learner for £48.00');
  await shows('1 learner is registered.');
  await centre.getByRole('link', { name: /^Batch B.* with its paperwork$/ }).click();
  await shows('May 2099', 'Online');
  const before = (await registered()).length;
  await sends(singleRow(6), 'check', { 'Product code (optional)': 'CARE' });
  await press(centre, 'Check the file');
  await shows('This file was checked and nothing more');
  expect(await centre.getByRole('button', { name: /^Centre information/ }).count()).toBe(0);
  expect((await registered()).length).toBe(before);
  const template = await centre.context().request.get(`${web.url}/registrations/templates/single`);
  expect([template.status(), template.headers()['content-disposition']]).toEqual([200, expect.stringContaining('learners-single.csv')]);
  await go('/registrations');
  await shows('Bulk file', 'File on one product, checked only');
  const operator = await web.signIn(scene.tenant.staff.caseOperator.email, 'What waits for case operators');
  await operator.goto(`${web.url}/registrations`);
  await operator.getByRole('link', { name: /^R-/ }).first().click();
  await operator.getByText('By row, each with what is wrong').waitFor();
  for (const own of ['Service level', 'in the Temporal UI']) expect(await operator.getByText(own).count()).toBe(1);
  expect(await operator.getByRole('button', { name: 'Discard' }).count()).toBe(0);
  expect(await operator.getByRole('link', { name: /^Edit/ }).count()).toBe(0);
});
