import type { CaseDefinition } from '../process';
import { reversalNames } from './reversal';
import { approve, decline, onDue, request, reversalEnded } from './reversal.decide';
import { eventSummary } from './reversal.standing';
import { unrequested, type Reversal, type ReversalFacts } from './reversal.state';
import { reversalLife } from './reversal.transitions';

/**
 * The reversal of an allocation (ADV-5): one of finance asks, another one, who did not allocate it, approves or declines;
 * until then finance is reminded.
 */
export const reversal = {
  names: reversalNames,
  rules: ['ADV-5'],
  life: 'The life of a reversal',
  reads: 'viewReceipts',
  board: { name: 'Reversals', description: 'Allocations that a second person has to reverse', lateStages: [] },
  ...reversalLife,
  empty: unrequested,
  commands: { request: { decide: request }, approve: { decide: approve }, decline: { decide: decline } },
  news: {},
  onDue,
  summary: eventSummary,
  ended: reversalEnded,
} satisfies CaseDefinition<Reversal, ReversalFacts>;
