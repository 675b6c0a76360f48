import type { CaseDefinition } from '../process';
import { suspenseNames } from './suspense';
import { ask, caseEnded, moved, onDue, open, unheard } from './suspense.decide';
import { eventSummary } from './suspense.standing';
import { unopened, type Suspense, type SuspenseFacts } from './suspense.state';
import { suspenseLife } from './suspense.transitions';

/**
 * A receipt in suspense (BNK-2): until an order takes it, finance splits or returns it, or its time is over. Likely payers are
 * asked at 5 working days, it escalates at 20, the money goes back at 60 days; all of that pauses while an order decides.
 */
export const suspense = {
  names: suspenseNames,
  rules: ['BNK-2'],
  life: 'The life of a receipt in suspense',
  reads: 'viewReceipts',
  board: { name: 'Suspense', description: 'Receipts that nobody has taken', lateStages: ['Escalated'] },
  ...suspenseLife,
  empty: unopened,
  commands: { askPayers: { decide: ask } },
  news: { moved: { decide: moved } },
  opens: open,
  onDue,
  unheard,
  summary: eventSummary,
  ended: caseEnded,
} satisfies CaseDefinition<Suspense, SuspenseFacts>;
