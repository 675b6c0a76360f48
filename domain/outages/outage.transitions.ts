import { life, type Transitions } from '../life';
import { standingOf } from './outage.standing';
import type { OutageState } from './outage.state';

/** The one table of an outage's life (OUT-1): event → state before → state after. What is not here cannot happen. */
export const transitions = {
  began: { none: 'down' },
  triedNow: { down: 'down' },
  reminded: { down: 'down' },
  answered: { down: 'back' },
  failedAgain: { back: 'down' },
  stillWaiting: { back: 'back' },
  ended: { back: 'over' },
} satisfies Transitions<OutageState>;

export const outageLife = life(transitions, standingOf);
