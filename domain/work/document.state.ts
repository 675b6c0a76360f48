import { bookingPapers, type BookingWish } from '../bookings/paperwork';
import { NEVER } from '../life';
import type { InvoiceKind } from '../orders/invoice';
import type { CaseState, ProcessIdentity } from '../process';
import type { Instant, LocalDate } from '../working-days';

/** What happens by itself: administrators hear of a document that is late, and are reminded of one that failed. */
export type DocumentEvent = 'late' | 'remind';
export type DocumentState = 'none' | 'asked' | 'made' | 'failed';
/** The kinds of documents that the document worker makes. Their names are a stored format. */
export const documentKinds = ['day-report', 'invoice', 'registration', ...bookingPapers] as const;

/**
 * What can be asked for: finance's report of a London day (FIN-1), an invoice or credit note by its identifier (ORD-6), the paperwork of
 * learners registered together by the identifier of their group (REG-10), what is made of bookings (BKG-6).
 */
export type DocumentWish =
  | { kind: 'day-report'; day: LocalDate }
  | { kind: 'invoice'; invoice: string; of: InvoiceKind }
  | { kind: 'registration'; group: string }
  | BookingWish;

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

/** What decisions about a document stand on: the file that its row has, and when it was kept; the number of an invoice that is made. */
export interface DocumentFacts {
  file: { id: string; at: Instant } | null;
  invoice?: string;
}

/** A document before it is asked for. */
export function unasked({ tenant, reference }: ProcessIdentity, id: string): Document {
  return { id, tenant, reference, wish: null, requestedBy: '', round: 0, file: null, state: 'none', stateSince: NEVER, schedule: [] };
}
