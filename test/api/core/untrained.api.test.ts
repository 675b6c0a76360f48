import { randomUUID } from 'node:crypto';
import type { Express } from 'express';
import { routes } from '../../../api/routes';
import type { Fields } from '../../../db/core/register';
import { declared } from '../../../db/personal-data';
import type { SeededTenant } from '../../../db/seeds/demo';
import { staffRoles, type StaffRole } from '../../../domain/access/permissions';
import { mayAs } from '../../../ops/access-matrix';
import { makesFor, NOBODY } from '../../support/access';
import type { ApiClient } from '../../support/api-client';
import { serveConsole } from '../../support/console';
import { entities, pathOf, triesFor } from '../../support/every-route';
import type { Problem } from '../../support/orders';
import { callersOf } from '../../support/roles';
import { realSystem, type TestSystem } from '../../support/system';
import { cardTypes } from '../../../domain/applications/card-types';
import { wantedKinds } from '../../../domain/catalogue/centre-request.state';
import { ulnStandings } from '../../../domain/learners/uln-flags';

const TRAINING = 'urn:countersign:problem:training';
const guarded = routes.filter((route) => !route.isPublic);
let system: TestSystem;
let web: Awaited<ReturnType<typeof serveConsole>>;
let tenant: SeededTenant;
let callers: Awaited<ReturnType<typeof callersOf>>;
let tryRoute: ReturnType<typeof triesFor>;
/** One of everything that there is, by the beginning of its routes. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  system = await realSystem('untrained');
  web = await serveConsole(system);
  tenant = await system.tenant('untrained');
  // Names that are no other words.
  await system.owner.raw(`update users set given_name = 'Quill' || substr(id::text, 30), family_name = 'Zabel' || substr(id::text, 30)`);
  callers = await callersOf(system, tenant);
  tryRoute = triesFor(tenant.companies[0]);
  const makes = makesFor(system, tenant, callers, entities);
  for (const collection of Object.keys(entities)) ids[collection] = await makes.one(collection);
  await callers.finance.post(`/v1/work-items/${await taskWithPayer()}/assign`, { to: 'me' });
}, 120_000);
afterAll(async () => {
  await web?.stop();
  await system?.stop();
});

/** An open task about an order, whose payer it names. */
async function taskWithPayer(): Promise<string> {
  const id = randomUUID();
  const about = { entity_type: 'advance-order', entity_id: ids['/v1/advance-orders/'], due_at: new Date(), opened_at: new Date() };
  await system.owner('work_items').insert({ id, tenant_id: tenant.id, queue: 'caseOperator', task: 'endOverdueHold', ...about });
  return id;
}
const idOf = (path: string) => ids[Object.keys(ids).find((each) => path.startsWith(each)) ?? ''] ?? NOBODY;
const train = (until: string | null) =>
  system.owner('users').where({ tenant_id: tenant.id }).whereIn('role', staffRoles).update({ training_until: until });

/** Every name, address and text about people that the store holds, by the register of personal data, but one's own. */
async function namesBut(user: string): Promise<string[]> {
  const words = new Set<string>();
  const own = new Set<string>();
  for (const [table, fields] of Object.entries(declared('tables'))) {
    const personal = (typeof fields === 'object' && (fields as Fields).personal) || [];
    const columns = personal
      .filter(({ what, key }) => !key && !/Internet address|hash|name nobody/i.test(what))
      .flatMap((each) => each.fields.split(' '));
    if (columns.length === 0) continue;
    const rows: Record<string, unknown>[] = await system.owner(table).select(columns.includes('id') ? columns : ['*']);
    for (const row of rows)
      for (const column of columns) {
        const value = row[column];
        for (const word of textsIn(value).filter((each) => table === 'persons' || !isOfCatalogue(each)))
          (table === 'users' && row['id'] === user ? own : words).add(word);
      }
  }
  return [...words].filter((word) => !own.has(word));
}

