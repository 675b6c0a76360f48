import { APP_ROLE } from '../../../db/roles';
import { connectDatabase, inScope, type Database } from '../../../db/core/database';
import { employmentsOf, listEmployees, type EmployeeFilter } from '../../../db/people/employees.queries';
import { seedTenant, type SeededTenant } from '../../../db/seeds/demo';
import { ownDatabase } from '../../support/own-database';
import { PASSWORD } from '../../support/system';

const MANY = 20_000;
const TODAY = '2026-11-26';
let owner: Database;
let database: Database;
let tenant: SeededTenant;

beforeAll(async () => {
  const own = await ownDatabase('employees');
  [owner, database] = [own.owner, connectDatabase(own.appUrl)];
  tenant = await seedTenant(owner, '1', 'One', 'card-scheme', PASSWORD, { isCheap: true });
  // A scheme has many employers: what is one's is found among the others'.
  for (const company of tenant.companies) await fill(company, MANY);
  await owner.raw('analyze');
}, 300_000);
afterAll(async () => {
  await database?.destroy();
  await owner?.destroy();
});

/** Employees of one company, of whom one in a hundred is at the second office, each with a card and an assessment; others have left. */
async function fill({ id: organisation, name, offices, user }: SeededTenant['companies'][number], many: number): Promise<void> {
  const of = { tenant: tenant.id, organisation, name, one: offices[0], two: offices[1], user: user.id, many };
  await owner.transaction(async (trx) => {
    await trx.raw(
      `create temporary table made on commit drop as
       select gen_random_uuid() as id, n, 'x' || substr(md5(n::text), 1, 8) as word from generate_series(1, :many) n`,
      of,
    );
    await trx.raw(
      `insert into persons (id, tenant_id, given_name, family_name, birth_date)
       select id, :tenant, 'Ann', word, date '1960-01-01' + (n % 15000)::int from made`,
      of,
    );
    await trx.raw(
      `insert into employments (id, tenant_id, organisation_id, node_id, person_id, started_on, ended_on, declaration, declared_by, declared_at)
       select id, :tenant, :organisation, case when n % 100 = 0 then :two::uuid else :one::uuid end, id, date '2016-01-01' + (n % 3000)::int,
         case when n % 10 = 0 and n % 100 > 0 then date '2026-01-01' end, 'd', :user, now() from made`,
      of,
    );
    await trx.raw(
      `insert into cards (id, tenant_id, person_id, number, type, valid_from, valid_to, state)
       select id, :tenant, id, 'C' || n || :name, 'craft', '2025-01-01', date '2026-11-01' + n % 1000, 'issued' from made`,
      of,
    );
    await trx.raw(
      `insert into hse_records (id, tenant_id, person_id, number, taken_on, expires_on, mode, result, source)
       select id, :tenant, id, 'H' || n || :name, '2025-01-01', date '2026-11-01' + n % 700, 'online', 'pass', 'csv' from made where n % 20 > 0`,
      of,
    );
  });
}

const filter = (change: Partial<EmployeeFilter> = {}): EmployeeFilter => ({
  organisation: tenant.companies[0].id,
  nodes: [tenant.companies[0].company, tenant.companies[0].group, ...tenant.companies[0].offices],
  sort: 'name',
  limit: 50,
  ...change,
});
const list = (change: Partial<EmployeeFilter> = {}) =>
  inScope(database, { tenant: tenant.id, organisation: tenant.companies[0].id }, (trx) => listEmployees(trx, filter(change), TODAY));

/** How the app's role runs a page, in truth. */
async function planOf(change: Partial<EmployeeFilter>): Promise<string> {
  return inScope(database, { tenant: tenant.id, organisation: tenant.companies[0].id }, async (trx) => {
    const { sql, bindings } = employmentsOf(trx, filter(change), TODAY).toKnexQuery().toSQL().toNative();
    const connection = await trx.client.acquireConnection();
    const { rows } = await connection.query({ text: `explain (analyze, costs off) ${sql}`, values: bindings });
    return (rows as { 'QUERY PLAN': string }[]).map((row) => row['QUERY PLAN']).join('\n');
  });
}
/** How many rows of a plan were read of a table and thrown away. */
const readInVain = (plan: string) => [...plan.matchAll(/Rows Removed by Filter: (\d+)/g)].reduce((sum, [, rows]) => sum + Number(rows), 0);

