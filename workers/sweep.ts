import { WorkflowNotFoundError } from '@temporalio/client';
import { verifyAudit } from '../db/core/audit-chain.commands';
import { inScope, type Database } from '../db/core/database';
import type { ProcessRow } from '../db/core/process.model';
import { findImpossible, listTenants } from '../db/core/impossible-states.queries';
import { listProcesses } from '../db/core/processes.queries';
import { versionOf } from '../db/core/policies.queries';
import { resumedOf } from '../db/core/resumed.queries';
import type { ProcessKind } from '../domain/process';
import type { Keyring } from '../platform/keys';
import type { Processes } from '../platform/temporal';

/** What a sweep saw: impossible states, and open rows whose executions were mended or could not be. */
export interface SweepReport {
  tenant: string;
  impossible: { what: string; rows: string[] }[];
  /** Their execution was gone and is started again from the rows. */
  restarted: string[];
  /** Their search attributes lagged behind the rows and are set again. */
  refreshed: string[];
  /** Their execution has ended though the row is open: for an engineer. */
  broken: string[];
}

const PAGE = 200;

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
  const report: SweepReport = {
    tenant,
    impossible: await inScope(database, scope, findImpossible),
    restarted: [],
    refreshed: [],
    broken: [],
  };
  let cursor: string | undefined;
  do {
    const page = await inScope(database, scope, (trx) => listProcesses(trx, { limit: PAGE, cursor }));
    for (const row of page.items.filter(({ kind }) => kind !== 'statement-import')) {
      const verdict = await examine(database, processes, tenant, row);
      if (verdict !== 'sound') report[verdict].push(row.businessId);
    }
    cursor = page.next ?? undefined;
  } while (cursor);
  return report;
}

async function examine(
  database: Database,
  processes: Processes,
  tenant: string,
  row: ProcessRow,
): Promise<'sound' | 'restarted' | 'refreshed' | 'broken'> {
  try {
    const execution = await processes.client.workflow.getHandle(row.businessId).describe();
    if (execution.status.name !== 'RUNNING') return 'broken';
    if (String(execution.searchAttributes?.['Stage']) === row.stage) return 'sound';
    await processes.signal(row.businessId, 'refresh', undefined);
    return 'refreshed';
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    await restart(database, processes, tenant, row);
    return 'restarted';
  }
}

/** A lost execution goes on from its rows: they hold all that it held. */
async function restart(database: Database, processes: Processes, tenant: string, row: ProcessRow): Promise<void> {
  const scope = { tenant, organisation: null };
  const { resumed, policy } = await inScope(database, scope, async (trx) => ({
    resumed: await resumedOf(trx, row),
    policy: await versionOf(trx, row.policyVersion),
  }));
  const { businessId, reference, owner, organisationId } = row;
  const kind = row.kind as ProcessKind;
  await processes.start({ kind, businessId, reference, owner, tenant, organisation: organisationId, ...policy }, resumed);
}
