import { v7 as uuid } from 'uuid';
import { startOf } from '../../domain/processes';
import type { BulkChange } from '../../domain/work/bulk-action.state';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { policyInForce } from '../core/policies.queries';
import { openRows } from '../core/rows';
import type { RequestedBy } from '../core/requests.commands';
import type { BulkRow } from './bulk-action.store';

/** Keeps a bulk action with its items and lets its process start (WRK-1). Answers its identifier. */
export async function startBulkAction(
  trx: Transaction,
  tenant: string,
  change: BulkChange,
  items: string[],
  asked: RequestedBy,
  at: Instant,
): Promise<string> {
  const row: BulkRow = {
    id: uuid(),
    tenant_id: tenant,
    action: change,
    requested_by: asked.by.user_id,
    requested_at: at,
    request_id: asked.by.request_id,
    total: items.length,
    done: 0,
    failed: 0,
  };
  await trx('bulk_actions').insert({ ...row, action: JSON.stringify(change) });
  await trx.raw(
    `insert into bulk_items (action_id, position, tenant_id, work_item_id)
     select ?, position, ?, item from unnest(?::uuid[]) with ordinality as t(item, position)`,
    [row.id, tenant, items],
  );
  const { policyVersion } = await policyInForce(trx);
  const start = startOf('bulk-action', row.id, { owner: row.requested_by, tenant, organisation: null, policyVersion });
  await openRows(trx, start, { total: row.total, done: 0, failed: 0 }, asked, at);
  return row.id;
}
