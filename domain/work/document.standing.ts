import { paperWords } from '../bookings/paperwork';
import { standing } from '../life';
import type { Scheduled } from '../process';
import type { Document, DocumentEvent, DocumentState, DocumentWish } from './document.state';

/** The stage at which people should look first. */
export const FAILED = 'Failed';
const stages: Record<DocumentState, string> = { none: 'Not asked for', asked: 'Being made', made: 'Made', failed: FAILED };
const eventWords: Record<DocumentEvent, string> = {
  late: 'administrators are told that it is late',
  remind: 'administrators are reminded',
};

/** What a document is, in words; before it is asked for, nothing is known of it. */
export function inWords(wish: DocumentWish | null): string {
  if (wish?.kind === 'invoice') return wish.of === 'invoice' ? 'An invoice' : 'A credit note';
  if (wish?.kind === 'registration') return 'The paperwork of a registration';
  if (wish?.kind === 'day-report') return `Finance report of ${wish.day}`;
  return wish ? paperWords[wish.kind] : 'A document';
}

/** How a document stands: stage, who is awaited, why, what comes next (WHY-1, OPS-5). */
export const standingOf = standing<Document>({
  stages,
  events: eventWords,
  holds: ({ state }) => {
    if (state === 'asked') return { name: 'making', awaiting: 'nobody', clock: 'ours' };
    return state === 'failed' ? { name: 'retry', awaiting: 'staff' } : null;
  },
  why,
});

/** The words for a scheduled event, for timers in the Temporal UI. */
export function eventSummary({ reference }: Document, due: Scheduled<DocumentEvent>): string {
  return `Document ${reference}: ${eventWords[due.what]}`;
}

function why({ state, wish }: Document, since: string): string {
  switch (state) {
    case 'none':
      return 'Not asked for yet.';
    case 'asked':
      return `The document worker makes it since ${since} – ${inWords(wish)}; it ends when the file is there.`;
    case 'failed':
      return `Waiting on staff since ${since} – ${inWords(wish)} could not be made; it ends when it is tried again and the file is there.`;
    case 'made':
      return `Ended at ${since}: the file is there – ${inWords(wish)}.`;
  }
}
