import { refusedBy, type Decision, type Mail } from '../decision';
import { inPounds, type Pence } from '../money';
import type { Policy } from '../policy';
import type { Scheduled, Situation } from '../process';
import { refuse, type Refusal } from '../refusal';
import { daysLater, type Instant } from '../working-days';
import type { Reversal, ReversalEvent, ReversalFacts } from './reversal.state';
import { reversalLife } from './reversal.transitions';

const { step } = reversalLife;
type About = Situation<ReversalFacts>;
/** A decision about a reversal. */
export type Decided = Decision<Reversal>;

/** Finance's task about a reversal. */
export const APPROVE = 'approveReversal';
const FINANCE = { queue: 'finance' };

/** ADV-5: one asks; whoever allocated it by hand may not. */
export function request(reversal: Reversal, _command: { order: string }, { at, policy, by, facts }: About): Decided {
  const { allocation } = facts;
  if (!allocation) {
    const detail = `Nothing is allocated to ${reversal.reference} now`;
    return refusedBy(reversal, refuse('notAllocated', 'ADV-5', detail, 'Only an allocation can be reversed.'));
  }
  if (allocation.allocatedBy.includes(by!)) {
    const remedy = 'Ask a colleague of finance to request its reversal.';
    return refusedBy(reversal, refuse('ownAllocation', 'ADV-5', 'You allocated this by hand', remedy));
  }
  const schedule = [reminder(at, policy)];
  const asked: Reversal = { ...reversal, ...allocation, requestedBy: by!, schedule };
  const opens = [{ ...FINANCE, task: APPROVE, dueAt: schedule[0]!.at }];
  return step(asked, 'requested', at, {}, { mails: [toFinance(asked, 'reversal-asked')], opens });
}

/**
 * ADV-5: another one approves: what is left of the funds goes back to suspense, what was spent already becomes a debt that is
 * shown. The facts hold the node's balance under the fund's lock.
 */
export function approve(reversal: Reversal, _command: object, { at, by, facts: { usable } }: About): Decided {
  const refusals = mayDecide(reversal, by!);
  if (refusals.length > 0) return refusedBy(reversal, ...refusals);
  const taken = fromFunds(usable, reversal.pence);
  const debt = reversal.pence - taken;
  const postings = [
    { account: `funds/${reversal.node}`, pence: taken },
    { account: `debt/${reversal.node}`, pence: debt },
    { account: 'suspense', pence: -reversal.pence },
  ].filter((posting) => posting.pence !== 0n);
  return step(
    reversal,
    'approved',
    at,
    { debt, schedule: [] },
    {
      entries: [{ key: reversalKey(reversal.id), kind: 'reversal', postings }],
      mails: [{ template: 'allocation-reversed', to: { user: reversal.payer }, facts: { ...facts(reversal), debt: inPounds(debt) } }],
      closes: [APPROVE],
      starts: [{ kind: 'suspense', entities: reversal.receipts }],
    },
  );
}

/** ADV-5: what of an allocation can be taken from what is usable at its node; the rest was spent. */
export function fromFunds(usable: Pence, pence: Pence): Pence {
  const spendable = usable < 0n ? 0n : usable;
  return spendable < pence ? spendable : pence;
}

/** ADV-5: or declines, and the allocation stands. The one who asked may take it back so. */
export function decline(reversal: Reversal, _command: object, { at }: About): Decided {
  if (reversal.state !== 'awaiting') return refusedBy(reversal, reversalEnded(reversal));
  return step(reversal, 'declined', at, { schedule: [] }, { closes: [APPROVE] });
}

/** Finance is reminded for as long as nobody decides. */
export function onDue(reversal: Reversal, due: Scheduled<ReversalEvent>, { policy }: About): Decided {
  const schedule = [reminder(due.at, policy)];
  return step(reversal, 'reminded', due.at, { schedule }, { mails: [toFinance(reversal, 'reversal-asked')] });
}

/** What a command to a reversal that was decided is told (ADV-5). */
export function reversalEnded({ state }: Reversal): Refusal {
  return refuse('ended', 'ADV-5', `This reversal is ${state}`, 'Nothing is left to decide about it.');
}

function mayDecide(reversal: Reversal, by: string): Refusal[] {
  if (reversal.state !== 'awaiting') return [reversalEnded(reversal)];
  const wrong =
    by === reversal.requestedBy ? 'You asked for this reversal' : reversal.allocatedBy.includes(by) ? 'You allocated this by hand' : null;
  return wrong ? [refuse('fourEyes', 'ADV-5', wrong, 'Another person of finance has to approve it.')] : [];
}

function reminder(at: Instant, policy: Policy): Scheduled<ReversalEvent> {
  return { what: 'remind', at: daysLater(at, policy.reversal.remindEveryDays) };
}

function toFinance(reversal: Reversal, template: string): Mail {
  return { template, to: FINANCE, facts: facts(reversal) };
}

function facts({ reference, pence }: Reversal): Record<string, string> {
  return { reference, amount: inPounds(pence) };
}

/** The key of the entry by which an allocation is taken back: once (MON-2). */
export function reversalKey(reversal: string): string {
  return `reversal/${reversal}`;
}
