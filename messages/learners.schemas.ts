import { z } from 'zod';
import { identifier, line } from './core.schemas';
import { editableFields } from '../domain/learners/learner-edit';
import { lineCell, productCode } from './registration.schemas';

/** So many learners are decided about at once: a page of a list. */
const MOST_AT_ONCE = 200;

/** A learner's ULN as it is typed; what is wrong with it is told, not cut off (ULN-1). */
const uln = z.string().trim().min(1).max(30).nullable().describe('Null takes it away');
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

/** The centre's own reference of what it pays, on what a command costs (CEN-1). */
export const purchaseOrder = line(60).optional().describe('The centre’s own reference, on its account and its invoice');

/** Where learners go (LRN-4, LRN-5): a batch of their own, where none is named. */
export const destination = {
  product: productCode,
  batch: identifier.optional().describe('A batch of that product with room; one is made where it is left out'),
  window: identifier.optional().describe('An assessment window of the product, where it has any'),
  mode: line(60).optional().describe('A mode of assessment of the product (REG-11)'),
  purchaseOrder,
};

/** The cells of a learner that can be edited after the registration; what is empty is left out (LRN-1, REG-12). */
export const editedCells = z
  .strictObject(Object.fromEntries(editableFields.map((field) => [field, lineCell.optional()])))
  .meta({ examples: [{ forename: 'Zoë', surname: 'Field', birthDate: '2009-04-03', gender: 'F', 'arrangement.reader': 'Y' }] });

/** Body of `POST /v1/learners/{id}/amend-name` (LRN-2): the whole name as it is to be. */
export const amendedName = z.strictObject({
  forename: line(100),
  middleNames: line(100).optional(),
  surname: line(100),
  reason: line(500).describe('Why the name is amended after the certification'),
  purchaseOrder,
});
