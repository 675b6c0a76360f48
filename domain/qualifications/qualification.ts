import type { ProcessNames } from '../process';

/** The names of a qualification of a person (QUA-1). */
export const qualificationNames = {
  kind: 'qualification',
  entity: 'qualification',
  workflow: 'qualification',
  letter: 'K',
  wait: 'case',
  placement: 'local',
  inWords: (reference: string) => `Qualification ${reference}: read or looked up, and decided`,
  opensBy: null,
  commands: ['refer', 'accept', 'askForMore', 'refuse', 'contest'],
  news: [],
} as const satisfies ProcessNames;
