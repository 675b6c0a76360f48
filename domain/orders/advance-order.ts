import type { ProcessNames } from '../process';

/** The names of an advance order paid by BACS (ADV-1..4). */
export const advanceOrderNames = {
  kind: 'advance-order',
  entity: 'advance-order',
  workflow: 'advanceOrder',
  letter: null,
  wait: 'case',
  placement: 'local',
  inWords: (reference: string) => `Advance order ${reference}: held for a BACS transfer`,
  opensBy: 'place',
  commands: ['place', 'extend', 'cancel', 'decideReceived', 'allocate'],
  news: ['receiptMatched'],
} as const satisfies ProcessNames;
