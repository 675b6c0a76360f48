import type { CaseDefinition } from '../process';
import { cardNames } from './card';
import { cardEnded, onDue, record, retry, revoke, sendAgain } from './card.decide';
import { open, reported, superseded, unheard } from './card.news';
import { eventSummary, LATE_STAGES } from './card.standing';
import { unsent, type Card, type CardFacts } from './card.state';
import { cardLife } from './card.transitions';

/**
 * A card (CRD-1, CRD-2, CRD-3): the printer accepts, produces and despatches it and purges its copy of the holder's data; the card is
 * valid to its last day, unless the next one supersedes it or it is revoked.
 */
export const card = {
  names: cardNames,
  rules: ['CRD-1', 'CRD-2', 'CRD-3', 'CER-3', 'EMP-5'],
  life: 'The life of a card',
  reads: 'viewApplications',
  board: {
    name: 'Cards',
    description: 'Cards at the printer, its copies, and until when cards are valid',
    lateStages: LATE_STAGES,
    retry: 'retry',
  },
  ...cardLife,
  empty: unsent,
  commands: { retry: { decide: retry }, sendAgain: { decide: sendAgain }, record: { decide: record }, revoke: { decide: revoke } },
  news: { reported: { decide: reported }, superseded: { decide: superseded } },
  opens: open,
  onDue,
  unheard,
  summary: eventSummary,
  ended: cardEnded,
} satisfies CaseDefinition<Card, CardFacts>;
