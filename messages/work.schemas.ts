import { z } from 'zod';
import { date, identifier, instant, line } from './core.schemas';

/** So many members has the query of a saved filter. */
const MOST_MEMBERS = 20;

/** What a list of open tasks is narrowed by: as a query, in a saved filter, and in a bulk action (WRK-1). */
export const taskFilter = {
  queue: z.string().max(50).optional(),
  task: z.string().max(50).optional(),
  search: z.string().trim().min(1).max(100).optional().describe('Words of what the kind of task is called, or the reference of its case'),
  assignee: z.union([z.literal('me'), z.literal('nobody'), identifier]).optional(),
  dueBefore: instant.optional(),
};
/** A text of several lines. */
const text = z
  .string()
  .trim()
  .min(1)
  .max(5000)
  .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/, 'must not have control characters');

/** Body of `POST /v1/work-items/{id}/assign`: a person, "me", or null for the queue. */
export const assignment = z.strictObject({ to: z.union([identifier, z.literal('me')]).nullable() });
/** Body of `POST /v1/cases/{id}/notes`. */
export const newNote = z.strictObject({ text });
/** Body of `PUT /v1/cases/{id}/drafts/{form}`; null takes it away. */
export const draft = z.strictObject({
  content: z.record(z.string().max(100), z.union([z.string().max(5000), z.array(z.string().max(5000)).max(200)])).nullable(),
});
/** The short name of a list of the console: `work`, `orders`, `suspense`. */
export const listName = z
  .string()
  .regex(/^[a-z-]{1,30}$/, 'must be 1 to 30 small letters and hyphens')
  .meta({ examples: ['work'] });
/** Body of `POST /v1/saved-filters`: what narrows a list, as its page's query has it. */
export const newFilter = z.strictObject({
  list: listName.optional().transform((list) => list ?? 'work'),
  name: line(60),
  query: z
    .record(z.string().regex(/^[A-Za-z][\w.-]{0,49}$/), z.string().max(200))
    .refine((query) => Object.keys(query).length <= MOST_MEMBERS, { error: `must have ${MOST_MEMBERS} members at most` }),
});
/** Body of `POST /v1/bulk-actions`: what is done, to all that a filter finds or to named tasks. */
export const bulkAction = z.strictObject({
  change: z.discriminatedUnion('what', [
    z.strictObject({ what: z.literal('assign'), to: z.union([identifier, z.literal('me')]).nullable() }),
    z.strictObject({ what: z.literal('note'), text }),
  ]),
  over: z.union([z.strictObject({ filter: z.strictObject(taskFilter) }), z.strictObject({ items: z.array(identifier).min(1) })]),
});

/** Body of `POST /v1/policies` (TIM-3): the numbers that change, all others stay; in force from 00:00 London of a day to come. */
export const policyProposal = z.strictObject({
  effectiveFrom: date,
  changes: z.record(z.string().max(100), z.union([z.int(), z.array(z.int()).max(10)])),
  reason: line(500),
});
const account = z
  .string()
  .regex(/^((funds|debt)\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|writeOffs)$/, 'must be funds/<node>, debt/<node> or writeOffs')
  .meta({ description: 'funds/<node>, debt/<node> or writeOffs', examples: ['writeOffs'] });
/** Body of `POST /v1/adjustments` (SEC-8): pence from one account to another. */
export const adjustmentProposal = z.strictObject({
  from: account,
  to: account,
  amount: z.int().min(1).max(100_000_000),
  reason: line(500),
});

/** Body of `POST /v1/documents` (OPS-2): what the document worker is to make; the report of a London date. */
export const documentWish = z.strictObject({
  kind: z.literal('day-report'),
  day: date.describe('A London date, today at the latest'),
});
