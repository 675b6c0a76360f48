import { z } from 'zod';
import { line } from './common.schemas';

/** Body of `PUT /v1/bank-accounts/{id}/layout`: how this account's bank writes its CSV (ADV-4). */
export const statementLayout = z.strictObject({
  name: line(50),
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
    })
    .refine((columns) => (columns.amount === undefined) === (columns.debit !== undefined && columns.credit !== undefined), {
      message: 'name either one signed amount, or both debit and credit',
    }),
});

/** Body of `POST /v1/receipts/{id}/return`. */
export const returnReceiptBody = z.strictObject({ reason: line(500) });
