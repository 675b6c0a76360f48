import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { warningsOf, type ProposedCalendar } from '../../domain/calendar/holidays';
import { londonWords } from '../../domain/working-days';
import { countPreview, previewWaits, type PreviewedWait } from '../../db/calendar/preview.queries';
import { calendarInForce } from '../../db/core/calendars.queries';
import { inScope, type Transaction } from '../../db/core/database';
import { findApproval } from '../../db/work/approvals.queries';
import { notFound } from '../core/problems';
import { route, type Route } from '../core/route';
import { byId, pageOf, paging } from '../core/schemas';
import { calendarPreview, previewedWait } from './calendars.representations';

/** So many waits has a file. */
const IN_A_FILE = 10_000;

const preview = route({
  name: 'previewCalendar',
  method: 'get',
  path: '/v1/calendar-proposals/:id/preview',
  summary: 'How many open waits of each kind a proposed calendar would move now, and how many stay',
  permission: 'viewWork',
  rules: ['CAL-1', 'TIM-3'],
  params: byId,
  answers: { status: 200, description: 'Counted now, by the calendar in force', schema: calendarPreview },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => {
      const proposed = await proposedBy(trx, params.id);
      const { version } = await calendarInForce(trx);
      const kinds = await countPreview(trx, proposed, (await deps.clock()).toISOString());
      return { body: { calendar: version, warnings: warningsOf(proposed.changes), kinds } };
    }),
});

const waits = route({
  name: 'listPreviewedWaits',
  method: 'get',
  path: '/v1/calendar-proposals/:id/waits',
  summary: 'Each open wait that a proposed calendar would move, from and to when, or of those that stay why; Accept: text/csv for a file',
  permission: 'viewWork',
  rules: ['CAL-1', 'TIM-3'],
  params: byId,
  query: z.object({ ...paging, show: z.enum(['moves', 'stays']).default('moves'), kind: z.string().max(40).optional() }),
  answers: {
    status: 200,
    description: 'A page by business ID; as CSV ten thousand waits, with Countersign-Next as the cursor to go on from where there are more',
    orText: 'text/csv',
    schema: pageOf(previewedWait),
  },
  handle: ({ deps, caller, params, query, request }) =>
    inScope(deps.database, caller, async (trx) => {
      const isCsv = request.accepts(['json', 'csv']) === 'csv';
      const { show, kind, cursor, limit } = query;
      const filter = { moves: show === 'moves', kind, cursor, limit: isCsv ? IN_A_FILE : limit };
      const proposed = await proposedBy(trx, params.id);
      const { items, next } = await previewWaits(trx, proposed, filter, (await deps.clock()).toISOString());
      if (!isCsv) return { body: { items, next } };
      const name = `attachment; filename="calendar-${show}.csv"`;
      return {
        type: 'text/csv',
        headers: { 'Content-Disposition': name, ...(next ? { 'Countersign-Next': next } : {}) },
        body: asCsv(items),
      };
    }),
});

/** What a proposed calendar would do to what is open now (CAL-1). */
export const calendarPreviewRoutes: Route[] = [preview, waits];

async function proposedBy(trx: Transaction, id: string): Promise<ProposedCalendar> {
  const proposal = (await findApproval(trx, id))?.approval.proposal;
  if (proposal?.what !== 'calendar') throw notFound();
  return proposal;
}

function asCsv(items: PreviewedWait[]): string {
  const rows = items.flatMap(({ wait, kind, reference, moves, stays }) => {
    const of = [wait, kind, reference ?? ''];
    if (stays) return [[...of, '', '', '', stays]];
    return moves.map(({ words, from, to }) => [...of, words, londonWords(from), londonWords(to), '']);
  });
  return stringify([['wait', 'kind', 'reference', 'what', 'from (London)', 'to (London)', 'stays because'], ...rows], {
    escape_formulas: true,
  });
}