test.each([
  ['by name', { sort: 'name' }, 'employments_by_name'],
  ['by the start of the work', { sort: 'startedOn' }, 'employments_by_start'],
  ['by the day on which cards run out', { cardsBy: TODAY, nodes: null }, 'employments_of_organisation_by_cards'],
  ['by the day on which a pass runs out', { hse: 'inDate', nodes: null }, 'employments_of_organisation_by_hse'],
  ['by the day on which a pass ran out', { hse: 'expired', nodes: null }, 'employments_of_organisation_by_hse'],
  ['by name, of those without a pass,', { hse: 'none', nodes: null }, 'employments_of_organisation_without_hse'],
] as const)(
  'EMP-5 a page of thousands sorted %s comes from the index of that order, reading no table through',
  async (_how, change, index) => {
    const plan = await planOf(change);
    expect(plan).toContain(index);
    expect(plan).not.toMatch(/Seq Scan on employments/);
    expect(readInVain(plan)).toBeLessThan(100);
  },
);

test('EMP-5 SEC-7 the few of one office among thousands are found by the index of offices', async () => {
  const plan = await planOf({ nodes: [tenant.companies[0].offices[1]] });
  expect(plan).toContain('employments_of_node');
  expect(plan).not.toMatch(/Seq Scan on employments/);
});

test.each([
  ['persons', 'id'],
  ['cards', 'person_id'],
  ['hse_records', 'person_id'],
])(
  'EMP-5 SEC-9 of a page of %s each row is asked for by its index whether it may be seen, reading no table through',
  async (table, column) => {
    const { items } = await list({ limit: 200 });
    const ids = items.map(({ person }) => person.id);
    const plan = await inScope(database, { tenant: tenant.id, organisation: tenant.companies[0].id }, async (trx) => {
      const connection = await trx.client.acquireConnection();
      const text = `explain (analyze, costs off) select * from ${table} where ${column} in (${ids.map((_id, index) => `$${index + 1}`).join(', ')})`;
      const { rows } = await connection.query({ text, values: ids });
      return (rows as { 'QUERY PLAN': string }[]).map((row) => row['QUERY PLAN']).join('\n');
    });
    expect(plan).toContain('Index Scan using employments_current');
    expect(plan).not.toMatch(/Seq Scan|hashed/);
  },
);

test('EMP-5 a part of a name among thousands is found by the index of parts', async () => {
  const plans = await owner.transaction(async (trx) => {
    const connection = await trx.client.acquireConnection();
    const told: string[] = [];
    const hear = ({ message }: { message?: string }) => told.push(message ?? '');
    connection.on('notice', hear);
    await trx.raw(`load 'auto_explain'; set local auto_explain.log_min_duration = 0; set local auto_explain.log_nested_statements = on;
      set local auto_explain.log_level = notice; set local auto_explain.log_analyze = on; set local role ${APP_ROLE}`);
    await trx.raw(`select set_config('app.tenant', ?, true), set_config('app.organisation', ?, true)`, [tenant.id, tenant.companies[0].id]);
    await trx.raw('select employees_called(?)', ['c4ca4238']);
    connection.off('notice', hear);
    return told.filter((each) => each.includes('like pattern')).join('\n');
  });
  expect(plans).toContain('Bitmap Index Scan on employments_by_words');
  expect(plans).not.toMatch(/Seq Scan/);
  expect((await list({ search: 'C4CA4238' })).items.map(({ person }) => person.familyName)).toEqual(['xc4ca4238']);
  expect((await list({ search: 'ann xc4ca42' })).items).toHaveLength(1);
  for (const typed of ['%%', '__', 'c4ca4238%x']) expect([typed, (await list({ search: typed })).items]).toEqual([typed, []]);
});

test('EMP-5 all pages together are every current employee once, in order, with card and assessment; whoever left is in none', async () => {
  for (const sort of ['name', 'startedOn'] as const) {
    const found: string[] = [];
    let cursor: string | null | undefined;
    let last = '';
    while (cursor !== null) {
      const { items, next } = await list({ sort, cursor, limit: 200 });
      for (const { employment, cards, hse } of items) {
        const place = sort === 'name' ? employment.sortedBy : employment.startedOn;
        expect(place >= last).toBe(true);
        last = place;
        const status = hse.expiresOn === null ? 'none' : hse.expiresOn < TODAY ? 'expired' : 'inDate';
        expect([employment.endedOn, cards.length, hse.status, employment.hseUntil]).toEqual([null, 1, status, hse.expiresOn]);
        expect(employment.cardsUntil).toBe(cards[0]!.validTo);
      }
      found.push(...items.map(({ employment }) => employment.id));
      cursor = next;
    }
    expect([found.length, new Set(found).size]).toEqual([18_200, 18_200]);
  }
  const at = await list({ nodes: [tenant.companies[0].offices[1]], limit: 200 });
  expect([at.items.length, at.next]).toEqual([200, null]);
});
