import { z } from 'zod';
import { bands } from '../../domain/bookings/band';
import { identifier } from '../../messages/core.schemas';

/** Integer pence and a currency (MON-1). */
export const money = z.object({ amount: z.int(), currency: z.literal('GBP') }).meta({ id: 'Money' });
/** A page of a list; `next` is the cursor of the next page, or null. */
export const pageOf = derived('Page', (item) => z.object({ items: z.array(item), next: z.string().nullable() }));
/** Query of any list. */
export const paging = {
  cursor: z.string().max(500).optional().describe('"next" of the page before'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
/** Path of one thing. */
export const byId = z.object({ id: identifier });

const fault = z
  .object({
    in: z.enum(['query', 'header']).optional().describe('Left out: in the body'),
    pointer: z.string().optional().describe('JSON pointer, or the name of a header'),
    row: z.int().optional(),
    column: z.string().optional(),
    code: z.string(),
    rule: z.string(),
    detail: z.string(),
    remedy: z.string(),
  })
  .meta({ id: 'Fault' });
/** RFC 9457, with all faults at once. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    errors: z.array(fault).optional(),
    permission: z.string().optional().describe('The right that is missing'),
    challenge: z.record(z.string(), z.unknown()).optional().describe('What to solve first (ALTCHA)'),
    statement: z.uuid().optional().describe('The statement that this very file is'),
  })
  .meta({ id: 'Problem' });

/** What will happen by itself, and when. */
export const nextEvent = z.object({ at: z.iso.datetime(), what: z.string() }).meta({ id: 'NextEvent' });

const bookedAlong = z
  .object({
    component: z.string().describe('By its code'),
    assessmentAt: z.iso.datetime(),
    band: z.enum(bands),
    changesAt: z.iso.datetime().nullable().describe('When the band becomes another one, or bookings end (BKG-3)'),
    bookings: z.int(),
    fee: money.describe('Of one booking, with value added tax'),
    total: money,
  })
  .meta({ id: 'BookedAlong' });

/** What a dry run answers (WHY-3). */
export const dryRun = z
  .object({
    dryRun: z.literal(true),
    event: z.string(),
    stage: z.string(),
    why: z.string(),
    next: z.array(nextEvent),
    money: z.array(z.object({ account: z.string(), amount: z.int(), currency: z.literal('GBP') })),
    mails: z.array(z.string()),
    tasksOpened: z.array(z.string()),
    tasksClosed: z.array(z.string()),
    bookings: z.array(bookedAlong).optional().describe('Made along with it, by component; `money` has their fees (REG-17)'),
    evidence: z.record(z.string(), z.string()).optional().describe('The moments and choices that it turns on (WHY-4)'),
  })
  .meta({ id: 'DryRun' });

/** What a command that is decided by its case answers with 200: its own answer, or what it would do. */
export const orRehearsed = derived('OrDryRun', (answer) => z.union([answer, dryRun]));

/** A schema made of another one, once, under a name that tells so. */
function derived<Made extends z.ZodType>(name: string, make: (from: z.ZodType) => Made): (from: z.ZodType) => Made {
  const known = new Map<z.ZodType, Made>();
  return (from) => {
    const made = known.get(from) ?? make(from);
    const id = from.meta()?.['id'] as string | undefined;
    if (id && !known.has(from)) z.globalRegistry.add(made, { id: id + name });
    known.set(from, made);
    return made;
  };
}
