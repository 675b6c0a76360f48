import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { createApp } from '../../../api/app';
import { connectDatabase } from '../../../db/core/database';
import { freePort } from '../../../ops/ports';
import { readConfig } from '../../../platform/config';
import { machineClock } from '../../../platform/scope';
import { connectProcesses } from '../../../platform/temporal';
import { watched } from '../../support/contract';
import type { Problem } from '../../support/orders';

test('OPS-4 with PostgreSQL and Temporal away the API answers 503 with what to do, and says so of its readiness; it is alive', async () => {
  const nowhere = await freePort(59_000);
  process.env['TEMPORAL_ADDRESS'] = `127.0.0.1:${nowhere}`;
  const config = readConfig({
    DATABASE_URL: `postgresql://a:b@127.0.0.1:${nowhere}/c`,
    COUNTERSIGN_KEYS: `k:${randomBytes(32).toString('base64')}`,
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
  });
  const database = connectDatabase(config.DATABASE_URL);
  const processes = connectProcesses('default', config.COUNTERSIGN_KEYS);
  delete process.env['TEMPORAL_ADDRESS'];
  const contract = watched(createApp({ config, database, processes, clock: machineClock }));
  const server: Server = await new Promise((resolve) => {
    const listening: Server = createServer(contract.listener).listen(0, '127.0.0.1', () => resolve(listening));
  });
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const path of ['/v1/advance-orders', '/v1/me']) {
    const answer = await fetch(api + path, { headers: { Authorization: `Bearer ${'x'.repeat(43)}` } });
    const problem = (await answer.json()) as Problem;
    expect([answer.status, problem.type, answer.headers.get('retry-after')]).toEqual([503, 'urn:countersign:problem:store-away', '5']);
    expect(problem.detail).toContain('Nothing was changed');
  }
  expect(await (await fetch(`${api}/healthz`)).json()).toEqual({ ok: true });
  const ready = await fetch(`${api}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([503, { store: false, engine: false }]);
  expect(contract.violations).toEqual([]);
  await new Promise((resolve) => server.close(resolve));
  await processes.client.connection.close();
  await database.destroy();
});
