import { passSince } from '../../assessments/hse-record';
import type { Mail } from '../../decision';
import { refuse, type Refusal } from '../../refusal';
import { ladder, type Step } from '../../schedule';
import type { Policy } from '../../policy';
import { daysLater, londonDate, londonWords, type Instant } from '../../working-days';
import { requirementsOf } from '../requirements';
import type { Held, Holder, HoldKind } from './hold-kind';

/** What an awaited assessment does by itself (HSE-3). */
export type HseEvent = 'remindHse' | 'escalateHse' | 'lapseHse';

/** An application that waits for a pass (HSE-2, HSE-3). */
export interface HseHold extends Held<'hse', HseEvent> {
  lapseAt: Instant;
  /** How often an operator has extended it. */
  extended: number;
  /** Assessments that were failed meanwhile: a retake is allowed (HSE-2). */
  failures: string[];
}

/** The case operators' task about an assessment that nobody has passed in 84 days. */
export const DECIDE_HSE = 'decideHseHold';
const HSE_EVENTS: Record<HseEvent, string> = {
  remindHse: 'the employer is reminded of the assessment',
  escalateHse: 'it escalates to a case operator',
  lapseHse: 'the application lapses; the fee is kept',
};

/** HSE-2, HSE-3: held from payment until a pass is on record; reminders at 14, 28 and 56 days, a case operator at 84, lapsed at 180. */
export const hse: HoldKind<HseHold> = {
  kind: 'hse',
  isOnHold: true,
  task: DECIDE_HSE,
  events: HSE_EVENTS,
  begins: ({ at, facts, policy, calendar }) => {
    const needed = requirementsOf({ ...facts, on: londonDate(at) }).find(({ kind }) => kind === 'hse');
    if (!needed || needed.isVerified) return null;
    const schedule = ladder(at, steps(policy.hse), calendar);
    const lapseAt = daysLater(at, policy.hse.lapseDays);
    return { hold: { kind: 'hse', since: at, schedule, lapseAt, extended: 0, failures: [] }, effects: {} };
  },
  news: ({ since, failures }, { hse: records, exemptedAt }) => {
    const pass = passSince(records, since);
    const exempted = exemptedAt && { record: 'exemption', at: exemptedAt < since ? since : exemptedAt };
    const failed = records
      .filter(({ record, result, receivedAt }) => result === 'fail' && receivedAt >= since && !failures.includes(record))
      .map(({ record, receivedAt }) => ({ record, at: receivedAt, isRelease: false }));
    const all = [pass, exempted].flatMap((release) => (release ? [{ ...release, isRelease: true }] : [])).concat(failed);
    const [first] = all.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : Number(b.isRelease) - Number(a.isRelease)));
    return first ? { key: first.record, at: first.at, isRelease: first.isRelease } : null;
  },
  heard: (_holder, hold, record) => ({ event: 'failed', hold: { ...hold, failures: [...hold.failures, record] }, effects: {} }),
  onDue: (holder, hold, due) => {
    const schedule = hold.schedule.slice(1);
    const rest = { ...hold, schedule };
    if (due.what === 'remindHse') return { event: 'reminded', hold: rest, effects: { mails: [reminder(holder, hold)] } };
    if (due.what === 'escalateHse') {
      const opens = [{ queue: 'caseOperator', task: DECIDE_HSE, dueAt: hold.lapseAt }];
      return { event: 'escalated', hold: rest, effects: { opens } };
    }
    const mails = [toEmployer(holder, 'application-lapsed', hold)];
    return { event: 'lapsed', hold: rest, effects: { mails, evidence: { lapseAt: due.at } } };
  },
  told: ({ lapseAt, failures }, since) => {
    const failed =
      failures.length > 0 ? ` (failed ${failures.length === 1 ? 'once' : `${failures.length} times`}, a retake is allowed)` : '';
    const why = `Waiting on the operative since ${since} for a pass of the health, safety and environment assessment${failed}; it ends when a pass is recorded or an exemption accepted, or at ${londonWords(lapseAt)} the application lapses.`;
    return { awaiting: 'operative', why, dueAt: lapseAt };
  },
};

/** HSE-3: an operator moves the lapse by so many days, some times at most; all else of the ladder stays. */
export function extendedBy(hold: HseHold, days: number, { extensionDays, extensions }: Policy['hse']): HseHold | Refusal {
  if (hold.extended >= extensions) {
    const remedy = 'Let it lapse, or decide about an exemption.';
    return refuse('extensions', 'HSE-3', `It was extended ${hold.extended} times, which is as often as it may be`, remedy);
  }
  if (days < 1 || days > extensionDays)
    return refuse('days', 'HSE-3', `${days} days are not from 1 to ${extensionDays}`, 'Choose a number of days within them.', '/days');
  const lapseAt = daysLater(hold.lapseAt, days);
  const schedule = hold.schedule.map((event) => (event.what === 'lapseHse' ? { ...event, at: lapseAt } : event));
  return { ...hold, lapseAt, extended: hold.extended + 1, schedule };
}

/** A reminder that would come with the lapse or after it has nothing to say. */
function steps({ reminderDays, escalationDays, lapseDays }: Policy['hse']): Step<HseEvent>[] {
  const reminders = reminderDays.filter((days) => days < lapseDays).map((days) => ({ what: 'remindHse' as const, days }));
  return [...reminders, { what: 'escalateHse', days: escalationDays }, { what: 'lapseHse', days: lapseDays }];
}

function reminder(holder: Holder, hold: HseHold): Mail {
  return toEmployer(holder, 'hse-reminder', hold);
}

function toEmployer({ reference, finalisedBy }: Holder, template: string, { since, lapseAt }: HseHold): Mail {
  return { template, to: { user: finalisedBy }, facts: { reference, paidAt: londonWords(since), lapseAt: londonWords(lapseAt) } };
}
