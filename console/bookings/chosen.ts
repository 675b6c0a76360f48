import type { components } from '../kit/api';
import { data } from '../kit/client';
import type { Field } from '../kit/fields';
import type { Visit } from '../kit/page';
import { bookingName, whenOf } from './booking-words';

type Booking = components['schemas']['BookingDetails'];

/** The bookings that an address names. */
export function chosenOf({ api, queries }: Visit): Promise<Booking[]> {
  return Promise.all((queries['booking'] ?? []).map((id) => data(api.GET('/v1/bookings/{id}', { params: { path: { id } } }))));
}

/** The same as a form names them again, so that one of them can be left out. */
export function chosenFields(bookings: Booking[]): Field[] {
  const choices = bookings.map((each) => [each.id, bookingName(each), whenOf(each)] as const);
  return [{ name: 'booking', pointer: 'bookings', label: 'Bookings', as: 'ticks', choices, value: choices.map(([id]) => id) }];
}
