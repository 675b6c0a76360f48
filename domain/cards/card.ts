import type { ProcessNames } from '../process';

/** The names of a card, from when it is sent to the printer until it holds no longer (CRD-1, CRD-2, CRD-3). */
export const cardNames = {
  kind: 'card',
  entity: 'card',
  workflow: 'card',
  letter: 'V',
  wait: 'case',
  placement: 'local',
  inWords: (reference: string) => `Card ${reference}: printed, delivered, purged at the printer, and valid until its last day`,
  opensBy: null,
  commands: ['retry', 'sendAgain', 'record', 'revoke'],
  news: [],
} as const satisfies ProcessNames;
