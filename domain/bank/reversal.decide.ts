import { decided, refusedBy, type Decision, type Effects, type Mail } from '../decision';
import { inPounds, type Pence } from '../money';
import type { Policy } from '../policy';
import type { Scheduled } from '../process';
import { refuse, type Refusal } from '../refusal';
import { daysLater, type Instant } from '../working-days';
import type { RequestReversal, Reversal, ReversalEvent } from './reversal.state';
import { standingOf } from './reversal.standing';
import { after, type ReversalChange } from './reversal.transitions';

/** A decision about a reversal. */
export type Decided = Decision<Reversal>;

/** Finance's task about a reversal. */
export const APPROVE = 'approveReversal';
const FINANCE = { queue: 'finance' };

/** ADV-5: one asks; whoever allocated it by hand may not. */
export function request(reversal: Reversal, body: RequestReversal, policy: Policy, at: Instant): Decided {
  if (body.allocatedBy.includes(body.requestedBy))
    return refused(reversal, [
      refuse('ownAllocation', 'ADV-5', 'You allocated this by hand', 'Ask a colleague of finance to request its reversal.'),
    ]);
  const schedule = [reminder(at, policy)];
  const asked: Reversal = { ...reversal, ...body, schedule };
  return changed(
    asked,
    'requested',
    at,
    {},
    { mails: [toFinance(asked, 'reversal-asked')], opens: [{ ...FINANCE, task: APPROVE, dueAt: schedule[0]!.at }] },
  );
}

/**
 * ADV-5: another one approves: what is left of the funds goes back to suspense, what was spent already becomes a debt that is
 * shown. `usable` is the node's balance, which the commit proves under the fund's lock.
 */
export function approve(reversal: Reversal, by: string, usable: Pence, at: Instant): Decided {
  const refusals = mayDecide(reversal, by);
  if (refusals.length > 0) return refused(reversal, refusals);
  const spendable = usable < 0n ? 0n : usable;
  const fromFunds = spendable < reversal.pence ? spendable : reversal.pence;
  const debt = reversal.pence - fromFunds;
  const postings = [
    { account: `funds/${reversal.node}`, pence: fromFunds },
    { account: `debt/${reversal.node}`, pence: debt },
    { account: 'suspense', pence: -reversal.pence },
  ].filter((posting) => posting.pence !== 0n);
  return changed(
    reversal,
    'approved',
    at,
    { debt, schedule: [] },
    {
      entries: [{ key: `reversal/${reversal.id}`, kind: 'reversal', postings }],
      mails: [{ template: 'allocation-reversed', to: { user: reversal.payer }, facts: { ...facts(reversal), debt: inPounds(debt) } }],
      closes: [APPROVE],
    },
  );
}

/** ADV-5: or declines, and the allocation stands. The one who asked may take it back so. */
export function decline(reversal: Reversal, at: Instant): Decided {
  if (reversal.state !== 'awaiting') return refused(reversal, [ended(reversal)]);
  return changed(reversal, 'declined', at, { schedule: [] }, { closes: [APPROVE] });
}

/** Finance is reminded for as long as nobody decides. */
export function onDue(reversal: Reversal, due: Scheduled<ReversalEvent>, policy: Policy): Decided {
  return changed(
    reversal,
    'reminded',
    due.at,
    { schedule: [reminder(due.at, policy)] },
    { mails: [toFinance(reversal, 'reversal-asked')] },
  );
}

function mayDecide(reversal: Reversal, by: string): Refusal[] {
  if (reversal.state !== 'awaiting') return [ended(reversal)];
  const wrong =
    by === reversal.requestedBy ? 'You asked for this reversal' : reversal.allocatedBy.includes(by) ? 'You allocated this by hand' : null;
  return wrong ? [refuse('fourEyes', 'ADV-5', wrong, 'Another person of finance has to approve it.')] : [];
}

function ended({ state }: Reversal): Refusal {
  return refuse('ended', 'ADV-5', `This reversal is ${state}`, 'Nothing is left to decide about it.');
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

function changed(reversal: Reversal, event: ReversalChange, at: Instant, change: Partial<Reversal>, effects: Effects): Decided {
  const state = after(reversal.state, event);
  const next = { ...reversal, ...change, state, stateSince: state === reversal.state ? reversal.stateSince : at };
  return decided(next, event, standingOf(next), effects);
}

function refused(reversal: Reversal, refusals: Refusal[]): Decided {
  return refusedBy(reversal, standingOf(reversal), refusals);
}
