import type { Page } from 'playwright-core';
import { inScope } from '../../../db/core/database';
import { dateLater, dateWords, londonDate } from '../../../domain/working-days';
import { sceneIn, type Scene } from '../../support/given';
import { consoleInBrowser, violations, type ConsoleInBrowser } from '../../support/console';
import { eventually } from '../../support/eventually';
import type { InvoiceBody } from '../../support/invoices';
import { askForPaperwork, charge, seedBatch, seedProduct } from '../../support/learners';
import { realSystem, type TestSystem } from '../../support/system';

/** Of one whose next notice is still to come. */
const lapsesOn = dateLater(londonDate(new Date().toISOString()), 49);
let system: TestSystem;
let scene: Scene;
let web: ConsoleInBrowser;
let centre: Page;
let batch: { id: string; number: string };
let bundle: { id: string; number: string };
let learner: { id: string };

beforeAll(async () => {
  system = await realSystem('console-portal');
  scene = await sceneIn(system, 'console-portal');
  const { tenant } = scene;
  await system.documents.start();
  const care = await seedProduct(system.owner, tenant.id, 'Care of Adults', 'qualification', '603/01');
  const whole = await seedProduct(system.owner, tenant.id, 'Carer (Apprenticeship)', 'apprenticeship', 'ST0095');
  const learners = [{ forename: 'Zoë', surname: 'Öberg', uln: '1000102504', lapsesOn }, { surname: 'Smith' }];
  const seeded = await seedBatch(system.database, tenant, { product: care, learners });
  batch = seeded.batch;
  await askForPaperwork(system.database, tenant, seeded.group, '2026-11-03T09:00:00.000Z');
  bundle = (await seedBatch(system.database, tenant, { product: whole, learners: [] })).batch;
  await seedBatch(system.database, tenant, { product: care, bundle: bundle.id, isFree: true, learners: [{ surname: 'Both' }] });
  await inScope(system.database, { tenant: tenant.id, organisation: null }, (trx) =>
    charge(trx, tenant, { product: care, quantity: 3, at: '2026-10-05T09:00:00.000Z' }),
  );
  learner = await system.owner('learners').where({ uln: '1000102504', tenant_id: tenant.id }).first('id');
  web = await consoleInBrowser(system);
  centre = await web.signIn(tenant.centre.user.email, 'Fenland College');
}, 180_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

const shows = async (path: string, ...texts: string[]) => {
  await centre.goto(web.url + path);
  for (const text of texts) await centre.getByText(text).first().waitFor();
  expect([path, await violations(centre)]).toEqual([path, []]);
};

test('CEN-2 a centre’s home shows what waits for it, under the menu in its own words, of what is built', async () => {
  await shows('/centre', 'What waits for you', 'Registrations that lapse within 90 days', 'Invoices of the last 31 days');
  const menu = await centre.locator('nav').first().getByRole('link').allInnerTexts();
  expect(menu).toEqual(expect.arrayContaining(['Registrations', 'My Learners', 'Bookings', 'Search', 'Support', 'My Account']));
  for (const later of ['Results', 'Moderation', 'Grading', 'Certification']) expect(menu).not.toContain(later);
  await centre.getByRole('link', { name: 'Registrations that can still be undone' }).click();
  await centre.getByRole('link', { name: 'State: Registered' }).waitFor();
  await centre.goto(`${web.url}/centre`);
  await centre.getByRole('link', { name: 'Registrations that lapse within 90 days' }).click();
  await centre.getByRole('link', { name: 'Zoë Öberg' }).waitFor();
  expect(await centre.getByRole('link', { name: 'Ann Smith' }).count()).toBe(0);
  await shows('/support', 'Files of learners');
  expect(await centre.getByRole('link', { name: 'Check a file only, and get the templates' }).getAttribute('href')).toBe(
    '/registrations/check',
  );
});

test('REG-13 LAP-1 learners are searched, sorted and downloaded; each has a page with the lapse date and what comes next of it, the batch and the registration', async () => {
  await centre.goto(`${web.url}/learners`);
  await centre.getByLabel('Beginning of the surname').fill('obe');
  await centre.getByRole('button', { name: 'Filter' }).click();
  await centre.getByRole('link', { name: 'Zoë Öberg' }).waitFor();
  expect(await violations(centre)).toEqual([]);
  expect(await centre.getByRole('link', { name: 'Ann Smith' }).count()).toBe(0);
  const csv = await centre.getByRole('link', { name: 'Download as CSV' }).getAttribute('href');
  const answer = await centre.context().request.get(web.url + csv!);
  expect([answer.status(), answer.headers()['content-disposition']]).toEqual([200, 'attachment; filename=learners.csv']);
  expect(
    (await answer.text())
      .trimEnd()
      .split('\r\n')
      .map((row) => row.split(',')[3]),
  ).toEqual(['surname', 'Öberg']);
  await centre.getByRole('link', { name: 'Zoë Öberg' }).click();
  await shows(
    `/learners/${learner.id}`,
    dateWords(lapsesOn),
    'the centre is told of the lapse by e-mail',
    '603/01 Care of Adults',
    '1000102504',
    'PO 1',
    `Batch ${batch.number}`,
  );
});

test('REG-10 REG-11 REG-13 WHY-1 a batch shows its learners, why it waits for their lapse and what is next, and its reports with the paperwork; a bundle its qualifications', async () => {
  await shows('/batches', batch.number, 'Show learners', 'All reports of');
  await centre.getByRole('link', { name: `Show learners of ${batch.number}` }).click();
  await centre.getByRole('link', { name: 'Zoë Öberg' }).waitFor();
  await eventually(async () => {
    await centre.goto(`${web.url}/batches/${batch.id}`);
    expect(await centre.getByRole('link', { name: 'Download it' }).count()).toBeGreaterThan(0);
  }, 60_000);
  await shows(`/batches/${batch.id}`, 'Room for', '1998', 'Ann Contact, ann@centre.example', '2 learners are registered; at ');
  const href = await centre.getByRole('link', { name: 'Download it' }).first().getAttribute('href');
  const file = await centre.context().request.get(web.url + href!);
  expect([file.status(), file.headers()['content-type']]).toEqual([200, 'application/pdf']);
  await shows(href!.replace('/file', ''), `Paperwork of batch ${batch.number}`, 'Download it');
  await shows(`/batches/${batch.id}?view=money`, 'Reports');
  await shows('/bundles', bundle.number);
  await centre.getByRole('link', { name: `Learners of ${bundle.number}` }).click();
  await centre.getByRole('link', { name: 'Ann Both' }).waitFor();
  await shows(`/batches/${bundle.id}?view=money`, `Bundle batch ${bundle.number}`, 'Batches of its qualifications');
});

test('CEN-1 the account shows what is owed, each fee with its invoice, and the invoice itself; finance sees the run and the accounts of all', async () => {
  const { as, tenant } = scene;
  const invoice = await eventually(async () => {
    const [found] = (await as.centreUser.get<{ items: InvoiceBody[] }>('/v1/invoices')).body.items;
    expect(found).toBeDefined();
    return found!;
  });
  await shows('/centre-account', 'Owed on account', '£200.00', invoice.number, 'At the month’s end');
  const csv = await centre.getByRole('link', { name: 'Download as CSV' }).getAttribute('href');
  expect((await (await centre.context().request.get(web.url + csv!)).text()).split('\r\n')[0]).toMatch(/^at,what,product code/);
  await shows('/invoices', invoice.number);
  await centre.getByRole('link', { name: invoice.number }).click();
  await centre.getByRole('heading', { name: `Invoice ${invoice.number}` }).waitFor();
  await shows(`/invoices/${invoice.id}?view=money`, 'Registration: 603/01 Care of Adults');
  const finance = await web.signIn(tenant.staff.finance.email);
  const { id } = await system.owner('billing_runs').where({ tenant_id: tenant.id, month: '2026-10-01' }).first('id');
  for (const [path, text] of [
    [`/billing-runs/${id}`, 'Invoices of centres for 2026-10'],
    [`/centre-account?organisation=${tenant.centre.id}`, '£200.00'],
    [`/learners?organisation=${tenant.centre.id}`, 'Zoë Öberg'],
  ] as const) {
    await finance.goto(web.url + path);
    await finance.getByText(text).first().waitFor();
    expect([path, await violations(finance)]).toEqual([path, []]);
  }
});
