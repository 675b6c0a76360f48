import type { Page } from 'playwright-core';
import { consoleInBrowser, decide, enterCode, giveCredentials, press, violations, type ConsoleInBrowser } from '../../support/console';
import { eventually } from '../../support/eventually';
import { sceneIn, type Scene } from '../../support/given';
import { applicantLink, ownForm, unverified } from '../../support/identity-stories';
import { linkFor } from '../../support/people';
import { picture } from '../../support/photos';
import { PASSWORD, realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let scene: Scene;
let web: ConsoleInBrowser;

beforeAll(async () => {
  system = await realSystem('identity-console');
  scene = await sceneIn(system, 'own');
  web = await consoleInBrowser(system);
  // Mails and the provider lead back to this console.
  system.deliveryDeps.consoleUrl = web.url;
}, 120_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
/** Goes to the provider's page, does there what a button says, and is led back. */
async function atProvider(page: Page, button: string, back: string): Promise<void> {
  await page.getByRole('button', { name: 'Go to the identity provider' }).click();
  await heading(page, 'Verify your photo and identity');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: button }).click();
  await heading(page, back);
}
/** The page again, until something stands on it. */
const shows = (page: Page, text: string | RegExp) =>
  eventually(async () => {
    await page.reload();
    expect(await page.getByText(text).first().isVisible()).toBe(true);
  });

test('IDV-1 PER-1 CNS-1 AUT-1 journey 3: the mail’s link, an account, consents, the provider’s page; a fail is told and contested, a case operator verifies by hand', async () => {
  const application = await unverified(scene);
  const page = await (await web.newContext()).newPage();
  await page.goto(`${web.url}/applicant/${await applicantLink(system, application.email)}`);
  await heading(page, `Your application ${application.reference}`);
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('Mobile number').fill('nonsense');
  await press(page, 'Make my account');
  await page
    .getByText(/must be a mobile number/)
    .first()
    .waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('Mobile number').fill('07700 900123');
  await press(page, 'Make my account');
  await heading(page, 'Look into your mailbox');
  await page.goto(`${web.url}/activate/${await linkFor(system.mailbox, application.email, 'Your account at')}`);
  const since = new Date().toISOString();
  await press(page, 'Send me the code');
  await page.getByLabel('New password').fill(PASSWORD);
  await enterCode(page, since);
  await page.getByText('Your password is set').waitFor();
  await giveCredentials(page, application.email, PASSWORD);
  await heading(page, 'Your account');
  await page.getByRole('link', { name: 'My applications' }).click();
  await heading(page, 'My applications');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: application.reference }).click();
  await heading(page, `Application ${application.reference}`);
  await page
    .getByText(/to verify photo and identity with the identity provider|health, safety and environment/)
    .first()
    .waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Verify your identity' }).click();
  await heading(page, 'Verify your photo and identity');
  expect(await violations(page)).toEqual([]);
  expect(await page.locator('input[type=checkbox]:checked').count()).toBe(0);
  await page.getByLabel('Ampere Insurance').check();
  await page.getByLabel(/^Employment businesses may not check/).check();
  await press(page, 'Go on to the identity provider');
  await heading(page, `Application ${application.reference}`);
  await shows(page, 'Go to the identity provider');
  expect(await violations(page)).toEqual([]);
  await atProvider(page, 'It cannot be seen', `Application ${application.reference}`);
  await shows(page, 'The last check did not verify your photo and identity.');
  expect(await violations(page)).toEqual([]);
  await decide(page, 'Contest the decision', 'it is me', 'Contest the decision');
  await shows(page, 'You have contested it');
  const operator = await web.signIn(scene.tenant.staff.caseOperator.email, 'What waits for case operators');
  await operator
    .getByRole('link', { name: /^Decide about a photo or identity/ })
    .first()
    .click();
  await heading(operator, new RegExp(application.reference));
  await operator.getByRole('img', { name: /^Photo of/ }).waitFor();
  expect(await violations(operator)).toEqual([]);
  await decide(operator, 'Verify photo and identity by hand', 'compared with the passport', `Verify ${application.applicant.name}`);
  await operator.getByText('Photo and identity are verified.').waitFor();
  await page.goto(`${web.url}/my-data`);
  await page.getByText(/^Verified, valid to/).waitFor();
  expect(await violations(page)).toEqual([]);
  const consents = await system.owner('consents').whereNotNull('given_at').pluck('partner');
  const optOut = await system.owner('consents').where({ kind: 'employmentBusinessChecks' }).whereNotNull('withdrawn_at');
  expect([consents, optOut]).toEqual([['Ampere Insurance'], [expect.anything()]]);
});

test('APP-2 an employer uploads the photo on the application’s page: a bad one is refused with all that is wrong, a good one is shown', async () => {
  const application = await scene.given.employer.started((await scene.given.employer.newcomer()).id);
  await scene.given.employer.filledIn(application, ownForm(scene.tenant));
  const employer = await web.signIn(scene.tenant.companies[0].user.email, 'Your advance orders');
  await employer.goto(`${web.url}/applications/${application.id}`);
  await employer.getByText('Missing', { exact: true }).first().waitFor();
  const choose = async (buffer: Buffer) => {
    await employer.getByLabel('A photo').setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer });
    await press(employer, 'Upload the photo');
  };
  await choose(await picture(200, 200));
  await employer
    .getByRole('alert')
    .getByText(/600 by 750/)
    .first()
    .waitFor();
  expect(await violations(employer)).toEqual([]);
  await choose(await picture());
  await employer.getByText('The photo is kept.').waitFor();
  const width = await employer.getByRole('img', { name: /^Photo of/ }).evaluate((image: { naturalWidth: number }) => image.naturalWidth);
  expect(width).toBe(900);
  await employer.getByText('Given, to be verified').waitFor();
  expect(await violations(employer)).toEqual([]);
});

test('PER-1 a card holder asks for the account from the sign-in page, and is told the same whatever is given', async () => {
  const page = await (await web.newContext()).newPage();
  await page.goto(`${web.url}/sign-in`);
  await page.getByRole('link', { name: 'Open my account as a card holder' }).click();
  await heading(page, 'Open your account as a card holder');
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('Scheme').fill(scene.tenant.key);
  await page.getByLabel('Card number').fill('ECS-0');
  await press(page, 'Send the link');
  await page.getByRole('alert').getByText('Birth date').first().waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('Birth date').fill('1990-07-14');
  await press(page, 'Send the link');
  await heading(page, 'Look into your mailbox');
});
