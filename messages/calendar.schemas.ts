import { z } from 'zod';
import { date, line } from './core.schemas';

/** A publication tells of no more, nor does a proposal. */
const MOST_EVENTS = 500;
const MOST_CHANGES = 60;

const change = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('add'), day: date, name: line(100) }),
  z.strictObject({ what: z.literal('move'), day: date, to: date }),
  z.strictObject({ what: z.literal('takeBack'), day: date }),
]);

/** Body of `POST /v1/calendar-proposals` (CAL-1): holidays of England and Wales that are new, moved or taken back, by their London dates. */
export const calendarProposal = z.strictObject({ changes: z.array(change).min(1).max(MOST_CHANGES), reason: line(500) });

const division = z.looseObject({
  division: z.literal('england-and-wales'),
  events: z
    .array(z.looseObject({ title: line(100), date, notes: z.string().max(200).optional(), bunting: z.boolean().optional() }))
    .min(1)
    .max(MOST_EVENTS),
});

/** Body of `POST /v1/calendar-proposals/published` (CAL-1): GOV.UK's bank-holidays.json as it is, of which England and Wales is read. */
export const publishedCalendar = z.strictObject({ published: z.looseObject({ 'england-and-wales': division }), reason: line(500) });
