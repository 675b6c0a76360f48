import { z } from 'zod';
import { inPounds, toMoney } from '../../domain/money';
import type { ReversalDetails } from '../../db/bank/reversals.queries';
import { money } from '../core/schemas';
import { proposed } from '../work/proposed.representations';

/** An allocation that is taken back (ADV-5): a proposal of one to another, with what it changes (SEC-8). */
export const reversal = z.object({
  ...proposed,
  order: z.uuid(),
  amount: money,
  debt: money,
  state: z.enum(['awaiting', 'approved', 'declined']),
  since: z.iso.datetime(),
  requestedBy: z.uuid(),
});
reversal.register(z.globalRegistry, { id: 'Reversal' });

/** A reversal. */
export function reversalRepresentation({ reversal, reference, changes, ...names }: ReversalDetails) {
  const { id, orderId, pence, debtPence, state, stateSince, requestedBy, decidedBy, reason, version } = reversal;
  const words = `Reversal of ${inPounds(pence)} allocated to ${reference}`;
  const by = { proposedBy: requestedBy, proposedByName: names.requestedByName, proposedAt: names.requestedAt, requestedBy };
  const decided = { decidedBy, decidedByName: names.decidedByName };
  const told = { reference, words, changes, effectiveFrom: null, amount: toMoney(pence), debt: toMoney(debtPence), reason };
  return { id, order: orderId, ...told, state, since: stateSince, ...by, ...decided, version };
}
