import { dueAs } from '../counts';
import { decided, refusedBy, type Decision, type Effects } from '../decision';
import { inPounds } from '../money';
import type { Scheduled, Situation, Unheard } from '../process';
import { refuse, type Refusal } from '../refusal';
import { ladder } from '../schedule';
import { londonWords } from '../working-days';
import { isOpenCase, type Suspense, type SuspenseEvent, type SuspenseFacts } from './suspense.state';
import { suspenseLife } from './suspense.transitions';

const { step } = suspenseLife;
type About = Situation<SuspenseFacts>;
/** A decision about a receipt in suspense. */
export type Decided = Decision<Suspense>;

/** Finance's tasks about a receipt, by name. */
export const MATCH = 'matchReceipt';
export const RESOLVE = 'resolveEscalated';

const ENDS = { allocated: 'allocated', split: 'split', returning: 'returned' } as const;

/** BNK-2: a receipt becomes a case of its own; one that an order has linked waits for that order. */
export function open(receipt: Suspense, { at, facts, policy, calendar }: About): Decided {
  const { pence, position, since } = facts;
  const { askPayersWorkingDays, escalateWorkingDays, returnDays } = policy.suspense;
  const schedule = ladder<SuspenseEvent>(
    since,
    [
      { what: 'askPayers', workingDays: askPayersWorkingDays },
      { what: 'escalate', workingDays: escalateWorkingDays },
      { what: 'giveBack', days: returnDays },
    ],
    calendar,
  );
  const opened = { ...receipt, pence, position, schedule };
  if (position.order) return step(opened, 'openedLinked', at, { schedule: [], later: schedule });
  return step(opened, 'opened', at, {}, waiting(schedule));
}

/** What the receipt's row shows and the case has not heard of: an order took, linked or released it, or finance split or returned it. */
export function unheard(receipt: Suspense, { position, movedAt }: SuspenseFacts): Unheard | null {
  if (!isOpenCase(receipt) || position.version <= receipt.position.version) return null;
  return { news: 'moved', key: String(position.version), body: null, at: movedAt };
}

/** What happened to the receipt elsewhere, as its row says; a move that changes nothing here is only noted. */
export function moved(receipt: Suspense, _news: null, { at, facts: { position } }: About): Decided {
  if (!isOpenCase(receipt)) return refusedBy(receipt, caseEnded(receipt));
  const closes = { closes: [MATCH, RESOLVE] };
  if (position.state !== 'suspense') return step(receipt, ENDS[position.state], at, { position, schedule: [], later: [] }, closes);
  if (position.order) {
    const later = receipt.state === 'linked' ? receipt.later : receipt.schedule;
    return step(receipt, 'linked', at, { position, schedule: [], later }, closes);
  }
  if (receipt.state !== 'linked') return decided({ ...receipt, position }, 'noted');
  const schedule = receipt.later.map((event) => (event.at < at ? { ...event, at } : event));
  return step(receipt, 'released', at, { position, schedule, later: [] }, waiting(schedule));
}

/** BNK-2: finance asks the likely payers now; the commit finds out who they are. */
export function ask(receipt: Suspense, _command: object, { at }: About): Decided {
  if (receipt.state !== 'open' && receipt.state !== 'escalated') {
    const remedy = 'Only the payers of a receipt that nobody has linked or taken can be asked.';
    return refusedBy(receipt, refuse('notInSuspense', 'BNK-2', `This receipt is ${receipt.state}`, remedy));
  }
  const schedule = receipt.schedule.filter((event) => event.what !== 'askPayers');
  return step(receipt, 'payersAsked', at, { schedule });
}

/** What a command to a receipt that left suspense is told (BNK-2). */
export function caseEnded({ state }: Suspense): Refusal {
  return refuse(
    'notInSuspense',
    'BNK-2',
    `This receipt is ${state}`,
    'Read the receipt: it shows what became of it; nothing is left to decide here.',
  );
}

/** BNK-2: likely payers asked at 5, escalated at 20 working days, returned at 60 days. Nothing happens by itself while an order decides. */
export function onDue(receipt: Suspense, due: Scheduled<SuspenseEvent>): Decided {
  const schedule = receipt.schedule.filter((event) => event !== due);
  if (due.what === 'askPayers') return step(receipt, 'payersAsked', due.at, { schedule });
  if (due.what === 'escalate') {
    const last = schedule.at(-1)!;
    return step(
      receipt,
      'escalated',
      due.at,
      { schedule },
      {
        mails: [
          {
            template: 'suspense-escalated',
            to: { queue: 'finance' },
            facts: { amount: inPounds(receipt.pence), receipt: receipt.id, returnAt: londonWords(last.at) },
          },
        ],
        opens: [{ queue: 'finance', task: RESOLVE, ...dueAs(last, 'at') }],
        closes: [MATCH],
      },
    );
  }
  return step(
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
  return { opens: [{ queue: 'finance', task: MATCH, ...dueAs(last, 'at') }] };
}
