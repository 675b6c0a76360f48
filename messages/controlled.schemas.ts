import { z } from 'zod';
import { topicGivings } from '../domain/bookings/topic';
import { bookings, MOST_BATCHES, MOST_LEARNERS, unique } from './bookings.schemas';
import { component } from './sittings.schemas';
import { code } from './catalogue.schemas';
import { date, fits, identifier, instant, line } from './core.schemas';

const declaration = line(20).describe('The version of the text that is declared, as GET /v1/materials-declaration has it');

/** Body of `POST /v1/controlled-bookings` (CAS-1): learners by name, whole batches, or both. */
export const newControlledBooking = z.strictObject({
  product: identifier,
  component,
  learners: unique('learner', MOST_LEARNERS).default([]),
  batches: unique('batch', MOST_BATCHES).default([]).describe('All of each who are registered and not booked yet'),
  window: identifier.nullable().default(null).describe('Of a product that has windows'),
  assessmentOn: date.nullable().default(null).describe('Of a product that has none'),
  topic: identifier.nullable().default(null).describe('Where it is chosen; else it is given, or drawn by lot'),
  isOwnTopic: z.boolean().default(false).describe('The centre contextualises a topic of its own, and holds its materials already'),
  completionYear: z.int().min(2000).max(2100).nullable().default(null).describe('The year of completion; a Technical Award asks for it'),
  declaration: declaration.nullable().default(null).describe('Made with the booking, or later; it releases the materials'),
});
/** Body of `POST /v1/controlled-bookings/cancel` (CAS-1). */
export const cancelledControlled = z.strictObject({ bookings, reason: line(500) });
/** Body of `POST /v1/controlled-bookings/declare` (CAS-1). */
export const declaredControlled = z.strictObject({ bookings, declaration });
/** Body of `POST /v1/controlled-bookings/{id}/material-link` (MAT-1). */
export const linkedMaterial = z.strictObject({ material: identifier });

const giving = {
  giving: z.enum(topicGivings),
  takesOwn: z.boolean().describe('Whether a centre may contextualise a topic of its own'),
};
/** Body of `POST /v1/topic-lists` (CAS-1). */
export const newTopicList = z.strictObject({ product: identifier, component: code, ...giving });
/** Body of `POST /v1/topic-lists/{id}/change`. */
export const changedTopicList = z.strictObject(giving);
const topic = { title: line(200), from: date, until: date.nullable().default(null).describe('Its last day') };
/** Body of `POST /v1/topics` (CAS-1). */
export const newTopic = z.strictObject({ list: identifier, code, ...topic });
/** Body of `POST /v1/topics/{id}/change`. */
export const changedTopic = z.strictObject(topic);
const release = {
  releasedOn: date.optional().describe('Open from 00:00 London of this day to who has declared (MAT-1)'),
  releasedAt: instant.optional().describe('Instead of a day: open from this instant'),
};
type Release = { releasedOn?: string | undefined; releasedAt?: string | undefined };
const isOne = ({ releasedOn, releasedAt }: Release) => (releasedOn === undefined) !== (releasedAt === undefined);
const ONE = fits(['releasedOn', 'releasedAt'], 'give the day or the instant of its release, one of both');
/** Query of `POST /v1/materials` (MAT-1): what the file in the body is. */
export const newMaterial = z
  .object({ list: identifier, topic: identifier.optional().describe('Left out: of every topic'), title: line(200), ...release })
  .refine(isOne, ONE);
/** Body of `POST /v1/materials/{id}/change`. */
export const changedMaterial = z
  .strictObject({ title: line(200), isWithdrawn: z.boolean().optional(), ...release })
  .refine(isOne, ONE)
  .meta({ examples: [{ title: 'Rules', releasedOn: '2027-01-11' }] });
