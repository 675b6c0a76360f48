import { z } from 'zod';
import { sessionInWords } from '../../domain/catalogue/session';
import { londonDate, type Instant } from '../../domain/working-days';
import { bands } from '../../domain/bookings/band';
import { bandInWindow, type WindowMoments } from '../../domain/bookings/window-moments';
import type { SessionOpeningRow } from '../../db/catalogue/catalogue.model';
import { faultsOfWindow, moveOpening, openSession } from '../../db/catalogue/openings.commands';
import { findProduct } from '../../db/catalogue/products.queries';
import { findOpening, findWindow, listOpenings, listWindows, type FoundWindow } from '../../db/catalogue/sessions.queries';
import type { Transaction } from '../../db/core/database';
import { changedOpening, newOpening, proposedWindow } from '../../messages/catalogue.schemas';
import { refuse } from '../../domain/refusal';
import { identifier } from '../../messages/core.schemas';
import { refusedProblem } from '../core/problems';
import { listRoute, showRoute } from '../core/reading';
import type { Route } from '../core/route';
import { deciding, proposing } from '../work/offers';
import { partOf } from './editing';

const opening = z.object({
  id: z.uuid(),
  product: z.uuid(),
  session: z.int(),
  name: z.string(),
  from: z.iso.date(),
  until: z.iso.date(),
  version: z.int(),
});
opening.register(z.globalRegistry, { id: 'SessionOpening' });
const window = z.object({
  id: z.uuid(),
  product: z.uuid(),
  name: z.string(),
  component: z.string().nullable(),
  opensOn: z.iso.date(),
  cutOffOn: z.iso.date().describe('The last day of ordinary bookings'),
  closesOn: z.iso.date(),
  bookings: z
    .object({
      band: z.enum(bands).nullable().describe('Of what is booked now; null once nothing is (BKG-3)'),
      changesAt: z.iso.datetime().nullable().describe('When that becomes another one'),
      lateFrom: z.iso.datetime(),
      veryLateFrom: z.iso.datetime(),
      refusedFrom: z.iso.datetime(),
      overFrom: z.iso.datetime().describe('When its bookings await their results (BKG-4)'),
    })
    .nullable()
    .describe('As they were counted when it was approved; null where it takes no bookings'),
  version: z.int(),
});
window.register(z.globalRegistry, { id: 'AssessmentWindow' });

const product = identifier.optional();
const openings = listRoute({
  name: 'listSessionOpenings',
  path: '/v1/session-openings',
  summary: 'Sessions that products open beside the current one, the newest first',
  permission: null,
  namesNobody: true,
  rules: ['REG-2'],
  of: opening,
  answer: 'A page of openings',
  filter: { product },
  list: listOpenings,
  as: openingBody,
});
const openingRoutes = partOf({
  path: '/v1/session-openings',
  of: opening,
  find: findOpening,
  as: openingBody,
  show: { name: 'showSessionOpening', summary: 'One opening of a session', rules: ['REG-2'] },
  make: {
    name: 'openSession',
    summary: 'Open another session than the current one for a product between two days',
    ...{ rules: ['REG-2', 'REG-18'], body: newOpening },
    make: async (trx, body, by) => {
      await insistOnProduct(trx, body.product, by.at);
      return openSession(trx, body, by);
    },
  },
  change: {
    name: 'moveSessionOpening',
    summary: 'Move the days between which a session is open for a product',
    ...{ rules: ['REG-2', 'REG-18'], body: changedOpening, edits: ['from', 'until'] },
    change: moveOpening,
  },
});

const windows = listRoute({
  name: 'listAssessmentWindows',
  path: '/v1/assessment-windows',
  summary: 'Assessment windows by the day on which they open, of one product or all',
  permission: null,
  namesNobody: true,
  rules: ['BKG-3', 'REG-18'],
  of: window,
  answer: 'A page of windows',
  filter: { product, from: z.iso.date().optional().describe('Those alone that close on this day or later') },
  list: listWindows,
  as: (found, _caller, at) => windowBody(found, at),
});
const showWindow = showRoute({
  name: 'showAssessmentWindow',
  path: '/v1/assessment-windows/:id',
  summary: 'One assessment window',
  permission: null,
  namesNobody: true,
  rules: ['BKG-3'],
  of: window,
  answer: 'As it stands',
  find: async (trx, id, _caller, at) => {
    const found = await findWindow(trx, id);
    return found && { found, at };
  },
  headers: ({ found }) => ({ ETag: `"${found.window.version}"` }),
  as: ({ found, at }) => windowBody(found, at),
});
const propose = proposing(
  'proposeAssessmentWindow',
  '/v1/assessment-windows',
  'Propose a window of a product, or other dates of one that has not begun; another one with the right has to approve',
  'catalogue',
  proposedWindow,
  ['REG-18', 'BKG-3'],
  async (trx, { reason: _why, window: id, ...asked }, _call, at) => {
    const stands = id ? (await findWindow(trx, id))?.window : undefined;
    if (id && !stands)
      throw refusedProblem([refuse('window', 'BKG-3', 'There is no such window', 'Take it from GET /v1/assessment-windows.', '/window')]);
    const missing = (['product', 'name'] as const).filter((each) => !stands && asked[each] === null);
    if (missing.length > 0)
      throw refusedProblem(
        missing.map((each) => refuse(each, 'BKG-3', `A new window has a ${each}`, 'Give it, or the window whose dates move.', `/${each}`)),
      );
    const named = stands
      ? { product: stands.productId, name: stands.name, component: stands.component, before: datesOf(stands) }
      : { product: asked.product!, name: asked.name!, component: asked.component, before: null };
    const { opensOn, cutOffOn, closesOn } = asked;
    const proposed = { window: id, ...named, opensOn, cutOffOn, closesOn };
    return { faults: await faultsOfWindow(trx, proposed, londonDate(at)), proposal: { what: 'window', ...proposed } };
  },
);

/** Sessions that are open beside the current one, and assessment windows, which two people change (REG-2, BKG-3, SEC-8). */
export const sessionRoutes: Route[] = [
  ...[openings, ...openingRoutes, windows, showWindow, propose],
  ...deciding('window', 'AssessmentWindow', '/v1/assessment-windows', 'catalogue', ['REG-18', 'BKG-3']),
];

async function insistOnProduct(trx: Transaction, id: string, at: string): Promise<void> {
  if (!(await findProduct(trx, id, { organisation: null, at, day: londonDate(at) })))
    throw refusedProblem([refuse('product', 'REG-2', 'There is no such product', 'Take it from GET /v1/products.', '/product')]);
}

function datesOf({ opensOn, cutOffOn, closesOn }: FoundWindow['window']) {
  return { opensOn, cutOffOn, closesOn };
}

function openingBody({ id, productId: product, session, opensOn: from, closesOn: until, version }: SessionOpeningRow) {
  return { id, product, session, name: sessionInWords(session), from, until, version };
}

function windowBody(
  { window: { id, productId: product, name, component, opensOn, cutOffOn, closesOn, version }, moments }: FoundWindow,
  at: Instant,
) {
  return { id, product, name, component, opensOn, cutOffOn, closesOn, bookings: moments && bookingsBody(moments, at), version };
}

function bookingsBody(moments: WindowMoments, at: Instant) {
  const { lateFrom, veryLateFrom, refusedFrom, overFrom } = moments;
  return { ...bandInWindow(at, moments), lateFrom, veryLateFrom, refusedFrom, overFrom };
}
