import type { ProcessNames } from '../process';

/** The names of a registration of learners, from the file or the form until nothing of it can be undone (REG-1, IMP-1). */
export const registrationNames = {
  kind: 'registration',
  entity: 'registration',
  workflow: 'registration',
  letter: 'R',
  wait: 'case',
  placement: 'durable',
  inWords: (reference: string) => `Registration ${reference}: learners of a centre`,
  opensBy: 'send',
  commands: ['send', 'retry', 'confirm', 'undo', 'discard'],
  news: [],
} as const satisfies ProcessNames;
