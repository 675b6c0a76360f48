import type { ProcessNames } from '../process';

/** The names of ULNs that were sent to the Learning Records Service together: many alike under one wait (ULN-1, design 4). */
export const ulnCheckNames = {
  kind: 'uln-check',
  entity: 'uln-submission',
  workflow: 'ulnCheck',
  letter: 'Y',
  wait: 'rows',
  placement: 'durable',
  inWords: (reference: string) => `ULNs ${reference} before the Learning Records Service`,
  opensBy: null,
  commands: [],
  news: [],
} as const satisfies ProcessNames;