/** The dates of a record, the type of a card, what a centre asks for and what came of a ULN name nobody; a birth date does. */
const isOfCatalogue = (text: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) || ([...cardTypes, ...wantedKinds, ...ulnStandings] as readonly string[]).includes(text);
/** What a transfer quotes is no name where it is an order's reference alone. */
const REFERENCE = /^ECS\d+$/;
/** The texts in a value that are long enough to be told from chance. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.length > 4 && !REFERENCE.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

test('SEC-8 the fixtures have names to be found: trained staff are shown them', async () => {
  const answer = await tryRoute(callers.caseOperator, { method: 'get', path: '/v1/users/:id' }, ids['/v1/users/']!);
  const words = await namesBut(tenant.staff.caseOperator.id);
  expect(words).toContain('THEIRS');
  expect(words.length).toBeGreaterThan(20);
  expect(words.filter((word) => JSON.stringify(answer.body).includes(word))).not.toEqual([]);
});

test('SEC-8 the lists of tasks and the reports have names to be found: a payer, an assignee, the owner of funds', async () => {
  const company = 'Brightwire Electrical Ltd';
  const { given_name } = await system.owner('users').where({ id: tenant.staff.finance.id }).first('given_name');
  expect(await namesBut(tenant.staff.caseOperator.id)).toEqual(expect.arrayContaining([company, given_name]));
  const text = async (caller: ApiClient, path: string) => JSON.stringify((await caller.get(path)).body);
  for (const path of ['/v1/work-items', '/v1/home']) {
    const shown = await text(callers.finance, path);
    expect([path, shown.includes(`"payer":"${company}"`), shown.includes(given_name)]).toEqual([path, true, true]);
  }
  expect(await text(callers.finance, '/v1/reports/trial-balance')).toContain(`Funds of ${company}`);
  expect(await text(callers.finance, '/v1/reports/day')).toContain(`Funds of ${company}`);
});

test('SEC-8 an untrained operator is told of tasks, and of none whose it is', async () => {
  await train('2020-01-01');
  const { status, body } = await callers.caseOperator.get<{ items: { payer: unknown; assignee: unknown; assigneeName: unknown }[] }>(
    '/v1/work-items',
  );
  await train('2099-12-31');
  expect([status, body.items.map(({ payer, assigneeName }) => payer ?? assigneeName)]).toEqual([200, body.items.map(() => null)]);
  expect(body.items.map(({ assignee }) => assignee)).toContain(tenant.staff.finance.id);
});

test.each(staffRoles)(
  'SEC-8 an untrained %s is answered by what names nobody, and told of the training by everything else',
  async (role) => {
    const words = await namesBut(tenant.staff[role].id);
    await train('2020-01-01');
    const seen: string[] = [];
    for (const route of guarded.filter(({ permission }) => mayAs(role, permission))) {
      const answer = await tryRoute(callers[role], route, route.method === 'get' ? idOf(route.path) : NOBODY, tenant.individual.id);
      const text = JSON.stringify(answer.body);
      seen.push(...words.filter((word) => text.includes(word)).map((word) => `${route.path} shows ${word}`));
      const isRefused = answer.status === 403 && answer.body.type === TRAINING;
      expect([route.name, isRefused]).toEqual([route.name, !route.namesNobody]);
    }
    expect(seen).toEqual([]);
    await train('2099-12-31');
  },
);

test('SEC-8 an untrained operator is shown no history and no work board', async () => {
  await train(null);
  const decoded = await callers.caseOperator.post<Problem>('/codec/decode', { payloads: [] });
  const board = await callers.caseOperator.get<Problem>('/work-board/api/queues');
  expect([decoded.body.type, board.body.type]).toEqual([TRAINING, TRAINING]);
  await train('2099-12-31');
  expect((await callers.caseOperator.get('/work-board/api/queues')).status).toBe(200);
});

interface Layer {
  route?: { path: string | string[]; methods: Record<string, boolean> };
}
/** The path of every page that the console serves. */
const pages = (app: Express) => [
  ...new Set((app.router.stack as unknown as Layer[]).flatMap(({ route }) => (route?.methods['get'] ? [route.path].flat() : []))),
];
/** A page of each collection that the console has under another name or the same. */
const idOfPage = (page: string) => {
  const known: Record<string, string> = {
    orders: 'advance-orders',
    suspense: 'receipts',
    policy: 'policies',
    people: 'users',
    staff: 'users',
  };
  const [, folder = ''] = page.split('/');
  return ids[`/v1/${known[folder] ?? folder}/`] ?? NOBODY;
};

test.each(staffRoles)('SEC-8 no page of the console shows an untrained %s a name', async (role) => {
  const words = await namesBut(tenant.staff[role].id);
  const headers = { Cookie: `countersign_session=${await callers[role as StaffRole].token()}` };
  const all = pages(web.app);
  expect(all.length).toBeGreaterThan(30);
  // One after the other: all at once are refused as too many.
  const visitAll = async () => {
    const seen: { page: string; status: number; found: string[] }[] = [];
    for (const page of all) {
      const answer = await fetch(web.url + pathOf(page, idOfPage(page)), { headers, redirect: 'manual' });
      const text = await answer.text();
      seen.push({ page, status: answer.status, found: words.filter((word) => text.includes(word)) });
    }
    return seen;
  };
  const before = await visitAll();
  await train('2020-01-01');
  const after = await visitAll();
  await train('2099-12-31');
  if (role === 'caseOperator') expect(before.filter(({ found }) => found.length > 0).length).toBeGreaterThan(3);
  expect(after.filter(({ status, found }) => status >= 500 || found.length > 0)).toEqual([]);
});
