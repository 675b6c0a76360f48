import type { ProcessNames } from '../process';

/** The names of the modified papers of one booking (REG-15). */
export const modifiedPapersNames = {
  kind: 'modified-papers',
  entity: 'modified-papers',
  workflow: 'modifiedPapers',
  letter: 'M',
  wait: 'case',
  placement: 'local',
  inWords: (reference: string) => `Modified papers ${reference}: made, despatched, the need for them shown`,
  opensBy: null,
  commands: ['accept', 'askAgain', 'refuse'],
  news: [],
} as const satisfies ProcessNames;
