import { life, type Transitions } from '../life';
import { standingOf } from './card.standing';
import type { CardState } from './card.state';

/** What leaves a card valid or not as it is. */
const SAME = { approved: 'approved', issued: 'issued', superseded: 'superseded', revoked: 'revoked', expired: 'expired' } as const;
/** What the printer has a copy of: it accepted it. */
const COPIED = { issued: 'issued', superseded: 'superseded', revoked: 'revoked', expired: 'expired' } as const;
/** A report that implies that the card was accepted. */
const ISSUED = { ...COPIED, approved: 'issued' } as const;

/**
 * The one table of a card's life (CRD-1, CRD-2, CRD-3): event → state before → state after. What is not here cannot happen. How far its
 * print has come stands beside the state: a card is valid or not whatever the printer does.
 */
export const transitions = {
  sent: { none: 'approved' },
  known: { none: 'issued' },
  refused: SAME,
  retried: { approved: 'approved', issued: 'issued' },
  accepted: ISSUED,
  produced: ISSUED,
  despatched: ISSUED,
  returned: ISSUED,
  sentAgain: { issued: 'issued' },
  noted: SAME,
  late: SAME,
  askPurge: COPIED,
  remindPurge: COPIED,
  escalatePurge: COPIED,
  overduePurge: COPIED,
  purged: COPIED,
  remindExpiry: { issued: 'issued' },
  expire: { issued: 'expired' },
  superseded: { issued: 'superseded' },
  revoked: { issued: 'revoked' },
} satisfies Transitions<CardState>;

export const cardLife = life(transitions, standingOf);
