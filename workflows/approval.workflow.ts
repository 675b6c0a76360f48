import { unproposed, type Approval, type ApprovalEvent } from '../domain/work/approval.state';
import * as decide from '../domain/work/approval.decide';
import { eventSummary } from '../domain/work/approval.standing';
import { entityOf } from '../domain/business-ids';
import { policyOf } from '../domain/policy';
import { approveProposalUpdate, declineProposalUpdate, proposeUpdate } from '../messages/work.messages';
import type { ProcessStart } from '../messages/core.messages';
import { DurableProcess, type Resumed } from './process';

/**
 * A proposal that needs four eyes (SEC-8), of new numbers of policy (TIM-3) or a manual adjustment of the journal: one proposes,
 * another one approves or declines; until then those who may approve are reminded.
 */
export async function approval(start: ProcessStart, resumed?: Resumed<Approval>): Promise<string> {
  const policy = policyOf(start);
  const initial = unproposed(entityOf(start.businessId), start.tenant, start.reference, start.owner);
  const proposal = new DurableProcess<ApprovalEvent, Approval>(start, 'approval', initial, resumed);

  proposal.opensBy(proposeUpdate, (body, at) => decide.propose(proposal.state, body.proposal, body.by, policy, at));
  proposal.accepts(approveProposalUpdate, ({ by }, at) => decide.approve(proposal.state, by, at));
  proposal.accepts(declineProposalUpdate, (_body, at) => decide.decline(proposal.state, at));

  if (await proposal.opened()) {
    await proposal.keepSchedule(
      (due) => decide.onDue(proposal.state, due, policy),
      () => eventSummary(proposal.state),
    );
  }
  return proposal.closed();
}
