import type { ProductVersion } from '../catalogue/product';
import { changed, refusedBy, type Decision } from '../decision';
import type { Fee } from '../orders/fee';
import type { Situation } from '../process';
import { refuse, type Refusal } from '../refusal';
import { clockOfDate, londonWords, type Instant } from '../working-days';
import { asReceived, bookingStateWords, bookingTransitions, type BookingEvent, type BookingState } from './booking.state';
import { decideSitting, type DecidedSitting, type KnownWindow, type Sitting } from './sitting.decide';
import type { WindowMoments } from './window-moments';

/** What a change of a booking stands on beside it: where the command names it, and the moments of its window; null outside windows. */
export interface Changing extends Pick<Situation, 'at'> {
  place: string;
  moments: WindowMoments | null;
}

/** BKG-5: a booking is cancelled until its assessment begins; the registration stands. */
export function cancelBooking(stands: BookingState, { at, place }: Changing): Decision<BookingState> {
  const booking = asReceived(stands, at);
  const no = refusalOf(booking, 'cancelled', place) ?? begun(booking, at, place);
  return no ? refusedBy(booking, no) : changed(bookingTransitions, booking, 'cancelled', at, {}, { evidence: asOf(booking, at) });
}

/** BKG-5: where papers go is changed until the cut-off of the window, and only there. */
export function readdressBooking(
  stands: BookingState,
  { at, place, moments, isOnFile }: Changing & { isOnFile: boolean },
): Decision<BookingState> {
  const booking = asReceived(stands, at);
  const no = refusalOf(booking, 'readdressed', place);
  if (no) return refusedBy(booking, no);
  const refusals: Refusal[] = [];
  const refused = (code: string, detail: string, remedy: string, where = place) =>
    refusals.push(refuse(code, 'BKG-5', detail, remedy, where));
  if (!isOnFile)
    refused('address', 'This address is not on file', 'Choose one of the centre’s, or ask for another one by a request.', '/address');
  if (!moments) refused('noWindow', 'Only the address of a booking in a window can be changed', 'Cancel the booking, and book anew.');
  else if (at >= moments.lateFrom)
    refused('cutOffPassed', `The cut-off passed at ${londonWords(moments.lateFrom)}`, 'Ask us what can be done.');
  if (refusals.length > 0 || !moments) return refusedBy(booking, ...refusals);
  return changed(bookingTransitions, booking, 'readdressed', at, {}, { evidence: { receivedAt: at, lateFrom: moments.lateFrom } });
}

/** What a move to another day or window stands on. */
export interface MovingFacts {
  product: ProductVersion;
  windows: KnownWindow[];
  fees: readonly Fee[];
}
/** A booking that is moved, and the sitting of the one that follows on it; null where it is refused. */
export type Moved = Decision<BookingState> & { onward: DecidedSitting | null };

/** BKG-5: until its assessment begins a booking goes to another window or day, in the band of the one to which it goes (D). */
export function moveBooking(
  stands: BookingState,
  to: Omit<Sitting, 'component'>,
  { place, isQuote, ...about }: Situation<MovingFacts> & { place: string; isQuote: boolean },
): Moved {
  const booking = asReceived(stands, about.at);
  const no = refusalOf(booking, 'moved', place) ?? begun(booking, about.at, place) ?? same(booking, to, place);
  if (no) return { ...refusedBy(booking, no), onward: null };
  const { refusals, decided } = decideSitting({ ...to, component: booking.component }, 0, about.facts.product, isQuote, about);
  // The command names its one sitting's fields itself.
  const placed = refusals.map((refusal) => ({
    ...refusal,
    place: refusal.place.replace('/sittings/0/component', place).replace('/sittings/0', ''),
  }));
  if (!decided) return { ...refusedBy(booking, ...placed), onward: null };
  return { ...changed(bookingTransitions, booking, 'moved', about.at, {}, { evidence: asOf(booking, about.at) }), onward: decided };
}

function refusalOf({ state }: BookingState, event: BookingEvent, place: string): Refusal | null {
  if (state in bookingTransitions[event]) return null;
  return refuse('bookingState', 'BKG-4', `The booking is ${bookingStateWords[state].toLowerCase()}`, 'Read how the booking stands.', place);
}

function begun({ assessmentAt }: BookingState, at: Instant, place: string): Refusal | null {
  if (at < assessmentAt) return null;
  return refuse('begun', 'BKG-5', `The assessment began at ${londonWords(assessmentAt)}`, 'Ask us what can be done.', place);
}

function same({ window, assessmentOn, assessmentAt }: BookingState, to: Omit<Sitting, 'component'>, place: string): Refusal | null {
  const isSame = to.window === window && to.assessmentOn === assessmentOn && clockOfDate(to.assessmentOn, to.time) === assessmentAt;
  return isSame ? refuse('sameSitting', 'BKG-5', 'The booking is there already', 'Choose another window, day or time.', place) : null;
}

function asOf({ band, assessmentAt }: BookingState, at: Instant): Record<string, string> {
  return { receivedAt: at, assessmentAt, band };
}
