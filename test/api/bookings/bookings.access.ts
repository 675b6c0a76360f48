import { openDay } from '../../../db/bookings/days.commands';
import { BookingRow } from '../../../db/bookings/booking.model';
import { inScope } from '../../../db/core/database';
import { bookingsIn, datesIn, seedBookedProduct, seedWindow } from '../../support/bookings';
import { NOBODY, type AccessFixtures, type Makes } from '../../support/access';

const now = () => new Date().toISOString();

/** A window of a product, open for bookings. */
async function window({ system, tenant }: Makes): Promise<string> {
  const product = await seedBookedProduct(system, tenant);
  return seedWindow(system, tenant, product, datesIn('ordinary', now()));
}

/** Bookings, and what they wait under. */
export const bookingsAccess = {
  entities: {
    '/v1/bookings/': async (makes) => {
      const { system, tenant } = makes;
      const product = await seedBookedProduct(system, tenant);
      const under = { window: await window(makes) };
      const assessmentOn = datesIn('ordinary', now()).opensOn;
      return inScope(system.database, { tenant: tenant.id, organisation: null }, async (trx) => {
        const group = await bookingsIn(trx, tenant, { product, many: 1, under, assessmentOn });
        return (await BookingRow.query(trx).findOne({ group_id: group }).throwIfNotFound()).id;
      });
    },
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
    '/v1/bookings/cancel': { bookings: [NOBODY] },
    '/v1/bookings/address': { bookings: [NOBODY], address: NOBODY },
    '/v1/bookings/move': { bookings: [NOBODY], assessmentOn: '2099-11-20', time: '09:30' },
  },
} satisfies AccessFixtures;
