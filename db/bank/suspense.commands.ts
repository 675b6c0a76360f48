import { v7 as uuid } from 'uuid';
import { startOf, type ProcessStart } from '../../domain/processes';
import type { Transaction } from '../core/database';
import { policyInForce } from '../core/policies.queries';
import { caseAbout } from '../core/processes.queries';

/** So long an order that was told of a receipt has to take it before it becomes a case. */
const ORDER_DECIDES_WITHIN = '10 seconds';
/** A message to the relay for so many receipts: one for each would cost more than all else of an import. */
const CASES_A_MESSAGE = 50;
const OF_FINANCE = { owner: 'finance', organisation: null };

/** Lets the relay open a case for each receipt; those that an order was told of only where it has not taken them soon (BNK-2). */
export async function openCases(trx: Transaction, tenant: string, receipts: string[], told: string[]): Promise<void> {
  const isTold = new Set(told);
  const rows = [receipts.filter((id) => !isTold.has(id)), told].flatMap((ids, late) =>
    Array.from({ length: Math.ceil(ids.length / CASES_A_MESSAGE) }, (_each, chunk) => {
      const some = ids.slice(chunk * CASES_A_MESSAGE, (chunk + 1) * CASES_A_MESSAGE);
      return {
        id: uuid(),
        tenant_id: tenant,
        kind: 'start',
        entity_id: some[0],
        name: 'suspense',
        facts: JSON.stringify({ entities: some }),
        not_before: late ? trx.raw(`now() + interval '${ORDER_DECIDES_WITHIN}'`) : null,
      };
    }),
  );
  if (rows.length > 0) await trx('outbox').insert(rows);
}

/** How the cases are started of those receipts that still lie in suspense and have none open. */
export async function casesToOpen(trx: Transaction, tenant: string, receipts: string[]): Promise<ProcessStart[]> {
  const { rows } = await trx.raw(
    `select r.id, (select count(*)::int from processes p where p.entity_id = r.id) as before from receipts r
     where r.id = any(?::uuid[]) and r.state = 'suspense' and not exists (select from processes p where p.entity_id = r.id and p.ended_at is null)
     order by r.id`,
    [receipts],
  );
  const { policyVersion } = await policyInForce(trx);
  return (rows as { id: string; before: number }[]).map(({ id, before }) =>
    startOf('suspense', id, { ...OF_FINANCE, tenant, policyVersion, time: before + 1 }),
  );
}

/** How a receipt's newest case, else the one that would be opened next, is started; the receipt may be in suspense no more. */
export async function caseOf(trx: Transaction, tenant: string, receipt: string): Promise<{ start: ProcessStart; version?: number }> {
  const [next] = await casesToOpen(trx, tenant, [receipt]);
  if (next) return { start: next };
  const newest = await caseAbout(trx, receipt);
  return newest ?? { start: startOf('suspense', receipt, { ...OF_FINANCE, tenant, ...(await policyInForce(trx)) }) };
}
