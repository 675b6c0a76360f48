import type { ProcessNames } from '../process';

/** The names of the wait for a day on which paper is sat outside windows (BKG-4, design 4). */
export const assessmentDayNames = {
  kind: 'assessment-day',
  entity: 'assessment-day',
  workflow: 'assessmentDay',
  letter: 'T',
  wait: 'rows',
  placement: 'durable',
  inWords: (reference: string) => `Assessments of ${reference}`,
  opensBy: null,
  commands: [],
  news: [],
} as const satisfies ProcessNames;
