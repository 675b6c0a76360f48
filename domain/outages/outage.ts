import type { ProcessNames } from '../process';

/** The names of an outage of an outside service (OUT-1). */
export const outageNames = {
  kind: 'outage',
  entity: 'outage',
  workflow: 'outage',
  letter: 'O',
  wait: 'case',
  placement: 'local',
  inWords: (reference: string) => `Outage ${reference}: until the service is back and what waited for it has gone on`,
  opensBy: null,
  commands: ['tryNow'],
  news: [],
} as const satisfies ProcessNames;
