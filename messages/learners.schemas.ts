import { z } from 'zod';
import { identifier } from './core.schemas';

/** So many learners are decided about at once: a page of a list. */
const MOST_AT_ONCE = 200;

/** A learner's ULN as it is typed; what is wrong with it is told, not cut off (ULN-1). */
const uln = z.string().trim().min(1).max(30);
/** Body of `POST /v1/learners/{id}/uln`. */
export const typedUln = z.strictObject({ uln });
/** Body of `POST /v1/ulns`: ULNs of many learners, each with an outcome of its own. */
export const typedUlns = z.strictObject({
  items: z
    .array(z.strictObject({ learner: identifier, uln }))
    .min(1)
    .max(MOST_AT_ONCE)
    .refine((items) => new Set(items.map(({ learner }) => learner)).size === items.length, { error: 'must name each learner once' }),
});

/** Learners that are decided about together (LRN-3), each with an outcome of its own. */
export const someLearners = z
  .array(identifier)
  .min(1)
  .max(MOST_AT_ONCE)
  .refine((ids) => new Set(ids).size === ids.length, { error: 'must name each learner once' });
