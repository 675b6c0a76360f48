import type { Page } from 'playwright-core';
import { consoleInBrowser, violations, type ConsoleInBrowser } from '../../support/console';
import { eventually } from '../../support/eventually';
import { sceneIn, type Scene } from '../../support/given';
import { seedBatch, seedProduct } from '../../support/learners';
import { realSystem, type TestSystem } from '../../support/system';
import { lrsHolds, rightUln } from '../../support/ulns';

let system: TestSystem;
let scene: Scene;
let web: ConsoleInBrowser;
let centre: Page;
const [ANNS, BOBS] = [rightUln(60_000_001), rightUln(60_000_002)];
beforeAll(async () => {
  system = await realSystem('console-ulns');
  scene = await sceneIn(system, 'console-ulns');
  const { tenant } = scene;
  const care = await seedProduct(system.owner, tenant.id, 'Care of Adults');
  const learners = [
    { forename: 'Ann', surname: 'Wood' },
    { forename: 'Bob', surname: 'Field' },
  ];
  await seedBatch(system.database, tenant, { product: care, learners });
  await lrsHolds(system, ANNS, { givenName: 'Ann', familyName: 'Forest', birthDate: '2008-02-03', gender: 'F' });
  web = await consoleInBrowser(system);
  centre = await web.signIn(tenant.centre.user.email, 'Fenland College');
}, 180_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

const row = (name: string) => centre.getByRole('row').filter({ hasText: name });
const field = (name: string) => centre.getByRole('textbox', { name: `ULN of ${name}` });
const stands = (name: string, ...texts: string[]) =>
  eventually(async () => {
    await centre.goto(`${web.url}/ulns?sort=name`);
    for (const text of texts) expect(await row(name).innerText()).toContain(text);
  });

test('ULN-1 ULN-2 SEC-15 WHY-1 journey 2: a bad ULN is red at once and keeps what was typed, the good ones are sent; the answer stands in sentences; corrected and saved again it is green', async () => {
  await centre.goto(web.url);
  await centre.getByRole('link', { name: 'My Learners' }).first().click();
  await centre.getByRole('link', { name: 'ULNs' }).first().click();
  await field('Bob Field').waitFor();
  expect(await violations(centre)).toEqual([]);
  await field('Ann Wood').fill(ANNS);
  await field('Bob Field').fill('1000102505');
  await centre.getByRole('button', { name: 'Save all' }).click();
  await centre.getByRole('heading', { name: 'There is a problem' }).or(centre.getByText('1 ULN saved and sent, 1 not')).first().waitFor();
  await centre.getByText('Bob Field: The last digit does not fit the other nine').first().waitFor();
  expect([await field('Bob Field').inputValue(), await field('Bob Field').getAttribute('class')]).toEqual([
    '1000102505',
    expect.stringContaining('govuk-input--error'),
  ]);
  expect(await violations(centre)).toEqual([]);
  await stands('Ann Wood', 'Mismatch', 'The supplied "Family Name" does not match the "Family Name" held by LRS.');
  await field('Bob Field').fill(BOBS);
  await row('Bob Field').getByRole('button', { name: 'Save' }).click();
  await centre.getByText('1 ULN saved and sent.').waitFor();
  await stands('Bob Field', 'Verified');
  await system.owner('learners').where({ uln: ANNS }).update({ surname: 'Forest' });
  await stands('Ann Forest', 'Not sent');
  await centre.getByRole('button', { name: 'Save all' }).click();
  await centre.getByText('1 ULN saved and sent.').waitFor();
  await stands('Ann Forest', 'Verified');
});

test('ULN-1 SEC-15 a field that is emptied takes the ULN away', async () => {
  await centre.goto(`${web.url}/ulns?sort=name`);
  await field('Bob Field').fill('');
  await row('Bob Field').getByRole('button', { name: 'Save' }).click();
  await centre.getByText('1 ULN taken away.').waitFor();
  await stands('Bob Field', 'No ULN');
  expect(await field('Bob Field').inputValue()).toBe('');
});

test('ULN-1 OPS-5 staff see what was sent together, with what came of each and how it stands', async () => {
  const operator = await web.signIn(scene.tenant.staff.caseOperator.email, 'What waits for case operators');
  const submission = await system.owner('uln_submissions').where({ tenant_id: scene.tenant.id }).orderBy('made_at').first('id');
  await operator.goto(`${web.url}/uln-submissions/${submission.id}`);
  await operator.getByText('ULNs of Fenland College').first().waitFor();
  await operator.getByText('VRF005').waitFor();
  await operator.getByText('Ended: 1 ULN is answered.').waitFor();
  expect(await violations(operator)).toEqual([]);
});
