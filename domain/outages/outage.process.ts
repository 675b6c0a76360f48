import type { CaseDefinition } from '../process';
import { outageNames } from './outage';
import { answered, failedAgain, onDue, open, outageEnded, tryNow, unheard } from './outage.decide';
import { DOWN, eventSummary } from './outage.standing';
import { unnoticed, type Outage, type OutageFacts } from './outage.state';
import { outageLife } from './outage.transitions';

/**
 * An outage of an outside service (OUT-1): from the first failed call to the last case that has gone on. While it lasts no call is made but
 * a probe, cases wait, and go on by themselves when the service is back; one that flaps is one outage.
 */
export const outage = {
  names: outageNames,
  rules: ['OUT-1'],
  life: 'The life of an outage',
  reads: 'viewWork',
  board: {
    name: 'Outages',
    description: 'Outside services that are away, and the cases that wait for them',
    lateStages: [DOWN],
    retry: 'tryNow',
  },
  ...outageLife,
  empty: unnoticed,
  commands: { tryNow: { decide: tryNow } },
  news: { answered: { decide: answered }, failedAgain: { decide: failedAgain } },
  opens: open,
  onDue,
  unheard,
  summary: eventSummary,
  ended: outageEnded,
} satisfies CaseDefinition<Outage, OutageFacts>;
