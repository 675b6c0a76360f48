import { setTimeout as pause } from 'node:timers/promises';
import { WorkflowNotFoundError } from '@temporalio/client';
import { verifyAudit } from '../db/core/audit-chain.commands';
import { inScope, type Database } from '../db/core/database';
import { findImpossible } from '../db/impossible-states.queries';
import { listTenants } from '../db/core/tenants.queries';
import { ProcessRow } from '../db/core/process.model';
import { listProcesses, lostProcess } from '../db/core/processes.queries';
import { placementOf } from '../messages/placement';
import type { Keyring } from '../platform/keys';
import type { Processes } from '../platform/temporal';

/** What a sweep saw: impossible states, and open rows whose executions were mended or could not be. */
export interface SweepReport {
  tenant: string;
  impossible: { what: string; rows: string[] }[];
  /** Their execution was gone, terminated, failed or of an older release, and is started again from the rows. */
  restarted: string[];
  /** Their search attributes lagged behind the rows and are set again. */
  refreshed: string[];
  /** Their execution says that it has ended though the row is open: for an engineer. */
  broken: string[];
}

type Verdict = 'sound' | 'restarted' | 'refreshed' | 'broken';

const PAGE = 200;
/** A commit's answer is in the search attributes by then. */
const MOVES_WITHIN_MS = 1000;

/** Compares open rows with executions, mends and reports (design 4). One report a tenant, those without findings left out. */
export async function sweep(database: Database, processes: Processes, ring: Keyring): Promise<SweepReport[]> {
  const tenants = await database.transaction(listTenants);
  const reports: SweepReport[] = [];
  for (const tenant of tenants) {
    const report = await sweepTenant(database, processes, tenant);
    const { broken } = await verifyAudit(database, tenant, ring);
    if (broken) report.impossible.push({ what: `the trail was tampered with: a row was ${broken.why}`, rows: [String(broken.position)] });
    if (report.impossible.length + report.restarted.length + report.refreshed.length + report.broken.length > 0) reports.push(report);
  }
  return reports;
}

async function sweepTenant(database: Database, processes: Processes, tenant: string): Promise<SweepReport> {
  const scope = { tenant, organisation: null };
  const impossible = await inScope(database, scope, findImpossible);
  const report: SweepReport = { tenant, impossible, restarted: [], refreshed: [], broken: [] };
  let cursor: string | undefined;
  do {
    const page = await inScope(database, scope, (trx) => listProcesses(trx, { limit: PAGE, cursor }));
    const suspects: ProcessRow[] = [];
    for (const row of page.items) if (verdictOn(row, await describe(processes, row.businessId)) !== 'sound') suspects.push(row);
    if (suspects.length > 0) await pause(MOVES_WITHIN_MS);
    for (const { businessId } of suspects) {
      // Looked at again: a case may have moved or ended between the two readings.
      const row = await inScope(database, scope, async (trx) => ProcessRow.query(trx).findById(businessId));
      const verdict = row && !row.endedAt ? await mend(database, processes, row) : 'sound';
      if (verdict !== 'sound') report[verdict].push(businessId);
    }
    cursor = page.next ?? undefined;
  } while (cursor);
  return report;
}

async function mend(database: Database, processes: Processes, row: ProcessRow): Promise<Verdict> {
  const execution = await describe(processes, row.businessId);
  const verdict = verdictOn(row, execution);
  if (verdict === 'refreshed') await processes.signal(row.businessId, 'wake');
  if (verdict !== 'restarted') return verdict;
  if (execution?.status.name === 'RUNNING')
    await processes.client.workflow.getHandle(row.businessId).terminate('Goes on from its row, under a newer release');
  return restart(database, processes, row);
}

function verdictOn(row: ProcessRow, execution: Awaited<ReturnType<typeof describe>>): Verdict {
  if (!execution) return 'restarted';
  const { status, taskQueue, searchAttributes } = execution;
  if (status.name === 'COMPLETED') return 'broken';
  if (status.name !== 'RUNNING' || taskQueue !== placementOf({ kind: row.kind, tenant: row.tenantId }).taskQueue) return 'restarted';
  const [stage] = (searchAttributes?.['Stage'] ?? []) as string[];
  const [dueAt] = (searchAttributes?.['DueAt'] ?? []) as Date[];
  return stage === row.stage && (dueAt?.toISOString() ?? null) === row.dueAt ? 'sound' : 'refreshed';
}

async function describe(processes: Processes, businessId: string) {
  try {
    return await processes.client.workflow.getHandle(businessId).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/** A lost execution goes on from its row: it holds all that it held. */
async function restart(database: Database, processes: Processes, row: ProcessRow): Promise<'restarted'> {
  const { start, stands } = await inScope(database, { tenant: row.tenantId, organisation: null }, (trx) => lostProcess(trx, row));
  await processes.start(start, stands);
  return 'restarted';
}
