import { z } from 'zod';
import { unique } from './bookings.schemas';
import { fits, identifier, line } from './core.schemas';

/** So many papers are named at once: more go by their window. */
const MOST_PAPERS = 200;
const meant = {
  papers: unique('papers', MOST_PAPERS)
    .refine((ids) => ids.length > 0, { error: 'must name papers' })
    .optional(),
  window: identifier.optional().describe('All of an assessment window of which it can be said, instead of some'),
};
const isOne = ({ papers, window }: { papers?: string[] | undefined; window?: string | undefined }) => Boolean(papers) !== Boolean(window);
const EXAMPLES = { examples: [{ papers: ['018f2c6e-0000-7000-8000-000000000001'] }] };
const OTHERWISE = fits(['papers', 'window'], 'name papers, or a window');

/** Body of `POST /v1/modified-papers/process` (REG-15). */
export const processedPapers = z.strictObject(meant).refine(isOne, OTHERWISE).meta(EXAMPLES);
/** Body of `POST /v1/modified-papers/despatch` (REG-15). */
export const despatchedPapers = z
  .strictObject({
    ...meant,
    carrier: line(60).optional().describe('Who carries them'),
    tracking: line(60).optional().describe('The reference of the consignment'),
  })
  .refine(isOne, OTHERWISE)
  .meta(EXAMPLES);
