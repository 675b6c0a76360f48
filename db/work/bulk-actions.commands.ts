import { v7 as uuid } from 'uuid';
import { startOf } from '../../domain/processes';
import type { TaskChange } from '../../domain/work/bulk-action.state';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { policyInForce } from '../core/policies.queries';
import { openRows } from '../core/rows';
import type { RequestedBy } from '../core/requests.commands';
import { BulkActionRow } from './case-work.model';

/** Keeps a bulk action with its items and lets its process start (WRK-1). Answers its identifier. */
export async function startBulkAction(
  trx: Transaction,
  tenant: string,
  change: TaskChange,
  items: string[],
  asked: RequestedBy,
  at: Instant,
): Promise<string> {
  const id = uuid();
  await keepAction(trx, { id, tenantId: tenant, action: change, total: items.length }, asked, at);
  await trx.raw(
    `insert into bulk_items (action_id, position, tenant_id, work_item_id)
     select ?, position, ?, item from unnest(?::uuid[]) with ordinality as t(item, position)`,
    [id, tenant, items],
  );
  await openAction(trx, id, asked, at);
  return id;
}

/** Keeps the action that goes over all open waits by the calendar in force (CAL-1); it starts with `openAction`. */
export function keepRecount(trx: Transaction, of: { id: string; tenant: string; total: number }, asked: RequestedBy, at: Instant) {
  return keepAction(trx, { id: of.id, tenantId: of.tenant, action: { what: 'recount' }, total: of.total }, asked, at);
}

/** Lets a bulk action's process start: the relay starts its workflow. */
export async function openAction(trx: Transaction, id: string, asked: RequestedBy, at: Instant): Promise<void> {
  const { requestedBy: owner, tenantId: tenant, total } = await BulkActionRow.query(trx).findById(id).throwIfNotFound();
  const { policyVersion } = await policyInForce(trx);
  const start = startOf('bulk-action', id, { owner, tenant, organisation: null, policyVersion });
  await openRows(trx, start, { total, done: 0, failed: 0 }, asked, at);
}

type Kept = Pick<BulkActionRow, 'id' | 'tenantId' | 'action' | 'total'>;

async function keepAction(trx: Transaction, kept: Kept, { by }: RequestedBy, requestedAt: Instant): Promise<void> {
  const asked = { requestedBy: by.user_id, requestedAt, requestId: by.request_id };
  await BulkActionRow.query(trx).insert({ ...kept, ...asked, done: 0, failed: 0 });
}
