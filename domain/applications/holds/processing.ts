import { dueIn, type Counted } from '../../counts';
import { ladder } from '../../schedule';
import { londonDate, londonWords, workingDaysBetween, type Calendar, type Instant } from '../../working-days';
import type { Effects } from '../../decision';
import { requirementsOf, type RequirementKind } from '../requirements';
import { answerLadder, answerReminder } from './answer';
import type { Held, HoldKind } from './hold-kind';

/** What an application does by itself while a case operator is to decide, or the employer to answer what he asked for (APP-9). */
export type ProcessingEvent = 'processingLate' | 'remindAnswer' | 'escalateAnswer';

/** An application that a case operator has to approve (APP-9). */
export interface ProcessingHold extends Held<'processing', ProcessingEvent>, Counted {
  dueAt: Instant;
  /** While the employer is asked for more: since when, and how many of our working days are left (APP-9, WHY-2). */
  asked: { at: Instant; workingDays: number } | null;
}

/** The case operators' task about a paid application that something of is not verified by itself. */
export const PROCESS = 'processApplication';
const QUEUE = 'caseOperator';
const LADDER = { remind: 'remindAnswer', escalate: 'escalateAnswer' } as const;
const HELD_APART: ReadonlySet<RequirementKind> = new Set(['hse', 'photo', 'qualification', 'endorsement']);

/** APP-9: what no rule verifies is a case operator's decision, due in 5 working days; he approves or rejects. */
export const processing: HoldKind<ProcessingHold> = {
  kind: 'processing',
  isOnHold: false,
  awaitsOthers: ({ asked }) => asked !== null,
  task: PROCESS,
  events: {
    processingLate: 'case operators are told that their decision is late',
    remindAnswer: 'the employer is reminded of what was asked for',
    escalateAnswer: 'a case operator is told that the employer does not answer',
  },
  begins: ({ at, facts, policy, calendar }) => {
    const requirements = requirementsOf({ ...facts, on: londonDate(at) });
    // What these wait for is a hold of its own.
    if (!requirements.some(({ kind, isVerified }) => !HELD_APART.has(kind) && !isVerified)) return null;
    const workingDays = policy.applications.processingWorkingDays;
    const due = dueIn(at, workingDays, calendar);
    const schedule = ladder(at, [{ what: 'processingLate' as const, workingDays }], calendar);
    return {
      hold: { kind: 'processing', since: at, ...due, schedule, asked: null },
      effects: { opens: [{ queue: QUEUE, task: PROCESS, ...due }] },
    };
  },
  news: () => null,
  heard: (_holder, hold) => ({ event: 'reminded', hold, effects: {} }),
  onDue: (holder, hold, { what, at }) => {
    const rest = { ...hold, schedule: hold.schedule.slice(1) };
    if (what === 'remindAnswer')
      return { event: 'reminded', hold: rest, effects: { mails: [answerReminder(holder, 'an answer', hold.asked!.at)] } };
    if (what === 'escalateAnswer')
      return { event: 'escalated', hold: rest, effects: { opens: [{ queue: QUEUE, task: PROCESS, dueAt: at }] } };
    const { reference } = holder;
    const facts = { reference, since: londonWords(hold.since) };
    const mails = [{ template: 'application-processing-late', to: { queue: QUEUE }, facts }];
    return { event: 'reminded', hold: rest, effects: { mails } };
  },
  told: ({ dueAt, asked }, since) =>
    asked
      ? {
          awaiting: 'employer',
          why: `Waiting on the employer since ${londonWords(asked.at)}, without a limit, for what a case operator asked for; it ends when that is answered.`,
          dueAt: null,
        }
      : {
          awaiting: 'staff',
          why: `Waiting on a case operator since ${since} to look at what no rule verifies by itself; it ends when it is approved or rejected, due at ${londonWords(dueAt)}.`,
          dueAt,
        },
};

/** APP-9, WHY-2: the employer is asked for more, and reminded: our days pause, as many as are left wait, and no date is counted on. */
export function askedForMore(hold: ProcessingHold, at: Instant, by: Parameters<typeof answerLadder>[2]): ProcessingHold {
  const workingDays = workingDaysBetween(londonDate(at), londonDate(hold.dueAt), by.calendar);
  return { ...hold, counted: {}, schedule: answerLadder(at, LADDER, by), asked: { at, workingDays } };
}

/** APP-9: the employer has answered: it is ours again, for the working days that were left. */
export function givenMore(hold: ProcessingHold, at: Instant, calendar: Calendar): { hold: ProcessingHold; effects: Effects } {
  const { workingDays } = hold.asked!;
  const due = dueIn(at, workingDays, calendar);
  const schedule = ladder<ProcessingEvent>(at, [{ what: 'processingLate', workingDays }], calendar);
  return { hold: { ...hold, ...due, schedule, asked: null }, effects: { opens: [{ queue: QUEUE, task: PROCESS, ...due }] } };
}
