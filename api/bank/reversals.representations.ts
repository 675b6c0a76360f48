import { z } from 'zod';
import { toMoney } from '../../domain/money';
import type { ReversalRow } from '../../db/bank/reversal.model';
import { money } from '../core/schemas';

/** An allocation that is taken back (ADV-5). */
export const reversal = z.object({
  id: z.uuid(),
  order: z.uuid(),
  amount: money,
  debt: money,
  state: z.enum(['awaiting', 'approved', 'declined']),
  since: z.iso.datetime(),
  requestedBy: z.uuid(),
  version: z.int(),
});
reversal.register(z.globalRegistry, { id: 'Reversal' });

/** A reversal. */
export function reversalRepresentation(reversal: ReversalRow) {
  const { id, state, stateSince, requestedBy, version } = reversal;
  const money = { amount: toMoney(reversal.pence), debt: toMoney(reversal.debtPence) };
  return { id, order: reversal.orderId, ...money, state, since: stateSince, requestedBy, version };
}
