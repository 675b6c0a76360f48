import { openDay } from '../../../db/bookings/days.commands';
import { BookingRow } from '../../../db/bookings/booking.model';
import { inScope, type Transaction } from '../../../db/core/database';
import { askForDocument } from '../../../db/work/offers';
import { bookingsIn, datesIn, seedBookedProduct, seedWindow } from '../../support/bookings';
import { NOBODY, type AccessFixtures, type Makes } from '../../support/access';

const now = () => new Date().toISOString();

const inTenant = ({ system, tenant }: Makes, work: (trx: Transaction) => Promise<string>) =>
  inScope(system.database, { tenant: tenant.id, organisation: null }, work);

/** A window of a product, open for bookings. */
async function window({ system, tenant }: Makes): Promise<string> {
  const product = await seedBookedProduct(system, tenant);
  return seedWindow(system, tenant, product, datesIn('ordinary', now()));
}

/** Those who were booked together. */
async function group(makes: Makes, trx: Transaction): Promise<string> {
  const { system, tenant } = makes;
  const product = await seedBookedProduct(system, tenant);
  return bookingsIn(trx, tenant, {
    product,
    many: 1,
    under: { window: await window(makes) },
    assessmentOn: datesIn('ordinary', now()).opensOn,
  });
}

/** Bookings, and what they wait under. */
export const bookingsAccess = {
  entities: {
    '/v1/bookings/': (makes) =>
      inTenant(
        makes,
        async (trx) =>
          (
            await BookingRow.query(trx)
              .findOne({ group_id: await group(makes, trx) })
              .throwIfNotFound()
          ).id,
      ),
    '/v1/booking-paperwork/': (makes) =>
      inTenant(makes, async (trx) => {
        const { id: tenant, centre } = makes.tenant;
        const wish = { kind: 'booking-confirmation' as const, group: await group(makes, trx) };
        return askForDocument(trx, { tenant, organisation: centre.id, wish, by: centre.user.id }, null, now());
      }),
  },
  kinds: {
    'booking-window': window,
    'assessment-day': ({ system, tenant }) =>
      inScope(
        system.database,
        { tenant: tenant.id, organisation: null },
        async (trx) => (await openDay(trx, tenant.id, '2099-11-20', null, now())).id,
      ),
  },
  bodies: {
    '/v1/bookings': {
      ...{ product: NOBODY, learners: [NOBODY], location: 'Hall' },
      sittings: [{ component: 'EX', assessmentOn: '2099-11-20', time: '09:30' }],
    },
    '/v1/booking-paperwork': { kind: 'booking-confirmation', group: NOBODY },
    '/v1/bookings/cancel': { bookings: [NOBODY] },
    '/v1/bookings/address': { bookings: [NOBODY], address: NOBODY },
    '/v1/bookings/move': { bookings: [NOBODY], assessmentOn: '2099-11-20', time: '09:30' },
  },
} satisfies AccessFixtures;
