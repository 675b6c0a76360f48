import { z } from 'zod';
import { toMoney } from '../../domain/money';
import type { ClaimRow } from '../../db/bank/claim.model';
import { money } from '../core/schemas';

/** A payer's "that was us" (BNK-3). */
export const claim = z.object({
  id: z.uuid(),
  order: z.uuid(),
  receipt: z.uuid().nullable(),
  amount: money,
  bookedOn: z.iso.date(),
  quoted: z.string(),
  state: z.enum(['open', 'confirmed', 'declined']),
  claimedAt: z.iso.datetime(),
  decidedAt: z.iso.datetime().nullable(),
});
claim.register(z.globalRegistry, { id: 'Claim' });

/** A claim; who decided and why stands in its audit trail. */
export function claimRepresentation(claim: ClaimRow) {
  const { id, bookedOn, quoted, state, claimedAt, decidedAt } = claim;
  return {
    id,
    order: claim.orderId,
    receipt: claim.receiptId,
    amount: toMoney(claim.pence),
    bookedOn,
    quoted,
    state,
    claimedAt,
    decidedAt,
  };
}
