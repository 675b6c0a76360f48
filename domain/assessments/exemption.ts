import type { ProcessNames } from '../process';

/** The names of an exemption from the assessment that is asked for (HSE-1, HSE-5). */
export const exemptionNames = {
  kind: 'exemption',
  entity: 'exemption',
  workflow: 'exemption',
  letter: 'E',
  wait: 'case',
  placement: 'local',
  inWords: (reference: string) => `Exemption ${reference}: asked for with its evidence, until a case operator has decided`,
  opensBy: 'ask',
  commands: ['ask', 'accept', 'refuse'],
  news: [],
} as const satisfies ProcessNames;
