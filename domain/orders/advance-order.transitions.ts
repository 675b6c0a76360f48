import { life, type Transitions } from '../life';
import { standingOf } from './advance-order.standing';
import type { OrderState } from './advance-order.state';

const OPEN = ['held', 'partPaid', 'overPaid', 'overdue'] as const;
const stays = Object.fromEntries(OPEN.map((state) => [state, state])) as Record<(typeof OPEN)[number], OrderState>;
const all = (to: OrderState) => Object.fromEntries(OPEN.map((state) => [state, to])) as Record<(typeof OPEN)[number], OrderState>;

/**
 * The one table of an advance order's life: event → state before → state after (ADV-2..4). What is not here cannot happen.
 * An overdue hold stays overdue, whatever is received in part, until finance ends or extends it.
 */
export const transitions = {
  placed: { none: 'held' },
  paidExactly: all('allocated'),
  paidInPart: { held: 'partPaid', partPaid: 'partPaid', overdue: 'overdue' },
  overpaid: { held: 'overPaid', partPaid: 'overPaid', overPaid: 'overPaid', overdue: 'overdue' },
  restAwaited: { partPaid: 'partPaid', overdue: 'overdue' },
  accepted: all('allocated'),
  returned: { partPaid: 'held', overPaid: 'held', overdue: 'overdue' },
  fellDue: { held: 'overdue', partPaid: 'overdue', overPaid: 'overdue' },
  reminded: stays,
  extended: { held: 'held', partPaid: 'partPaid', overPaid: 'overPaid', overdue: 'held' },
  reversed: { allocated: 'reversed' },
  cancelled: all('cancelled'),
} satisfies Transitions<OrderState>;

/** What changes the state of an advance order. */
export type OrderEvent = keyof typeof transitions;

export const advanceOrderLife = life(transitions, standingOf);
