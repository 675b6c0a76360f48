import type { ProcessNames } from '../process';

/** The names of a month's invoices of all centres (CEN-1). */
export const billingRunNames = {
  kind: 'billing-run',
  entity: 'billing-run',
  workflow: 'billingRun',
  letter: null,
  wait: 'rows',
  placement: 'durable',
  inWords: (reference: string) => `Invoices of centres for ${reference}: one of each centre's month`,
  opensBy: null,
  commands: [],
  news: [],
} as const satisfies ProcessNames;
