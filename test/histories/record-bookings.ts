import { openDay } from '../../db/bookings/days.commands';
import { openWindow } from '../../db/bookings/offers';
import { inScope } from '../../db/core/database';
import { dateLater, endOfDate, londonDate, type LocalDate } from '../../domain/working-days';
import { bookingsIn, seedBookedProduct, windowIn } from '../support/bookings';
import type { Recording, Way } from './record';

const today = async ({ system }: Recording): Promise<LocalDate> => londonDate((await system.now()).toISOString());

/** A window with a booking, whose cut-off is today. */
async function opened(recording: Recording) {
  const { system, tenant } = recording;
  const cutOffOn = await today(recording);
  const dates = { cutOffOn, opensOn: dateLater(cutOffOn, 25), closesOn: dateLater(cutOffOn, 26) };
  const product = await seedBookedProduct(system, tenant);
  const at = (await system.now()).toISOString();
  const id = await inScope(system.database, { tenant: tenant.id, organisation: null }, async (trx) => {
    const window = await windowIn(trx, tenant, product, dates, { at });
    await bookingsIn(trx, tenant, { product, many: 1, under: { window }, assessmentOn: dates.opensOn, at });
    return window;
  });
  return { id, dates };
}

/** Waits until it is over. */
async function over({ system, stageIs }: Recording, id: string, last: LocalDate): Promise<void> {
  await system.sleep(Date.parse(endOfDate(last)) + 1_000 - (await system.now()).getTime());
  await stageIs(id, 'Over');
}

/** Ways of an assessment window: through its bands to its end, and moved on the way. */
export const bookingWindowWays = {
  'booked-sat': async (recording) => {
    const { id, dates } = await opened(recording);
    await recording.stageIs(id, 'Bookings');
    await over(recording, id, dates.closesOn);
    return id;
  },
  'moved-sat': async (recording) => {
    const { system, tenant } = recording;
    const { id, dates } = await opened(recording);
    await system.sleep(Date.parse(endOfDate(dates.cutOffOn)) + 1_000 - (await system.now()).getTime());
    await recording.stageIs(id, 'Late bookings');
    const cutOffOn = dateLater(dates.cutOffOn, 20);
    await system.owner('assessment_windows').where({ id }).update({ cut_off_on: cutOffOn });
    const at = (await system.now()).toISOString();
    await inScope(system.database, { tenant: tenant.id, organisation: null }, (trx) =>
      openWindow(trx, { id, tenant: tenant.id, name: 'Moved', lateAllowed: true, ...dates, cutOffOn }, null, at),
    );
    await recording.stageIs(id, 'Bookings');
    await over(recording, id, dates.closesOn);
    return id;
  },
} satisfies Record<string, Way>;

/** Ways of a day of assessments. */
export const assessmentDayWays = {
  sat: async (recording) => {
    const { system, tenant } = recording;
    const day = dateLater(await today(recording), 20);
    const product = await seedBookedProduct(system, tenant, { hasWindows: false });
    const at = (await system.now()).toISOString();
    const id = await inScope(system.database, { tenant: tenant.id, organisation: null }, async (trx) => {
      const { id: made } = await openDay(trx, tenant.id, day, null, at);
      await bookingsIn(trx, tenant, { product, many: 1, under: { day: made }, assessmentOn: day, at });
      return made;
    });
    await recording.stageIs(id, 'To be sat');
    await over(recording, id, day);
    return id;
  },
} satisfies Record<string, Way>;
