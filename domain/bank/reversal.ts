import type { ProcessNames } from '../process';

/** The names of the reversal of an allocation (ADV-5). */
export const reversalNames = {
  kind: 'reversal',
  entity: 'reversal',
  workflow: 'reversal',
  letter: null,
  wait: 'case',
  placement: 'local',
  inWords: (reference: string) => `Reversal of ${reference}: awaits a second person`,
  opensBy: 'request',
  commands: ['request', 'approve', 'decline'],
  news: [],
} as const satisfies ProcessNames;
