import type { Page } from 'playwright-core';
import { goneOver } from '../../support/calendars';
import { consoleInBrowser, violations, type ConsoleInBrowser } from '../../support/console';
import { sceneIn, type Scene } from '../../support/given';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let scene: Scene;
let web: ConsoleInBrowser;
let first: Page;
let second: Page;
let day: string;

beforeAll(async () => {
  system = await realSystem('calendar-console');
  scene = await sceneIn(system, 'web');
  const receipt = await scene.given.suspense('NOBODY KNOWS', 100);
  const { due_at } = await system.owner('work_items').where({ entity_id: receipt.id }).first('due_at');
  day = new Date(due_at).toISOString().slice(0, 10);
  web = await consoleInBrowser(system);
  const { administrator, administrator2 } = scene.tenant.staff;
  first = await web.signIn(administrator.email, 'What waits for administrators');
  second = await web.signIn(administrator2.email, 'What waits for administrators');
}, 240_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

test('CAL-1 journey 5: an administrator proposes a holiday, sees which open waits it moves; another one approves it, and finds them moved', async () => {
  await first.goto(`${web.url}/working-days`);
  expect(await violations(first)).toEqual([]);
  await first.getByLabel('What is changed').selectOption('add');
  await first.getByLabel('Day of the holiday').fill(day);
  await first.getByRole('textbox', { name: /^Name/ }).fill('Proclaimed holiday');
  await first.getByLabel('Reason').fill('proclaimed');
  await first.getByRole('button', { name: 'Propose it' }).click();
  await first.getByRole('link', { name: 'See which open waits it moves' }).click();
  const row = first.getByRole('row').filter({ hasText: '→' });
  await row.first().waitFor();
  expect(await row.count()).toBe(1);
  expect(await row.textContent()).toMatch(/Suspense/);
  expect(await violations(first)).toEqual([]);
  const [proposal] = (await scene.as.administrator.get<{ items: { id: string }[] }>('/v1/approvals?what=calendar')).body.items;
  await second.goto(`${web.url}/approvals/${proposal!.id}`);
  await second.getByRole('button', { name: 'Approve it' }).click();
  await second.getByLabel('Reason').fill('as published');
  await second.getByRole('button', { name: 'Approve it' }).click();
  await second.getByText('Approved:').first().waitFor();
  await goneOver(scene);
  await second.goto(`${web.url}/working-days`);
  expect(await second.getByRole('row').filter({ hasText: 'calendar-2' }).textContent()).toMatch(/(\d+) of \1/);
  await second.goto(`${web.url}/working-days/calendar-2/moves`);
  expect(await second.getByRole('row').filter({ hasText: 'Moved' }).count()).toBe(1);
  expect(await violations(second)).toEqual([]);
  await second.goto(`${web.url}/working-days/calendar-2`);
  await second.getByRole('row').filter({ hasText: 'Proclaimed holiday' }).first().waitFor();
  expect(await violations(second)).toEqual([]);
});

test('CAL-1 what cannot be is told at its field, and what was typed stays', async () => {
  await first.goto(`${web.url}/working-days`);
  await first.getByLabel('Day of the holiday').fill('2020-06-01');
  await first.getByRole('textbox', { name: /^Name/ }).fill('Long past');
  await first.getByLabel('Reason').fill('r');
  await first.getByRole('button', { name: 'Propose it' }).click();
  await first.getByText('2020-06-01 is over').first().waitFor();
  expect(await first.getByRole('textbox', { name: /^Name/ }).inputValue()).toBe('Long past');
  expect(await violations(first)).toEqual([]);
});

test('CAL-1 whoever may not change the calendar sees it, and no form', async () => {
  const operator = await web.signIn(scene.tenant.staff.caseOperator.email, 'What waits for case operators');
  await operator.goto(`${web.url}/working-days`);
  expect(await operator.getByRole('button', { name: 'Propose it' }).count()).toBe(0);
});
