import type { CaseDefinition } from '../process';
import { cardPaymentNames } from './card-payment';
import { begin, cardPaymentEnded, onDue, reported, settle, unheard } from './card-payment.decide';
import { eventSummary, IN_DOUBT } from './card-payment.standing';
import { unbegun, type CardPayment, type CardPaymentFacts } from './card-payment.state';
import { cardPaymentLife } from './card-payment.transitions';

/**
 * A payment by card (ORD-5): the payer is sent to the gateway's page, which has half an hour; what the gateway reports pays the order or
 * the credits. After that the order is free, and what is reported all the same is kept.
 */
export const cardPayment = {
  names: cardPaymentNames,
  rules: ['ORD-5', 'ORD-3', 'ADV-1'],
  life: 'The life of a card payment',
  reads: 'viewPurchases',
  board: { name: 'Card payments', description: 'Payments at the gateway’s page, and what it reports of them', lateStages: [IN_DOUBT] },
  ...cardPaymentLife,
  empty: unbegun,
  commands: { begin: { decide: begin }, settle: { decide: settle } },
  news: { reported: { decide: reported } },
  onDue,
  unheard,
  summary: eventSummary,
  ended: cardPaymentEnded,
} satisfies CaseDefinition<CardPayment, CardPaymentFacts>;
