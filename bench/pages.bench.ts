import { line, median, timed } from './measure';
import type { Bench } from './orders.bench';

const SMALL = { receipts: 10_000, suspense: 1_000 };
const LARGE = { receipts: 1_000_000, suspense: 100_000 };
const ROUNDS = 25;

/** Every page of finance's desk over a hundred times the rows: at most twice the time. */
export async function pages(bench: Bench, get: (path: string) => Promise<unknown>): Promise<string[]> {
  await fill(bench, 0, SMALL);
  const paths = await pathsOf(bench);
  const small = await measure(paths, get);
  await fill(bench, SMALL.receipts, LARGE);
  const large = await measure(paths, get);
  const ratios = Object.keys(paths).map((name) => ({ name, ratio: large[name]! / small[name]! }));
  const worst = ratios.sort((a, b) => b.ratio - a.ratio);
  return worst.map(({ name, ratio }) =>
    line(`${name}: 1,000,000 receipts, 100,000 cases / a hundredth`, ratio, 2, `${small[name]!.toFixed(1)} ms is 1`),
  );
}

async function pathsOf({ owner }: Bench): Promise<Record<string, string>> {
  const [receipt] = await owner('receipts').where({ state: 'suspense' }).orderBy('received_at').limit(1).pluck('id');
  const [account] = await owner('bank_accounts').where('name', 'like', '%Lloyds%').limit(1).pluck('id');
  return {
    'staff home: 100,000 open tasks': '/v1/home',
    'home: tasks': '/v1/work-items?queue=finance',
    'home: the day': '/v1/reports/day',
    'suspense: first page': '/v1/receipts?state=suspense',
    'all receipts': '/v1/receipts',
    'a receipt': `/v1/receipts/${receipt}`,
    'its suggestions': `/v1/receipts/${receipt}/suggestions`,
    'its case': `/v1/processes/${receipt}`,
    'its trail of mails': `/v1/mails?about=${receipt}`,
    'open processes': '/v1/processes',
    'open cases': '/v1/processes?kind=suspense',
    'holds due': '/v1/processes?kind=advance-order',
    statements: '/v1/statements',
    calendar: `/v1/bank-accounts/${account}/coverage?from=2026-11-01&to=2026-11-30`,
    claims: '/v1/claims?state=open',
    'trial balance': '/v1/reports/trial-balance',
  };
}

async function measure(paths: Record<string, string>, get: (path: string) => Promise<unknown>): Promise<Record<string, number>> {
  const times: Record<string, number> = {};
  for (const [name, path] of Object.entries(paths)) {
    for (let warm = 0; warm < 5; warm += 1) await get(path);
    const taken: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) taken.push(await timed(() => get(path)));
    times[name] = median(taken);
  }
  return times;
}

/** Receipts of three years with their journal, the first of them in suspense as cases with tasks; set-based, triggers off. */
async function fill(
  { owner, caller, bankAccount, finance }: Bench,
  from: number,
  to: { receipts: number; suspense: number },
): Promise<void> {
  const cases = to.suspense - (from === 0 ? 0 : SMALL.suspense);
  await owner.transaction(async (trx) => {
    await trx.raw(`set local session_replication_role = replica`);
    await trx.raw(
      `create temporary table made on commit drop as
       select gen_random_uuid() as id, n, now() - (n % 1000) * interval '1 day' as at,
         case when n < :from::int + :cases::int then 'suspense' else 'returning' end as state
       from generate_series(:from::int, :to::int - 1) n`,
      { from, to: to.receipts, cases },
    );
    const [statement] = await trx('statements')
      .insert({
        id: trx.raw('gen_random_uuid()'),
        tenant_id: caller.tenant,
        bank_account_id: bankAccount,
        file_name: 'scale',
        file_hash: trx.raw(`sha256(random()::text::bytea)`),
        from_date: '2024-01-01',
        to_date: '2024-01-31',
        proof: 'unproved',
        proof_detail: '',
        line_count: 0,
        known_count: 0,
        imported_at: trx.fn.now(),
        imported_by: finance,
      })
      .returning('id');
    const ids = { tenant: caller.tenant, account: bankAccount, statement: statement.id };
    await trx.raw(
      `insert into receipts (id, tenant_id, bank_account_id, statement_id, row, entry, booked_on, pence, payer, texts, quoted, state, received_at, suspense_since)
       select id, :tenant, :account, :statement, n, gen_random_uuid(), at::date, 100 + n % 900, 'Payer', array['PAYMENT ' || n], '{}', state, at, at from made`,
      ids,
    );
    await trx.raw(
      `insert into journal_entries (id, tenant_id, key, kind, at) select id, :tenant, 'receipt/' || id, 'receipt', at from made`,
      ids,
    );
    await trx.raw(
      `insert into postings (entry_id, tenant_id, account, pence)
       select id, :tenant, side.account, side.sign * (100 + n % 900) from made, (values ('bank/' || :account, 1), ('suspense', -1)) as side(account, sign)`,
      ids,
    );
    await trx.raw(
      `insert into processes (business_id, tenant_id, kind, entity_type, entity_id, reference, owner, stage, awaiting, clock, since, why, next, due_at, policy_version, opened_at, version)
       select 'suspense/' || id, :tenant, 'suspense', 'receipt', id, 'S-' || n, 'finance', 'In suspense', 'finance', 'ours', at, 'why', '[]', at + interval '60 days', '2026-11-01', at, 1
       from made where state = 'suspense'`,
      ids,
    );
    await trx.raw(
      `insert into work_items (id, tenant_id, queue, task, entity_type, entity_id, due_at, opened_at)
       select gen_random_uuid(), :tenant, 'finance', 'matchReceipt', 'receipt', id, at + interval '20 days', at from made where state = 'suspense'`,
      ids,
    );
    await trx.raw('delete from tallies');
    await trx.raw(`insert into tallies select tenant_id, 'account/' || account, 0, sum(pence) from postings group by 1, 2`);
    for (const [what, sum] of [
      ['count', 'count(*)'],
      ['pence', 'sum(pence)'],
    ])
      await trx.raw(
        `insert into tallies select tenant_id, received_on(received_at) || '/${what}', 0, ${sum} from receipts where parent_id is null group by 1, 2`,
      );
    await trx.raw(
      `insert into tallies select tenant_id, 'work/' || queue, 0, count(*) from work_items where closed_at is null group by 1, 2`,
    );
    await trx.raw(`insert into tallies select tenant_id, 'receipts/' || state, 0, count(*) from receipts group by 1, 2`);
  });
  await owner.raw('vacuum analyze receipts, journal_entries, postings, processes, work_items, tallies');
}
