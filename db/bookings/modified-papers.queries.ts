import type { EvidenceState, PapersState } from '../../domain/bookings/modified-papers.state';
import { needsInWords } from '../../domain/registration/learner-needs';
import { dateWords, londonDate, type Instant } from '../../domain/working-days';
import { productsCalled } from '../catalogue/offers';
import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { ProcessRow } from '../core/process.model';
import { among, numberedBatches, placed, type Where } from '../registration/offers';
import { BookingRow } from './booking.model';
import { withSubjects, type FoundBooking } from './bookings.queries';
import { EvidenceRow, ModifiedPapersRow } from './modified-papers.model';

/** Modified papers with the booking that they are for, what was uploaded last, and how their case stands. */
export interface FoundPapers extends FoundBooking {
  papers: ModifiedPapersRow;
  uploaded: Pick<EvidenceRow, 'round' | 'type' | 'uploadedAt'> | null;
  /** Null before the relay has started it. */
  process: ProcessRow | null;
}
/** By what modified papers are narrowed. */
export interface PapersFilter {
  state?: Exclude<PapersState, 'none'> | undefined;
  evidence?: EvidenceState | undefined;
  /** A whole number. */
  batch?: string | undefined;
  /** A whole code, or any part of a name. */
  product?: string | undefined;
  window?: string | undefined;
  learner?: string | undefined;
  booking?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** A page of modified papers, the newest first (REG-15). */
export async function listModifiedPapers(trx: Transaction, where: Where, filter: PapersFilter, at: Instant): Promise<Page<FoundPapers>> {
  const { state, evidence, batch, product, window, learner, booking, cursor, limit } = filter;
  const query = ModifiedPapersRow.query(trx)
    .orderBy('id', 'desc')
    .limit(limit + 1);
  placed(query, where);
  if (state) query.where({ state });
  if (evidence) query.where({ evidence });
  if (learner) query.where({ learner_id: learner });
  if (booking) query.where({ booking_id: booking });
  if (batch || product || window) {
    const booked = BookingRow.query(trx).select('id').whereColumn('bookings.id', 'modified_papers.booking_id');
    among(booked, 'batch_id', batch ? await numberedBatches(trx, where, batch) : null);
    among(booked, 'product_id', product ? await productsCalled(trx, where.tenant, product, londonDate(at)) : null);
    if (window) booked.where({ window_id: window });
    query.whereExists(booked);
  }
  if (cursor) query.where('id', '<', decodeCursor(cursor, 'id')[0]!);
  const { items, next } = page(await query, limit, ({ id }) => [id]);
  return { items: await described(trx, items, at), next };
}

/** One of them with its product as it is called at an instant, else when they last changed; undefined where there is none. */
export async function findModifiedPapers(trx: Transaction, id: string, at?: Instant): Promise<FoundPapers | undefined> {
  const row = await ModifiedPapersRow.query(trx).findById(id);
  return row && (await described(trx, [row], at ?? row.stateSince))[0];
}

/** What a mail about papers tells, as they stand when it leaves: names stand in no row of the outbox; nobody where there are none such (SEC-12). */
export async function papersInMail(trx: Transaction, id: string): Promise<Record<string, string | string[]>> {
  const found = await findModifiedPapers(trx, id);
  if (!found) return { named: [] };
  const { papers, learner, booking, group, product, centre } = found;
  const component = product.components.find(({ code }) => code === booking.component)?.title ?? booking.component;
  const needs = needsInWords({ arrangements: [], modifications: papers.modifications }).join(', ');
  const day = dateWords(group.assessmentOn);
  return {
    named: [
      `${learner.forename} ${learner.surname}, learner ${learner.number}, for ${product.name}, ${component}, on ${day}: ${needs || 'nothing any longer'}`,
    ],
    ...{ centre: centre.name, carried: carriedBy(papers), reason: papers.evidenceReason ?? '' },
  };
}

function carriedBy({ carrier, tracking }: ModifiedPapersRow): string {
  const named = [carrier, tracking && `consignment ${tracking}`].filter(Boolean).join(', ');
  return named || 'the post';
}

async function described(trx: Transaction, rows: ModifiedPapersRow[], at: Instant): Promise<FoundPapers[]> {
  const ids = rows.map(({ id }) => id);
  const bookings = await BookingRow.query(trx).findByIds(rows.map(({ bookingId }) => bookingId));
  const booked = new Map((await withSubjects(trx, bookings, at)).map((each) => [each.booking.id, each]));
  const processes = await ProcessRow.query(trx).whereIn('entity_id', ids);
  const uploads = await EvidenceRow.query(trx)
    .whereIn('papers_id', ids)
    .select('papers_id', 'round', 'type', 'uploaded_at')
    .orderBy('round');
  return rows.map((papers) => ({
    ...booked.get(papers.bookingId)!,
    papers,
    uploaded: uploads.filter(({ papersId }) => papersId === papers.id).at(-1) ?? null,
    process: processes.find(({ entityId }) => entityId === papers.id) ?? null,
  }));
}
