import { realSystem, type TestSystem } from '../support/system';

let system: TestSystem;
beforeAll(async () => void (system = await realSystem('row-security')), 120_000);
afterAll(() => system?.stop());

/** Tables that hold nothing of a tenant, or that are read before a tenant is known, through functions alone. */
const WITHOUT = ['bank_holidays', 'knex_migrations', 'knex_migrations_lock', 'sign_in_failures', 'tenants', 'used_proofs'];

test('SEC-9 every table with a tenant is protected by row-level security, which holds for its owner as well', async () => {
  const { rows } = await system.owner.raw(`
    select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as "ofTenant"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1`);
  const tables = rows as { name: string; enabled: boolean; forced: boolean; ofTenant: boolean }[];
  expect(tables.filter(({ enabled, forced }) => enabled !== forced).map(({ name }) => name)).toEqual([]);
  expect(tables.filter(({ ofTenant, enabled }) => ofTenant && !enabled).map(({ name }) => name)).toEqual([]);
  expect(tables.filter(({ enabled }) => !enabled).map(({ name }) => name)).toEqual(WITHOUT);
  expect(tables.length).toBeGreaterThan(40);
});

test('SEC-9 an owner who is no superuser sees no row of a protected table without a scope', async () => {
  await system.tenant('seen-by-none');
  const counts: unknown[] = [];
  const trx = await system.owner.transaction();
  const count = async () =>
    counts.push(((await trx.raw('select count(*)::int as count from users')).rows as { count: number }[])[0]!.count);
  await count();
  await trx.raw('create role other_owner; grant usage on schema public to other_owner; alter table users owner to other_owner');
  await trx.raw('set local role other_owner');
  await count();
  await trx.rollback();
  expect(counts).toEqual([expect.any(Number), 0]);
  expect(counts[0]).toBeGreaterThan(5);
});
