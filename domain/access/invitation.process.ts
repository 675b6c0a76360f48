import type { CaseDefinition } from '../process';
import { invitationNames } from './invitation';
import { invitationEnded, moved, onDue, resend, send, unheard } from './invitation.decide';
import { eventSummary } from './invitation.standing';
import { unsent, type Invitation, type InvitationFacts } from './invitation.state';
import { invitationLife } from './invitation.transitions';

/**
 * A link to activate an account, or to choose a new password (SEC-3): sent, reminded of, sent anew on request, until it is used,
 * withdrawn, or its 72 hours are over.
 */
export const invitation = {
  names: invitationNames,
  rules: ['SEC-3'],
  life: 'The life of an invitation',
  reads: 'addUsers',
  board: { name: 'Invitations', description: 'Links to activate an account or choose a password', lateStages: ['Expired'] },
  ...invitationLife,
  empty: unsent,
  commands: { resend: { decide: resend } },
  news: { moved: { decide: moved } },
  opens: send,
  onDue,
  unheard,
  summary: eventSummary,
  ended: invitationEnded,
} satisfies CaseDefinition<Invitation, InvitationFacts>;
