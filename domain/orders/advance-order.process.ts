import type { CaseDefinition } from '../process';
import { advanceOrderNames } from './advance-order';
import { allocate, cancel, decideReceived, extend, place, receive } from './advance-order.decide';
import { holdEnded, reversed } from './advance-order.decided';
import { onDue } from './advance-order.due';
import { eventSummary } from './advance-order.standing';
import { unplaced, type AdvanceOrder, type OrderFacts } from './advance-order.state';
import { advanceOrderLife } from './advance-order.transitions';

/**
 * An advance order paid by BACS (ADV-1..4): held from the moment BACS was chosen until finance's bank statement shows the
 * transfer, or finance accepts, extends or cancels. Reminders at 7 and 12 days, overdue at 14, then finance every week.
 */
export const advanceOrder = {
  names: advanceOrderNames,
  rules: ['ADV-1', 'ADV-2', 'ADV-3', 'ADV-4'],
  life: 'The life of an advance order',
  reads: 'viewPurchases',
  board: { name: 'BACS holds', description: 'Advance orders that wait for a transfer', lateStages: ['Overdue'] },
  ...advanceOrderLife,
  empty: unplaced,
  commands: {
    place: { decide: place },
    extend: { decide: extend },
    cancel: { decide: cancel },
    decideReceived: { decide: decideReceived },
    allocate: { decide: allocate },
  },
  news: { receiptMatched: { decide: receive }, reversed: { decide: reversed } },
  onDue,
  summary: eventSummary,
  ended: holdEnded,
} satisfies CaseDefinition<AdvanceOrder, OrderFacts>;
