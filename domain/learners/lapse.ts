import type { ProcessNames } from '../process';

/** The names of the lapse of a batch's registrations: many alike under one wait (LAP-1, design 4). */
export const lapseNames = {
  kind: 'lapse',
  entity: 'batch',
  workflow: 'lapse',
  letter: 'L',
  wait: 'rows',
  placement: 'durable',
  inWords: (reference: string) => `Lapse of the registrations of batch ${reference}`,
  opensBy: null,
  commands: [],
  news: [],
} as const satisfies ProcessNames;
