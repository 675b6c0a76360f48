import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../ops/ports';
import { ROOT } from '../ops/paths';
import { signInWithCode } from '../ops/sign-in';
import type { System } from '../ops/system';
import { hostileRequests, patternTraps, type Hostile } from './hostile';
import { Probed, type Toll } from './probed';

const MOST_HOLD_MS = 50;
const MOST_MEGABYTES = 100;
const GIVEN_UP_AFTER_MS = 20_000;

interface Operation {
  path: string;
  method: string;
  schema: Record<string, unknown>;
}

/**
 * Every hostile request to an API and a console with a probe in them: the longest hold of the event loop, during which nobody else is
 * served, and the memory taken. First each is sent once unmeasured, with a harmless body, so that no compilation is counted.
 */
export async function intruders(system: System, say: (line: string) => void): Promise<string[]> {
  const token = (email: string) => signInWithCode(system.urls.api, system.urls.sms, email, system.secrets.demoPassword);
  const tokens = [await token('finance@volt.example'), await token('admin@volt.example'), await token('brightwire@volt.example')];
  const [api, console] = await victims(system);
  try {
    const account = await anAccount(system.urls.api, tokens[0]!);
    const victim = { api, console };
    for (const { to, path, method } of hostileRequests(account))
      await send(victim[to].url, { what: '', to, path, method, body: () => '{}' }, tokens[0]!);
    for (const line of await trapped(api, tokens)) say(line);
    for (const hostile of hostileRequests(account)) {
      const bytes = hostile.body?.() ?? '';
      const asked = { ...hostile, body: () => bytes };
      const statuses: string[] = [];
      const toll = await victim[hostile.to].during(async () => {
        for (const each of whoSends(hostile, tokens)) statuses.push(await send(victim[hostile.to].url, asked, each));
      });
      say(said(hostile.what, toll, [...new Set(statuses)].join(' ')));
    }
    return [];
  } finally {
    for (const each of [api, console]) each.stop();
  }
}

/** An API and a console of the bench's own, beside the system's. */
async function victims(system: System): Promise<[Probed, Probed]> {
  const ports = [await freePort(14_100), await freePort(14_101)] as const;
  const env = { ...system.env, RATE_SIGN_INS: '1000000', PORT: String(ports[0]), CONSOLE_PORT: String(ports[1]), LOG_LEVEL: 'silent' };
  const url = (port: number) => `http://127.0.0.1:${port}`;
  const api = new Probed('api/main.js', env, url(ports[0]));
  const console = new Probed('console/main.js', { ...env, API_URL: url(ports[0]) }, url(ports[1]));
  await api.start();
  await console.start();
  return [api, console];
}

/** Those without a session are heard too: bodies are read before anybody is known. */
function whoSends({ path }: Hostile, tokens: string[]): (string | null)[] {
  return path.includes('/statements') ? tokens.slice(0, 1) : [null, tokens[0]!];
}

/** Every text that the contract takes, in bodies, queries and paths, filled with what makes careless patterns slow. */
async function trapped(api: Probed, tokens: string[]): Promise<string[]> {
  const operations = readOperations();
  const lines: string[] = [];
  for (const [name, text] of patternTraps) {
    let slowest = { path: '', holdMs: 0 };
    const statuses = new Set<string>();
    let megabytes = 0;
    for (const { path, method, schema } of operations) {
      const filled = JSON.stringify(fill(schema, text));
      const query = `?${new URLSearchParams({ cursor: text.slice(0, 4000), q: text.slice(0, 4000) }).toString()}`;
      const toll = await api.during(async () => {
        for (const token of tokens) {
          const asked = {
            what: '',
            to: 'api' as const,
            method: method as 'POST',
            path: path.replace(/\{\w+\}/g, '00000000-0000-7000-8000-000000000000'),
          };
          const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': String(Math.random()) };
          statuses.add(await send(api.url, { ...asked, headers, body: () => filled }, token));
          statuses.add(await send(api.url, { ...asked, method: 'GET', path: asked.path + query }, token));
        }
      });
      megabytes = Math.max(megabytes, toll.megabytes);
      if (toll.holdMs > slowest.holdMs) slowest = { path: `${method} ${path}`, holdMs: toll.holdMs };
    }
    const note = `${[...statuses].sort().join(' ')}; slowest ${slowest.path}`;
    lines.push(said(`every text of ${operations.length} operations: ${name}`, { holdMs: slowest.holdMs, megabytes, died: false }, note));
  }
  return lines;
}

function readOperations(): Operation[] {
  const contract = JSON.parse(readFileSync(join(ROOT, 'openapi.json'), 'utf8')) as {
    paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: Record<string, unknown> }> } }>>;
    components: { schemas: Record<string, Record<string, unknown>> };
  };
  const whole = (schema: Record<string, unknown>): Record<string, unknown> => {
    const name = typeof schema['$ref'] === 'string' ? schema['$ref'].split('/').at(-1)! : undefined;
    return name ? contract.components.schemas[name]! : schema;
  };
  return Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { requestBody }]) => {
      const schema = requestBody?.content['application/json']?.schema;
      return schema ? [{ path, method: method.toUpperCase(), schema: whole(schema) }] : [];
    }),
  );
}

/** All members of a body, each with the text. */
function fill(schema: Record<string, unknown>, text: string): Record<string, unknown> {
  const members = Object.keys((schema['properties'] ?? {}) as object);
  const most = Math.floor(90_000 / Math.max(1, members.length) / Buffer.byteLength(text[0]!));
  return Object.fromEntries(members.map((name) => [name, text.slice(0, most)]));
}

async function send(url: string, { method = 'POST', path, headers, body }: Hostile, token: string | null): Promise<string> {
  try {
    const answer = await fetch(url + path, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(GIVEN_UP_AFTER_MS),
      headers: {
        'Idempotency-Key': 'intruder',
        ...(token ? { Authorization: `Bearer ${token}`, Cookie: `countersign_session=${token}` } : {}),
        ...headers,
      },
      ...(method === 'GET' ? {} : { body: body?.() ?? '' }),
    });
    await answer.arrayBuffer();
    return String(answer.status);
  } catch (error) {
    return (error as { cause?: { code?: string } }).cause?.code ?? (error as Error).name;
  }
}

async function anAccount(api: string, token: string): Promise<string> {
  const answer = await fetch(`${api}/v1/bank-accounts`, { headers: { Authorization: `Bearer ${token}` } });
  return ((await answer.json()) as { items: { id: string }[] }).items[0]!.id;
}

function said(what: string, { holdMs, megabytes, died }: Toll, note: string): string {
  const isWell = holdMs <= MOST_HOLD_MS && megabytes <= MOST_MEGABYTES;
  const figures = died
    ? 'the process died'.padEnd(22)
    : `${holdMs.toFixed(0).padStart(7)} ms ${megabytes.toFixed(0).padStart(6)} MB`.padEnd(22);
  return `${what.padEnd(72).slice(0, 72)} ${figures} ${isWell ? '✓' : '✗'}  ${note}`;
}
