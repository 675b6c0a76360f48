import { z } from 'zod';
import { inScope } from '../../db/core/database';
import { currentCalendar } from '../../db/core/processes.queries';
import { findOutage, listDelayed, listOutages } from '../../db/outages/outages.queries';
import { decisionRoute } from '../core/deciding';
import { notFound } from '../core/problems';
import { listRoute, showRoute } from '../core/reading';
import { route, type Route } from '../core/route';
import { byId, pageOf, paging } from '../core/schemas';
import { delayedBody, delayedCase, outage, outageBody } from './outages.representations';

const list = listRoute({
  name: 'listOutages',
  path: '/v1/outages',
  summary: 'The report of outages of outside services, the newest first',
  permission: 'viewWork',
  rules: ['OUT-1'],
  of: outage,
  answer: 'A page of outages',
  filter: { service: outage.shape.service.optional(), state: outage.shape.state.optional() },
  list: listOutages,
  as: outageBody,
});

const show = showRoute({
  name: 'showOutage',
  path: '/v1/outages/:id',
  summary: 'One outage: from when to when, and how much waited',
  permission: 'viewWork',
  rules: ['OUT-1', 'WHY-1'],
  of: outage,
  answer: 'The outage; ETag is its version',
  find: findOutage,
  headers: ({ version }) => ({ ETag: `"${version}"` }),
  as: outageBody,
});

const delayed = route({
  name: 'listDelayedCases',
  method: 'get',
  path: '/v1/outages/:id/cases',
  summary: 'What an outage delayed and for how long, when it went on, and the deadlines that it proposes to extend',
  permission: 'viewWork',
  rules: ['OUT-1'],
  params: byId,
  query: z.object(paging),
  answers: { status: 200, description: 'A page of what waited, what waited first first', schema: pageOf(delayedCase) },
  handle: ({ deps, caller, params, query }) =>
    inScope(deps.database, caller, async (trx) => {
      const found = await findOutage(trx, params.id);
      if (!found) throw notFound();
      const at = (await deps.clock()).toISOString();
      const calendar = await currentCalendar(trx);
      const { items, next } = await listDelayed(trx, found.id, query);
      return { body: { items: items.map((row) => delayedBody(row, found, calendar, at)), next } };
    }),
});

/** The next call of a service that is down is made at once: the one way for API, console and work board (OUT-1). */
export const tryServiceNow = decisionRoute({
  name: 'tryServiceNow',
  path: '/v1/outages/:id/try-now',
  summary: 'Have the next call of a service that is down made at once',
  permission: 'retryMail',
  rules: ['OUT-1'],
  kind: 'outage',
  command: 'tryNow',
  of: outage,
  answer: 'The outage',
  find: findOutage,
  tell: () => ({}),
  as: outageBody,
});

/** All operations on outages. */
export const outageRoutes: Route[] = [list, show, delayed, tryServiceNow];
