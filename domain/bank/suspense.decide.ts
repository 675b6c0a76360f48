import { decided, refusedBy, type Decision, type Effects } from '../decision';
import { inPounds } from '../money';
import type { Scheduled } from '../process';
import { refuse } from '../refusal';
import { londonWords, type Instant } from '../working-days';
import { standingOf } from './suspense.standing';
import { isOpenCase, type ReceiptPosition, type SuspenseCase, type SuspenseEvent, type SuspenseFacts } from './suspense.state';
import { after, type SuspenseChange } from './suspense.transitions';

/** A decision about a receipt in suspense. */
export type Decided = Decision<SuspenseCase>;

/** Finance's tasks about a receipt, by name. */
export const MATCH = 'matchReceipt';
export const RESOLVE = 'resolveEscalated';

const ENDS = { allocated: 'allocated', split: 'split', returning: 'returned' } as const;

/** BNK-2: a receipt becomes a case of its own; one that an order has linked waits for that order. */
export function open(receipt: SuspenseCase, facts: SuspenseFacts, at: Instant): Decided {
  const { pence, position, schedule } = facts;
  const opened = { ...receipt, pence, position, schedule };
  if (position.order) return changed(opened, 'openedLinked', at, { schedule: [], later: schedule }, {});
  return changed(opened, 'opened', at, {}, waiting(schedule));
}

/** What happened to the receipt elsewhere: an order took, linked or released it, or finance split or returned it. Older news is refused. */
export function moved(receipt: SuspenseCase, position: ReceiptPosition, at: Instant): Decided {
  if (!isOpenCase(receipt) || position.version <= receipt.position.version) {
    return refused(receipt, 'oldNews', 'This receipt is known to have moved on', 'Read it again.');
  }
  const closes = { closes: [MATCH, RESOLVE] };
  if (position.state !== 'suspense') return changed(receipt, ENDS[position.state], at, { position, schedule: [], later: [] }, closes);
  if (position.order) {
    const later = receipt.state === 'linked' ? receipt.later : receipt.schedule;
    return changed(receipt, 'linked', at, { position, schedule: [], later }, closes);
  }
  if (receipt.state !== 'linked') return refused(receipt, 'oldNews', 'This receipt is in suspense already', 'Read it again.');
  const schedule = receipt.later.map((event) => (event.at < at ? { ...event, at } : event));
  return changed(receipt, 'released', at, { position, schedule, later: [] }, waiting(schedule));
}

/** BNK-2: finance asks the likely payers now; the commit finds out who they are. */
export function ask(receipt: SuspenseCase, at: Instant): Decided {
  if (receipt.state !== 'open' && receipt.state !== 'escalated') {
    return refused(
      receipt,
      'notInSuspense',
      `This receipt is ${receipt.state}`,
      'Only the payers of a receipt that nobody has linked or taken can be asked.',
    );
  }
  return changed(receipt, 'payersAsked', at, { schedule: receipt.schedule.filter((event) => event.what !== 'askPayers') }, {});
}

/** BNK-2: likely payers asked at 5, escalated at 20 working days, returned at 60 days. Nothing happens by itself while an order decides. */
export function onDue(receipt: SuspenseCase, due: Scheduled<SuspenseEvent>): Decided {
  const schedule = receipt.schedule.filter((event) => event !== due);
  if (due.what === 'askPayers') return changed(receipt, 'payersAsked', due.at, { schedule }, {});
  if (due.what === 'escalate') {
    const dueAt = schedule.at(-1)?.at ?? due.at;
    return changed(
      receipt,
      'escalated',
      due.at,
      { schedule },
      {
        mails: [
          {
            template: 'suspense-escalated',
            to: { queue: 'finance' },
            facts: { amount: inPounds(receipt.pence), receipt: receipt.id, returnAt: londonWords(dueAt) },
          },
        ],
        opens: [{ queue: 'finance', task: RESOLVE, dueAt }],
        closes: [MATCH],
      },
    );
  }
  return changed(
    receipt,
    'givenBack',
    due.at,
    { schedule: [] },
    {
      entries: [
        {
          key: `receipt/${receipt.id}/return`,
          kind: 'return',
          postings: [
            { account: 'suspense', pence: receipt.pence },
            { account: 'returns', pence: -receipt.pence },
          ],
        },
      ],
      closes: [MATCH, RESOLVE],
    },
  );
}

function waiting(schedule: Scheduled<SuspenseEvent>[]): Effects {
  const last = schedule.find((event) => event.what === 'escalate') ?? schedule.at(-1)!;
  return { opens: [{ queue: 'finance', task: MATCH, dueAt: last.at }] };
}

function changed(receipt: SuspenseCase, event: SuspenseChange, at: Instant, change: Partial<SuspenseCase>, effects: Effects): Decided {
  const state = after(receipt.state, event);
  const next = { ...receipt, ...change, state, stateSince: state === receipt.state ? receipt.stateSince : at };
  return decided(next, event, standingOf(next), effects);
}

function refused(receipt: SuspenseCase, code: string, detail: string, remedy: string): Decided {
  return refusedBy(receipt, standingOf(receipt), [refuse(code, 'BNK-2', detail, remedy)]);
}
