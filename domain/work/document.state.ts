import { NEVER } from '../life';
import type { CaseState, ProcessIdentity } from '../process';
import type { Instant, LocalDate } from '../working-days';

/** What happens by itself: administrators hear of a document that is late, and are reminded of one that failed. */
export type DocumentEvent = 'late' | 'remind';
export type DocumentState = 'none' | 'asked' | 'made' | 'failed';

/** What can be asked for: finance's report of a day (FIN-1). */
export interface DocumentWish {
  kind: 'day-report';
  /** A London date. */
  day: LocalDate;
}

/** A document that was asked for, with identifiers only (OPS-2). */
export interface Document extends CaseState<DocumentEvent, DocumentState> {
  tenant: string;
  reference: string;
  wish: DocumentWish | null;
  requestedBy: string;
  /** How often it was asked for: 1, and one more with each retry. */
  round: number;
  file: string | null;
}

/** What decisions about a document stand on: the file that its row has, and when it was kept. */
export interface DocumentFacts {
  file: { id: string; at: Instant } | null;
}

/** A document before it is asked for. */
export function unasked({ tenant, reference }: ProcessIdentity, id: string): Document {
  return { id, tenant, reference, wish: null, requestedBy: '', round: 0, file: null, state: 'none', stateSince: NEVER, schedule: [] };
}
