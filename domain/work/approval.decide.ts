import { decided, refusedBy, type Decision, type Effects, type Mail } from '../decision';
import type { Policy } from '../policy';
import type { Scheduled } from '../process';
import { refuse } from '../refusal';
import { daysLater, type Instant } from '../working-days';
import type { Approval, ApprovalEvent, Proposal } from './approval.state';
import { inWords, standingOf } from './approval.standing';
import { after, type ApprovalChange } from './approval.transitions';

/** A decision about a proposal. */
export type Decided = Decision<Approval>;

/** The task of whoever may approve. */
export const APPROVE_PROPOSAL = 'approveProposal';

/** SEC-8: one proposes; nothing is changed yet. */
export function propose(approval: Approval, proposal: Proposal, by: string, policy: Policy, at: Instant): Decided {
  const schedule = [reminder(at, policy)];
  const next = { ...approval, proposal, proposedBy: by, schedule };
  const opens = [{ queue: approval.queue, task: APPROVE_PROPOSAL, dueAt: schedule[0]!.at }];
  return changed(next, 'proposed', at, {}, { mails: [asked(next)], opens });
}

/** SEC-8: another one approves; the commit makes the change, an adjustment is posted. */
export function approve(approval: Approval, by: string, at: Instant): Decided {
  if (approval.state !== 'awaiting') return ended(approval);
  if (by === approval.proposedBy) {
    const refusal = refuse('fourEyes', 'SEC-8', 'You proposed this', 'Another person has to approve it.');
    return refusedBy(approval, standingOf(approval), [refusal]);
  }
  const proposal = approval.proposal!;
  const entries: Effects['entries'] =
    proposal.what === 'adjustment'
      ? [
          {
            key: `adjustment/${approval.id}`,
            kind: 'adjustment',
            postings: [
              { account: proposal.from, pence: proposal.pence },
              { account: proposal.to, pence: -proposal.pence },
            ],
          },
        ]
      : [];
  return settled(approval, 'approved', at, entries);
}

/** SEC-8: or declines; whoever proposed it may take it back so. */
export function decline(approval: Approval, at: Instant): Decided {
  if (approval.state !== 'awaiting') return ended(approval);
  return settled(approval, 'declined', at, []);
}

/** Those who may approve are reminded for as long as nobody decides. */
export function onDue(approval: Approval, due: Scheduled<ApprovalEvent>, policy: Policy): Decided {
  return changed(approval, 'reminded', due.at, { schedule: [reminder(due.at, policy)] }, { mails: [asked(approval)] });
}

function settled(approval: Approval, event: 'approved' | 'declined', at: Instant, entries: Effects['entries'] & object): Decided {
  const facts = { subject: inWords(approval.proposal!), reference: approval.reference, outcome: event };
  const mails: Mail[] = [{ template: 'approval-decided', to: { user: approval.proposedBy }, facts }];
  return changed(approval, event, at, { schedule: [] }, { entries, mails, closes: [APPROVE_PROPOSAL] });
}

function ended(approval: Approval): Decided {
  const refusal = refuse('ended', 'SEC-8', `This proposal is ${approval.state}`, 'Nothing is left to decide about it.');
  return refusedBy(approval, standingOf(approval), [refusal]);
}

function reminder(at: Instant, policy: Policy): Scheduled<ApprovalEvent> {
  return { what: 'remind', at: daysLater(at, policy.approval.remindEveryDays) };
}

function asked({ queue, reference, proposal }: Approval): Mail {
  return { template: 'approval-asked', to: { queue }, facts: { subject: inWords(proposal!), reference } };
}

function changed(approval: Approval, event: ApprovalChange, at: Instant, change: Partial<Approval>, effects: Effects): Decided {
  const state = after(approval.state, event);
  const next = { ...approval, ...change, state, stateSince: state === approval.state ? approval.stateSince : at };
  return decided(next, event, standingOf(next), effects);
}
