import { z } from 'zod';

/** Integer pence and a currency (MON-1). */
export const money = z.object({ amount: z.int(), currency: z.literal('GBP') });
/** A page of a list; `next` is the cursor of the next page, or null. */
export const pageOf = (item: z.ZodType) => z.object({ items: z.array(item), next: z.string().nullable() });
/** Query of any list. */
export const paging = { cursor: z.string().max(500).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) };
/** Path of one thing. */
export const byId = z.object({ id: z.uuid() });
/** RFC 9457, with all faults at once. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  errors: z
    .array(
      z.object({
        pointer: z.string().optional(),
        row: z.int().optional(),
        column: z.string().optional(),
        code: z.string(),
        rule: z.string(),
        detail: z.string(),
        remedy: z.string(),
      }),
    )
    .optional(),
});

/** An advance order as everybody sees it (ADV-2, BNK-3). */
export const advanceOrder = z.object({
  id: z.uuid(),
  reference: z.string(),
  purchaseOrder: z.string(),
  level: z.uuid(),
  billingOffice: z.uuid(),
  accountsContact: z.string(),
  credits: z.int(),
  due: money,
  received: money,
  allocated: money,
  state: z.enum(['held', 'partPaid', 'overPaid', 'overdue', 'allocated', 'cancelled']),
  bacsChosenAt: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  notice: z.string().nullable(),
  version: z.int(),
});
const nextEvent = z.object({ at: z.iso.datetime(), what: z.string() });
/** How a process stands (WHY-1, WHY-2, OPS-5). */
export const standing = z.object({
  businessId: z.string(),
  kind: z.string(),
  reference: z.string(),
  owner: z.string(),
  entity: z.uuid(),
  stage: z.string(),
  awaiting: z.string(),
  clock: z.string(),
  since: z.iso.datetime(),
  why: z.string(),
  next: z.array(nextEvent),
  dueAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  policyVersion: z.string(),
});
/** A statement with its proof and how far its import has come (BNK-1). */
export const statement = z.object({
  id: z.uuid(),
  bankAccount: z.uuid(),
  fileName: z.string(),
  from: z.iso.date(),
  to: z.iso.date(),
  opening: money.nullable(),
  closing: money.nullable(),
  proof: z.object({ status: z.enum(['proved', 'unproved', 'wrongSum', 'gap', 'overlap']), detail: z.string() }),
  part: z.int(),
  progress: z.object({ lines: z.int(), known: z.int(), posted: z.int(), receipts: z.int(), matched: z.int(), done: z.boolean() }),
});
/** A receipt: money in, in suspense until allocated or returned (ADV-4). */
export const receipt = z.object({
  id: z.uuid(),
  bankAccount: z.uuid(),
  bookedOn: z.iso.date(),
  amount: money,
  payer: z.string(),
  texts: z.array(z.string()),
  state: z.enum(['suspense', 'allocated', 'returning', 'split']),
  partOf: z.uuid().nullable(),
  order: z.uuid().nullable(),
  receivedAt: z.iso.datetime(),
  statement: z.uuid(),
  row: z.int(),
  version: z.int(),
});
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
/** What a dry run answers (WHY-3). */
export const dryRun = z.object({
  dryRun: z.literal(true),
  event: z.string(),
  stage: z.string(),
  why: z.string(),
  next: z.array(nextEvent),
  money: z.array(z.object({ account: z.string(), amount: z.int(), currency: z.literal('GBP') })),
  mails: z.array(z.string()),
  tasksOpened: z.array(z.string()),
  tasksClosed: z.array(z.string()),
});
