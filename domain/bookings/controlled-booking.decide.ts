import type { ProductVersion } from '../catalogue/product';
import { changed, refusedBy, type Decision } from '../decision';
import type { Situation } from '../process';
import { refuse, type Refusal } from '../refusal';
import { dateWords, londonDate, londonWords, type Instant } from '../working-days';
import type { Changing } from './booking-change.decide';
import { learnerRefusals, type Candidate } from './booking.decide';
import { asReceived, bookingStateWords, bookingTransitions, type BookingState } from './booking.state';
import { decidePeriod, type ControlledPeriod, type ControlledWhen } from './controlled-period';
import type { KnownWindow } from './sitting.decide';
import { topicsOn, type Topic, type TopicGiving, type TopicList } from './topic';

/** What is booked: one controlled component of learners of one product (CAS-1). */
export interface ControlledBooking extends ControlledWhen {
  product: string;
  /** By identifier, where it is chosen; else null. */
  topic: string | null;
  /** Expected. */
  completionYear: number | null;
  /** The centre contextualises a topic of its own, and holds its materials. */
  isOwnTopic: boolean;
}
/** A learner who is to be booked, with the components of which any booking counts: all but cancelled ones. */
export interface ControlledCandidate extends Candidate {
  taken: string[];
}
/** What a controlled booking stands on. */
export interface ControlledFacts {
  product: ProductVersion | undefined;
  windows: KnownWindow[];
  /** Of the component; undefined where nobody has made one. */
  list: TopicList | undefined;
  learners: ControlledCandidate[];
}
/** What is decided: all of it, or why nothing of it is done. */
export interface ControlledDecision {
  refusals: Refusal[];
  decided: DecidedControlled | null;
}
export interface DecidedControlled extends ControlledPeriod {
  giving: TopicGiving;
  /** One for all learners, or those among which lots are drawn; none where the topic is the centre's own. */
  topics: Topic[];
}

/**
 * Decides a controlled booking as of the instant of its receipt (CAS-1): the group as a whole, every fault at once, each learner who is in the way by
 * number. Lots are drawn by whoever writes it.
 */
export function bookControlled(booking: ControlledBooking, about: Situation<ControlledFacts>): ControlledDecision {
  const { product, windows, learners, list } = about.facts;
  if (!product) {
    const no = refuse('product', 'CAS-1', 'There is no such product', 'Take it from GET /v1/controlled-learners.', '/product');
    return { refusals: [no], decided: null };
  }
  const { refusals: ofPeriod, period } = decidePeriod(booking, product, windows, about);
  const topics = period && list ? topicsOn(list, period.topicDay) : [];
  const refusals = [
    ...componentRefusals(booking, product, list),
    ...ofPeriod,
    ...(list && period ? topicRefusals(booking, list, topics, period) : []),
    ...yearRefusals(booking, product, about.at),
    ...(learners.length === 0
      ? [refuse('nobody', 'CAS-1', 'Nobody is to be booked', 'Choose learners who are registered and not booked yet.', '/learners')]
      : []),
    ...learners.flatMap((learner) => candidateRefusals(learner, booking, product, learners, about.at)),
  ];
  if (refusals.length > 0 || !period || !list) return { refusals, decided: null };
  return { refusals, decided: { ...period, giving: list.giving, topics: given(booking, list, topics) } };
}

/** CAS-1, BKG-5: cancelled with a reason: in a window until it is over, on a day until that begins; the registration stands. */
export function cancelControlled(stands: BookingState, { at, place, moments }: Changing): Decision<BookingState> {
  const booking = asReceived(stands, at);
  const until = moments?.overFrom ?? booking.assessmentAt;
  if (booking.state !== 'active') {
    const words = bookingStateWords[booking.state].toLowerCase();
    return refusedBy(booking, refuse('bookingState', 'BKG-4', `The booking is ${words}`, 'Read how the booking stands.', place));
  }
  if (at >= until) {
    const detail = `${moments ? 'The window was over' : 'The assessment began'} at ${londonWords(until)}`;
    return refusedBy(booking, refuse('begun', 'BKG-5', detail, 'Ask us what can be done.', place));
  }
  return changed(bookingTransitions, booking, 'cancelled', at, {}, { evidence: { receivedAt: at, cancelledUntil: until } });
}

