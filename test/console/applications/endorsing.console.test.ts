import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import type { SeededTenant } from '../../../db/seeds/demo';
import { consoleInBrowser, press, violations, type ConsoleInBrowser } from '../../support/console';
import { Employer, FINALISED, LABOURER, paidOutside, type ApplicationBody } from '../../support/employers';
import { eventually } from '../../support/eventually';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let tenant: SeededTenant;
let web: ConsoleInBrowser;
let employer: Page;
let operator: Page;
let endorsed: ApplicationBody;

const PDF = { name: 'letter.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n%%EOF') };

beforeAll(async () => {
  system = await realSystem('endorsing-console');
  tenant = await system.tenant('web');
  web = await consoleInBrowser(system);
  const as = await system.signIn(tenant.companies[0].user.email);
  const { finance, finance2, caseOperator } = tenant.staff;
  const given = new Employer(as, tenant);
  const { id, number } = await given.employee('Grace', 'Hopper');
  const person = await system.owner('persons').where({ number, tenant_id: tenant.id }).first('id');
  const card = {
    tenant_id: tenant.id,
    person_id: person.id,
    type: 'craft',
    valid_from: '2024-01-01',
    valid_to: '2028-12-31',
    state: 'issued',
  };
  await system.owner('cards').insert({ ...card, id: randomUUID(), number: 'ECS-7000001', occupation: 'electricalLabourer' });
  const started = await given.started(id);
  await given.filledIn(started, { ...LABOURER, occupation: 'electricalManager' });
  endorsed = (await as.post<ApplicationBody>(`/v1/applications/${started.id}/finalise`, FINALISED)).body;
  await paidOutside(await system.signIn(finance.email), await system.signIn(finance2.email), await given.closed([endorsed]));
  await stateIs('onHold');
  employer = await web.signIn(tenant.companies[0].user.email, 'Your advance orders');
  operator = await web.signIn(caseOperator.email, 'What waits for case operators');
}, 180_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

const stateOf = async () => (await system.owner('applications').where({ id: endorsed.id }).first('state')).state as string;
const stateIs = (state: string) => eventually(async () => expect(await stateOf()).toBe(state));
const open = (page: Page) => page.goto(`${web.url}/applications/${endorsed.id}`);

test('APP-6 journey 5: the holder of the right finds the application among the endorsements to give, and endorses it', async () => {
  await employer.goto(`${web.url}/endorsements`);
  const row = employer.getByRole('row').filter({ hasText: 'Grace Hopper' });
  expect(await row.textContent()).toMatch(/Change in grading.*Electrical manager/is);
  expect(await violations(employer)).toEqual([]);
  await row.getByRole('link').click();
  await employer.getByRole('button', { name: 'Refuse to endorse it' }).waitFor();
  await employer.getByRole('button', { name: 'Endorse it', exact: true }).click();
  expect(await violations(employer)).toEqual([]);
  await press(employer, `Endorse ${endorsed.reference}`);
  await employer.getByText('The application is endorsed.').waitFor();
  await employer.getByText('Endorsed', { exact: true }).waitFor();
  await employer.goto(`${web.url}/endorsements`);
  await employer.getByText('Nothing waits for an endorsement that you may give.').waitFor();
});

test('APP-9 WHY-2 a case operator asks for more, the employer sees what, and answers with a file, which the operator finds', async () => {
  await open(operator);
  await operator.getByRole('button', { name: 'Ask for more' }).click();
  expect(await violations(operator)).toEqual([]);
  await operator.getByLabel('What is missing').fill('A letter of the last employer');
  await press(operator, `Ask for more about ${endorsed.reference}`);
  await operator.getByText('The employer is asked.').waitFor();
  await open(employer);
  await employer.getByRole('button', { name: 'Answer what was asked for' }).click();
  await employer.getByText('Asked for: A letter of the last employer').waitFor();
  expect(await violations(employer)).toEqual([]);
  await employer.getByLabel('Your answer').fill('Here it is');
  await employer.getByLabel(/^File/).setInputFiles(PDF);
  await press(employer, `Answer about ${endorsed.reference}`);
  await employer.getByText('Your answer is with our case operators.').waitFor();
  await operator.goto(`${web.url}/applications/${endorsed.id}?view=files#view`);
  await operator.getByText('letter.pdf').first().waitFor();
  await operator.getByText('Here it is').first().waitFor();
  expect(await violations(operator)).toEqual([]);
});

test('HSE-1 HSE-5 the employer asks for an exemption with its evidence, a case operator accepts it, and the assessment is awaited no more', async () => {
  await open(employer);
  await employer.getByRole('button', { name: 'Ask for an exemption' }).click();
  expect(await violations(employer)).toEqual([]);
  await employer.getByLabel('Evidence').setInputFiles(PDF);
  await press(employer, `Ask for the exemption of ${endorsed.applicant.name}`);
  await employer.getByText('The exemption is asked for.').waitFor();
  expect(await violations(employer)).toEqual([]);
  await operator.goto(`${web.url}/exemptions`);
  expect(await violations(operator)).toEqual([]);
  await operator.getByRole('row').filter({ hasText: 'Grace Hopper' }).getByRole('link').click();
  await operator.getByRole('button', { name: 'Accept it' }).click();
  await operator.getByLabel('Reason').fill('an engineer of 40 years');
  await press(operator, `Exempt ${endorsed.applicant.name}`);
  await operator.getByText('The exemption is accepted.').waitFor();
  await open(employer);
  await employer.getByText('Exemption', { exact: true }).first().waitFor();
});
