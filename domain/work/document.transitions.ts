import { life, type Transitions } from '../life';
import { standingOf } from './document.standing';
import type { DocumentState } from './document.state';

/** The one table of a document's life (OPS-2): event → state before → state after. What is not here cannot happen. */
export const transitions = {
  asked: { none: 'asked' },
  late: { asked: 'asked' },
  made: { asked: 'made', failed: 'made' },
  failed: { asked: 'failed' },
  reminded: { failed: 'failed' },
  retried: { failed: 'asked' },
} satisfies Transitions<DocumentState>;

export const documentLife = life(transitions, standingOf);
