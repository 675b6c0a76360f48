import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { createConsole } from '../../console/app';
import { codeFor } from '../../ops/sign-in';
import { shared } from './shared';
import { PASSWORD, type TestSystem } from './system';

const ROOT = join(__dirname, '..', '..');
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Waits end with the state that they wait for; how long that takes is the machine's business, these only end a hopeless one. */
const WAIT_MS = 60_000;
jest.setTimeout(4 * WAIT_MS);

/** The console over a test's API, in a real browser. */
export interface ConsoleInBrowser {
  url: string;
  /** A fresh browser session, signed in by the sign-in page. */
  signIn(email: string, home?: string): Promise<Page>;
  newContext(options?: BrowserContextOptions): Promise<BrowserContext>;
  stop(): Promise<void>;
}

/** Starts a real browser. */
export async function launchBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: process.env['CHROMIUM'] ?? (await chromium.executablePath()),
    args: chromium.args.filter((flag) => flag !== '--single-process'),
    headless: true,
  });
}

/** The console over a test's API, without a browser. */
export async function serveConsole(system: TestSystem): Promise<{ app: Express; url: string; stop(): Promise<void> }> {
  const app = createConsole({
    apiUrl: system.api,
    workflowsUrl: 'http://temporal.example/namespaces/default/workflows',
    pages: join(ROOT, 'console'),
    isSecure: false,
    maximumBytes: 25_000_000,
  });
  const server: Server = await new Promise((resolve) => {
    const listening: Server = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { app, url, stop: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()) };
}

/** How many pixels a page is wider than its window. */
export function beyondWindow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { document, innerWidth } = globalThis as unknown as {
      document: { documentElement: { scrollWidth: number } };
      innerWidth: number;
    };
    return Math.max(0, document.documentElement.scrollWidth - innerWidth);
  });
}

/** Serves the console and starts a browser. */
export async function consoleInBrowser(system: TestSystem): Promise<ConsoleInBrowser> {
  const { url, stop } = await serveConsole(system);
  const browser = await launchBrowser();
  const newContext = async (options?: BrowserContextOptions) => {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(WAIT_MS);
    return context;
  };
  return {
    url,
    signIn: async (email, home = 'What waits for finance') => {
      const page = await (await newContext()).newPage();
      await page.goto(url);
      await giveCredentials(page, email, PASSWORD);
      await page.getByRole('heading', { name: home }).waitFor();
      return page;
    },
    newContext,
    stop: async () => {
      await browser.close();
      await stop();
    },
  };
}

/** Presses a button that sends its form, and waits until the page that answers has come in place of this one. */
export async function press(page: Page, name: string): Promise<void> {
  await Promise.all([page.waitForEvent('domcontentloaded'), page.getByRole('button', { name, exact: true }).first().click()]);
}

/** Takes a decision that a case's page offers, on the decision's own page. */
export async function decide(page: Page, link: string, reason: string, button: string): Promise<void> {
  await page.getByRole('button', { name: link, exact: true }).click();
  await page.getByLabel('Reason').fill(reason);
  await press(page, button);
}

/** Fills the sign-in page, and the code's page with the code from the SMS. */
export async function giveCredentials(page: Page, email: string, password: string): Promise<void> {
  const since = new Date().toISOString();
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await enterCode(page, since);
}

/** Reads the code with the page's reference from the SMS, and enters it. */
export async function enterCode(page: Page, since: string): Promise<void> {
  await page.getByLabel('Code').waitFor();
  const reference = await page.locator('input[name=reference]').first().inputValue();
  await page.getByLabel('Code').fill(await codeFor(shared().sms.url, reference, since));
  await page.keyboard.press('Enter');
}

/** The violations that axe finds on a page: WCAG 2.2 AA and its best practices. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)}`);
  });
  return found;
}
