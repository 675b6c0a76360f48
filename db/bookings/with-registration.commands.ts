import { v7 as uuid } from 'uuid';
import { undoneKey } from '../../domain/registration/registration.confirm';
import { bookingKey } from '../../domain/registration/charge';
import type { Band } from '../../domain/bookings/band';
import type { Pence } from '../../domain/money';
import { londonDate } from '../../domain/working-days';
import { bookingFees, productsById } from '../catalogue/offers';
import { currentCalendar } from '../core/calendars.queries';
import { CommitRefused } from '../core/commit-refused';
import { prepared } from '../core/database';
import { numbersInForce } from '../core/policies.queries';
import { addressesOf } from '../organisations/offers';
import { LearnerRow } from '../registration/batch.model';
import type { BookingsWith, CameWith } from '../registration/offers';
import { holdWindows } from './booking-facts.queries';
import { makeBookings } from './bookings.commands';
import { cancelBookings } from './changes.commands';
import { holdPlaces } from './places.commands';

/** By the group that was charged: those that went along with a window have come into another one. */
const CAME = `
  select b.id, b.learner_id as learner, b.window_id as window, g.band, g.fee_net_pence as net, g.fee_vat_pence as vat, g.fee_vat_basis_points as rate,
    (select o.id from booking_groups o
      where o.registration_group_id = $1 and o.component = g.component and not o.evidence ? 'movedWithWindow') as group
  from bookings b join booking_groups g on g.id = b.group_id
  where g.registration_group_id = $1 and b.state = 'active' order by b.id`;
const LOCK = `select id from bookings where id = any($1::uuid[]) and state = 'active' order by id for no key update`;
const CREDIT = `
  insert into centre_charges (id, tenant_id, organisation_id, entry_key, what, product_id, batch_id, quantity, net_pence, vat_pence,
    vat_basis_points, purchase_order, decided_at, policy_version)
  select $1, tenant_id, organisation_id, $2, what, product_id, batch_id, -$3::int, net_pence, vat_pence, vat_basis_points, purchase_order, $4, $5
  from centre_charges where tenant_id = $6 and entry_key = $7`;

interface Came {
  id: string;
  learner: string;
  group: string;
  window: string | null;
  band: Band;
  net: Pence;
  vat: Pence;
  rate: number;
}

/** Bookings that come with a registration and go with it, by the functions of every booking (REG-17). */
export const bookingsWithRegistration: BookingsWith = {
  facts: async (trx, { tenant, organisation }, product, named, at) => ({
    windows: await holdWindows(trx, tenant, product, named),
    fees: await bookingFees(trx),
    addresses: (await addressesOf(trx, organisation)).map(({ id }) => id),
    policy: await numbersInForce(trx, at),
    calendar: await currentCalendar(trx),
  }),

  book: async (trx, of, { group, product, address, sittings, ...made }, asked, at) => {
    const windows = await holdWindows(
      trx,
      of.tenant,
      product,
      sittings.flatMap(({ window }) => window ?? []),
    );
    const [version] = await productsById(trx, [product], londonDate(at));
    const registered = await LearnerRow.query(trx).where({ group_id: group }).select('id', 'batch_id').orderBy('id');
    const learners = registered.map(({ id: learner, batchId: batch }) => ({ learner, batch, address, came_from: null }));
    const booked = { ...made, product, sittings, windows, parts: version!.components, learners, registrationGroup: group };
    await makeBookings(trx, of, booked, asked, at).catch(atTheWindow);
  },

  hold: async (trx, of, group) => {
    for (;;) {
      const named = await prepared<Came>(trx, 'came-with-registration', CAME, [group]);
      if (named.length === 0) return [];
      const veryLate = named.flatMap(({ band, window }) => (band === 'veryLate' ? window! : []));
      await holdPlaces(trx, of, veryLate);
      const held = await prepared<{ id: string }>(trx, 'hold-came', LOCK, [named.map(({ id }) => id)]);
      // Fewer stand than were read: some were moved before they could be held, and others have followed on them.
      if (held.length === named.length) return byGroup(named);
    }
  },

  undo: async (trx, of, going, asked, at) => {
    for (const { group, bookings, fee, many } of going) {
      const ids = bookings.map(({ id }) => id);
      await cancelBookings(trx, of, ids, asked, at);
      if (!fee) continue;
      const { version } = await numbersInForce(trx, at);
      const charged = bookingKey(group);
      await prepared(trx, 'credit-bookings', CREDIT, [uuid(), undoneKey(charged), many, at, version, of.tenant, charged]);
    }
  },
};

function byGroup(came: Came[]): CameWith[] {
  const groups = new Map<string, CameWith>();
  for (const { id, learner, group, net, vat, rate } of came) {
    const fee = net + vat > 0n ? { net, vat, vatRate: rate } : null;
    const before: CameWith = groups.get(group) ?? { group, fee, many: 0, bookings: [] };
    before.many = before.bookings.push({ id, learner });
    groups.set(group, before);
  }
  return [...groups.values()];
}

/** Too little room among very late places is told where the window is chosen. Throws what was thrown. */
function atTheWindow(error: unknown): never {
  if (!(error instanceof CommitRefused)) throw error;
  throw new CommitRefused(error.refusals.map((each) => (each.place === '' ? { ...each, place: '/window' } : each)));
}
