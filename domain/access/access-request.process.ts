import type { CaseDefinition } from '../process';
import { accessRequestNames } from './access-request';
import { approve, decline, onDue, open, requestEnded } from './access-request.decide';
import { eventSummary } from './access-request.standing';
import { unasked, type AccessRequest, type AccessRequestFacts } from './access-request.state';
import { accessRequestLife } from './access-request.transitions';

/**
 * Somebody of a centre asks for an account (SEC-4): its Portal Admin decides, reminded after 2 working days; after 5, or where
 * there is no Portal Admin, our staff decides.
 */
export const accessRequest = {
  names: accessRequestNames,
  rules: ['SEC-4'],
  life: 'The life of a request for access',
  reads: 'addUsers',
  board: { name: 'Access requests', description: 'People of centres who ask for an account', lateStages: ['With staff'] },
  ...accessRequestLife,
  empty: unasked,
  commands: { approve: { decide: approve }, decline: { decide: decline } },
  news: {},
  opens: open,
  onDue,
  summary: eventSummary,
  ended: requestEnded,
} satisfies CaseDefinition<AccessRequest, AccessRequestFacts>;
