import type { CaseDefinition } from '../process';
import { approvalNames } from './approval';
import { approve, decline, onDue, propose, proposalEnded } from './approval.decide';
import { eventSummary } from './approval.standing';
import { unproposed, type Approval, type ApprovalFacts } from './approval.state';
import { approvalLife } from './approval.transitions';

/**
 * A proposal that needs four eyes (SEC-8), of new numbers of policy (TIM-3), a manual adjustment of the journal, a bank account, the payment of an order, a fee or a calendar with other holidays (CAL-1): one proposes,
 * another one approves or declines; until then those who may approve are reminded.
 */
export const approval = {
  names: approvalNames,
  rules: ['SEC-8', 'TIM-3', 'MON-3'],
  life: 'The life of a proposal',
  reads: 'viewWork',
  board: {
    name: 'Approvals',
    description: 'Policy, adjustments, bank accounts, payments, fees and calendars that need a second pair of eyes',
    lateStages: [],
  },
  ...approvalLife,
  empty: unproposed,
  commands: { propose: { decide: propose }, approve: { decide: approve }, decline: { decide: decline } },
  news: {},
  onDue,
  summary: eventSummary,
  ended: proposalEnded,
} satisfies CaseDefinition<Approval, ApprovalFacts>;
