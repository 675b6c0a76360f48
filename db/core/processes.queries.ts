import type { Stands } from '../../domain/commit';
import type { CaseState } from '../../domain/process';
import { caseOfKind, cases, type ProcessStart } from '../../domain/processes';
import { shownOf, standsOf } from '../../domain/stands';
import { fromJson } from '../../platform/json';
import type { Transaction } from './database';
import { ProcessRow, StageRow } from './process.model';
import { decodeCursor, page, type Page } from './paging';

/** What a list of open processes is narrowed by. */
export interface ProcessFilter {
  kind?: string | undefined;
  awaiting?: string | undefined;
  dueBefore?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

const NEVER = 'infinity';

/** Open processes, soonest due first (OPS-5, WRK-1). */
export async function listProcesses(trx: Transaction, filter: ProcessFilter): Promise<Page<ProcessRow>> {
  const query = ProcessRow.query(trx)
    .whereNull('ended_at')
    .orderByRaw(`coalesce(due_at, '${NEVER}'), business_id`)
    .limit(filter.limit + 1);
  if (filter.kind) query.where('kind', filter.kind);
  if (filter.awaiting) query.where('awaiting', filter.awaiting);
  if (filter.dueBefore) query.where('due_at', '<', filter.dueBefore);
  if (filter.cursor)
    query.whereRaw(
      `(coalesce(due_at, '${NEVER}'), business_id) > (?::timestamptz, ?)`,
      decodeCursor(filter.cursor, 'instant', 'businessId'),
    );
  return page(await query, filter.limit, (last) => [last.dueAt ?? NEVER, last.businessId]);
}

/** The process of an entity with its stages, oldest first; null where there is none to see. */
export async function findProcess(trx: Transaction, entity: string): Promise<{ process: ProcessRow; stages: StageRow[] } | null> {
  const process = await ProcessRow.query(trx).where({ entity_id: entity }).orderBy('opened_at', 'desc').first();
  if (!process) return null;
  return { process, stages: await StageRow.query(trx).where({ business_id: process.businessId }).orderBy('version') };
}

/** Of some business IDs those whose processes are in scope. */
export async function processesInScope(trx: Transaction, businessIds: string[]): Promise<Set<string>> {
  const found = await ProcessRow.query(trx).select('business_id').whereIn('business_id', businessIds);
  return new Set(found.map(({ businessId }) => businessId));
}

/** How a process goes on where its run was lost: its identity, and how it stands, from its row alone (design 3). */
export interface LostProcess {
  start: ProcessStart;
  stands: Stands;
}

/** The open process of a business ID, to be started again from its row; null where it has ended or never was. */
export async function openProcess(trx: Transaction, businessId: string): Promise<LostProcess | null> {
  const row = await ProcessRow.query(trx).findById(businessId);
  return row && !row.endedAt ? lostProcess(trx, row) : null;
}

/** The state of a case that has ended; null where it is open or never was. */
export async function endedProcess(trx: Transaction, businessId: string): Promise<CaseState | null> {
  const row = await ProcessRow.query(trx).findById(businessId);
  return row?.endedAt ? stateOf(row) : null;
}

/** The newest case about an entity: how it was started, and its version; undefined where there is none yet. */
export async function caseAbout(trx: Transaction, entity: string): Promise<{ start: ProcessStart; version: number } | undefined> {
  const row = await ProcessRow.query(trx).where({ entity_id: entity }).orderBy('opened_at', 'desc').first();
  return row && { start: startOfRow(row), version: row.version };
}

/** How a row's process is started again. */
export async function lostProcess(trx: Transaction, row: ProcessRow): Promise<LostProcess> {
  const tenant: string = (await trx('tenants').where({ id: row.tenantId }).first('key')).key;
  const of = { version: row.version, reference: row.reference, tenant };
  if (row.kind in cases) return { start: startOfRow(row), stands: standsOf(caseOfKind(row.kind), stateOf(row), of) };
  const wake = { what: 'act', at: row.openedAt, summary: row.why };
  return { start: startOfRow(row), stands: { version: row.version, wake, ended: false, show: shownOf({ ...row, ended: false }, of) } };
}

/** The state of a case, as its row keeps it. */
export function stateOf(row: Pick<ProcessRow, 'state'>): CaseState {
  return fromJson<CaseState>(JSON.stringify(row.state));
}

/** How a row's process was started. */
export function startOfRow({ kind, businessId, reference, owner, tenantId, organisationId, policyVersion }: ProcessRow): ProcessStart {
  return { kind, businessId, reference, owner, tenant: tenantId, organisation: organisationId, policyVersion };
}
