import type { Database } from '../../db/core/database';

/** What the machine's clock or chance says, and no decision: columns, or those of one table. What is sealed or hashed is left out by its type. */
const CHANCE = [
  'created_at',
  'recorded_at',
  'granted_at',
  'seq',
  'txid',
  'skipped_at',
  'batches.number',
  'cards.code',
  'cards.number',
  'learners.number',
  'organisations.number',
  'persons.number',
  'users.mobile',
  'users.password_hash',
  'outbox.due_at',
];
/** Sums that the database keeps itself, in as many rows as connections wrote: `findImpossible` holds them against what they sum up. */
const SUMS = ['tallies'];

/** Every table with a tenant, its order (the primary key, whose identifiers grow with time; else the whole row), and its columns of bytes or made by the database. */
const TABLES = `
  select c.relname as name, coalesce((
      select string_agg(quote_ident(a.attname), ', ' order by array_position(i.indkey::int2[], a.attnum)) from pg_index i
      join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey) where i.indrelid = c.oid and i.indisprimary), 't::text') as sort,
    array(select attname::text from pg_attribute where attrelid = c.oid and (atttypid = 'bytea'::regtype or attgenerated <> '')) as bytes
  from pg_class c join pg_attribute tenant on tenant.attrelid = c.oid and tenant.attname = 'tenant_id'
  where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by c.relname`;

interface Table {
  name: string;
  sort: string;
  bytes: string[];
}

let reading: Promise<string> | null = null;

/** All rows of a tenant, by the tables that the database has: a table to come is among them by itself. */
export async function rowsLeft(owner: Database, tenant: string): Promise<Record<string, unknown[]>> {
  reading ??= readingOf(owner);
  const { rows } = await owner.raw(await reading, { tenant });
  return Object.fromEntries((rows as { name: string; rows: unknown[] }[]).map(({ name, rows: left }) => [name, left]));
}

async function readingOf(owner: Database): Promise<string> {
  const { rows } = await owner.raw(TABLES);
  return (rows as Table[])
    .filter(({ name }) => !SUMS.includes(name))
    .map(({ name, sort, bytes }) => {
      const ofTable = CHANCE.flatMap((each) => (each.includes('.') ? (each.startsWith(`${name}.`) ? [each.split('.')[1]!] : []) : [each]));
      const told = `to_jsonb(t) - '{${[...bytes, ...ofTable].join(',')}}'::text[]`;
      return `select '${name}' as name, (select coalesce(jsonb_agg(${told} order by ${sort}), '[]') from ${name} t where tenant_id = :tenant) as rows`;
    })
    .join(' union all ');
}
