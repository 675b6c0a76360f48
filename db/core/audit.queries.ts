import { Model } from 'objection';
import type { Transaction } from './database';
import { decodeCursor, page, type Page } from './paging';

/** A row of `audit`, in the names of its columns. */
class AuditEntryRow extends Model {
  static override tableName = 'audit';
  static override idColumn = 'seq';
}

/** A row of the trail: who, when, from where, what, why, before and after (AUD-1), and what the decision turned on (WHY-4). */
export interface AuditRow {
  seq: bigint;
  entity_type: string;
  entity_id: string;
  event: string;
  at: string;
  recorded_at: string;
  user_id: string | null;
  session_id: string | null;
  api_key_id: string | null;
  ip: string | null;
  request_id: string | null;
  reason: string | null;
  before: unknown;
  after: unknown;
  policy_version: string;
  calendar_version: string;
  evidence: Record<string, string>;
}

const COLUMNS = [
  'seq',
  'entity_type',
  'entity_id',
  'event',
  'at',
  'recorded_at',
  'user_id',
  'session_id',
  'api_key_id',
  'ip',
  'request_id',
  'reason',
  'before',
  'after',
  'policy_version',
  'calendar_version',
  'evidence',
];

/** The trail of an entity, oldest first. */
export function auditOf(trx: Transaction, entity: string): Promise<AuditRow[]> {
  return trx('audit').where({ entity_id: entity }).orderBy('seq').select(COLUMNS);
}

/** What the trail is narrowed by. */
export interface AuditFilter {
  /** Instants: from the first on, before the second. */
  from?: string | undefined;
  until?: string | undefined;
  event?: string | undefined;
  user?: string | undefined;
  entity?: string | undefined;
  entityType?: string | undefined;
}

/** The trail over all entities in scope, newest first. */
export async function listAudit(
  trx: Transaction,
  filter: AuditFilter & { cursor?: string | undefined; limit: number },
): Promise<Page<AuditRow>> {
  const { from, until, event, user, entity, entityType } = filter;
  const query = AuditEntryRow.query(trx)
    .orderBy('seq', 'desc')
    .limit(filter.limit + 1);
  if (from) query.where('at', '>=', from);
  if (until) query.where('at', '<', until);
  const exact = { event, user_id: user, entity_id: entity, entity_type: entityType };
  for (const [column, value] of Object.entries(exact)) if (value) query.where(column, value);
  if (filter.cursor) query.where('seq', '<', decodeCursor(filter.cursor, 'place')[0]!);
  const rows = await query.select(COLUMNS).castTo<AuditRow[]>();
  return page(rows, filter.limit, (last) => [String(last.seq)]);
}

/** The linked rows of a tenant's trail from a position on, with the links that prove them: what an auditor is given. */
export async function exportAudit(
  trx: Transaction,
  from: number,
  period: { from: string; until: string },
  limit: number,
): Promise<(AuditRow & { position: bigint; hash: Buffer; key_id: string })[]> {
  return trx('audit_links as l')
    .join('audit as a', 'a.seq', 'l.audit_seq')
    .where('l.position', '>', from)
    .where('a.at', '>=', period.from)
    .where('a.at', '<', period.until)
    .orderBy('l.position')
    .limit(limit)
    .select(COLUMNS.map((column) => `a.${column}`))
    .select('l.position', 'l.hash', 'l.key_id');
}

/** The newest link of a tenant's chain, and how many rows have none yet. */
export async function chainHead(trx: Transaction): Promise<{ position: bigint; hash: Buffer | null; unlinked: number }> {
  const last = await trx('audit_links').orderBy('position', 'desc').first('position', 'hash', 'txid', 'audit_seq');
  const rest = trx('audit').first(trx.raw('count(*)::int as rows'));
  if (last) rest.whereRaw('(txid, seq) > (?::xid8, ?)', [String(last.txid), String(last.audit_seq)]);
  const { rows } = await rest;
  return { position: last?.position ?? 0n, hash: last?.hash ?? null, unlinked: rows };
}
