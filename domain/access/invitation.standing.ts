import { standing } from '../life';
import type { Scheduled } from '../process';
import { londonWords } from '../working-days';
import type { Invitation, InvitationEvent, InvitationState } from './invitation.state';

const stages: Record<InvitationState, string> = {
  made: 'Not sent yet',
  sent: 'Link sent',
  accepted: 'Accepted',
  expired: 'Expired',
  withdrawn: 'Withdrawn',
};
const eventWords: Record<InvitationEvent, string> = { remind: 'the user is reminded by e-mail', expire: 'the link expires' };

/** How an invitation stands: stage, who is awaited, why, what comes next (WHY-1, OPS-5). */
export const standingOf = standing<Invitation>({
  stages,
  events: eventWords,
  holds: ({ state }, next) => (state === 'sent' ? { name: 'link', awaiting: 'user', dueAt: next.at(-1)?.at ?? null } : null),
  why,
});

/** The words for a scheduled event, for timers in the Temporal UI. */
export function eventSummary(_invitation: Invitation, due: Scheduled<InvitationEvent>): string {
  return eventWords[due.what].replace(/^./, (first) => first.toUpperCase());
}

function why({ state, purpose, schedule, link }: Invitation, since: string): string {
  const what = purpose === 'activation' ? 'activates the account' : 'chooses a new password';
  switch (state) {
    case 'made':
      return 'The first link is about to be sent.';
    case 'sent':
      return `Waiting on the user since ${since}; it ends when link ${link} is followed and the user ${what}, or at ${londonWords(schedule.at(-1)!.at)} it expires.`;
    case 'accepted':
      return `Ended at ${since}: the user has chosen a password.`;
    case 'expired':
      return `Ended at ${since}: the link was not used in time.`;
    case 'withdrawn':
      return `Ended at ${since}: it was withdrawn.`;
  }
}
