import type { CaseDefinition } from '../process';
import { centreRequestNames } from './centre-request';
import { ask, decline, grant, onDue, requestEnded, withdraw } from './centre-request.decide';
import { ASKED, eventSummary } from './centre-request.standing';
import { unaskedRequest, type CentreRequest, type CentreRequestFacts } from './centre-request.state';
import { centreRequestLife } from './centre-request.transitions';

/** A centre asks for an approval, an address or a country (REG-18): staff grant or decline it, with an answer; the centre may withdraw it. */
export const centreRequest = {
  names: centreRequestNames,
  rules: ['REG-18'],
  life: 'The life of a centre’s request',
  reads: 'viewCentreRequests',
  board: { name: 'Requests of centres', description: 'Approvals, addresses and countries that centres ask for', lateStages: [ASKED] },
  ...centreRequestLife,
  empty: unaskedRequest,
  commands: { ask: { decide: ask }, grant: { decide: grant }, decline: { decide: decline }, withdraw: { decide: withdraw } },
  news: {},
  onDue,
  summary: eventSummary,
  ended: requestEnded,
} satisfies CaseDefinition<CentreRequest, CentreRequestFacts>;