function given({ topic, isOwnTopic }: ControlledBooking, { giving }: TopicList, topics: Topic[]): Topic[] {
  if (isOwnTopic) return [];
  return giving === 'chosen' ? topics.filter(({ id }) => id === topic) : topics;
}

function componentRefusals({ component: code }: ControlledBooking, product: ProductVersion, list: TopicList | undefined): Refusal[] {
  const no = (fault: string, detail: string, remedy: string) => [refuse(fault, 'CAS-1', detail, remedy, '/component')];
  const component = product.components.find((each) => each.code === code);
  if (!component) return no('component', `${product.code} has no component ${code}`, 'Take it from the product.');
  if (component.form !== 'controlled')
    return no('notControlled', `${component.title} is no controlled assessment`, 'Book it by POST /v1/bookings.');
  return list ? [] : no('noTopics', `${component.title} has no topics yet`, 'Ask us for them.');
}

function topicRefusals(
  { topic, isOwnTopic }: ControlledBooking,
  list: TopicList,
  topics: Topic[],
  { topicDay }: ControlledPeriod,
): Refusal[] {
  const no = (fault: string, detail: string, remedy: string, place = '/topic') => [refuse(fault, 'CAS-1', detail, remedy, place)];
  if (isOwnTopic && !list.takesOwn)
    return no('noOwnTopic', 'No centre contextualises a topic of its own for this component', 'Take a topic of ours.', '/isOwnTopic');
  if (topic !== null && isOwnTopic)
    return no('topicAndOwn', 'A topic is chosen, and the centre’s own one is to be taken', 'Say one of both.');
  if (isOwnTopic) return [];
  if (topics.length === 0) return no('noTopic', `No topic stands on ${dateWords(topicDay)}`, 'Ask us for one, or choose another day.');
  if (list.giving !== 'chosen')
    return topic === null
      ? []
      : no('topicGiven', `The topic is ${list.giving === 'random' ? 'drawn by lot' : 'given'}: it cannot be chosen`, 'Leave it out.');
  const choices = `Choose one of ${topics.map(({ code }) => code).join(', ')}.`;
  if (topic === null) return no('topicMissing', 'A topic is to be chosen', choices);
  return topics.some(({ id }) => id === topic)
    ? []
    : no('topic', `This topic is none of the list that stands on ${dateWords(topicDay)}`, choices);
}

/** The year is chosen where a Technical Award is booked, and never lies behind (CAS-1). */
function yearRefusals({ completionYear }: ControlledBooking, { type }: ProductVersion, at: Instant): Refusal[] {
  const no = (fault: string, detail: string, remedy: string) => [refuse(fault, 'CAS-1', detail, remedy, '/completionYear')];
  const year = yearOf(londonDate(at));
  if (completionYear === null)
    return type === 'technicalAward'
      ? no('yearMissing', 'A Technical Award has an expected completion year', `Choose ${year} or a later one.`)
      : [];
  return completionYear < year ? no('year', `${completionYear} is over`, `Choose ${year} or a later one.`) : [];
}

function candidateRefusals(
  learner: ControlledCandidate,
  booking: ControlledBooking,
  product: ProductVersion,
  all: Candidate[],
  at: Instant,
): Refusal[] {
  const { number, taken, place, lapsesOn } = learner;
  const { component, completionYear } = booking;
  const isOnce = product.type === 'technicalAward' && taken.includes(component);
  const sittings = isOnce ? [] : [{ component }];
  const refusals = learnerRefusals(learner, { product: booking.product, sittings }, all, londonDate(at));
  const no = (fault: string, detail: string, remedy: string) => refusals.push(refuse(fault, 'CAS-1', detail, remedy, place));
  if (isOnce) no('onceOnly', `Learner ${number} is booked for ${component} already, which is taken once only`, 'Leave the learner out.');
  if (completionYear !== null && completionYear > yearOf(lapsesOn)) {
    const detail = `The registration of learner ${number} lapses after ${dateWords(lapsesOn)}, before ${completionYear}`;
    no('yearAfterLapse', detail, `Choose ${yearOf(lapsesOn)} at most.`);
  }
  return refusals;
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4));
}
