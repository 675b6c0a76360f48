import type { ProcessNames } from '../process';

/** The names of a proposal that needs four eyes (SEC-8). */
export const approvalNames = {
  kind: 'approval',
  entity: 'approval',
  workflow: 'approval',
  letter: 'P',
  wait: 'case',
  placement: 'local',
  inWords: (reference: string) => `Proposal ${reference}: awaits a second person`,
  opensBy: 'propose',
  commands: ['propose', 'approve', 'decline'],
  news: [],
} as const satisfies ProcessNames;
