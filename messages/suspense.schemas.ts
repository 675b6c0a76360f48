import { z } from 'zod';
import { line } from './common.schemas';

const pence = z.int().positive().max(1_000_000_000_000);

/** Body of `POST /v1/receipts/{id}/split` (BNK-2): parts that add up to the receipt; one without an order stays in suspense. */
export const splitReceiptBody = z.strictObject({
  parts: z
    .array(z.strictObject({ order: z.uuid().nullable(), amount: pence.describe('Integer pence') }))
    .min(2)
    .max(100),
  reason: line(500),
});
/** Body of `POST /v1/receipts/{id}/ask-payers`. */
export const askPayersBody = z.strictObject({ reason: line(500) });

/** Body of `POST /v1/advance-orders/{id}/claims` (BNK-3): the transfer as the payer remembers it. */
export const claimBody = z.strictObject({
  amount: pence.describe('Integer pence that were transferred'),
  bookedOn: z.iso.date(),
  quoted: line(140).describe('The reference as it was typed'),
});
/** Body of `POST /v1/claims/{id}/confirm`. */
export const confirmClaimBody = z.strictObject({ receipt: z.uuid(), acceptOtherAmount: z.boolean().default(false), reason: line(500) });
/** Body of `POST /v1/claims/{id}/decline`. */
export const declineClaimBody = z.strictObject({ reason: line(500) });
