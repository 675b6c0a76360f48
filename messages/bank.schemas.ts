import { z } from 'zod';
import { date, fits, line } from './core.schemas';

/** Body of `PUT /v1/bank-accounts/{id}/layout`: how this account's bank writes its CSV (ADV-4). */
export const statementLayout = z.strictObject({
  name: line(50),
  bank: line(50).optional().describe('A file of any of its exports is at home here'),
  delimiter: z.enum([',', ';', '\t']).default(','),
  dateFormat: z.enum(['dd/mm/yyyy', 'dd/mm/yy', 'dd Mmm yyyy', 'yyyy-mm-dd', 'yyyymmdd']),
  newestFirst: z.boolean().default(false),
  columns: z
    .strictObject({
      date: line(80),
      amount: line(80).optional().describe('One signed amount'),
      debit: line(80).optional(),
      credit: line(80).optional(),
      balance: line(80).optional(),
      text: z.array(line(80)).min(1).max(5).describe('Columns that may quote a reference'),
      payer: line(80).optional(),
      entryId: line(80).optional(),
      sortCode: line(80).optional(),
      accountNumber: line(80).optional(),
      currency: line(80).optional(),
    })
    .refine(
      ({ amount, debit, credit }) => (amount === undefined) === (debit !== undefined && credit !== undefined),
      fits(['amount', 'debit', 'credit'], 'name either one signed amount, or both debit and credit'),
    )
    .meta({ examples: [{ date: 'Date', amount: 'Amount', text: ['Details'] }] }),
});

/** Body of `POST /v1/receipts/{id}/return`. */
export const returnReceiptBody = z.strictObject({ reason: line(500) });

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
  bookedOn: date,
  quoted: line(140).describe('The reference as it was typed'),
});
/** Body of `POST /v1/claims/{id}/confirm`. */
export const confirmClaimBody = z.strictObject({ receipt: z.uuid(), acceptOtherAmount: z.boolean().default(false), reason: line(500) });
/** Body of `POST /v1/claims/{id}/decline`. */
export const declineClaimBody = z.strictObject({ reason: line(500) });

/** Body of `POST /v1/advance-orders/{id}/reversals`, and of approving and declining one (ADV-5). */
export const reversalBody = z.strictObject({ reason: line(500) });
