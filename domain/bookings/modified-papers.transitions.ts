import { life, type Transitions } from '../life';
import { standingOf } from './modified-papers.standing';
import type { PapersState } from './modified-papers.state';

const SAME = { requested: 'requested', processed: 'processed', unshown: 'unshown' } as const;

/** The one table of the life of modified papers (REG-15): event → state before → state after. What is not here cannot happen. */
export const transitions = {
  asked: { none: 'requested' },
  needsChanged: { requested: 'requested' },
  moved: SAME,
  madeAnew: { processed: 'requested', unshown: 'requested' },
  late: { requested: 'requested', processed: 'processed' },
  processed: { requested: 'processed' },
  despatched: { processed: 'despatched' },
  despatchedUnshown: { processed: 'unshown' },
  evidenceReminded: SAME,
  evidenceLate: SAME,
  evidenceGiven: SAME,
  evidenceAskedAgain: SAME,
  evidenceAccepted: { requested: 'requested', processed: 'processed', unshown: 'despatched' },
  evidenceRefused: { unshown: 'despatched' },
  evidenceDropped: { unshown: 'despatched' },
  withheld: { requested: 'withheld', processed: 'withheld' },
  cancelled: { none: 'cancelled', requested: 'cancelled', processed: 'cancelled' },
  missed: { requested: 'missed', processed: 'missed' },
} satisfies Transitions<PapersState>;

export const papersLife = life(transitions, standingOf);
