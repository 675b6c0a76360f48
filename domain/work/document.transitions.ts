import type { DocumentState } from './document.state';

/** What changes the state of a document. */
export type DocumentChange = 'asked' | 'late' | 'made' | 'failed' | 'reminded' | 'retried';

/** The one table of a document's life (OPS-2): event → state before → state after. What is not here cannot happen. */
export const transitions: Record<DocumentChange, Partial<Record<DocumentState, DocumentState>>> = {
  asked: { none: 'asked' },
  late: { asked: 'asked' },
  made: { asked: 'made', failed: 'made' },
  failed: { asked: 'failed' },
  reminded: { failed: 'failed' },
  retried: { failed: 'asked' },
};
