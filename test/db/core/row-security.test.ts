import { randomUUID } from 'node:crypto';
import { isProvenElsewhere } from '../../../db/access/people.queries';
import { connectDatabase, inScope, type Database } from '../../../db/core/database';
import { asLookup, inEachTenant, openToLookups, protect } from '../../../db/migrations/helpers';
import { LOOKUP_ROLE } from '../../../db/roles';
import { seedDemo, type SeededTenant } from '../../../db/seeds/demo';
import { migrate } from '../../../db/migrate';
import { ownDatabase } from '../../support/own-database';
import { TABLE_OWNER } from '../../support/shared';
import { PASSWORD } from '../../support/system';
import { storeSystem, type StoreSystem } from '../../support/store';

let system: StoreSystem;
let tableOwner: Database;
let one: SeededTenant;
let other: SeededTenant;

beforeAll(async () => {
  system = await storeSystem('row security');
  tableOwner = connectDatabase(system.tableOwnerUrl, 2);
  [one, other] = [await system.tenant('one'), await system.tenant('other')];
});
afterAll(async () => {
  await tableOwner?.destroy();
  await system?.stop();
});

const names = (rows: unknown[]) => rows.map((row) => (row as { name: string }).name);

test('SEC-9 every table with a tenant has row-level security, enabled and forced, and a policy of its scope', async () => {
  const { rows } = await system.owner.raw(`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
      and not (c.relrowsecurity and c.relforcerowsecurity and exists (
        select from pg_policies p where p.tablename = c.relname and p.policyname = 'scope' and p.qual like '%tenant_id = app_tenant()%'))`);
  expect(names(rows)).toEqual([]);
  const { rowCount } = await system.owner.raw(`select from pg_class where relforcerowsecurity`);
  expect(rowCount).toBeGreaterThan(30);
});

test('SEC-9 the owner of the tables sees, changes and adds no tenant’s rows outside of its scope, and in one only that tenant’s', async () => {
  const users = () => tableOwner('users').count().first();
  expect(await users()).toEqual({ count: 0n });
  expect(await tableOwner('users').update({ given_name: 'Anybody' })).toBe(0);
  const row = { tenant_id: one.id, name: 'Smuggled' };
  await expect(tableOwner('affinity_partners').insert(row)).rejects.toThrow('row-level security');
  const seen = await inScope(tableOwner, { tenant: one.id, organisation: null }, (trx) =>
    trx('users').distinct('tenant_id').pluck('tenant_id'),
  );
  expect(seen).toEqual([one.id]);
});

test('SEC-9 an address that is proven elsewhere is told of users of the own tenant alone', async () => {
  const row = { email: 'twice@proven.example', given_name: 'A', family_name: 'B', role: 'finance' };
  const [invited, proven] = [randomUUID(), randomUUID()];
  await system.owner('users').insert({ ...row, id: invited, tenant_id: one.id, state: 'invited' });
  await system.owner('users').insert({ ...row, id: proven, tenant_id: other.id, state: 'active' });
  const told = (tenant: SeededTenant) =>
    inScope(system.database, { tenant: tenant.id, organisation: null }, (trx) => isProvenElsewhere(trx, invited));
  expect([await told(one), await told(other)]).toEqual([true, false]);
});

test('SEC-9 SEC-13 a person sees messages about himself; an organisation sees none that is about it and not its own', async () => {
  const [{ id: organisation }] = one.companies;
  const person = one.individual.id;
  const message = { tenant_id: one.id, kind: 'mail', name: 'n', target: 'queue/finance', facts: {} };
  const about = (entity: string, owner: string | null) => ({ ...message, id: randomUUID(), entity_id: entity, organisation_id: owner });
  const [itself, own, himself] = [about(organisation, null), about(randomUUID(), organisation), about(person, null)];
  await system.owner('outbox').insert([itself, own, himself]);
  const ids = [itself, own, himself].map(({ id }) => id);
  const seen = (scope: string) =>
    inScope(system.database, { tenant: one.id, organisation: scope }, (trx) => trx('outbox').whereIn('id', ids).pluck('id'));
  expect([await seen(organisation), await seen(person)]).toEqual([[own.id], [himself.id]]);
});

test('SEC-9 what goes over all tenants belongs to a role that nobody signs in as, that owns nothing else and bypasses nothing', async () => {
  const { rows } = await system.owner.raw(`
    select p.oid::regprocedure::text as name from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.prosecdef and pg_get_userbyid(p.proowner) <> '${LOOKUP_ROLE}'`);
  expect(names(rows)).toEqual([]);
  const role = await system
    .owner('pg_roles')
    .where({ rolname: LOOKUP_ROLE })
    .first('rolsuper', 'rolbypassrls', 'rolcanlogin', 'rolcreaterole');
  expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcanlogin: false, rolcreaterole: false });
  const owned = await system.owner.raw(`select relname as name from pg_class where pg_get_userbyid(relowner) = '${LOOKUP_ROLE}'`);
  expect(names(owned.rows)).toEqual([]);
  const { rows: create } = await system.owner.raw(`select has_schema_privilege('${LOOKUP_ROLE}', 'public', 'create') as may`);
  expect(create).toEqual([{ may: false }]);
});

test('SEC-1 SEC-9 a sign-in finds its user in any tenant by the exact address, through the one function that may', async () => {
  const { rows } = await system.database.raw('select tenant_id from find_sign_in(?)', [other.staff.finance.email]);
  expect(rows).toEqual([{ tenant_id: other.id }]);
});

test('SEC-9 a later migration of that owner: its table is protected, its rows change in each tenant, its functions look over all of them', async () => {
  await system.owner.raw(`do $$ begin execute format('alter database %I owner to ${TABLE_OWNER}', current_database()); end $$`);
  await tableOwner.transaction(async (trx) => {
    await trx.raw(`
      create table later (tenant_id uuid not null references tenants, user_id uuid references users, said text);
      alter table users add column later text, add column deputy_id uuid references users;
    `);
    await protect(trx, 'later', 'select');
    await openToLookups(trx, 'later', 'select');
    await inEachTenant(trx, `insert into later select tenant_id, id, 'yes' from users; update users set later = 'yes'`);
    await asLookup(
      trx,
      `create function count_later() returns bigint language sql stable security definer set search_path = public as $$ select count(*) from later $$;
       create or replace function find_code(given uuid) returns uuid language sql stable security definer set search_path = public as
         $$ select tenant_id from codes where id = given $$`,
    );
  });
  const everybody = (await system.owner('users').count().first())!['count'];
  expect(everybody).toBe(
    await system
      .owner('users')
      .where({ later: 'yes' })
      .count()
      .first()
      .then((row) => row!['count']),
  );
  expect((await system.database.raw('select count_later() as all')).rows).toEqual([{ all: everybody }]);
  expect((await tableOwner.raw('select count(*) from later')).rows).toEqual([{ count: 0n }]);
});

test('OPS-4 SEC-9 an owner who is no superuser migrates again and seeds the demo', async () => {
  const { owner, tableOwnerUrl } = await ownDatabase('plain seeds');
  await migrate(tableOwnerUrl, null);
  const database = connectDatabase(tableOwnerUrl, 2);
  await seedDemo(database, PASSWORD);
  await owner('users').update({ mobile: null });
  await seedDemo(database, PASSWORD);
  expect(await owner('tenants').pluck('key')).toEqual(expect.arrayContaining(['volt', 'quill']));
  expect((await owner('users').whereNull('mobile')).length).toBe(0);
  await database.destroy();
  await owner.destroy();
});
