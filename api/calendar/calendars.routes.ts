import { z } from 'zod';
import { faultsOfChanges, namedChanges } from '../../domain/calendar/holidays';
import { changesOf } from '../../domain/calendar/published-holidays';
import { refuse } from '../../domain/refusal';
import { londonDate } from '../../domain/working-days';
import { listCalendars, movesOf, showCalendar, type ShownCalendar } from '../../db/calendar/calendars.queries';
import { calendarInForce } from '../../db/core/calendars.queries';
import { inScope } from '../../db/core/database';
import { calendarProposal, publishedCalendar } from '../../messages/calendar.schemas';
import { notFound } from '../core/problems';
import { route, type Route } from '../core/route';
import { pageOf, paging } from '../core/schemas';
import { deciding, proposing } from '../work/offers';
import { calendar, calendarMove, calendarVersion } from './calendars.representations';

/** More is no publication of bank holidays. */
const MOST_CHANGES = 60;
const byVersion = z.object({ version: z.string().max(60) });

const list = route({
  name: 'listCalendars',
  method: 'get',
  path: '/v1/calendars',
  summary: 'The versions of the calendar of working days, newest first, with how far each has moved the open waits',
  permission: null,
  namesNobody: true,
  rules: ['CAL-1', 'TIM-1'],
  answers: { status: 200, description: 'The last one stands since ever', schema: z.object({ items: z.array(calendarVersion) }) },
  handle: ({ deps, caller }) =>
    inScope(deps.database, caller, async (trx) => ({
      body: { items: (await listCalendars(trx)).map((each) => ({ ...calendarBody(each), holidays: each.holidays.length })) },
    })),
});

const show = route({
  name: 'showCalendar',
  method: 'get',
  path: '/v1/calendars/:version',
  summary: 'A version of the calendar with its bank holidays, as decisions recorded it; "current" is the one in force',
  permission: null,
  namesNobody: true,
  rules: ['CAL-1', 'WHY-4'],
  params: byVersion,
  answers: { status: 200, description: 'The version', schema: calendar },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => {
      const found = await showCalendar(trx, params.version);
      if (!found) throw notFound();
      return { body: calendarBody(found) };
    }),
});

const moves = route({
  name: 'listCalendarMoves',
  method: 'get',
  path: '/v1/calendars/:version/moves',
  summary: 'What became of each open wait that a version of the calendar moved, with both dates',
  permission: 'viewWork',
  rules: ['CAL-1'],
  params: byVersion,
  query: z.object({ ...paging, outcome: z.enum(['moved', 'failed']).optional() }),
  answers: { status: 200, description: 'In the order in which it happened', schema: pageOf(calendarMove) },
  handle: ({ deps, caller, params, query }) =>
    inScope(deps.database, caller, async (trx) => {
      const found = await movesOf(trx, params.version, query);
      if (!found) throw notFound();
      const items = found.items.map(({ wait, kind, reference, entityId: entity, outcome, moves: dates, detail }) => {
        return { wait, kind, reference, entity, outcome, moves: dates, detail };
      });
      return { body: { items, next: found.next } };
    }),
});

const propose = proposing(
  'proposeCalendar',
  '/v1/calendar-proposals',
  'Propose bank holidays that are new, moved or taken back; another administrator has to approve',
  'changePolicy',
  calendarProposal,
  ['CAL-1'],
  async (trx, body, _call, at) => {
    const { holidays, publishedUntil } = await calendarInForce(trx);
    const changes = namedChanges(holidays, body.changes);
    const faults = faultsOfChanges(holidays, body.changes, londonDate(at));
    return { faults, proposal: { what: 'calendar', changes, publishedUntil } };
  },
);

const importPublished: Route = {
  ...proposing(
    'importCalendar',
    '/v1/calendar-proposals/published',
    'Propose what GOV.UK’s bank-holidays.json changes of the calendar from today on; another administrator has to approve',
    'changePolicy',
    publishedCalendar,
    ['CAL-1'],
    async (trx, body, _call, at) => {
      const now = await calendarInForce(trx);
      const proposed = changesOf(body.published['england-and-wales'].events, now, londonDate(at));
      const faults = [];
      if (proposed.changes.length === 0 && proposed.publishedUntil === now.publishedUntil)
        faults.push(refuse('nothingNew', 'CAL-1', 'It says what the calendar says already', 'Nothing is left to import.', '/published'));
      if (proposed.changes.length > MOST_CHANGES) {
        const detail = `It changes ${proposed.changes.length} holidays, which is more than ${MOST_CHANGES}`;
        faults.push(refuse('tooMany', 'CAL-1', detail, 'Check that it is GOV.UK’s file, whole years of it.', '/published'));
      }
      return { faults, proposal: { what: 'calendar', ...proposed } };
    },
  ),
  largeBody: true,
};

const decisions = deciding('calendar', 'Calendar', '/v1/calendar-proposals', 'changePolicy', ['CAL-1']);

/** The calendar of working days in versions: one proposes another one, another person brings it into force (CAL-1, SEC-8). */
export const calendarRoutes: Route[] = [list, show, moves, propose, importPublished, ...decisions];

function calendarBody({ version, since, publishedUntil, holidays, approval, action }: ShownCalendar) {
  const progress = action && { action: action.id, total: action.total, done: action.done, failed: action.failed };
  return { version, since, publishedUntil, holidays, proposal: approval, progress };
}
