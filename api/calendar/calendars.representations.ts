import { z } from 'zod';

/** A bank holiday of England and Wales. */
const holiday = z.object({ day: z.iso.date(), name: z.string() });

/** A version of the calendar as lists show it (CAL-1). */
export const calendarVersion = z.object({
  version: z.string(),
  since: z.iso.datetime().nullable().describe('From when it counts; null: since ever'),
  publishedUntil: z.iso.date().describe('What is counted beyond it is provisional: by the fixed rules'),
  holidays: z.int(),
  proposal: z.uuid().nullable(),
  progress: z
    .object({ action: z.uuid(), total: z.int(), done: z.int(), failed: z.int() })
    .nullable()
    .describe('How far the open waits are moved by it'),
});
calendarVersion.register(z.globalRegistry, { id: 'CalendarVersion' });

/** The same with each holiday. */
export const calendar = calendarVersion.extend({ holidays: z.array(holiday) });
calendar.register(z.globalRegistry, { id: 'Calendar' });

const move = z.object({ what: z.string(), from: z.iso.datetime(), to: z.iso.datetime() });

/** An open wait as a proposal would leave it. */
export const previewedWait = z.object({
  wait: z.string().describe('The business ID of its case, or task/<task>'),
  kind: z.string(),
  reference: z.string().nullable(),
  entity: z.uuid(),
  moves: z.array(move.extend({ words: z.string() })),
  stays: z.string().nullable().describe('Why it keeps its dates; null where it moves'),
});
previewedWait.register(z.globalRegistry, { id: 'PreviewedWait' });

/** What a proposal would do, all in all. */
export const calendarPreview = z.object({
  calendar: z.string().describe('The version in force that it is compared with'),
  warnings: z.array(z.string()),
  kinds: z.array(z.object({ kind: z.string(), moves: z.int(), stays: z.int() })),
});
calendarPreview.register(z.globalRegistry, { id: 'CalendarPreview' });

/** What became of an open wait. */
export const calendarMove = z.object({
  wait: z.string(),
  kind: z.string(),
  reference: z.string().nullable(),
  entity: z.uuid(),
  outcome: z.enum(['moved', 'failed']),
  moves: z.array(move),
  detail: z.string().nullable(),
});
calendarMove.register(z.globalRegistry, { id: 'CalendarMove' });
