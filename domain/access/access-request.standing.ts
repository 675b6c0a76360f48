import { standing } from '../life';
import type { Scheduled } from '../process';
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
export const standingOf = standing<AccessRequest>({
  stages,
  events: eventWords,
  holds: ({ state, staffDueAt }, next) => {
    const name = 'decision';
    if (state === 'withStaff') return { name, awaiting: 'staff', next: [{ at: staffDueAt, what: 'our staff are to have decided' }] };
    return state === 'asked' ? { name, awaiting: 'portalAdmin', dueAt: next.at(-1)?.at ?? null } : null;
  },
  why,
});

/** The words for a scheduled event, for timers in the Temporal UI. */
export function eventSummary({ reference }: AccessRequest, due: Scheduled<AccessRequestEvent>): string {
  return `Request ${reference}: ${eventWords[due.what]}`;
}

function why({ state }: AccessRequest, since: string): string {
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
