import type { ProcessNames } from '../process';

/** The names of an application for a card (APP-4). */
export const applicationNames = {
  kind: 'application',
  entity: 'application',
  workflow: 'application',
  letter: 'A',
  wait: 'case',
  placement: 'local',
  inWords: (reference: string) => `Application ${reference}: for a card, from finalised to completed`,
  opensBy: 'finalise',
  opensAgain: true,
  commands: [
    'finalise',
    'unfinalise',
    'abandon',
    'extend',
    'approve',
    'reject',
    'endorse',
    'refuseEndorsement',
    'waiveEndorsement',
    'askMore',
    'giveMore',
  ],
  news: [],
} as const satisfies ProcessNames;
