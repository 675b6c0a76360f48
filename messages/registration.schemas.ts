import { z } from 'zod';
import { cellFields } from '../domain/registration/learner-columns';
import { identifier, line } from './core.schemas';
import { component, sat } from './sittings.schemas';

/** A code of a product, in whatever case it is written. */
export const productCode = line(60).describe('Of a product, as the search for products has it, in any case');
/** A cell of a line. */
export const lineCell = z
  .string()
  .trim()
  .max(300)
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'must be one line without control characters');

/** The cells of a learner's line by field; what is empty is left out (REG-7). */
export const lineCells = z
  .strictObject(Object.fromEntries(cellFields.map((field) => [field, lineCell.optional()])))
  .meta({ examples: [{ forename: 'Zoë', surname: 'Field', birthDate: '03/04/2009', gender: 'F', uln: '1000102504' }] });

/** Body of `POST /v1/registrations`: learners of a product are keyed in (REG-1). */
export const beginning = z.strictObject({ product: productCode });

/** More components than any product has. */
const MOST_SITTINGS = 50;

/** Body of `POST /v1/registrations/{id}/confirm` (REG-10): all that is not told is the current session, a batch of its own, and whoever confirms. */
export const confirmation = z.strictObject({
  group: identifier.describe('Of this registration'),
  session: z.int().min(2000).max(2100).optional().describe('The year in which it begins; the current one where left out (REG-2)'),
  batch: identifier.optional().describe('A batch of the same product and session to join (REG-14)'),
  window: identifier.optional().describe('An assessment window of the product (REG-11)'),
  mode: line(60).optional().describe('A mode of assessment of the product (REG-11)'),
  sittings: z
    .array(z.strictObject({ component, ...sat }))
    .max(MOST_SITTINGS)
    .optional()
    .describe('Of what is booked with the registration: when each component that is assessed externally is sat, in the window (REG-17)'),
  location: line(200).optional().describe('Where it is sat, of what is booked with the registration (REG-17)'),
  paperAddress: identifier
    .optional()
    .describe('An address of the centre, where papers of what is booked with the registration are delivered (REG-17)'),
  learnerAddress: identifier.optional().describe('Of the centre, for learners'),
  certificateAddress: identifier.optional().describe('Of the centre, for certificates'),
  purchaseOrder: line(60).optional(),
  contactName: line(100).optional().describe('Whoever confirms, where left out'),
  contactEmail: z.email().max(254).optional().describe('Of whoever confirms, where left out'),
});

/** Body of what is said of one group of a registration. */
export const ofGroup = z.strictObject({ group: identifier.describe('Of this registration') });
