import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Browser, Page } from 'playwright-core';
import { serveDocs } from '../../../api/docs';
import { routes } from '../../../api/routes';
import { launchBrowser, violations } from '../../support/console';

let server: Server;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  const app = express();
  serveDocs(app);
  server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  browser = await launchBrowser();
  page = await browser.newPage();
});
afterAll(async () => {
  await browser.close();
  await new Promise((resolve) => server.close(resolve).closeAllConnections());
});

const open = (hash = '') => page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/docs${hash}`);
const shown = () => page.locator('details:visible').evaluateAll((all) => all.map((each) => each.id).sort());
const namesOf = (found: (route: (typeof routes)[number]) => boolean) =>
  routes
    .filter(found)
    .map(({ name }) => name)
    .sort();

test('OPS-5 the filter of the description leaves the operations that hold all its words, and Escape brings the others back', async () => {
  await open();
  expect(await shown()).toEqual(namesOf(() => true));

  await page.keyboard.press('/');
  await page.keyboard.type('ADV-5 reversals/{id}');
  const ofReversals = namesOf(({ path, rules }) => path.includes('/reversals/:id') && rules.includes('ADV-5'));
  expect(await shown()).toEqual(ofReversals);
  expect(await page.locator('#found').innerText()).toBe(`${ofReversals.length} operations`);
  expect(await page.locator('h2:visible').allInnerTexts()).toEqual(['reversals']);

  await page.keyboard.type(' no such word');
  expect([await shown(), await page.locator('#found').innerText()]).toEqual([[], '0 operations']);

  await page.keyboard.press('Escape');
  expect(await shown()).toEqual(namesOf(() => true));
});

test('OPS-5 an address with an operation’s name opens that operation, and the page has nothing that axe finds', async () => {
  await open('#placeAdvanceOrder');
  expect(await page.locator('details[open]').evaluateAll((all) => all.map((each) => each.id))).toEqual(['placeAdvanceOrder']);
  expect(await violations(page)).toEqual([]);
});
