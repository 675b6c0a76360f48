import type { Fee } from '../../domain/orders/fee';
import type { Transaction } from '../core/database';
import { feesOf } from '../orders/offers';

/** What other areas may use of the catalogue: products as they stand on a day, who is approved for them, sessions, windows, countries, and what a registration costs. */
export { isApproved } from './approvals.queries';
export { countryCodes } from './countries.queries';
export { adoptWindow, faultsOfWindow } from './openings.commands';
export type { Asking } from './products.commands';
export {
  componentsOfForm,
  controlledProducts,
  externalProducts,
  productNames,
  productOfLearner,
  productsByCode,
  productsById,
  productsCalled,
  type ComponentOfProduct,
} from './products.queries';
export { sessionsOpen, windowsOf } from './sessions.queries';

/** What bookings in their bands cost, cost and will cost, of each product and of all (MON-3). */
export async function bookingFees(trx: Transaction): Promise<Fee[]> {
  const all = [];
  for (const item of ['fastTrack', 'lateBooking', 'veryLateBooking'] as const) all.push(...(await feesOf(trx, item)));
  return all;
}

/** What registering one learner costs, cost and will cost, of each product and of all (MON-3). */
export function registrationFees(trx: Transaction): Promise<Fee[]> {
  return feesOf(trx, 'registration');
}
