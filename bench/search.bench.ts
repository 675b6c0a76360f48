import { v7 as uuid } from 'uuid';
import { inScope } from '../db/core/database';
import { rowsFound } from '../db/work/found.queries';
import { findSought, searchKinds } from '../db/work/search.queries';
import { readSearch } from '../domain/work/search';
import { line, median, timed } from './measure';
import type { Bench } from './orders.bench';

const SMALL = 10_000;
const LARGE = 1_000_000;
const ROUNDS = 25;
const WARM_UP = 5;
/** What is typed, by what it is; the payer of every receipt is one of a thousand companies. */
const TYPED = {
  'a word of one receipt': 'INV00004711',
  'a part of a word of one receipt': '0000471',
  'a company, one receipt in a thousand': 'company 517x',
  'a word of every tenth': 'builders',
  'a word of every receipt': 'payment',
  'an amount': '£47.11',
  'the beginning of a reference': 'ECS12',
  'two letters': 'qz',
  'what nothing has': 'nowhere at all',
};

/** The search box of finance over a hundred times the receipts, in a tenant of its own: at most twice the time. */
export async function search(bench: Bench): Promise<string[]> {
  const tenant = await makeTenant(bench);
  await fill(bench, tenant, 0, SMALL);
  const small = await measure(bench, tenant.id);
  await fill(bench, tenant, SMALL, LARGE);
  const large = await measure(bench, tenant.id);
  const ratios = Object.keys(TYPED).map((what) => ({ what, ratio: large[what]! / small[what]! }));
  const worst = ratios.sort((a, b) => b.ratio - a.ratio);
  return worst.map(({ what, ratio }) =>
    line(`search for ${what}: 1,000,000 receipts / 10,000`, ratio, 2, `${small[what]!.toFixed(1)} ms is 1`),
  );
}

interface BenchTenant {
  id: string;
  account: string;
  statement: string;
}

async function makeTenant({ owner, caller, bankAccount, finance }: Bench): Promise<BenchTenant> {
  const [id, account, statement] = [uuid(), uuid(), uuid()];
  await owner('tenants').insert({ id, key: `search-${id}`, name: 'Search', kind: 'card-scheme' });
  const { id: _id, ...like } = await owner('bank_accounts').where({ id: bankAccount, tenant_id: caller.tenant }).first();
  await owner('bank_accounts').insert({ ...like, id: account, tenant_id: id, layout: null });
  await owner('statements').insert({
    id: statement,
    tenant_id: id,
    bank_account_id: account,
    file_name: 'search',
    file_hash: Buffer.from(id),
    from_date: '2024-01-01',
    to_date: '2024-01-31',
    proof: 'unproved',
    proof_detail: '',
    line_count: 0,
    known_count: 0,
    imported_at: owner.fn.now(),
    imported_by: finance,
  });
  return { id, account, statement };
}

/** Receipts alone, newest last, as their identifiers tell; set-based, triggers off. */
async function fill({ owner }: Bench, { id: tenant, account, statement }: BenchTenant, from: number, to: number): Promise<void> {
  await owner.transaction(async (trx) => {
    await trx.raw(
      `set local session_replication_role = replica; set local statement_timeout = 0; set local maintenance_work_mem = '256MB'`,
    );
    // Made again afterwards, which takes a third of the time.
    const { indexdef } = await trx('pg_indexes').where({ indexname: 'receipts_by_words' }).first('indexdef');
    await trx.raw('drop index receipts_by_words');
    await trx.raw(
      `insert into receipts (id, tenant_id, bank_account_id, statement_id, row, entry, booked_on, pence, payer, texts, quoted, state, received_at, suspense_since)
       select uuidv7(), :tenant, :account, :statement, n, gen_random_uuid(), '2026-11-01', 1 + n * 7919::bigint % 5000000,
         'Company ' || n % 1000 || case when n % 10 = 0 then 'x Builders Ltd' else 'x Ltd' end, array['PAYMENT INV' || lpad(n::text, 8, '0'), 'BGC ' || substr(md5(n::text), 1, 8)],
         '{}', 'returning', now(), now()
       from generate_series(:from::int, :to::int - 1) n`,
      { tenant, account, statement, from, to },
    );
    await trx.raw(indexdef as string);
    await trx.raw('analyze receipts');
  });
}

async function measure({ database }: Bench, tenant: string): Promise<Record<string, number>> {
  const within = searchKinds.map((kind) => ({ kind, nodes: null }));
  const once = (typed: string) =>
    inScope(database, { tenant, organisation: null }, async (trx) => {
      for (const group of await findSought(trx, readSearch(typed), within, 5)) await rowsFound(trx, group);
    });
  const times: Record<string, number> = {};
  for (const [what, typed] of Object.entries(TYPED)) {
    const taken: number[] = [];
    for (let round = 0; round < ROUNDS + WARM_UP; round += 1) taken.push(await timed(() => once(typed)));
    times[what] = median(taken.slice(WARM_UP));
  }
  return times;
}
