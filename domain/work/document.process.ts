import type { CaseDefinition } from '../process';
import { documentNames } from './document';
import { ask, failed, made, notFailed, onDue, retry, unheard } from './document.decide';
import { eventSummary, FAILED } from './document.standing';
import { unasked, type Document, type DocumentFacts } from './document.state';
import { documentLife } from './document.transitions';

/**
 * A document (OPS-2): asked for, made by the document worker on its own task queue, there to be downloaded; one that could not be
 * made is a task, and is tried again.
 */
export const document = {
  names: documentNames,
  rules: ['OPS-2', 'FIN-1', 'ORD-6', 'REG-10', 'BKG-6'],
  life: 'The life of a document',
  reads: 'viewReports',
  board: {
    name: 'Documents',
    description: 'Documents that the document worker makes; retry has a failed one made anew',
    lateStages: [FAILED],
    retry: 'retry',
  },
  ...documentLife,
  empty: unasked,
  commands: { ask: { decide: ask }, retry: { decide: retry } },
  news: { made: { decide: made }, failed: { decide: failed } },
  awaitsWork: ({ state, round }) => (state === 'asked' ? String(round) : null),
  onDue,
  unheard,
  summary: eventSummary,
  ended: notFailed,
} satisfies CaseDefinition<Document, DocumentFacts>;
