import { randomUUID } from 'node:crypto';
import { inScope } from '../../../db/core/database';
import type { SeededTenant } from '../../../db/seeds/demo';
import { storeSystem, type StoreSystem } from '../../support/store';

let system: StoreSystem;
let tenant: SeededTenant;
const scope = () => ({ tenant: tenant.id, organisation: null });

beforeAll(async () => {
  system = await storeSystem('journal');
  tenant = await system.tenant('journal');
});
afterAll(() => system?.stop());

const entry = (key: string, postings: [string, number][]) =>
  inScope(system.database, scope(), async (trx) => {
    const id = randomUUID();
    await trx('journal_entries').insert({ id, tenant_id: tenant.id, key, kind: 'receipt', at: new Date() });
    if (postings.length > 0)
      await trx('postings').insert(postings.map(([account, pence]) => ({ entry_id: id, account, tenant_id: tenant.id, pence })));
    return id;
  });

test('MON-2 the database refuses an entry that does not sum to zero by a penny, and one without postings', async () => {
  await expect(
    entry('off', [
      ['bank/a', 100],
      ['writeOffs', -99],
    ]),
  ).rejects.toThrow('does not sum to zero');
  await expect(entry('empty', [])).rejects.toThrow('has no postings');
  await expect(
    entry('even', [
      ['bank/a', 100],
      ['writeOffs', -100],
    ]),
  ).resolves.toBeDefined();
});

test('MON-2 posting is idempotent: the same key twice is refused and nothing is posted', async () => {
  await entry('once', [
    ['bank/a', 5],
    ['writeOffs', -5],
  ]);
  await expect(
    entry('once', [
      ['bank/a', 5],
      ['writeOffs', -5],
    ]),
  ).rejects.toThrow('duplicate key');
  expect(await inScope(system.database, scope(), (trx) => trx('journal_entries').where({ key: 'once' }))).toHaveLength(1);
});

test('MON-2 a posting cannot be added later to an entry that stands', async () => {
  const id = await entry('later', [
    ['bank/a', 7],
    ['writeOffs', -7],
  ]);
  await expect(
    inScope(system.database, scope(), (trx) =>
      trx('postings').insert({ entry_id: id, account: 'funds/x', tenant_id: tenant.id, pence: 1 }),
    ),
  ).rejects.toThrow('does not sum to zero');
});

test.each(['journal_entries', 'postings', 'audit', 'commits', 'process_stages'])(
  'MON-2 AUD-1 nobody changes, deletes or empties %s: not the app, not the owner',
  async (table) => {
    for (const statement of [`update ${table} set tenant_id = tenant_id`, `delete from ${table}`]) {
      await expect(inScope(system.database, scope(), (trx) => trx.raw(statement))).rejects.toThrow(/permission denied/);
      await expect(system.owner.raw(statement)).rejects.toThrow('is append-only');
    }
    await expect(system.owner.raw(`truncate ${table} cascade`)).rejects.toThrow('is append-only');
  },
);

test('SEC-9 the app’s role owns nothing', async () => {
  const { rows } = await system.owner.raw(`select relname from pg_class where relowner = 'countersign_app'::regrole`);
  expect(rows).toEqual([]);
});

test('SEC-9 every table with a tenant is under row-level security', async () => {
  const { rows } = await system.owner.raw(`
    select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and not c.relrowsecurity`);
  expect(rows).toEqual([]);
});

test('SEC-9 without a scope, or in another tenant’s, no row shows and none can be written', async () => {
  await entry('mine', [
    ['bank/a', 1],
    ['writeOffs', -1],
  ]);
  const other = await system.tenant('journal-other');
  const counts = await inScope(system.database, { tenant: other.id, organisation: null }, (trx) => trx('journal_entries').count());
  expect(Number(counts[0]!['count'])).toBe(0);
  expect(Number((await system.database('journal_entries').count())[0]!['count'])).toBe(0);
  await expect(
    inScope(system.database, { tenant: other.id, organisation: null }, (trx) =>
      trx('journal_entries').insert({ id: randomUUID(), tenant_id: tenant.id, key: 'theirs', kind: 'receipt', at: new Date() }),
    ),
  ).rejects.toThrow('row-level security');
});
