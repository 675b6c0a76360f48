import { refuse, type Refusal } from '../refusal';
import { londonWords, type Instant } from '../working-days';
import { bookingStateWords, type BookingStateName } from './booking.state';

/** A file for those who take a controlled assessment (MAT-1). */
export interface Material {
  releasedAt: Instant;
  /** Null while it stands. */
  withdrawnAt: Instant | null;
}
/** What of a booking decides whether its materials are open. */
export interface MaterialsBooking {
  state: BookingStateName;
  isOwnTopic: boolean;
  declaredAt: Instant | null;
  /** 00:00 London of the day after its window or its day. */
  overFrom: Instant;
}

/** Why a booking has no materials at an instant, whatever has been released; null where it has (CAS-1, MAT-1). */
export function noMaterials({ state, isOwnTopic, declaredAt, overFrom }: MaterialsBooking, at: Instant, place = ''): Refusal | null {
  return notDeclarable({ state, isOwnTopic, overFrom }, at, place) ?? (declaredAt === null ? undeclared(place) : null);
}

/** Why nothing is declared for a booking at an instant; null where it can be (CAS-1). */
export function notDeclarable(
  { state, isOwnTopic, overFrom }: Omit<MaterialsBooking, 'declaredAt'>,
  at: Instant,
  place = '',
): Refusal | null {
  const no = (fault: string, rule: string, detail: string, remedy: string) => refuse(fault, rule, detail, remedy, place);
  if (state === 'cancelled') return no('bookingState', 'CAS-1', `The booking is ${bookingStateWords[state].toLowerCase()}`, 'Book anew.');
  if (isOwnTopic) return no('heldByCentre', 'CAS-1', 'The topic is the centre’s own: it holds the materials already', 'Use those.');
  if (at >= overFrom)
    return no('materialsOver', 'MAT-1', `Materials were available until ${londonWords(overFrom)}`, 'Ask us what can be done.');
  return null;
}

/** Why one material is not open to a booking at an instant: by the stored instants alone (MAT-1). */
export function noMaterial({ releasedAt, withdrawnAt }: Material, booking: MaterialsBooking, at: Instant, place = ''): Refusal | null {
  const no = (fault: string, detail: string, remedy: string) => refuse(fault, 'MAT-1', detail, remedy, place);
  const refusal = noMaterials(booking, at, place);
  if (refusal) return refusal;
  if (withdrawnAt !== null && withdrawnAt <= at)
    return no('materialWithdrawn', `It was withdrawn at ${londonWords(withdrawnAt)}`, 'Read which there are.');
  return at < releasedAt ? no('notReleased', `It is released at ${londonWords(releasedAt)}`, 'Come back then.') : null;
}

function undeclared(place: string): Refusal {
  return refuse('notDeclared', 'MAT-1', 'The declaration has not been made', 'Make it by POST /v1/controlled-bookings/declare.', place);
}
