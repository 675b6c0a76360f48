import { notPayable, PAID_OUTSIDE, paymentEntry } from '../applications/application-order';
import { refusedBy, type Decision, type Entry, type Mail } from '../decision';
import { inPounds } from '../money';
import type { Policy } from '../policy';
import type { Scheduled, Situation } from '../process';
import { refuse, type Refusal } from '../refusal';
import { daysLater, type Instant } from '../working-days';
import { inWords } from './approval.standing';
import type { Approval, ApprovalEvent, ApprovalFacts, Proposal } from './approval.state';
import { approvalLife } from './approval.transitions';

const { step } = approvalLife;
type About = Situation<ApprovalFacts>;
type OrderPayment = Extract<Proposal, { what: 'orderPayment' }>;
/** A decision about a proposal. */
export type Decided = Decision<Approval>;

/** The task of whoever may approve. */
export const APPROVE_PROPOSAL = 'approveProposal';

/** SEC-8: one proposes; nothing is changed yet. */
export function propose(approval: Approval, { proposal }: { proposal: Proposal }, { at, by, policy }: About): Decided {
  const schedule = [reminder(at, policy)];
  const next = { ...approval, proposal, proposedBy: by!, schedule };
  const opens = [{ queue: approval.queue, task: APPROVE_PROPOSAL, dueAt: schedule[0]!.at }];
  return step(next, 'proposed', at, {}, { mails: [asked(next)], opens });
}

/** SEC-8: another one approves what a rehearsal found possible; the commit makes the change, an adjustment is posted. Funds never go below nothing by it (ADV-6). */
export function approve(approval: Approval, _command: object, { at, by, facts: { usable, faults, order } }: About): Decided {
  if (approval.state !== 'awaiting') return refusedBy(approval, proposalEnded(approval));
  if (by === approval.proposedBy)
    return refusedBy(approval, refuse('fourEyes', 'SEC-8', 'You proposed this', 'Another person has to approve it.'));
  if (faults.length > 0) return refusedBy(approval, ...faults);
  const proposal = approval.proposal!;
  if (proposal.what === 'orderPayment') return paid(approval, proposal, order ?? null, at);
  if (proposal.what !== 'adjustment') return settled(approval, 'approved', at, []);
  if (usable !== null && usable < proposal.pence) {
    const remedy = 'Decline it, and propose a smaller one.';
    return refusedBy(approval, refuse('fundsMoved', 'SEC-8', `Only ${inPounds(usable)} is left there`, remedy));
  }
  const postings = [
    { account: proposal.from, pence: proposal.pence },
    { account: proposal.to, pence: -proposal.pence },
  ];
  return settled(approval, 'approved', at, [{ key: `adjustment/${approval.id}`, kind: 'adjustment', postings }]);
}

/** ORD-3: a closed order is paid once, by whatever means: here outside of the system. Its applications hear of it. */
function paid(approval: Approval, proposal: OrderPayment, order: ApprovalFacts['order'], at: Instant): Decided {
  const refusal = order ? notPayable(order) : null;
  if (refusal) return refusedBy(approval, refusal);
  const decision = settled(approval, 'approved', at, [paymentEntry(proposal.order, proposal, PAID_OUTSIDE)]);
  return { ...decision, tells: (order?.applications ?? []).map((entity) => ({ entity })) };
}

/** SEC-8: or declines; whoever proposed it may take it back so. */
export function decline(approval: Approval, _command: object, { at }: About): Decided {
  if (approval.state !== 'awaiting') return refusedBy(approval, proposalEnded(approval));
  return settled(approval, 'declined', at, []);
}

/** Those who may approve are reminded for as long as nobody decides. */
export function onDue(approval: Approval, due: Scheduled<ApprovalEvent>, { policy }: About): Decided {
  return step(approval, 'reminded', due.at, { schedule: [reminder(due.at, policy)] }, { mails: [asked(approval)] });
}

/** What a command to a proposal that was decided is told (SEC-8). */
export function proposalEnded({ state }: Approval): Refusal {
  return refuse('ended', 'SEC-8', `This proposal is ${state}`, 'Nothing is left to decide about it.');
}

function settled(approval: Approval, event: 'approved' | 'declined', at: Instant, entries: Entry[]): Decided {
  const facts = { subject: inWords(approval.proposal!), reference: approval.reference, outcome: event };
  const mails: Mail[] = [{ template: 'approval-decided', to: { user: approval.proposedBy }, facts }];
  return step(approval, event, at, { schedule: [] }, { entries, mails, closes: [APPROVE_PROPOSAL] });
}

function reminder(at: Instant, policy: Policy): Scheduled<ApprovalEvent> {
  return { what: 'remind', at: daysLater(at, policy.approval.remindEveryDays) };
}

function asked({ queue, reference, proposal }: Approval): Mail {
  return { template: 'approval-asked', to: { queue }, facts: { subject: inWords(proposal!), reference } };
}
