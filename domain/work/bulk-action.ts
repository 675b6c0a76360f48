import type { ProcessNames } from '../process';

/** The names of a change of many tasks at once (WRK-1). */
export const bulkActionNames = {
  kind: 'bulk-action',
  entity: 'bulk-action',
  workflow: 'bulkAction',
  letter: 'B',
  wait: 'rows',
  placement: 'durable',
  inWords: (reference: string) => `Bulk action ${reference}: one item after the other`,
  opensBy: null,
  commands: [],
  news: [],
} as const satisfies ProcessNames;
