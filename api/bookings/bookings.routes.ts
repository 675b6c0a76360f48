import { z } from 'zod';
import { inScope } from '../../db/core/database';
import { bookableLearners } from '../../db/bookings/bookable.queries';
import { bookLearners } from '../../db/bookings/bookings.commands';
import { findBooking, locationsOf, searchBookings } from '../../db/bookings/bookings.queries';
import { toMoney } from '../../domain/money';
import { newBooking } from '../../messages/bookings.schemas';
import { identifier } from '../../messages/core.schemas';
import { reservedCommand } from '../core/command';
import { exportRoute, listRoute, showRoute } from '../core/reading';
import { route, type Route } from '../core/route';
import { money } from '../core/schemas';
import { beginning, numberText, productText, sessionYear } from '../registration/batches.representations';
import { whereOf } from '../registration/offers';
import {
  bookable,
  bookableBody,
  bookedGroup,
  bookingBody,
  bookingColumns,
  bookingDetails,
  bookingDetailsBody,
  bookingFilter,
  foundBooking,
  groupBody,
} from './bookings.representations';

/** So many places that were typed are offered again. */
const MOST_LOCATIONS = 50;

const learners = listRoute({
  name: 'listBookableLearners',
  path: '/v1/bookable-learners',
  summary: 'Registered learners who have components that are assessed externally, by name: those alone are booked',
  permission: 'bookings',
  rules: ['BKG-2', 'SEC-9'],
  of: bookable,
  answer: 'A page of learners',
  filter: {
    product: productText,
    batch: numberText('the batch'),
    session: sessionYear,
    forename: beginning('forename'),
    surname: beginning('surname'),
  },
  list: (trx, query, caller, at) => bookableLearners(trx, whereOf(caller), query, at),
  as: bookableBody,
});

const booked = z.object({ groups: z.array(bookedGroup), total: money });
booked.register(z.globalRegistry, { id: 'Booked' });
const make = route({
  name: 'bookLearners',
  method: 'post',
  path: '/v1/bookings',
  summary:
    'Book components of learners of one product and session, all of them or none; the instant of receipt decides the band. A dry run is the quote: band, until when it holds, fees',
  permission: 'bookings',
  command: 'plain',
  rules: ['BKG-1', 'BKG-2', 'BKG-3', 'CEN-1', 'MON-2', 'MON-3', 'AUD-1', 'IDM-1', 'WHY-3', 'WHY-4'],
  body: newBooking,
  answers: { status: 201, description: 'What was booked, by component', schema: booked },
  handle: (call) =>
    reservedCommand(call, call.body, async (trx, asked, at) => {
      const { tenant, organisation } = call.caller;
      const { purchaseOrder = null, ...body } = call.body;
      const request = { ...body, purchaseOrder, isQuote: Boolean(call.dryRun) };
      const groups = (await bookLearners(trx, { tenant, organisation: organisation! }, request, asked, at)).map(groupBody);
      const total = groups.reduce((sum, each) => sum + BigInt(each.total.amount), 0n);
      return { status: 201, body: { groups, total: toMoney(total) } };
    }),
});

const filter = {
  ...bookingFilter,
  uln: z
    .string()
    .trim()
    .regex(/^[\d ]{1,20}$/)
    .optional()
    .describe('A whole unique learner number'),
  day: identifier.optional().describe('A day of assessments outside windows'),
  changesWithin: z.coerce
    .number()
    .int()
    .min(0)
    .max(366)
    .optional()
    .describe('So many days: those in windows whose band changes until then (BKG-3)'),
  form: z.enum(['paper', 'onScreen']).optional().describe('How the component is assessed'),
};
const list = listRoute({
  name: 'searchBookings',
  path: '/v1/bookings',
  summary: 'Bookings, on paper or all, by batch, names, product, ULN, window and status; the newest first, by name or by day',
  permission: 'viewBookings',
  rules: ['REG-13', 'BKG-4', 'SEC-9'],
  of: foundBooking,
  answer: 'A page of bookings',
  filter,
  list: (trx, { organisation, ...query }, caller, at) => searchBookings(trx, whereOf(caller, organisation), query, at),
  as: bookingBody,
});

const download = exportRoute({
  name: 'exportBookings',
  path: '/v1/bookings/export',
  summary: 'All bookings that a search finds, as a CSV that is sent while it is read',
  permission: 'viewBookings',
  rules: ['REG-13', 'SEC-9'],
  file: 'bookings.csv',
  columns: bookingColumns,
  filter,
  list: (trx, { organisation, ...query }, caller, at) => searchBookings(trx, whereOf(caller, organisation), query, at),
});

const show = showRoute({
  name: 'showBooking',
  path: '/v1/bookings/:id',
  summary: 'One booking: when, where, its band and what that turned on',
  permission: 'viewBookings',
  rules: ['BKG-3', 'BKG-4', 'WHY-4'],
  of: bookingDetails,
  answer: 'The booking; ETag is the version',
  headers: ({ booking }) => ({ ETag: `"${booking.version}"` }),
  find: (trx, id, _caller, at) => findBooking(trx, id, at),
  as: bookingDetailsBody,
});

const locations = route({
  name: 'listAssessmentLocations',
  method: 'get',
  path: '/v1/assessment-locations',
  summary: `The last ${MOST_LOCATIONS} places of assessment that the centre has named, the last used first`,
  permission: 'bookings',
  rules: ['BKG-2'],
  answers: { status: 200, description: 'By name', schema: z.object({ items: z.array(z.string()) }) },
  handle: ({ deps, caller }) =>
    inScope(deps.database, caller, async (trx) => ({ body: { items: await locationsOf(trx, caller.organisation!, MOST_LOCATIONS) } })),
});

/** Whom a centre can book, its bookings, and one of them (BKG-2, REG-13). */
export const bookingRoutes: Route[] = [learners, make, list, download, show, locations];
