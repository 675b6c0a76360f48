import type { Scheduled } from '../../domain/process';
import type { ReceiptPosition, SuspenseCase, SuspenseEvent, SuspenseState } from '../../domain/bank/suspense.state';
import { fromJson } from '../../platform/json';
import type { Transaction } from './database';
import { ProcessRow } from './process.model';
import { asReversal, findReversal } from '../bank/reversals.queries';
import { asProcessState, findOrder } from '../orders/advance-orders.queries';

/** Where processes keep their whole state in their row. */
const tables: Record<string, string> = {
  invitation: 'invitations',
  'access-request': 'access_requests',
  approval: 'approvals',
};

/** What an open process goes on from where its execution is lost: its rows hold all that it held. */
export async function resumedOf(trx: Transaction, row: ProcessRow): Promise<{ state: unknown; version: number } | undefined> {
  if (row.kind === 'suspense') return { state: await suspenseState(trx, row), version: row.version };
  if (row.kind === 'reversal') return { state: await asReversal(trx, (await findReversal(trx, row.entityId))!), version: row.version };
  if (row.kind === 'bulk-action') return undefined;
  const table = tables[row.kind];
  if (table) {
    const kept = await trx(table).where({ id: row.entityId }).first('process_state', 'version');
    return { state: fromJson(JSON.stringify(kept.process_state)), version: kept.version };
  }
  const details = await findOrder(trx, row.entityId, null);
  return { state: asProcessState(details!), version: details!.order.version };
}

/** The open case of a receipt, or undefined. */
export function openCase(trx: Transaction, receipt: string): Promise<ProcessRow | undefined> {
  return ProcessRow.query(trx).where({ entity_id: receipt, ended_at: null }).first().execute();
}

async function suspenseState(trx: Transaction, { businessId, entityId }: ProcessRow): Promise<SuspenseCase> {
  const row: {
    tenant_id: string;
    state: SuspenseState;
    state_since: string;
    schedule: Scheduled<SuspenseEvent>[];
    later: Scheduled<SuspenseEvent>[];
    position: ReceiptPosition;
    pence: bigint;
  } = await trx('suspense_cases as c')
    .join('receipts as r', 'r.id', 'c.receipt_id')
    .where('c.business_id', businessId)
    .first('c.*', 'r.pence');
  const { state, schedule, later, position, pence } = row;
  return { id: entityId, tenant: row.tenant_id, pence, state, stateSince: row.state_since, schedule, later, position };
}
