import { isOpen, type AdvanceOrder } from '../../domain/orders/advance-order.state';
import type { CommitInput } from '../../domain/commit';
import { prepared, type Transaction } from '../core/database';
import { endClaims, releaseReceipts, rematch } from '../bank/offers';
import type { RequestedBy } from '../core/requests.commands';

/** Writes an order's state, and matches receipts again where the order has appeared or ended (BNK-2). Answers what stood before. */
export async function writeAdvanceOrder(
  trx: Transaction,
  input: CommitInput,
  order: AdvanceOrder,
  asked: RequestedBy | null,
): Promise<Record<string, unknown> | null> {
  const before = await writeState(trx, input, order, asked);
  if (order.state === 'cancelled') await releaseReceipts(trx, order.id, input.at);
  if (before !== null && !isOpen(order))
    await endClaims(trx, { order_id: order.id }, order.state === 'allocated' ? 'confirmed' : 'declined', asked, input.at);
  if (before === null || !isOpen(order)) await rematch(trx, order.tenant, order.reference, input.at);
  return before;
}

/**
 * Writes an order's state under its expected version; the texts of a new one come from the reserved request.
 * Answers what stood before. Throws where the version is another: a defect.
 */
async function writeState(
  trx: Transaction,
  input: CommitInput,
  order: AdvanceOrder,
  asked: RequestedBy | null,
): Promise<Record<string, unknown> | null> {
  const moving = {
    state: order.state,
    state_since: order.stateSince,
    due_at: order.dueAt,
    schedule: JSON.stringify(order.schedule),
    awaits_rest: order.awaitsRest,
    allocated_pence: order.allocated.toString(),
    version: input.expectedVersion + 1,
  };
  if (input.expectedVersion === 0) {
    await trx('advance_orders').insert({
      ...moving,
      id: order.id,
      tenant_id: order.tenant,
      organisation_id: order.organisation,
      node_id: order.node,
      payer_id: order.payer,
      reference: order.reference,
      purchase_order: asked!.body['purchaseOrder'],
      billing_office_id: asked!.body['billingOffice'],
      accounts_contact: asked!.body['accountsContact'],
      credits: order.credits,
      due_pence: order.due.toString(),
      chosen_at: order.chosenAt,
      policy_version: input.process.policyVersion,
    });
    return null;
  }
  const [before] = await prepared<{ state: string; due_at: string; awaits_rest: boolean; allocated_pence: bigint }>(
    trx,
    'move-advance-order',
    `update advance_orders o set ${Object.keys(moving)
      .map((column, index) => `${column} = $${index + 3}`)
      .join(', ')}
     from (select id, state, due_at, awaits_rest, allocated_pence from advance_orders where id = $1 for update) old
     where o.id = old.id and o.version = $2 returning old.*`,
    [order.id, input.expectedVersion, ...Object.values(moving)],
  );
  if (!before) throw new Error(`Advance order ${order.id} is not at version ${input.expectedVersion}`);
  return { state: before.state, dueAt: before.due_at, awaitsRest: before.awaits_rest, allocated: before.allocated_pence };
}
