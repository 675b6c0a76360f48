import { standing } from '../life';
import type { Scheduled } from '../process';
import type { CentreRequest, CentreRequestEvent, CentreRequestState, WantedKind } from './centre-request.state';

/** The stage at which people should look first. */
export const ASKED = 'Waiting for an answer';
const stages: Record<CentreRequestState, string> = {
  none: 'Not asked yet',
  asked: ASKED,
  granted: 'Granted',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
};
const eventWords: Record<CentreRequestEvent, string> = {
  remind: 'staff are reminded by e-mail',
  escalate: 'the administrators are told that nobody has answered',
};
const wantedWords: Record<WantedKind, string> = { approval: 'an approval', address: 'an address', country: 'a country of study' };

/** How a centre's request stands: stage, who is awaited, why, what comes next (WHY-1, OPS-5). */
export const standingOf = standing<CentreRequest>({
  stages,
  events: eventWords,
  holds: ({ state }) => (state === 'asked' ? { name: 'answer', awaiting: 'staff' } : null),
  why: ({ state, what }, since) => {
    switch (state) {
      case 'none':
        return 'Not asked yet.';
      case 'asked':
        return `Waiting on our staff since ${since}: the centre asks for ${wantedWords[what]}; it ends when it is granted or declined, or the centre withdraws it.`;
      case 'granted':
        return `Ended at ${since}: the centre has ${wantedWords[what]} that it asked for.`;
      case 'declined':
        return `Ended at ${since}: declined, with an answer.`;
      case 'withdrawn':
        return `Ended at ${since}: the centre has withdrawn it.`;
    }
  },
});

/** The words for a scheduled event, for timers in the Temporal UI. */
export function eventSummary({ reference }: CentreRequest, due: Scheduled<CentreRequestEvent>): string {
  return `Request ${reference}: ${eventWords[due.what]}`;
}
