import { ladder } from '../../schedule';
import { londonDate, londonWords, sameClock, type Instant } from '../../working-days';
import { requirementsOf } from '../requirements';
import type { Held, HoldKind } from './hold-kind';

/** What an application does by itself while a case operator is to decide (APP-9). */
export type ProcessingEvent = 'processingLate';

/** An application that a case operator has to approve (APP-9). */
export interface ProcessingHold extends Held<'processing', ProcessingEvent> {
  dueAt: Instant;
}

/** The case operators' task about a paid application that something of is not verified by itself. */
export const PROCESS = 'processApplication';
const QUEUE = 'caseOperator';

/** APP-9: what no rule verifies is a case operator's decision, due in 5 working days; he approves or rejects. */
export const processing: HoldKind<ProcessingHold> = {
  kind: 'processing',
  isOnHold: false,
  task: PROCESS,
  events: { processingLate: 'case operators are told that their decision is late' },
  begins: ({ at, facts, policy, calendar }) => {
    const requirements = requirementsOf({ ...facts, on: londonDate(at) });
    // What an assessment or a photo waits for is a hold of its own.
    if (!requirements.some(({ kind, isVerified }) => kind !== 'hse' && kind !== 'photo' && !isVerified)) return null;
    const workingDays = policy.applications.processingWorkingDays;
    const dueAt = sameClock(at, workingDays, calendar);
    const schedule = ladder(at, [{ what: 'processingLate' as const, workingDays }], calendar);
    return { hold: { kind: 'processing', since: at, dueAt, schedule }, effects: { opens: [{ queue: QUEUE, task: PROCESS, dueAt }] } };
  },
  news: () => null,
  heard: (_holder, hold) => ({ event: 'reminded', hold, effects: {} }),
  onDue: ({ reference }, hold) => {
    const facts = { reference, since: londonWords(hold.since) };
    const mails = [{ template: 'application-processing-late', to: { queue: QUEUE }, facts }];
    return { event: 'reminded', hold: { ...hold, schedule: [] }, effects: { mails } };
  },
  told: ({ dueAt }, since) => ({
    awaiting: 'staff',
    why: `Waiting on a case operator since ${since} to look at what no rule verifies by itself; it ends when it is approved or rejected, due at ${londonWords(dueAt)}.`,
    dueAt,
  }),
};
