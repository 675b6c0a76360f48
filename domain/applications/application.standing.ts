import type { Scheduled } from '../process';
import { clockOf, held, over, type Party, type Standing } from '../standing';
import { londonWords } from '../working-days';
import type { Application } from './application.state';
import { hasEnded, type ApplicationState } from './states';
import { holdEvents, toldHolds, type HoldEvent } from './holds/holds';

/** What people call each state (APP-4). */
export const stages: Record<ApplicationState, string> = {
  none: 'Not finalised',
  beingCompleted: 'Being completed',
  readyToFinalise: 'Ready to finalise',
  finalised: 'Finalised, awaiting ordering',
  ordered: 'On an order',
  paid: 'Paid',
  onHold: 'On hold',
  beingProduced: 'Being produced',
  completed: 'Completed',
  rejected: 'Rejected',
  lapsed: 'Lapsed',
  declined: 'Declined',
  abandoned: 'Abandoned',
};

/** How an application stands: stage, who is awaited, why, what comes next; all that holds it (WHY-1, WHY-2, OPS-5). */
export function standingOf(application: Application): Standing {
  const { state, stateSince } = application;
  const why = words(application, londonWords(stateSince));
  if (state === 'none' || hasEnded(application)) return over(stages[state], stateSince, why);
  const [first, ...others] = toldHolds(application);
  if (first && application.paidAt) return held(stages[state], first, ...others);
  const awaiting = awaited(application);
  const own = { name: state, awaiting, clock: clockOf(awaiting), since: stateSince, why, next: [], dueAt: null };
  // An endorsement is awaited beside what its state waits for, until it is paid (APP-6).
  return held(stages[state], own, ...toldHolds(application));
}

/** The words for a scheduled event, for timers in the Temporal UI. */
export function eventSummary({ reference }: Application, due: Scheduled<HoldEvent>): string {
  return `Application ${reference}: ${holdEvents[due.what]}`;
}

function awaited({ state }: Application): Party {
  if (state === 'beingProduced') return 'printer';
  return state === 'paid' || state === 'onHold' ? 'staff' : 'employer';
}

function words({ state, missing }: Application, since: string): string {
  switch (state) {
    case 'none':
      return 'Not finalised yet.';
    case 'beingCompleted':
      return `Waiting on the employer since ${since}, without a limit: ${missing.join(', ') || 'something'} is missing; it ends when that is filled in, or the application is abandoned.`;
    case 'readyToFinalise':
      return `Waiting on the employer since ${since}, without a limit: it ends when it is finalised, or abandoned.`;
    case 'finalised':
      return `Waiting on the employer since ${since} to put it on an order; it ends with that, or when it is un-finalised or abandoned.`;
    case 'ordered':
      return `Waiting on the employer since ${since} to close its order and pay; it ends when the order is paid.`;
    case 'paid':
      return `Paid at ${since}: its requirements are looked at.`;
    case 'onHold':
      return `On hold since ${since}.`;
    case 'beingProduced':
      return `Approved at ${since}: waiting on the printer; it ends when the printer accepts the card.`;
    case 'completed':
      return `Ended at ${since}: the printer has accepted the card.`;
    case 'rejected':
      return `Ended at ${since}: a case operator rejected it; the fee is kept. Whoever finalised it was told.`;
    case 'lapsed':
      return `Ended at ${since}: what it was held for did not come in time, it has lapsed; the fee is kept. Whoever finalised it was told.`;
    case 'declined':
      return `Ended at ${since}: the applicant does not go on with it; the fee is kept. Whoever finalised it was told.`;
    case 'abandoned':
      return `Ended at ${since}: abandoned. Whoever finalised it was told.`;
  }
}
