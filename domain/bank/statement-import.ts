import type { ProcessNames } from '../process';

/** The names of a statement's import, whose lines become receipts (ADV-4, BNK-1). */
export const statementImportNames = {
  kind: 'statement-import',
  entity: 'statement',
  workflow: 'statementImport',
  letter: null,
  wait: 'rows',
  placement: 'durable',
  inWords: (reference: string) => `Statement ${reference}: its lines become receipts`,
  opensBy: null,
  commands: [],
  news: [],
} as const satisfies ProcessNames;
