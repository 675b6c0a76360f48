import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser, type BrowserContext } from 'playwright-core';
import { DemoClient } from './demo-client';
import { codeFor } from './sign-in';
import { DATA, ROOT } from './paths';
import type { LocalSecrets } from './secrets';

const FOLDER = join(ROOT, 'docs', 'screenshots');
const COLUMNS = ['Status', 'Workflow ID', 'Stage', 'Awaiting', 'DueAt', 'Reference'];

/** `npm run screenshots`: the pages of the running system in a real browser, into docs/screenshots. */
async function main(): Promise<void> {
  const { urls } = JSON.parse(readFileSync(join(DATA, 'running.json'), 'utf8')) as {
    urls: Record<'console' | 'api' | 'temporalUi' | 'workflows' | 'mail' | 'sms', string>;
  };
  const { demoPassword } = JSON.parse(readFileSync(join(DATA, 'secrets.json'), 'utf8')) as LocalSecrets;
  mkdirSync(FOLDER, { recursive: true });
  const client = new DemoClient(urls, demoPassword);
  await client.signIn();
  const key = `screenshot-${Date.now()}`;
  const [order, part] = [
    await client.placeOrder(2, `${key}-1`),
    await client.placeOrder(4, `${key}-2`),
    await client.placeOrder(1, `${key}-3`),
  ];
  await client.uploadStatement(
    [
      { text: part.reference, pence: 40_000 },
      { text: `PAYMENT ${swapped(order.reference)} 221126`, pence: 50_000 },
    ],
    key,
  );
  const browser = await playwright.launch({
    executablePath: process.env['CHROMIUM'] ?? (await chromium.executablePath()),
    args: chromium.args.filter((flag) => flag !== '--single-process'),
    headless: true,
  });
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  await signIn(context, urls, demoPassword);
  const shoot = async (name: string, url: string, wait: string, tab?: string) => {
    const page = await context.newPage();
    await page.goto(url);
    if (tab) await page.getByText(tab).first().click();
    await page.getByText(wait, { exact: false }).first().waitFor({ timeout: 20_000 });
    await page.waitForTimeout(name.startsWith('console') ? 300 : 2500);
    await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: name.startsWith('console') });
    await page.close();
    console.log(`docs/screenshots/${name}.png`);
  };
  const until = new Date(Date.now() + 15 * 86_400_000).toISOString();
  const query = encodeURIComponent(`Kind = "advance-order" AND ExecutionStatus = "Running" AND DueAt < "${until}"`);
  const { workflows } = urls;
  await prepareTemporalUi(context, urls.temporalUi, urls.api);
  await shoot('temporal-holds', `${workflows}?query=${query}`, order.reference);
  await shoot('temporal-order', `${workflows}/${encodeURIComponent(`advance-order/${order.reference}`)}`, 'is reminded');
  await shoot('temporal-why', `${workflows}/${encodeURIComponent(`advance-order/${part.reference}`)}`, 'Current Details', 'User Metadata');
  const { id: receipt } = await client.inSuspense(swapped(order.reference));
  await shoot('console-home', urls.console, 'What waits for finance');
  await shoot('console-statements', `${urls.console}/statements`, 'Imported, newest first');
  await shoot('console-calendar', `${urls.console}/calendar`, 'Days that statements cover');
  await shoot('console-suspense', `${urls.console}/suspense/${receipt}`, 'Whose it may be');
  await shoot('console-order', `${urls.console}/orders/${part.id}`, 'What comes next');
  await shoot('temporal-suspense', `${workflows}/${encodeURIComponent(`suspense/${receipt}`)}`, 'likely payers');
  await shoot('work-board-holds', `${urls.api}/work-board/queue/BACS%20holds?status=delayed`, order.reference);
  await shoot('work-board-mail', `${urls.api}/work-board/queue/Mail?status=completed`, 'advance-order-placed');
  await shoot('api', `${urls.api}/docs`, 'Countersign');
  await shoot('mailbox', urls.mail, order.reference);
  await shootAdministrator(browser, urls, demoPassword);
  await browser.close();
}

/** A reference as people mistype it: two neighbours swapped. */
function swapped(reference: string): string {
  const at = [...reference].findIndex((sign, index) => index > 2 && sign !== reference[index + 1]);
  return reference.slice(0, at) + reference[at + 1] + reference[at] + reference.slice(at + 2);
}

async function signIn(context: BrowserContext, urls: Record<'console' | 'sms', string>, password: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${urls.console}/sign-in`);
  await page.getByLabel('E-mail address').fill('finance@volt.example');
  await page.getByLabel('Password').fill(password);
  await page.screenshot({ path: join(FOLDER, 'sign-in.png') });
  const since = new Date().toISOString();
  await page.getByRole('button', { name: 'Sign in' }).click();
  const reference = await page.locator('input[name=reference]').first().inputValue();
  await page.getByLabel('Code').fill(await codeFor(urls.sms, reference, since));
  await page.screenshot({ path: join(FOLDER, 'sign-in-code.png') });
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'What waits for finance' }).waitFor();
  await page.close();
}

/** The pages of an administrator, who signs in beside finance. */
async function shootAdministrator(browser: Browser, urls: Record<'console' | 'sms', string>, password: string): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${urls.console}/sign-in`);
  await page.getByLabel('E-mail address').fill('admin@volt.example');
  await page.getByLabel('Password').fill(password);
  const since = new Date().toISOString();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Code').fill(await codeFor(urls.sms, await page.locator('input[name=reference]').first().inputValue(), since));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'What waits for administrators' }).waitFor();
  for (const name of ['organisations', 'staff', 'policy', 'audit?verify=1', 'templates/mail/invitation', 'account', 'work']) {
    await page.goto(`${urls.console}/${name}`);
    await page.screenshot({ path: join(FOLDER, `console-${name.replace(/\W.*/, '')}.png`), fullPage: name !== 'policy' });
    if (name !== 'organisations') continue;
    await page.getByRole('link', { name: 'Brightwire' }).click();
    await page.getByRole('heading', { name: 'Company, groups and offices' }).waitFor();
    await page.screenshot({ path: join(FOLDER, 'console-organisation.png'), fullPage: true });
  }
  await context.close();
}

/** The columns of the list and the codec's credentials are kept by each browser. */
async function prepareTemporalUi(context: BrowserContext, ui: string, api: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(ui);
  const columns = COLUMNS.map((label) => ({ label, pinned: label === 'Status' }));
  await page.evaluate(
    ([table, endpoint]) => {
      const storage = (globalThis as unknown as { localStorage: { setItem(name: string, value: string): void } }).localStorage;
      storage.setItem('namespace-workflow-table-columns', JSON.stringify({ default: table }));
      storage.setItem('endpoint', JSON.stringify(endpoint));
      storage.setItem('includeCredentials', 'true');
      storage.setItem('overrideRemoteCodecConfiguration', 'true');
    },
    [columns, `${api}/codec`] as const,
  );
  await page.close();
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
