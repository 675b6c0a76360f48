import { v7 as uuid } from 'uuid';
import { inPounds } from '../../domain/money';
import { prepared, type Transaction } from '../core/database';
import { ledgersOf } from './ledger.queries';
import { tellOrders } from './matching.commands';
import { StatementRow } from './statement.model';
import { openCases } from './suspense.commands';

const LINES_PER_POSTING = 1000;

/** How far an import has come. */
export interface PostingProgress {
  lines: number;
  posted: number;
  /** Lines that wait for a person's word. */
  asked: number;
}

/** What one transaction has posted. */
interface Posted {
  looked: number;
  decided: number;
  receipts: number;
  money_in: bigint;
  received: bigint;
  ids: string[];
  quoting: { id: string; quoted: string[] }[];
}

/**
 * Posts the next thousand lines, then those that a person has decided: new money in becomes receipts in suspense (Dr bank, Cr
 * suspense), money out goes from the bank, those that quote one open order are told to it. What is posted must add up to the
 * lines, else it throws and nothing of it is. Repeating after a crash goes on where the last transaction ended.
 */
export async function postNextLines(trx: Transaction, statement: string): Promise<PostingProgress> {
  const current = await StatementRow.query(trx).findById(statement).forUpdate().throwIfNotFound();
  const { lineCount: total, tenantId: tenant, importedAt: at } = current;
  const stands = (posted: number): PostingProgress => ({ lines: total, posted, asked: current.doubtfulCount });
  if (current.postedCount === total && current.ledgerPence !== null) return stands(total);
  const ids = JSON.stringify(Array.from({ length: LINES_PER_POSTING }, () => uuid()));
  const isFirstTime = current.postedTo < total;
  const [posted] = isFirstTime
    ? await prepared<Posted>(trx, 'post-lines', postingOf(NEXT), [ids, statement, at, current.postedTo, LINES_PER_POSTING])
    : await prepared<Posted>(trx, 'post-decided', postingOf(DECIDED), [ids, statement, at, LINES_PER_POSTING]);
  const { looked, decided, receipts, money_in: moneyIn, received, quoting } = posted!;
  if (moneyIn !== received) throw new Error(`Lines bring ${inPounds(moneyIn)} and receipts ${inPounds(received)}`);
  const told = await tellOrders(trx, tenant, quoting, at);
  await openCases(trx, tenant, posted!.ids, told);
  const next = {
    postedTo: current.postedTo + (isFirstTime ? looked : 0),
    postedCount: current.postedCount + decided,
    receiptCount: current.receiptCount + receipts,
    matchedCount: current.matchedCount + told.length,
  };
  const isPosted = next.postedTo === total && next.postedCount + current.doubtfulCount === total;
  await StatementRow.query(trx)
    .findById(statement)
    .patch({ ...next, ...(isPosted ? await ledgerOf(trx, current) : {}) });
  return stands(next.postedCount);
}

async function ledgerOf(
  trx: Transaction,
  { bankAccountId }: StatementRow,
): Promise<Pick<StatementRow, 'ledgerPence' | 'ledgerClosingPence'>> {
  const [account] = await ledgersOf(trx, [bankAccountId]);
  return { ledgerPence: account!.ledger, ledgerClosingPence: account!.closing };
}

const NEXT = `select * from statement_lines where statement_id = $2 order by row offset $4 limit $5`;
/** What a person has called new and nothing has posted yet. */
const DECIDED = `
  select * from statement_lines l where statement_id = $2 and doubt is not null and verdict = 'new' and pence <> 0
    and not exists (select from receipts r where r.entry = l.entry)
    and not exists (select from journal_entries e where e.tenant_id = l.tenant_id and e.key = 'outgoing/' || l.entry)
  order by row limit $4`;

const postingOf = (lines: string) => `
  with ids as (
    select id::uuid, n from jsonb_array_elements_text($1::jsonb) with ordinality as i(id, n)
  ), looked as (
    ${lines}
  ), fresh as (
    select ids.id, l.* from (select *, row_number() over (order by row) as n from looked where verdict = 'new' and pence <> 0) l join ids using (n)
  ), received as (
    insert into receipts (id, tenant_id, bank_account_id, statement_id, row, entry, booked_on, pence, payer, texts, quoted, state, received_at, suspense_since, moved_at)
    select id, tenant_id, bank_account_id, statement_id, row, entry, booked_on, pence, payer, texts, quoted, 'suspense', $3::timestamptz, $3::timestamptz, $3::timestamptz
    from fresh where pence > 0
    returning id, tenant_id, pence, quoted
  ), entries as (
    insert into journal_entries (id, tenant_id, key, kind, at)
    select id, tenant_id, case when pence > 0 then 'receipt/' || id else 'outgoing/' || entry end, case when pence > 0 then 'receipt' else 'outgoing' end, $3::timestamptz
    from fresh
  ), posted as (
    insert into postings (entry_id, account, tenant_id, pence)
    select id, case when side = 1 then 'bank/' || bank_account_id when pence > 0 then 'suspense' else 'bank-outgoings' end, tenant_id, side * pence
    from fresh, (values (1), (-1)) as sides(side)
  )
  select (select count(*)::int from looked) as looked, (select count(*)::int from looked where verdict <> 'doubtful') as decided,
    (select count(*)::int from received) as receipts,
    (select coalesce(sum(pence), 0)::bigint from looked where verdict = 'new' and pence > 0) as money_in,
    (select coalesce(sum(pence), 0)::bigint from received) as received,
    (select coalesce(array_agg(id), '{}') from received) as ids,
    coalesce((select jsonb_agg(jsonb_build_object('id', id, 'quoted', quoted)) from received where quoted <> '{}'), '[]') as quoting`;
