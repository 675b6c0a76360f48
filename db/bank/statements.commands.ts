import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { quotedReferences } from '../../domain/bank/matching';
import { identify, proveStatement } from '../../domain/bank/statement-proof';
import type { ReadStatement } from '../../domain/bank/statement';
import type { Instant, LocalDate } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { openCases } from './suspense.commands';
import { tellOrders } from './matching.commands';

const LINES_PER_INSERT = 5000;
const LINES_PER_POSTING = 1000;

/** One statement of a file that was read and is to be stored. */
export interface StatementToStore {
  tenant: string;
  bankAccount: string;
  user: string;
  fileName: string;
  fileHash: Buffer;
  /** Its place among the file's statements, from 1. */
  part: number;
  statement: ReadStatement;
  at: Instant;
}

/** How far an import has come. */
export interface PostingProgress {
  posted: number;
  total: number;
  receipts: number;
}

/** Stores a statement line by line with its proof (BNK-1). The account's row is locked, so that imports of one account follow each other. */
export async function storeStatement(trx: Transaction, what: StatementToStore): Promise<string> {
  await trx('bank_accounts').where({ id: what.bankAccount }).forUpdate().first('id');
  const lines = identify(what.statement.lines).map(({ line, identity }) => ({
    line,
    identity: createHash('sha256').update(identity).digest('hex'),
  }));
  const known = await knownCount(
    trx,
    what.bankAccount,
    lines.map((each) => each.identity),
  );
  const before = await trx('statements')
    .where({ bank_account_id: what.bankAccount })
    .where('to_date', '<=', firstDay(what.statement))
    .orderBy('to_date', 'desc')
    .orderBy('imported_at', 'desc')
    .first('to_date', 'closing_pence');
  const proof = proveStatement(what.statement, before ? { to: before.to_date, closing: before.closing_pence } : null, known);
  const id = uuid();
  await trx('statements').insert({
    id,
    tenant_id: what.tenant,
    bank_account_id: what.bankAccount,
    file_name: what.fileName,
    file_hash: what.fileHash,
    part: what.part,
    from_date: proof.from,
    to_date: proof.to,
    opening_pence: proof.opening?.toString() ?? null,
    closing_pence: proof.closing?.toString() ?? null,
    proof: proof.status,
    proof_detail: proof.detail,
    line_count: lines.length,
    known_count: known,
    imported_at: what.at,
    imported_by: what.user,
  });
  for (let from = 0; from < lines.length; from += LINES_PER_INSERT) {
    const rows = lines.slice(from, from + LINES_PER_INSERT).map(({ line, identity }) => ({
      row: line.row,
      booked_on: line.bookedOn,
      pence: line.pence.toString(),
      balance_pence: line.balance?.toString() ?? null,
      payer: line.payer,
      texts: line.texts,
      quoted: line.isReversal ? [] : quotedReferences([...line.texts, line.payer]),
      identity,
    }));
    await trx.raw(
      `insert into statement_lines (statement_id, row, tenant_id, bank_account_id, booked_on, pence, balance_pence, payer, texts, quoted, identity)
       select ?, row, ?, ?, booked_on, pence, balance_pence, payer, texts, quoted, decode(identity, 'hex')
       from jsonb_to_recordset(?::jsonb) as l(row int, booked_on date, pence bigint, balance_pence bigint, payer text, texts text[], quoted text[], identity text)`,
      [id, what.tenant, what.bankAccount, JSON.stringify(rows)],
    );
  }
  return id;
}

function firstDay({ from, lines }: ReadStatement): LocalDate {
  return from ?? lines.map((line) => line.bookedOn).sort()[0]!;
}

async function knownCount(trx: Transaction, bankAccount: string, identities: string[]): Promise<number> {
  const { rows } = await trx.raw(
    `select count(distinct identity)::int as known from statement_lines
     where bank_account_id = ? and identity = any(?::bytea[])`,
    [bankAccount, identities.map((identity) => Buffer.from(identity, 'hex'))],
  );
  return rows[0].known;
}

/**
 * Posts the next thousand lines: new money in becomes receipts in suspense (Dr bank, Cr suspense), those that quote one open
 * order are told to it. Repeating after a crash goes on where the last transaction ended.
 */
export async function postNextLines(trx: Transaction, statement: string): Promise<PostingProgress> {
  const current = await trx('statements').where({ id: statement }).forUpdate().first();
  if (current.posted_count === current.line_count)
    return { posted: current.posted_count, total: current.line_count, receipts: current.receipt_count };
  const ids = Array.from({ length: LINES_PER_POSTING }, () => uuid());
  const { rows } = await trx.raw(POST_LINES, [
    JSON.stringify(ids),
    statement,
    current.posted_count,
    LINES_PER_POSTING,
    current.imported_at,
    current.imported_at,
    current.imported_at,
    current.imported_at,
    `bank/${current.bank_account_id}`,
  ]);
  const told = await tellOrders(trx, current.tenant_id, rows[0].quoting, current.imported_at);
  await openCases(trx, current.tenant_id, rows[0].ids, told);
  const posted = current.posted_count + rows[0].lines;
  const receipts = current.receipt_count + rows[0].receipts;
  await trx('statements')
    .where({ id: statement })
    .update({ posted_count: posted, receipt_count: receipts, matched_count: current.matched_count + told.length });
  return { posted, total: current.line_count, receipts };
}

const POST_LINES = `
  with ids as (
    select id::uuid, n from jsonb_array_elements_text(?::jsonb) with ordinality as i(id, n)
  ), chunk as (
    select l.*, row_number() over (order by l.row) as n from (
      select * from statement_lines where statement_id = ? order by row offset ? limit ?
    ) l
  ), received as (
    insert into receipts (id, tenant_id, bank_account_id, statement_id, row, identity, booked_on, pence, payer, texts, quoted, state, received_at, suspense_since, moved_at)
    select ids.id, tenant_id, bank_account_id, statement_id, row, identity, booked_on, pence, payer, texts, quoted, 'suspense', ?::timestamptz, ?::timestamptz, ?::timestamptz
    from chunk join ids using (n) where pence > 0
    on conflict (bank_account_id, identity) do nothing
    returning id, tenant_id, pence, quoted
  ), entries as (
    insert into journal_entries (id, tenant_id, key, kind, at) select id, tenant_id, 'receipt/' || id, 'receipt', ?::timestamptz from received
  ), posted as (
    insert into postings (entry_id, account, tenant_id, pence)
    select id, account, tenant_id, side * pence from received, (values (?, 1), ('suspense', -1)) as sides(account, side)
  )
  select (select count(*)::int from chunk) as lines, (select count(*)::int from received) as receipts,
    (select coalesce(array_agg(id), '{}') from received) as ids,
    coalesce((select jsonb_agg(jsonb_build_object('id', id, 'pence', pence::text, 'quoted', quoted)) from received where quoted <> '{}'), '[]') as quoting`;
