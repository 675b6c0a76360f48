import { standing } from '../life';
import type { Scheduled } from '../process';
import type { Outage, OutageEvent, OutageState } from './outage.state';
import { awaitedOf, serviceWords } from './service';

/** The stage at which people should look first. */
export const DOWN = 'Down';
/** What people call each state (OUT-1). */
export const stages: Record<OutageState, string> = { none: 'Not noticed', down: DOWN, back: 'Back', over: 'Over' };
const eventWords: Record<OutageEvent, string> = {
  look: 'it is over if the service stayed and all that waited has gone on',
  remind: 'administrators are reminded that the service is still away',
};

/** How an outage stands: stage, who is awaited, why, what comes next (WHY-1, OPS-5). */
export const standingOf = standing<Outage>({
  stages,
  events: eventWords,
  holds: ({ state, service }) => {
    if (state === 'down') return { name: 'service', awaiting: awaitedOf(service!) };
    return state === 'back' ? { name: 'resuming', awaiting: 'nobody', clock: 'ours' } : null;
  },
  why,
});

/** The words for a scheduled event, for timers in the Temporal UI. */
export function eventSummary({ reference }: Outage, due: Scheduled<OutageEvent>): string {
  return `Outage ${reference}: ${eventWords[due.what]}`;
}

function why({ state, service }: Outage, since: string): string {
  const name = service ? serviceWords[service] : 'A service';
  switch (state) {
    case 'none':
      return 'Not noticed yet.';
    case 'down':
      return `${name} does not answer since ${since}; cases wait and go on by themselves when it does.`;
    case 'back':
      return `${name} is back since ${since}; it ends when that lasts and all that waited has gone on.`;
    case 'over':
      return `Ended at ${since}: ${name.toLowerCase()} stayed, and what waited has gone on.`;
  }
}
