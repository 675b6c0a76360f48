import type { Policy } from '../policy';
import {
  dateLater,
  dayNumbersBetween,
  hourOfDate,
  londonDate,
  monthsLater,
  startOfDate,
  type Instant,
  type LocalDate,
} from '../working-days';
import { stepOf, type LearnerDecision } from './learner.transitions';
import type { LearnerState } from './learner.state';

/** What a centre is told of a batch: that registrations lapse soon, or have lapsed. */
export type LapseMail = 'notice' | 'lapsed';
type Numbers = Pick<Policy, 'registrations' | 'notices'>;

/** The instant at which a registration lapses: the first one after its last day, London time (LAP-1, TIM-4). */
export function lapsesAt(lapsesOn: LocalDate): Instant {
  return startOfDate(dateLater(lapsesOn, 1));
}

/** What falls due first after an instant: a notice, at the hour of notices so many days before the last day, else the lapse (LAP-1). Earlier ones are not made up. */
export function nextMoment(lapsesOn: LocalDate, after: Instant, { registrations, notices }: Numbers): Instant {
  const days = registrations.lapseNoticeDays.map((before) => hourOfDate(dateLater(lapsesOn, -before), notices.hour));
  return [...days, lapsesAt(lapsesOn)].sort().find((at) => at > after) ?? lapsesAt(lapsesOn);
}

/** What falls due at the next moment of a learner (LAP-1): a lapse, or the notice so many days before it. */
export function whatIsDue({ lapsesOn, nextAt }: Pick<LearnerState, 'lapsesOn' | 'nextAt'>): 'lapse' | { daysLeft: number } | null {
  if (!nextAt) return null;
  return nextAt >= lapsesAt(lapsesOn) ? 'lapse' : { daysLeft: dayNumbersBetween(londonDate(nextAt), lapsesOn) };
}

/** LAP-1: what falls due of a learner happens at its own instant: a notice is given, or the system withdraws the learner. */
export function fallDue(learner: LearnerState, policy: Numbers): LearnerDecision {
  const at = learner.nextAt!;
  if (whatIsDue(learner) === 'lapse') return stepOf(learner, 'lapsed', at, { nextAt: null });
  return stepOf(learner, 'noticed', at, { nextAt: nextMoment(learner.lapsesOn, at, policy) });
}

/** LAP-2: the last day after an un-withdrawal: of a lapse, or where the old one has passed, so many months from then; else the old one. */
export function lapseAfterUnwithdrawal(
  { state, lapsesOn }: Pick<LearnerState, 'state' | 'lapsesOn'>,
  at: Instant,
  { registrations }: Pick<Policy, 'registrations'>,
): LocalDate {
  const today = londonDate(at);
  return state === 'lapsed' || lapsesOn < today ? monthsLater(today, registrations.unwithdrawnMonths) : lapsesOn;
}

/**
 * Of whom the notice of a day tells, by their last days, each with what is due of them next: this very notice, where their turn is yet to come,
 * or what follows it; whom a later notice has reached since is told of there (LAP-1).
 */
export function noticedOn(day: LocalDate, policy: Numbers): { lapsesOn: LocalDate; nextAt: Instant }[] {
  const at = hourOfDate(day, policy.notices.hour);
  const lastDays = policy.registrations.lapseNoticeDays.map((before) => dateLater(day, before));
  return lastDays.flatMap((lapsesOn) => [
    { lapsesOn, nextAt: at },
    { lapsesOn, nextAt: nextMoment(lapsesOn, at, policy) },
  ]);
}

/** The last day of those who were withdrawn at the beginning of a day (LAP-1). */
export function lapsedBefore(day: LocalDate): LocalDate {
  return dateLater(day, -1);
}

/** Learners of one last day of whom something falls due at one instant. */
export interface DueTogether {
  lapsesOn: LocalDate;
  nextAt: Instant;
  learners: number;
}
/** What falls due of how many learners, and when. */
export interface Coming {
  at: Instant;
  learners: number;
  what: 'lapse' | 'notice';
}

/** What falls due of some learners first, in order, as long as nothing ends their wait; so many at most, the first lapse among them (WHY-1). */
export function comingOf(groups: DueTogether[], policy: Numbers, most = 3): Coming[] {
  const all = new Map<string, Coming>();
  for (const { lapsesOn, nextAt, learners } of groups) {
    for (let at: Instant | null = nextAt; at !== null;) {
      const what: Coming['what'] = whatIsDue({ lapsesOn, nextAt: at }) === 'lapse' ? 'lapse' : 'notice';
      const known = all.get(`${at}/${what}`);
      all.set(`${at}/${what}`, { at, what, learners: learners + (known?.learners ?? 0) });
      at = what === 'lapse' ? null : nextMoment(lapsesOn, at, policy);
    }
  }
  const inOrder = [...all.values()].sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
  const first = inOrder.slice(0, most);
  const lapse = inOrder.find(({ what }) => what === 'lapse');
  return !lapse || first.includes(lapse) ? first : [...first.slice(0, most - 1), lapse];
}
