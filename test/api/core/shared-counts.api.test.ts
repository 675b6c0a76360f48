import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../../api/app';
import { connectDatabase, type Database } from '../../../db/core/database';
import { readConfig, type Config } from '../../../platform/config';
import { machineClock } from '../../../platform/scope';
import { connectProcesses, type Processes } from '../../../platform/temporal';
import { ownDatabase } from '../../support/own-database';

const FEW = 6;
let owner: Database;
let config: Config;
const databases: Database[] = [];
const servers: Server[] = [];
let processes: Processes;

/** One more API process over the same store: a pool and limits of its own. */
async function anotherApi(): Promise<string> {
  const database = connectDatabase(config.DATABASE_URL, 4);
  databases.push(database);
  const app = createApp({ config, database, processes, clock: machineClock });
  const server: Server = await new Promise((resolve) => {
    const listening: Server = createServer(app).listen(0, '127.0.0.1', () => resolve(listening));
  });
  servers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  const own = await ownDatabase('shared counts');
  owner = own.owner;
  config = readConfig({
    DATABASE_URL: own.appUrl,
    COUNTERSIGN_KEYS: `k:${Buffer.alloc(32).toString('base64')}`,
    COUNTERSIGN_REFERENCE_KEY: 'x'.repeat(16),
    SMS_URL: 'http://127.0.0.1:1',
    SMS_KEY: 'x'.repeat(16),
    IDENTITY_URL: 'http://127.0.0.1:1',
    IDENTITY_KEY: 'x'.repeat(16),
    GATEWAY_URL: 'http://127.0.0.1:1',
    GATEWAY_KEY: 'x'.repeat(16),
    LRS_URL: 'http://127.0.0.1:1',
    LRS_KEY: 'x'.repeat(24),
    PRINTER_URL: 'http://127.0.0.1:1',
    PRINTER_KEY: 'x'.repeat(16),
    SMTP_URL: 'smtp://127.0.0.1:1',
    RATE_SIGN_INS: String(FEW),
    RATE_PER_ADDRESS: '1000',
  });
  processes = connectProcesses('default', config.COUNTERSIGN_KEYS);
});
afterAll(async () => {
  for (const server of servers) await new Promise((resolve) => server.close(resolve).closeAllConnections());
  for (const database of [...databases, owner]) await database?.destroy();
  await processes?.client.connection.close();
});

const open = (api: string) =>
  fetch(`${api}/v1/links/open`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"link":"none of ours"}',
  });
const rate = (answer: Response) => Number(/r=(\d+)/.exec(answer.headers.get('ratelimit') ?? '')?.[1]);

test('SEC-1 two API processes count the tries of an address together: the last allowed one and the next fall to different ones', async () => {
  const [one, other] = [await anotherApi(), await anotherApi()];
  const answers: Response[] = [];
  for (let count = 0; count < FEW; count += 1) answers.push(await open(count % 2 ? other : one));
  expect(answers.map(({ status }) => status)).toEqual(Array(FEW).fill(410));
  expect(answers.map(rate)).toEqual([5, 4, 3, 2, 1, 0]);
  for (const api of [one, other]) {
    const refused = await open(api);
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
  }
  expect((await open(await anotherApi())).status).toBe(429);
});

test('SEC-1 of forty tries at once at two API processes no more are let pass than are allowed', async () => {
  await owner('shared_counts').del();
  const both = [await anotherApi(), await anotherApi()];
  const statuses = await Promise.all(Array.from({ length: 40 }, async (_none, index) => (await open(both[index % 2]!)).status));
  expect(statuses.filter((status) => status === 410)).toHaveLength(FEW);
  expect(statuses.filter((status) => status === 429)).toHaveLength(40 - FEW);
});
