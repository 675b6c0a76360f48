import type { Entry } from '../decision';
import type { Price } from '../orders/fee';

/** What a centre is charged for or credited with (CEN-1). Their names are a stored format. */
export const chargeWhats = [
  'registration',
  'registrationUndone',
  'cancelled',
  'transferredOut',
  'transferredIn',
  'toppedOut',
  'toppedIn',
  'nameAmended',
  'fastTrack',
  'lateBooking',
  'veryLateBooking',
] as const;
export type ChargeWhat = (typeof chargeWhats)[number];
/** What people call them. */
export const chargeWords: Record<ChargeWhat, string> = {
  registration: 'Registration',
  registrationUndone: 'Undone registration',
  cancelled: 'Cancelled registration',
  transferredOut: 'Transfer to another product or batch',
  transferredIn: 'Transfer from another product or batch',
  toppedOut: 'Topped up or down to another product',
  toppedIn: 'Topped up or down from another product',
  nameAmended: 'Name amended after certification',
  fastTrack: 'Fast-track booking',
  lateBooking: 'Late booking',
  veryLateBooking: 'Very late booking',
};

/** The key of the entry that charges the bookings of a group (MON-2). */
export function bookingKey(group: string): string {
  return `booking/${group}`;
}

/** MON-2, MON-3: so many fees at once, owed by a centre; below nothing they are credited. Null where nothing is charged. */
export function chargeEntry(centre: string, key: string, { net, vat }: Pick<Price, 'net' | 'vat'>, quantity: number): Entry | null {
  const many = BigInt(quantity);
  const postings = [
    { account: `centre/${centre}`, pence: (net + vat) * many },
    { account: 'centre-fees', pence: -net * many },
    { account: 'vat', pence: -vat * many },
  ].filter(({ pence }) => pence !== 0n);
  return postings.length > 0 ? { key, kind: 'charge', postings } : null;
}
