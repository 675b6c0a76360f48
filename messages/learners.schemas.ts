import { z } from 'zod';
import { identifier } from './core.schemas';

/** So many learners are decided about at once: a page of a list. */
const MOST_AT_ONCE = 200;

/** Learners that are decided about together (LRN-3), each with an outcome of its own. */
export const someLearners = z
  .array(identifier)
  .min(1)
  .max(MOST_AT_ONCE)
  .refine((ids) => new Set(ids).size === ids.length, { error: 'must name each learner once' });
