import { standing } from '../life';
import type { Scheduled } from '../process';
import type { Registration, RegistrationEvent, RegistrationState } from './registration.state';

/** The stage at which people should look first. */
export const CHECKING = 'Being checked';
const stages: Record<RegistrationState, string> = {
  none: 'Not sent',
  checking: CHECKING,
  open: 'To be confirmed',
  registered: 'Registered, can be undone',
  over: 'Over',
  discarded: 'Discarded',
  lapsed: 'Lapsed',
};
const eventWords: Record<RegistrationEvent, string> = {
  remind: 'whoever began it is reminded',
  lapse: 'it lapses',
  undoOver: 'it can be undone no longer',
};

/** How a registration stands: stage, who is awaited, why, what comes next (WHY-1, OPS-5). */
export const standingOf = standing<Registration>({
  stages,
  events: eventWords,
  holds: ({ state, hasFailed }) => {
    if (state === 'checking')
      return hasFailed ? { name: 'check', awaiting: 'staff' } : { name: 'check', awaiting: 'nobody', clock: 'ours' };
    if (state === 'open') return { name: 'confirmation', awaiting: 'user' };
    return state === 'registered' ? { name: 'undo', awaiting: 'nobody' } : null;
  },
  why,
});

/** The words for a scheduled event, for timers in the Temporal UI. */
export function eventSummary({ reference }: Registration, due: Scheduled<RegistrationEvent>): string {
  return `Registration ${reference}: ${eventWords[due.what]}`;
}

function why({ state, isCheckOnly, hasFailed }: Registration, since: string): string {
  switch (state) {
    case 'none':
      return 'Nothing was sent yet.';
    case 'checking':
      if (hasFailed) return `Waiting on staff since ${since} – the file could not be checked; it ends when that is tried again.`;
      return `The file is checked since ${since}; it ends when every row is.`;
    case 'open':
      if (isCheckOnly) return `Checked since ${since}, and nothing more: it ends when it is discarded or lapses.`;
      return `Waiting on the centre since ${since} – it ends when each group is confirmed or removed.`;
    case 'registered':
      return `Registered since ${since}; it ends when it can be undone no longer, or all of it is undone.`;
    case 'over':
      return `Ended at ${since}: nothing of it can be undone any longer.`;
    case 'discarded':
      return `Ended at ${since}: discarded, nothing of it was registered.`;
    case 'lapsed':
      return `Ended at ${since}: nobody confirmed it in time.`;
  }
}
