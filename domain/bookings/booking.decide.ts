import { booksTwoAtOnce, type ProductVersion } from '../catalogue/product';
import type { Session } from '../catalogue/session';
import { learnerStateWords, type LearnerStateName } from '../learners/learner.state';
import type { Fee } from '../orders/fee';
import type { Situation } from '../process';
import { refuse, type Refusal } from '../refusal';
import { londonDate, type LocalDate } from '../working-days';
import { addressRefusals } from './paper-address';
import { decideSitting, type DecidedSitting, type KnownWindow, type Sitting } from './sitting.decide';

/** What is booked: components of learners of one product, at one place (BKG-2). */
export interface Booking {
  product: string;
  sittings: Sitting[];
  location: string;
  /** Where papers are delivered, by identifier. */
  address: string | null;
  /** Whether the fees are accepted as they are: a dry run only tells them (WHY-3). */
  isQuote: boolean;
}
/** A learner who is to be booked, with the pointer to where the command names him. */
export interface Candidate {
  id: string;
  place: string;
  number: string;
  product: string;
  session: Session;
  state: LearnerStateName;
  lapsesOn: LocalDate;
  /** Components of which a booking stands already. */
  booked: string[];
}
/** What a booking stands on. */
export interface BookingFacts {
  product: ProductVersion | undefined;
  windows: KnownWindow[];
  /** The centre's addresses on file, by identifier. */
  addresses: string[];
  learners: Candidate[];
  fees: readonly Fee[];
}
/** All of it, or why nothing of it is done. */
export interface BookingDecision {
  refusals: Refusal[];
  sittings: DecidedSitting[];
}

/**
 * Decides a booking of learners for components as of the instant of its receipt (BKG-1, BKG-2, BKG-3): the group as a whole, every fault at once,
 * each learner who is in the way by number. The places of very late bookings are counted by whoever writes it.
 */
export function book(booking: Booking, about: Situation<BookingFacts>): BookingDecision {
  const { product, learners } = about.facts;
  if (!product) {
    const no = refuse('product', 'BKG-2', 'There is no such product', 'Take it from GET /v1/bookable-learners.', '/product');
    return { refusals: [no], sittings: [] };
  }
  const decided = booking.sittings.map((sitting, index) => decideSitting(sitting, index, product, booking.isQuote, about));
  const refusals = [
    ...groupRefusals(booking, product, about.facts),
    ...decided.flatMap((each) => each.refusals),
    ...learners.flatMap((learner) => learnerRefusals(learner, booking, learners, londonDate(about.at))),
  ];
  return { refusals, sittings: decided.flatMap(({ decided: sitting }) => sitting ?? []) };
}

function groupRefusals({ sittings, address }: Booking, product: ProductVersion, { addresses, learners }: BookingFacts): Refusal[] {
  const refusals: Refusal[] = [];
  const no = (code: string, detail: string, remedy: string, place: string) => refusals.push(refuse(code, 'BKG-2', detail, remedy, place));
  const components = sittings.map(({ component }) => component);
  if (new Set(components).size < components.length)
    no('componentTwice', 'A component is named twice', 'Name each component once.', '/sittings');
  else if (sittings.length > 1 && !booksTwoAtOnce(product))
    no('oneComponent', 'Only Functional Skills English books two components at once', 'Book one component after the other.', '/sittings');
  const sat = product.components.filter(({ code }) => components.includes(code));
  refusals.push(...addressRefusals(sat, address, addresses, '/address'));
  if (learners.length === 0) no('nobody', 'Nobody is to be booked', 'Choose learners who are registered and not booked yet.', '/learners');
  return refusals;
}

/** What of a learner is in the way of a booking, by his number (BKG-2). */
export function learnerRefusals(
  learner: Candidate,
  { product, sittings }: { product: string; sittings: readonly { component: string }[] },
  all: Candidate[],
  today: LocalDate,
): Refusal[] {
  const { number, booked, place } = learner;
  const refusals = leftRefusals(learner, place, today);
  const no = (code: string, rule: string, detail: string, remedy: string) => refusals.push(refuse(code, rule, detail, remedy, place));
  if (learner.product !== product)
    no('learnerProduct', 'BKG-2', `Learner ${number} is registered on another product`, 'Book each product for itself.');
  else if (learner.session !== all.find((each) => each.product === product)!.session)
    no('learnerSession', 'BKG-2', `Learner ${number} is registered in another session`, 'Book each session for itself.');
  for (const { component } of sittings)
    if (booked.includes(component))
      no('bookedAlready', 'BKG-2', `Learner ${number} is booked for ${component} already`, 'Leave the learner out, or move the booking.');
  return refusals;
}

/** Whoever is registered no longer is booked for nothing, nor moved (BKG-2). */
export function leftRefusals(
  { number, state, lapsesOn }: Pick<Candidate, 'number' | 'state' | 'lapsesOn'>,
  place: string,
  today: LocalDate,
): Refusal[] {
  const stands = state === 'registered' && lapsesOn < today ? 'lapsed' : state;
  if (stands === 'registered') return [];
  return [
    refuse('learnerState', 'BKG-2', `Learner ${number} is ${learnerStateWords[stands].toLowerCase()}`, 'Leave the learner out.', place),
  ];
}
