import type { ProcessNames } from '../process';

/** The names of a receipt's case in suspense (BNK-2); its entity is the receipt. */
export const suspenseNames = {
  kind: 'suspense',
  entity: 'receipt',
  workflow: 'suspense',
  letter: 'S',
  wait: 'case',
  placement: 'local',
  inWords: (reference: string) => `Receipt ${reference}: in suspense until somebody knows whose it is`,
  opensBy: null,
  commands: ['askPayers'],
  news: [],
} as const satisfies ProcessNames;
