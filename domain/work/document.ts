import type { ProcessNames } from '../process';

/** The names of a document that the document worker makes (OPS-2). */
export const documentNames = {
  kind: 'document',
  entity: 'document',
  workflow: 'document',
  letter: 'D',
  wait: 'case',
  placement: 'local',
  inWords: (reference: string) => `Document ${reference}: made by the document worker`,
  opensBy: 'ask',
  commands: ['ask', 'retry'],
  news: [],
} as const satisfies ProcessNames;
