import { z } from 'zod';
import { toMoney } from '../../domain/money';
import { cancelBookings, moveBookings, readdressBookings } from '../../db/bookings/changes.commands';
import { cancelledBookings, movedBookings, readdressedBookings } from '../../messages/bookings.schemas';
import { reservedCommand } from '../core/command';
import { route, type Route } from '../core/route';
import { money } from '../core/schemas';
import { bookedGroup, changedBookings as changed, groupBody } from './bookings.representations';

const common = { method: 'post', permission: 'bookings', command: 'plain' } as const;
const rules = ['BKG-4', 'BKG-5', 'AUD-1', 'IDM-1', 'WHY-3', 'WHY-4'];
const moved = z.object({ groups: z.array(bookedGroup), total: money });
moved.register(z.globalRegistry, { id: 'MovedBookings' });

const cancel = route({
  ...common,
  name: 'cancelBookings',
  path: '/v1/bookings/cancel',
  summary: 'Cancel bookings until their assessment begins, all of them or none; the registrations stand',
  rules,
  body: cancelledBookings,
  answers: { status: 200, description: 'They are cancelled', schema: changed },
  handle: (call) =>
    reservedCommand(call, call.body, async (trx, asked, at) => {
      const { tenant, organisation } = call.caller;
      await cancelBookings(trx, { tenant, organisation: organisation! }, call.body.bookings, asked, at);
      return { body: { bookings: call.body.bookings.length } };
    }),
});

const readdress = route({
  ...common,
  name: 'readdressBookings',
  path: '/v1/bookings/address',
  summary: 'Have papers of bookings in windows delivered to another address of the centre until the cut-off, all of them or none',
  rules,
  body: readdressedBookings,
  answers: { status: 200, description: 'They go there', schema: changed },
  handle: (call) =>
    reservedCommand(call, call.body, async (trx, asked, at) => {
      const { tenant, organisation } = call.caller;
      const { bookings, address } = call.body;
      await readdressBookings(trx, { tenant, organisation: organisation! }, bookings, address, asked, at);
      return { body: { bookings: bookings.length } };
    }),
});

const move = route({
  ...common,
  name: 'moveBookings',
  path: '/v1/bookings/move',
  summary:
    'Move bookings of one product and component to another window or day until their assessment begins, all of them or none; the band there is paid. A dry run tells it',
  rules: [...rules, 'BKG-1', 'BKG-3', 'CEN-1', 'MON-2', 'MON-3'],
  body: movedBookings,
  answers: { status: 200, description: 'What follows on them', schema: moved },
  handle: (call) =>
    reservedCommand(call, call.body, async (trx, asked, at) => {
      const { tenant, organisation } = call.caller;
      const { bookings, purchaseOrder = null, ...to } = call.body;
      const wanted = { ...to, purchaseOrder, isQuote: Boolean(call.dryRun) };
      const groups = (await moveBookings(trx, { tenant, organisation: organisation! }, bookings, wanted, asked, at)).map(groupBody);
      const total = groups.reduce((sum, each) => sum + BigInt(each.total.amount), 0n);
      return { body: { groups, total: toMoney(total) } };
    }),
});

/** What a centre changes of its bookings (BKG-5). */
export const bookingChangeRoutes: Route[] = [cancel, readdress, move];
