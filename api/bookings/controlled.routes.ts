import { bookControlledLearners } from '../../db/bookings/controlled-bookings.commands';
import { findControlled, searchControlled } from '../../db/bookings/controlled-bookings.queries';
import { cancelControlledBookings, declareMaterials } from '../../db/bookings/controlled-changes.commands';
import { controlledLearners, controlledProduct as findControlledProduct } from '../../db/bookings/controlled-learners.queries';
import { materialsOf } from '../../db/bookings/materials.queries';
import { cancelledControlled, declaredControlled, newControlledBooking } from '../../messages/controlled.schemas';
import { reservedCommand } from '../core/command';
import { exportRoute, listRoute, showRoute } from '../core/reading';
import { route, type Route } from '../core/route';
import { beginning, numberText, productText, sessionYear } from '../registration/batches.representations';
import { whereOf } from '../registration/offers';
import { changedBookings } from './bookings.representations';
import {
  controlledBody,
  controlledColumns,
  controlledDetails,
  controlledDetailsBody,
  controlledFilter as filter,
  controlledGroup,
  controlledGroupBody,
  controlledLearner,
  controlledLearnerBody,
  controlledProduct,
  controlledProductBody,
  foundControlled,
} from './controlled.representations';

const command = { method: 'post', permission: 'bookings', command: 'plain' } as const;

const learners = listRoute({
  name: 'listControlledLearners',
  path: '/v1/controlled-learners',
  summary: 'Registered learners who have components of controlled assessment, by name: those alone are booked',
  permission: 'bookings',
  rules: ['CAS-1', 'SEC-9'],
  of: controlledLearner,
  answer: 'A page of learners',
  filter: {
    product: productText,
    batch: numberText('the batch'),
    session: sessionYear,
    forename: beginning('forename'),
    surname: beginning('surname'),
  },
  list: (trx, query, caller, at) => controlledLearners(trx, whereOf(caller), query, at),
  as: controlledLearnerBody,
});

const product = showRoute({
  name: 'showControlledProduct',
  path: '/v1/controlled-products/:id',
  summary: 'What of a product is booked as controlled assessment: how topics are given, and when which window takes bookings',
  permission: null,
  namesNobody: true,
  rules: ['CAS-1'],
  of: controlledProduct,
  answer: 'As it is now',
  find: (trx, id, { tenant }, at) => findControlledProduct(trx, tenant, id, at),
  as: controlledProductBody,
});

const make = route({
  ...command,
  name: 'bookControlled',
  path: '/v1/controlled-bookings',
  summary:
    'Book a controlled component of learners of one product and session, all of them or none; the instant of receipt decides. A dry run tells all but what lots are drawn for',
  rules: ['CAS-1', 'BKG-4', 'AUD-1', 'IDM-1', 'WHY-3', 'WHY-4'],
  body: newControlledBooking,
  answers: { status: 201, description: 'What was booked, with the topic of each', schema: controlledGroup },
  handle: (call) =>
    reservedCommand(call, call.body, async (trx, asked, at) => {
      const { tenant, organisation } = call.caller;
      const request = { ...call.body, isRehearsal: Boolean(call.dryRun) };
      const made = await bookControlledLearners(trx, { tenant, organisation: organisation! }, request, asked, at);
      return { status: 201, body: controlledGroupBody(request.component, made) };
    }),
});

const cancel = route({
  ...command,
  name: 'cancelControlledBookings',
  path: '/v1/controlled-bookings/cancel',
  summary: 'Cancel controlled bookings with a reason, all of them or none; the registrations stand, and so does a topic that was drawn',
  rules: ['CAS-1', 'BKG-4', 'BKG-5', 'AUD-1', 'IDM-1', 'WHY-3', 'WHY-4'],
  body: cancelledControlled,
  answers: { status: 200, description: 'They are cancelled', schema: changedBookings },
  handle: (call) =>
    reservedCommand(call, call.body, async (trx, asked, at) => {
      const { tenant, organisation } = call.caller;
      const { bookings, reason } = call.body;
      await cancelControlledBookings(trx, { tenant, organisation: organisation! }, bookings, reason, asked, at);
      return { body: { bookings: bookings.length } };
    }),
});

const declare = route({
  ...command,
  name: 'declareMaterials',
  path: '/v1/controlled-bookings/declare',
  summary: 'Make the declaration that releases the materials of bookings, all of them or none; what is declared already stays',
  rules: ['CAS-1', 'MAT-1', 'AUD-1', 'IDM-1', 'WHY-3'],
  body: declaredControlled,
  answers: { status: 200, description: 'They are declared', schema: changedBookings },
  handle: (call) =>
    reservedCommand(call, call.body, async (trx, asked, at) => {
      const { tenant, organisation } = call.caller;
      const { bookings, declaration } = call.body;
      await declareMaterials(trx, { tenant, organisation: organisation! }, bookings, declaration, asked, at);
      return { body: { bookings: bookings.length } };
    }),
});

const list = listRoute({
  name: 'searchControlledBookings',
  path: '/v1/controlled-bookings',
  summary: 'Controlled bookings, by batch, names, birth date, product, window and status; the newest first, by name or by day',
  permission: 'viewBookings',
  rules: ['REG-13', 'CAS-1', 'SEC-9'],
  of: foundControlled,
  answer: 'A page of bookings',
  filter,
  list: (trx, { organisation, ...query }, caller, at) => searchControlled(trx, whereOf(caller, organisation), query, at),
  as: controlledBody,
});

const download = exportRoute({
  name: 'exportControlledBookings',
  path: '/v1/controlled-bookings/export',
  summary: 'The Bookings report: all controlled bookings that a search finds, as a CSV that is sent while it is read',
  permission: 'viewBookings',
  rules: ['BKG-6', 'REG-13', 'SEC-9'],
  file: 'controlled-bookings.csv',
  columns: controlledColumns,
  filter,
  list: (trx, { organisation, ...query }, caller, at) => searchControlled(trx, whereOf(caller, organisation), query, at),
});

const show = showRoute({
  name: 'showControlledBooking',
  path: '/v1/controlled-bookings/:id',
  summary: 'One controlled booking: its topic, its declaration, its materials, and what it turned on',
  permission: 'viewBookings',
  rules: ['CAS-1', 'MAT-1', 'BKG-4', 'WHY-4'],
  of: controlledDetails,
  answer: 'The booking; ETag is the version',
  headers: ({ booking }) => ({ ETag: `"${booking.version}"` }),
  find: async (trx, id, _caller, at) => {
    const found = await findControlled(trx, id, at);
    return found && { ...found, materials: await materialsOf(trx, found, at) };
  },
  as: controlledDetailsBody,
});

/** Controlled assessment of a centre: whom it can book, its bookings, what it changes of them (CAS-1, REG-13). */
export const controlledRoutes: Route[] = [learners, product, make, list, download, cancel, declare, show];
