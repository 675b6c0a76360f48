import type { ProcessNames } from '../process';

/** The names of an activation or reset that somebody was sent a link for (SEC-3). */
export const invitationNames = {
  kind: 'invitation',
  entity: 'invitation',
  workflow: 'invitation',
  letter: 'U',
  wait: 'case',
  placement: 'local',
  inWords: (reference: string) => `Link ${reference}: a user activates an account or chooses a password`,
  opensBy: null,
  commands: ['resend'],
  news: [],
} as const satisfies ProcessNames;
