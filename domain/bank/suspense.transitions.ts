import type { SuspenseState } from './suspense.state';

/** What changes the state of a receipt's case. */
export type SuspenseChange =
  'opened' | 'openedLinked' | 'linked' | 'released' | 'payersAsked' | 'escalated' | 'allocated' | 'split' | 'returned' | 'givenBack';

const all = (to: SuspenseState) => ({ open: to, escalated: to, linked: to });

/** The one table of a receipt's life in suspense (BNK-2): event → state before → state after. What is not here cannot happen. */
export const transitions: Record<SuspenseChange, Partial<Record<SuspenseState, SuspenseState>>> = {
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
};
