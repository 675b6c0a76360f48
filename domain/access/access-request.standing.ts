import type { Scheduled } from '../process';
import { clockOf, held, over, type Standing } from '../standing';
import { londonWords } from '../working-days';
import type { AccessRequest, AccessRequestEvent, AccessRequestState } from './access-request.state';

const stages: Record<AccessRequestState, string> = {
  none: 'Not asked yet',
  asked: 'With the Portal Admin',
  withStaff: 'With staff',
  approved: 'Approved',
  declined: 'Declined',
};
const eventWords: Record<AccessRequestEvent, string> = {
  remindAdmin: 'the Portal Admin is reminded by e-mail',
  toStaff: 'the request goes to staff',
};

/** How a request for access stands: stage, who is awaited, why, what comes next (WHY-1, OPS-5). */
export function standingOf(request: AccessRequest): Standing {
  const stage = stages[request.state];
  const since = request.stateSince;
  if (request.state !== 'asked' && request.state !== 'withStaff') return over(stage, since, why(request));
  const isWithStaff = request.state === 'withStaff';
  const awaiting = isWithStaff ? 'staff' : 'portalAdmin';
  const next = isWithStaff
    ? [{ at: request.staffDueAt, what: 'our staff are to have decided' }]
    : request.schedule.map((event) => ({ at: event.at, what: eventWords[event.what] }));
  const dueAt = next.at(-1)?.at ?? null;
  return held(stage, { name: 'decision', awaiting, clock: clockOf(awaiting), since, why: why(request), next, dueAt });
}

/** The words for a scheduled event, for timers in the Temporal UI. */
export function eventSummary({ reference }: AccessRequest, due: Scheduled<AccessRequestEvent>): string {
  return `Request ${reference}: ${eventWords[due.what]}`;
}

function why({ state, stateSince }: AccessRequest): string {
  const since = londonWords(stateSince);
  switch (state) {
    case 'none':
      return 'Not asked yet.';
    case 'asked':
      return `Waiting on the centre's Portal Admin since ${since}; it ends when it is approved or declined.`;
    case 'withStaff':
      return `Waiting on our staff since ${since}: no Portal Admin has decided; it ends when it is approved or declined.`;
    case 'approved':
      return `Ended at ${since}: approved, the user is invited.`;
    case 'declined':
      return `Ended at ${since}: declined.`;
  }
}
