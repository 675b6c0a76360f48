import { z } from 'zod';
import { money } from '../core/schemas';

const change = z.object({
  label: z.string(),
  before: z.string().nullable().describe('In words, with its unit; null where there is nothing'),
  after: z.string().nullable().describe('In words, with its unit; null where nothing is left'),
  unit: z.string().nullable().describe('What a number counts'),
});
change.register(z.globalRegistry, { id: 'ProposedChange' });

/** What every kind of proposal tells that needs four eyes: the one shape that approvals are decided on (SEC-8). */
export const proposed = {
  id: z.uuid(),
  reference: z.string(),
  words: z.string(),
  changes: z.array(change),
  effectiveFrom: z.iso.datetime().nullable().describe('null: as soon as it is approved'),
  amount: money.nullable(),
  reason: z.string(),
  proposedBy: z.uuid(),
  proposedByName: z.string(),
  proposedAt: z.iso.datetime(),
  decidedBy: z.uuid().nullable(),
  decidedByName: z.string().nullable(),
  version: z.int(),
};
