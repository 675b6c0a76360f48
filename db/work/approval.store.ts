import { v7 as uuid } from 'uuid';
import { feeFaults } from '../../domain/orders/fee';
import { londonDate } from '../../domain/working-days';
import { rehearsePolicy } from '../../domain/policy-rehearsal';
import type { Refusal } from '../../domain/refusal';
import type { Approval, ApprovalFacts, Proposal } from '../../domain/work/approval.state';
import { lockPayable, payOrder } from '../applications/offers';
import { addFee, feesOf } from '../orders/offers';
import { adoptWindow, faultsOfWindow } from '../catalogue/offers';
import { lockFunds, proposeBankAccount, settleBankAccount, usableFunds } from '../bank/offers';
import { refused } from '../core/commit-refused';
import { adoptCalendar, countWaits, faultsOfCalendar } from '../calendar/offers';
import type { Transaction } from '../core/database';
import { currentCalendar } from '../core/calendars.queries';
import type { RowStore, Step } from '../core/row-store';
import { keepRecount, openAction } from './bulk-actions.commands';

type CalendarProposal = Extract<Proposal, { what: 'calendar' }>;
type PolicyProposal = Extract<Proposal, { what: 'policy' }>;

/** How a proposal meets its tables: its row, the policy that it brings into force, the fund that it takes from, the account that it opens, the order that it pays, the schedule, the calendar or the window that it changes (SEC-8, TIM-3, ORD-3, MON-3, CAL-1, BKG-3). */
export const approvalStore: RowStore<Approval, ApprovalFacts> = {
  table: 'approvals',
  facts: async (trx, { state, trigger, at }) => {
    const [kind, node] = state.proposal?.what === 'adjustment' ? state.proposal.from.split('/') : [];
    if (trigger !== 'approve') return { usable: null, faults: [] };
    if (state.proposal?.what === 'policy') return { usable: null, faults: await rehearsed(trx, state.proposal) };
    if (state.proposal?.what === 'fee')
      return { usable: null, faults: feeFaults(await feesOf(trx, state.proposal.item), state.proposal, londonDate(at)) };
    if (state.proposal?.what === 'orderPayment')
      return { usable: null, faults: [], order: await lockPayable(trx, state.proposal.order, at) };
    if (state.proposal?.what === 'calendar') return { usable: null, faults: await faultsOfCalendar(trx, state.proposal, at) };
    if (state.proposal?.what === 'window') return { usable: null, faults: await faultsOfWindow(trx, state.proposal, londonDate(at)) };
    if (kind !== 'funds') return { usable: null, faults: [] };
    await lockFunds(trx, node!);
    return { usable: await usableFunds(trx, node!), faults: [] };
  },
  write: async (trx, step) => {
    const { id, tenant, state, stateSince, proposal, proposedBy } = step.decision.next;
    const moving = { state, state_since: stateSince, version: step.version };
    if (step.version === 1) {
      const reason = step.asked!.reason ?? '';
      await trx('approvals').insert({ ...moving, id, tenant_id: tenant, what: proposal!.what, proposed_by: proposedBy, reason });
      if (proposal!.what === 'bankAccount') await proposeBankAccount(trx, tenant, id, step.asked!.body);
      return;
    }
    await trx('approvals')
      .where({ id })
      .update({ ...moving, decided_by: step.asked?.by.user_id ?? null });
    if (state === 'approved') await comeIntoForce(trx, step, proposal!);
    if (proposal!.what === 'bankAccount' && state !== 'awaiting') await settleBankAccount(trx, id, state === 'approved');
  },
};

async function rehearsed(trx: Transaction, { changes, effectiveFrom }: PolicyProposal): Promise<Refusal[]> {
  return rehearsePolicy(changes, await currentCalendar(trx), effectiveFrom);
}

/** What a second person has approved takes effect; an adjustment is the commit's, a bank account's is beside. */
async function comeIntoForce(trx: Transaction, step: Step<Approval>, proposal: Proposal): Promise<void> {
  const { tenant } = step.decision.next;
  if (proposal.what === 'policy') await replacePolicy(trx, tenant, proposal);
  if (proposal.what === 'orderPayment') await payOrder(trx, proposal.order, 'outside', step.asked, step.at);
  if (proposal.what === 'fee') await addFee(trx, tenant, proposal);
  if (proposal.what === 'window') await adoptWindow(trx, proposal, { tenant, asked: step.asked!, at: step.at });
  if (proposal.what === 'calendar') await replaceCalendar(trx, step, proposal);
}

async function replacePolicy(trx: Transaction, tenant: string, proposal: PolicyProposal): Promise<void> {
  const { version, effectiveFrom, changes } = proposal;
  const made = await trx('policies')
    .insert({ id: uuid(), tenant_id: tenant, version, effective_from: effectiveFrom, changes: JSON.stringify(changes) })
    .onConflict(['tenant_id', 'effective_from'])
    .ignore()
    .returning('id');
  if (made.length > 0) return;
  const remedy = 'Decline it, and propose it for another day.';
  throw refused('effectiveFrom', 'TIM-3', 'Another policy comes into force at that moment', remedy);
}

/** CAL-1: the calendar counts from now on, and a bulk action goes over what was counted before. */
async function replaceCalendar(trx: Transaction, { decision, asked, at }: Step<Approval>, proposal: CalendarProposal): Promise<void> {
  const { id, tenant } = decision.next;
  const action = uuid();
  await keepRecount(trx, { id: action, tenant, total: await countWaits(trx) }, asked!, at);
  await adoptCalendar(trx, proposal, { tenant, approval: id, action, at });
  await openAction(trx, action, asked!, at);
}
