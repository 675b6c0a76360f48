import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { queryOf } from '../../../api/core/answers';
import { jsonSchemaOf } from '../../../api/core/json-schema';
import type { Route } from '../../../api/core/route';
import { routes } from '../../../api/routes';
import { roles, type Role } from '../../../domain/access/permissions';
import { makesFor, NOBODY } from '../../support/access';
import type { ApiClient } from '../../support/api-client';
import { entities } from '../../support/every-route';
import { fromSchema, nastyParts } from '../../support/fuzz';
import { sceneIn } from '../../support/given';
import { callersOf } from '../../support/roles';
import { realSystem, type TestSystem } from '../../support/system';

/** `FUZZ_RUNS=100000 FUZZ_SEED=$RANDOM npx jest test/api/core/fuzz` is the long run; this one is the same each time. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 2_400);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_126);
const AT_ONCE = 8;
const BROKEN_BODIES = ['', '{', 'null', '"text"', '[]', '{"a":1}x', '\u0000', Buffer.from([0x1f, 0x8b, 0x08, 0, 1, 2, 3])];

jest.setTimeout(120_000 + RUNS * 200);

interface Asked {
  role: Role;
  route: Route;
  path: string;
  headers: Record<string, string>;
  body: string | Uint8Array | undefined;
}
let system: TestSystem;
let callers: Record<Role, ApiClient>;
let ids: string[];
const known: Record<string, string> = {};

beforeAll(async () => {
  system = await realSystem('fuzz');
  const { tenant, given } = await sceneIn(system, 'fuzz');
  callers = await callersOf(system, tenant);
  const makes = makesFor(system, tenant, callers, entities);
  for (const collection of Object.keys(entities)) known[collection] = await makes.one(collection);
  // Nobody who asks is withdrawn by what he asks.
  known['/v1/users/'] = (await given.invited('victim')).user.id;
  const [company] = tenant.companies;
  ids = [...new Set([...Object.values(known), company.id, company.company, company.group, company.offices[0], NOBODY, randomUUID()])];
}, 180_000);
afterAll(() => system?.stop());

/** What people do to themselves: it would end the callers. What reads bank files is fuzzed with its own grammar. */
const LEFT_OUT = new Set(['importStatement', 'signOut', 'endSessions', 'endSession']);
const tried = routes.filter(({ name }) => !LEFT_OUT.has(name));

const asked: fc.Arbitrary<Asked> = fc
  .record({ route: fc.constantFrom(...tried), role: fc.constantFrom(...roles) })
  .chain(({ route, role }) =>
    fc.record({
      role: fc.constant(role),
      route: fc.constant(route),
      path: fc.tuple(pathOf(route), queryText(route)).map((parts) => parts.join('')),
      headers: headersOf(route),
      body: bodyOf(route),
    }),
  );

function pathOf({ path }: Route): fc.Arbitrary<string> {
  const own = Object.keys(known).find((prefix) => path.startsWith(prefix));
  const part = () =>
    fc.oneof(
      { weight: 6, arbitrary: fc.constant(own ? known[own]! : 'current') },
      { weight: 2, arbitrary: fc.constantFrom(...ids) },
      { weight: 2, arbitrary: nastyParts.path },
    );
  const names = path.match(/:\w+/g) ?? [];
  return fc.tuple(...names.map(part)).map((parts) => parts.reduce((made, each, index) => made.replace(names[index]!, () => each), path));
}

function queryText(route: Route): fc.Arbitrary<string> {
  const { $defs = {}, ...schema } = jsonSchemaOf(queryOf(route), 'input');
  return fc.tuple(fromSchema(schema, $defs, ids), fc.option(nastyParts.cursor)).map(([query, cursor]) => {
    const given = typeof query === 'object' && query !== null ? Object.entries(query as object) : [];
    const written = given.map(([name, value]): [string, string] => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]);
    const search = new URLSearchParams(written);
    if (search.has('cursor') && cursor !== null) search.set('cursor', cursor);
    return search.size > 0 ? `?${search.toString()}` : '';
  });
}

function headersOf(route: Route): fc.Arbitrary<Record<string, string>> {
  const type = route.file ?? 'application/json';
  return fc
    .record({
      key: fc.oneof({ weight: 8, arbitrary: fc.uuid() }, { weight: 1, arbitrary: nastyParts.header }),
      version: fc.option(nastyParts.header),
      type: fc.oneof(
        { weight: 9, arbitrary: fc.constant(type) },
        { weight: 1, arbitrary: fc.constantFrom('text/plain', 'multipart/form-data', 'application/json; charset=utf-7', '') },
      ),
    })
    .map(({ key, version, type: content }) => ({
      ...(route.method === 'get' ? {} : { 'Content-Type': content }),
      ...(route.command ? { 'Idempotency-Key': encodeURI(key) } : {}),
      ...(version === null ? {} : { 'If-Match': encodeURI(version) }),
    }));
}

function bodyOf({ method, body }: Route): fc.Arbitrary<Asked['body']> {
  if (method === 'get') return fc.constant(undefined);
  if (!body) return fc.oneof(fc.constantFrom(...BROKEN_BODIES), fc.uint8Array({ maxLength: 200 }));
  const { $defs = {}, ...schema } = jsonSchemaOf(body, 'input');
  return fc.oneof(
    { weight: 19, arbitrary: fromSchema(schema, $defs, ids).map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.constantFrom(...BROKEN_BODIES) },
  );
}

/** Answers a request; what is wrong with the answer, if anything: any 5xx but a 503 that says when to come again. */
async function send({ role, route, path, headers, body }: Asked): Promise<[status: number, wrong: string | null]> {
  const once = () => callers[role].send(route.method.toUpperCase(), path, body, headers);
  // A connection that the server closed under an unread body is opened again, as HTTP has it.
  const answer = await once().catch(once);
  const isFine = answer.status < 500 || (answer.status === 503 && answer.headers.get('retry-after') !== null);
  const said = typeof body === 'string' ? body : body && Buffer.from(body).toString('hex');
  return [answer.status, isFine ? null : `${answer.status} ${role} ${route.method} ${path} ${JSON.stringify(headers)} ${said}`];
}

test('OPS-5 whatever is asked of any operation, by whatever role, is answered: no 5xx but a 503 that says when to come again', async () => {
  const all = fc.sample(asked, { seed: SEED, numRuns: RUNS });
  const statuses = new Map<number, number>();
  const wrong: string[] = [];
  const next = all[Symbol.iterator]();
  const worker = async () => {
    for (let each = next.next(); !each.done; each = next.next()) {
      const [status, fault] = await send(each.value);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (fault) wrong.push(fault.slice(0, 700));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  expect(wrong).toEqual([]);
  // It fuzzes operations, not the gate before them.
  const share = (from: number) =>
    [...statuses].reduce((sum, [status, count]) => sum + (status >= from && status < from + 100 ? count : 0), 0) / RUNS;
  expect([share(200) > 0.05, (statuses.get(401) ?? 0) / RUNS < 0.1, new Set(all.map(({ route }) => route.name)).size]).toEqual([
    true,
    true,
    tried.length,
  ]);
});
