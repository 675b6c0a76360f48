import type { Page } from 'playwright-core';
import type { SeededTenant } from '../../../db/seeds/demo';
import { consoleInBrowser, decide, press, violations, type ConsoleInBrowser } from '../../support/console';
import { Employer, type ApplicationBody } from '../../support/employers';
import { certificateLines, pictureOf } from '../../support/qualifications';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let tenant: SeededTenant;
let web: ConsoleInBrowser;
let employer: Page;
let application: ApplicationBody;

beforeAll(async () => {
  system = await realSystem('qualifications-console');
  tenant = await system.tenant('web');
  await system.documents.start();
  web = await consoleInBrowser(system);
  const as = new Employer(await system.signIn(tenant.companies[0].user.email), tenant);
  application = await as.started((await as.employee('Grace', 'Hopper')).id);
  employer = await web.signIn(tenant.companies[0].user.email, 'Your advance orders');
}, 120_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
/** Loads a page until it shows a stage. */
async function shows(page: Page, stage: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await page.locator('.app-why .govuk-tag').allTextContents()).includes(stage)) return;
    await page.waitForTimeout(300);
    await page.reload();
  }
  throw new Error(`${stage} is not shown: ${await page.locator('main').innerText()}`);
}

test('QUA-1 journey 2: a document is uploaded, not matched, and left to a case operator, who sees it beside the record and accepts it', async () => {
  await employer.goto(`${web.url}/applications/${application.id}`);
  await employer.getByText('No qualification was given yet.').waitFor();
  await employer.getByRole('button', { name: 'Add a qualification: upload a document' }).click();
  await heading(employer, /^Upload a document of Ms Grace Hopper/);
  expect(await violations(employer)).toEqual([]);
  await press(employer, 'UPLOAD DOCUMENT (AND ATTEMPT AUTOMATIC DETECTION)');
  await employer.getByText('Choose a file').first().waitFor();
  const buffer = await pictureOf(certificateLines('Joan Cooper'));
  await employer.getByLabel(/^A picture or PDF/).setInputFiles({ name: 'certificate.png', mimeType: 'image/png', buffer });
  await press(employer, 'UPLOAD DOCUMENT (AND ATTEMPT AUTOMATIC DETECTION)');
  await employer.getByText('The document is being read.').waitFor();
  await shows(employer, 'Details needed');
  expect(await violations(employer)).toEqual([]);
  await employer.getByRole('button', { name: 'Leave it to a case operator' }).click();
  await press(employer, (await employer.getByRole('button', { name: /^Leave K-/ }).textContent())!.trim());
  await employer.getByText('A case operator decides.').waitFor();
  const operator = await web.signIn(tenant.staff.caseOperator.email, 'What waits for case operators');
  await operator.goto(`${web.url}/qualifications?state=awaitingDecision`);
  expect(await violations(operator)).toEqual([]);
  await operator.getByRole('link', { name: /^K-/ }).click();
  await operator.getByText('Other name, Qualification number, Body, Awarded').waitFor();
  expect(
    await operator.getByAltText('The document that was given').evaluate(async (img) => {
      const picture = img as unknown as { naturalWidth: number; decode(): Promise<void> };
      await picture.decode();
      return picture.naturalWidth;
    }),
  ).toBe(1400);
  await operator.getByText('50 of 100').waitFor();
  expect(await violations(operator)).toEqual([]);
  await operator.getByRole('button', { name: 'Accept it' }).click();
  expect(await violations(operator)).toEqual([]);
  await operator.getByLabel('Reason').fill('maiden name, seen on the marriage certificate');
  await press(operator, (await operator.getByRole('button', { name: /^Accept K-/ }).textContent())!.trim());
  await operator.getByText('The qualification is accepted.').waitFor();
  await employer.goto(`${web.url}/applications/${application.id}`);
  await employer.getByRole('row').filter({ hasText: 'Accepted' }).filter({ hasText: 'Level 3 NVQ Diploma' }).waitFor();
  expect(await violations(employer)).toEqual([]);
});

test('QUA-1 another is entered by hand with the fields of its own body, every fault at its field; the operator asks for more and refuses', async () => {
  await employer.goto(`${web.url}/applications/${application.id}`);
  await employer.getByRole('button', { name: 'Enter the certificate/document details manually' }).click();
  await employer.getByLabel(/^Enrolment number/).waitFor();
  expect(await violations(employer)).toEqual([]);
  await employer.getByRole('link', { name: 'Joint Industry Board: JIB grading' }).click();
  await employer.getByLabel(/^JIB grading reference/).fill('nonsense');
  await press(employer, 'Check details (with the awarding body)');
  await employer.getByRole('alert').getByText("JIB grading reference is not of the body's form").waitFor();
  await employer.getByRole('alert').getByText('Graded on is missing').waitFor();
  expect(await violations(employer)).toEqual([]);
  await employer.getByLabel(/^JIB grading reference/).fill('JIB/123456');
  await employer.getByLabel(/^Graded on/).fill('2018-03-05');
  await press(employer, 'Check details (with the awarding body)');
  await employer.getByText('The details are being checked.').waitFor();
  await shows(employer, 'Awaiting a decision');
  const operator = await web.signIn(tenant.staff.caseOperator.email, 'What waits for case operators');
  await operator.goto(employer.url());
  await operator.getByText('JIB/123456').waitFor();
  const reference = (await operator.getByRole('heading', { level: 1 }).textContent())!.split(' ')[1]!;
  await decide(operator, 'Refuse it', 'not legible', `Refuse ${reference}`);
  await operator.getByText('The qualification is refused.').waitFor();
  expect(await violations(operator)).toEqual([]);
});
