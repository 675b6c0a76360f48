import { standing } from '../life';
import { inPounds } from '../money';
import type { Scheduled } from '../process';
import type { CardPayment, CardPaymentEvent, CardPaymentState } from './card-payment.state';

/** The stage at which people should look first. */
export const IN_DOUBT = 'Another amount than was asked for';
/** What people call each state (ORD-5). */
export const stages: Record<CardPaymentState, string> = {
  none: 'Not begun',
  pending: 'At the gateway',
  failed: 'Failed',
  expired: 'Expired',
  paid: 'Paid',
  inFunds: 'Became funds',
  inDoubt: IN_DOUBT,
  settled: 'Settled',
  closed: 'Not paid',
};
const eventWords: Record<CardPaymentEvent, string> = {
  expire: 'it expires, and its order is free again',
  close: 'nothing more is expected of the gateway',
};

/** How a card payment stands: stage, who is awaited, why, what comes next (WHY-1, OPS-5). */
export const standingOf = standing<CardPayment>({
  stages,
  events: eventWords,
  holds: ({ state }) => {
    if (state === 'pending') return { name: 'gateway', awaiting: 'payer' };
    // What was not paid waits for nobody; a report that is on its way all the same is kept.
    if (state === 'failed' || state === 'expired') return { name: 'late', awaiting: 'gateway' };
    return state === 'inDoubt' ? { name: 'doubt', awaiting: 'finance', next: [], dueAt: null } : null;
  },
  why,
});

/** The words for a scheduled event, for timers in the Temporal UI. */
export function eventSummary({ reference }: CardPayment, due: Scheduled<CardPaymentEvent>): string {
  return `Card payment ${reference}: ${eventWords[due.what]}`;
}

function why({ state, pence, doubt }: CardPayment, since: string): string {
  switch (state) {
    case 'none':
      return 'Not begun yet.';
    case 'pending':
      return `Waiting on the payer since ${since} to pay ${inPounds(pence)} at the gateway's page; it ends when the gateway says what became of it, or expires.`;
    case 'failed':
      return `The card was refused at ${since}, and the order is free to be paid again; a success that the gateway reports all the same is kept.`;
    case 'expired':
      return `Not finished by ${since}, and the order is free to be paid again; a success that the gateway reports all the same is kept.`;
    case 'paid':
      return `Ended at ${since}: ${inPounds(pence)} are paid.`;
    case 'inFunds':
      return `Ended at ${since}: the order was paid otherwise, and ${inPounds(pence)} became usable funds.`;
    case 'inDoubt':
      return `Waiting on finance since ${since}: ${inPounds(pence)} were asked for, and the gateway reports ${inWords(doubt)}; it ends when finance settles it.`;
    case 'settled':
      return `Ended at ${since}: finance has settled another amount than was asked for.`;
    case 'closed':
      return `Ended at ${since}: it was not paid.`;
  }
}

function inWords(doubt: CardPayment['doubt']): string {
  if (!doubt) return 'something else';
  return doubt.currency === 'GBP' ? inPounds(doubt.pence) : `${doubt.pence} of the smallest unit of ${doubt.currency}`;
}
