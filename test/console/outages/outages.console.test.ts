import type { Page } from 'playwright-core';
import { consoleInBrowser, press, violations, type ConsoleInBrowser } from '../../support/console';
import { begunByCard, gatewayFaults } from '../../support/card-payments';
import { eventually } from '../../support/eventually';
import { sceneIn, type Scene } from '../../support/given';
import type { Order } from '../../support/orders';
import { calls, outageIs } from '../../support/outages';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let scene: Scene;
let web: ConsoleInBrowser;

beforeAll(async () => {
  system = await realSystem('outages-console');
  scene = await sceneIn(system, 'away');
  web = await consoleInBrowser(system);
}, 120_000);
afterAll(async () => {
  await gatewayFaults(system);
  await web?.stop();
  await system?.stop();
});

const tag = (page: Page) => page.locator('.app-why .govuk-tag, dd .govuk-tag').first().textContent();

test('OUT-1 the gateway is away: an administrator sees since when and what waits, has it tried, and once it is mended all goes on', async () => {
  const { given, as, tenant } = scene;
  await gatewayFaults(system, { status: 503, times: 1_000_000 });
  const payments = [];
  for (let count = 0; count < 3; count += 1)
    payments.push(await begunByCard(as.employerUser, await given.employer.closed([await given.employer.finalised()])));
  const id = await outageIs(system, tenant.id, 'gateway', 'down');
  const page = await web.signIn(tenant.staff.administrator.email, 'What waits for administrators');
  await page.getByRole('link', { name: /^Look after an outside service/ }).click();
  await page.getByRole('heading', { level: 1, name: /Card gateway$/ }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.goto(`${web.url}/outages?state=down`);
  expect(await page.getByRole('row').filter({ hasText: 'Card gateway' }).textContent()).toMatch(/Down.*lasts/s);
  expect(await violations(page)).toEqual([]);
  await page.goto(`${web.url}/outages/${id}`);
  await page.getByRole('button', { name: 'Try it now' }).click();
  expect(await violations(page)).toEqual([]);
  await press(page, 'Try it now');
  await page.getByText('The next call is made now.').waitFor();
  await gatewayFaults(system);
  await outageIs(system, tenant.id, 'gateway', 'back');
  await eventually(async () => {
    await page.goto(`${web.url}/delayed-cases?outage=${id}`);
    expect(await page.getByText('Went on by itself').count()).toBe(payments.length);
  }, 30_000);
  expect(await violations(page)).toEqual([]);
  await page.goto(`${web.url}/outages/${id}`);
  expect(await tag(page)).toBe('Back');
});

test('OUT-1 ADV-3 what an outage of the mail server delayed is proposed to finance, which extends the hold by the days that it took', async () => {
  const { given, as, tenant } = scene;
  await as.finance.token();
  await system.relay.stop();
  const order = await given.order(1);
  const began = new Date(Date.now() - 60_000).toISOString();
  await calls(system, tenant.id, 'mail', { failed: 3 }, began);
  await system.owner('outage_spells').where({ tenant_id: tenant.id, service: 'mail' }).update({ probe_at: new Date() });
  await system.relay.start();
  const id = await outageIs(system, tenant.id, 'mail', 'back');
  const page = await web.signIn(tenant.staff.finance.email, 'What waits for finance');
  await eventually(async () => {
    await page.goto(`${web.url}/outages/${id}`);
    expect(await page.getByRole('button', { name: 'Extend deadlines' }).count()).toBe(1);
  }, 30_000);
  await page.getByRole('button', { name: 'Extend deadlines' }).click();
  expect(await page.getByLabel(new RegExp(order.reference)).isChecked()).toBe(true);
  expect(await violations(page)).toEqual([]);
  await press(page, 'Extend the chosen');
  await page.getByText(`${order.reference}: extended`).waitFor();
  const { body } = await as.finance.get<Order>(`/v1/advance-orders/${order.id}`);
  expect(Math.round((Date.parse(body.dueAt) - Date.parse(order.dueAt)) / 86_400_000)).toBe(1);
});
