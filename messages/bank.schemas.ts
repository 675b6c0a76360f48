import { z } from 'zod';
import { knownLayouts } from '../domain/bank/statement-layout';
import { date, fits, line, identifier } from './core.schemas';

/** A column's word; nothing at all is a word too (a sign column that is blank for money in). */
const words = z.array(z.string().trim().max(30)).min(1).max(20);
const indicator = z
  .strictObject({
    column: line(80),
    debit: words.describe('What it says of money out'),
    credit: words.describe('What it says of money in; any other word is a fault'),
  })
  .refine(
    ({ debit, credit }) => !debit.some((word) => credit.some((other) => other.toLowerCase() === word.toLowerCase())),
    fits(['debit', 'credit'], 'give money out and money in different words'),
  )
  .meta({ examples: [{ column: 'Type', debit: ['DR'], credit: ['CR'] }] });

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
      indicator: indicator.optional().describe('Beside one amount without a sign: which way it went'),
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
    .refine(
      ({ amount, indicator: given }) => given === undefined || amount !== undefined,
      fits(['amount', 'indicator'], 'name the amount whose way the indicator says'),
    )
    .meta({
      examples: [{ date: 'Date', amount: 'Amount', indicator: { column: 'Type', debit: ['DR'], credit: ['CR'] }, text: ['Details'] }],
    }),
});

/** Body of `POST /v1/bank-accounts` (SEC-8): sort code and number, or an IBAN; how its CSV is laid out by a known name, in full, or later. */
export const bankAccountBody = z
  .strictObject({
    name: line(80),
    holder: line(80).optional().describe('The name that the bank knows the account by: payers are told it; the scheme’s own by default'),
    sortCode: line(20)
      .optional()
      .meta({ examples: ['82-62-19'] }),
    accountNumber: line(20)
      .optional()
      .meta({ examples: ['12345678'] }),
    iban: line(50)
      .optional()
      .meta({ examples: ['GB33BUKB20201555555555'] }),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'must be three letters, GBP')
      .meta({ description: 'three letters, GBP', examples: ['GBP'] })
      .default('GBP'),
    layout: z
      .union([z.enum(Object.keys(knownLayouts) as [keyof typeof knownLayouts]), statementLayout])
      .nullable()
      .default(null)
      .describe('A bank whose exports are known, or the layout itself'),
    reason: line(500),
  })
  .refine(
    ({ sortCode, accountNumber, iban }) => iban !== undefined || (sortCode !== undefined && accountNumber !== undefined),
    fits(['sortCode', 'accountNumber', 'iban'], 'give sort code and account number, or an IBAN'),
  );

/** Body of `POST /v1/statements/{id}/decide-lines` (ADV-4): what finance says of lines in doubt. */
export const decideLinesBody = z.strictObject({
  decision: z.enum(['same', 'new']).describe('same: they are known and count once; new: new money'),
  rows: z.array(z.int().positive()).min(1).max(50_000).optional().describe('Rows of the file; all lines in doubt where none are named'),
  reason: line(500),
});

/** Body of `POST /v1/receipts/{id}/return`. */
export const returnReceiptBody = z.strictObject({ reason: line(500) });

const pence = z.int().positive().max(1_000_000_000_000);

/** Body of `POST /v1/receipts/{id}/split` (BNK-2): parts that add up to the receipt; one without an order stays in suspense. */
export const splitReceiptBody = z.strictObject({
  parts: z
    .array(z.strictObject({ order: identifier.nullable(), amount: pence.describe('Integer pence') }))
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
export const confirmClaimBody = z.strictObject({ receipt: identifier, acceptOtherAmount: z.boolean().default(false), reason: line(500) });
/** Body of `POST /v1/claims/{id}/decline`. */
export const declineClaimBody = z.strictObject({ reason: line(500) });

/** Body of `POST /v1/advance-orders/{id}/reversals`, and of approving and declining one (ADV-5). */
export const reversalBody = z.strictObject({ reason: line(500) });
