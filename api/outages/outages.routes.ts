import { currentCalendar } from '../../db/core/calendars.queries';
import { findOutage, listDelayed, listOutages } from '../../db/outages/outages.queries';
import { identifier } from '../../messages/core.schemas';
import { decisionRoute } from '../core/deciding';
import { listRoute, showRoute } from '../core/reading';
import type { Route } from '../core/route';
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

const delayed = listRoute({
  name: 'listDelayedCases',
  path: '/v1/delayed-cases',
  summary: 'What outages delayed and for how long, when it went on, and the deadlines that they propose to extend',
  permission: 'viewWork',
  rules: ['OUT-1'],
  of: delayedCase,
  answer: 'A page of what waited, what waited first first',
  filter: { outage: identifier.optional() },
  list: async (trx, query, _caller, at) => {
    const calendar = await currentCalendar(trx);
    const { items, next } = await listDelayed(trx, query);
    return { items: items.map((row) => delayedBody(row, calendar, at)), next };
  },
  as: (body) => body,
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
