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

/** What will happen by itself, and when. */
export const nextEvent = z.object({ at: z.iso.datetime(), what: z.string() });

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
