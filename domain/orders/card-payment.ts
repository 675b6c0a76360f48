import type { ProcessNames } from '../process';

/** The names of a payment by card at the gateway's page (ORD-5). */
export const cardPaymentNames = {
  kind: 'card-payment',
  entity: 'card-payment',
  workflow: 'cardPayment',
  letter: 'C',
  wait: 'case',
  placement: 'local',
  inWords: (reference: string) => `Card payment ${reference}: until the gateway says what became of it`,
  opensBy: 'begin',
  commands: ['begin', 'settle'],
  news: [],
} as const satisfies ProcessNames;
