import type { components } from './api';
import type { Facts } from './case';
import { momentOf } from './cells';
import { data } from './client';
import type { Decision } from './decision';
import { reason } from './fields';
import { field, may, target, type Visit } from './page';

/** What one proposes and another one decides about (SEC-8). */
export type Proposal = components['schemas']['Proposal'];
/** What every kind of proposal tells, a reversal too. */
export type ProposedThing = Pick<Proposal, 'changes' | 'effectiveFrom' | 'proposedByName' | 'proposedAt' | 'reason' | 'decidedByName'>;

const permissions = {
  policy: 'changePolicy',
  adjustment: 'adjustAccounts',
  bankAccount: 'openBankAccounts',
  orderPayment: 'payOrders',
  fee: 'changePolicy',
  calendar: 'changePolicy',
  window: 'catalogue',
} as const;
const paths = {
  policy: 'policies',
  adjustment: 'adjustments',
  bankAccount: 'bank-accounts',
  orderPayment: 'order-payments',
  fee: 'fees',
  calendar: 'calendar-proposals',
  window: 'assessment-windows',
} as const;

/**
 * The decisions about a proposal, the same for every kind: who proposed it may take it back by declining, and is not offered to
 * approve it. `page` is where the subject's page lies; `proposalOf` finds the proposal of a page's subject; null where there is none.
 */
export function approving<Subject extends { id: string }>(
  page: string,
  proposalOf: (subject: Subject) => Proposal | null,
): Decision<Subject>[] {
  const open = (subject: Subject, visit: Visit) => {
    const proposal = proposalOf(subject);
    return proposal?.state === 'awaiting' && may(visit, permissions[proposal.what]);
  };
  const decide = async (verb: 'approve' | 'decline', visit: Visit, subject: Subject) => {
    const proposal = proposalOf(subject)!;
    await data(visit.api.POST(`/v1/${paths[proposal.what]}/{id}/${verb}`, { ...target(visit), body: { reason: field(visit, 'reason') } }));
    return { to: `/${page}/${subject.id}`, text: `${verb === 'approve' ? 'Approved' : 'Declined'}: ${proposal.words}.` };
  };
  return [
    {
      name: 'approve',
      permission: 'viewWork',
      link: 'Approve it',
      isUsual: true,
      isGrave: true,
      isOpen: (subject, visit) => open(subject, visit) && proposalOf(subject)!.proposedBy !== visit.me.user,
      title: (subject) => `Approve: ${proposalOf(subject)!.words}`,
      says: (subject) => saysOf(proposalOf(subject)!),
      fields: () => [reason()],
      button: () => 'Approve it',
      act: (visit, subject) => decide('approve', visit, subject),
    },
    {
      name: 'decline',
      permission: 'viewWork',
      link: 'Decline it',
      isOpen: open,
      title: (subject) => `Decline: ${proposalOf(subject)!.words}`,
      says: (subject) => saysOf(proposalOf(subject)!),
      fields: () => [reason()],
      button: () => 'Decline it',
      act: (visit, subject) => decide('decline', visit, subject),
    },
  ];
}

/** What a proposal changes, before and after; from when, who proposed it and why, who decided. */
export function proposalFacts({ changes, effectiveFrom, proposedByName, proposedAt, reason: why, decidedByName }: ProposedThing): Facts {
  return [
    ...changes.map(({ label, before, after }): [string, string] => [label, `${before ?? 'nothing'} → ${after ?? 'nothing'}`]),
    ['In force', effectiveFrom ? `from ${momentOf(effectiveFrom)}` : 'as soon as it is approved'],
    ['Proposed', `by ${proposedByName}, ${momentOf(proposedAt)}`],
    ['Why', why],
    ...(decidedByName ? [['Decided by', decidedByName] as [string, string]] : []),
  ];
}

/** The same in sentences, for the page that asks for the decision. */
export function saysOf(proposal: ProposedThing): string[] {
  return proposalFacts(proposal).map(([label, cell]) => `${label}: ${String(cell)}`);
}
