import type { ProcessNames } from '../process';

/** The names of what a centre asks for: an approval, an address, a country (REG-18). */
export const centreRequestNames = {
  kind: 'centre-request',
  entity: 'centre-request',
  workflow: 'centreRequest',
  letter: 'N',
  wait: 'case',
  placement: 'local',
  inWords: (reference: string) => `Request ${reference}: what a centre asks for, until staff have answered`,
  opensBy: 'ask',
  commands: ['ask', 'grant', 'decline', 'withdraw'],
  news: [],
} as const satisfies ProcessNames;
