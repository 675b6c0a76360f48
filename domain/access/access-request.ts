import type { ProcessNames } from '../process';

/** The names of somebody's request for an account at a centre (SEC-4). */
export const accessRequestNames = {
  kind: 'access-request',
  entity: 'access-request',
  workflow: 'accessRequest',
  letter: 'Q',
  wait: 'case',
  placement: 'local',
  inWords: (reference: string) => `Request ${reference}: somebody of a centre asks for an account`,
  opensBy: null,
  commands: ['approve', 'decline'],
  news: [],
} as const satisfies ProcessNames;
