import { life, type Transitions } from '../life';
import { standingOf } from './suspense.standing';
import type { SuspenseState } from './suspense.state';

const all = (to: SuspenseState) => ({ open: to, escalated: to, linked: to });

/** The one table of a receipt's life in suspense (BNK-2): event → state before → state after. What is not here cannot happen. */
export const transitions = {
  opened: { none: 'open' },
  openedLinked: { none: 'linked' },
  linked: all('linked'),
  released: { linked: 'open' },
  payersAsked: { open: 'open', escalated: 'escalated' },
  escalated: { open: 'escalated' },
  allocated: all('allocated'),
  split: all('split'),
  returned: all('returned'),
  givenBack: { open: 'returned', escalated: 'returned' },
} satisfies Transitions<SuspenseState>;

export const suspenseLife = life(transitions, standingOf);
