import { createServer, request as ask, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import express from 'express';
import { serveDocs } from '../../../api/docs';
import { routes } from '../../../api/routes';

let server: Server;
beforeAll(async () => {
  const app = express().disable('etag');
  app.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  serveDocs(app);
  server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

function get(path: string, headers: Record<string, string> = {}): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const asked = ask({ port, path, headers: { 'Accept-Encoding': 'gzip', ...headers } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const body = (answer.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
        resolve({ status: answer.statusCode!, headers: answer.headers, body });
      });
    });
    asked.once('error', reject).end();
  });
}

test('OPS-5 the description comes compressed, with every operation in its first answer, and is not sent again while it is the same', async () => {
  for (const path of ['/docs', '/openapi.json']) {
    const first = await get(path);
    expect([path, first.status, first.headers['content-encoding'], first.headers['cache-control']]).toEqual([
      path,
      200,
      'gzip',
      'public, no-cache',
    ]);
    for (const { name } of routes) expect(first.body).toContain(name);
    const again = await get(path, { 'If-None-Match': first.headers.etag! });
    expect([path, again.status, again.body]).toEqual([path, 304, '']);
    expect((await get(path, { 'If-None-Match': '"another"' })).status).toBe(200);
  }
});

test('OPS-5 what the description’s page loads is kept for ever, under addresses that change with it', async () => {
  const { body } = await get('/docs');
  const assets = [...body.matchAll(/(?:href|src)="(\/docs\/[^"]+)"/g)].map((match) => match[1]!);
  expect(assets.length).toBe(2);
  for (const path of assets) {
    const { status, headers } = await get(path);
    expect([path, status, headers['cache-control']]).toEqual([path, 200, 'public, max-age=31536000, immutable']);
  }
});
