import { life, type Transitions } from '../life';
import { standingOf } from './card-payment.standing';
import type { CardPaymentState } from './card-payment.state';

/**
 * The one table of a card payment's life (ORD-5): event → state before → state after. What is not here cannot happen. A failure never
 * undoes a success, and a success after a failure or after the time is over is kept.
 */
export const transitions = {
  begun: { none: 'pending' },
  succeeded: { pending: 'paid', failed: 'paid', expired: 'paid' },
  becameFunds: { pending: 'inFunds', failed: 'inFunds', expired: 'inFunds' },
  doubted: { pending: 'inDoubt', failed: 'inDoubt', expired: 'inDoubt' },
  failed: { pending: 'failed' },
  noted: { failed: 'failed', expired: 'expired', inDoubt: 'inDoubt' },
  expired: { pending: 'expired' },
  reminded: { inDoubt: 'inDoubt' },
  settled: { inDoubt: 'settled' },
  closed: { failed: 'closed', expired: 'closed' },
} satisfies Transitions<CardPaymentState>;

export const cardPaymentLife = life(transitions, standingOf);
