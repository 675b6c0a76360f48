import { life, type Transitions } from '../life';
import { standingOf } from './registration.standing';
import type { RegistrationState } from './registration.state';

/** The one table of a registration's life (REG-1, IMP-1): event → state before → state after. What is not here cannot happen. */
export const transitions = {
  sent: { none: 'checking' },
  begun: { none: 'open' },
  failed: { checking: 'checking' },
  retried: { checking: 'checking' },
  checked: { checking: 'open' },
  reminded: { checking: 'checking', open: 'open' },
  confirmed: { open: 'open' },
  lastConfirmed: { open: 'registered' },
  undone: { open: 'open', registered: 'registered' },
  lastUndone: { registered: 'over' },
  restRemoved: { open: 'registered' },
  undoEnded: { open: 'open' },
  over: { registered: 'over' },
  discarded: { checking: 'discarded', open: 'discarded' },
  restDiscarded: { open: 'registered' },
  lapsed: { checking: 'lapsed', open: 'lapsed' },
  restLapsed: { open: 'registered' },
} satisfies Transitions<RegistrationState>;

export const registrationLife = life(transitions, standingOf);
