import type { WindowMoments } from '../../domain/bookings/window-moments';
import { sessionOf, type Session } from '../../domain/catalogue/session';
import type { LocalDate } from '../../domain/working-days';
import { momentsOfWindows } from '../bookings/offers';
import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { AssessmentWindowRow, SessionOpeningRow } from './catalogue.model';

/** A window with the moments of its bookings; null where it takes none. */
export interface FoundWindow {
  window: AssessmentWindowRow;
  moments: WindowMoments | null;
}

/** The sessions that a product is registered on at a London day: the current one first, then those that it opens (REG-2). */
export async function sessionsOpen(trx: Transaction, product: string, day: LocalDate): Promise<Session[]> {
  const current = sessionOf(day);
  const others = await SessionOpeningRow.query(trx)
    .where({ product_id: product })
    .where('opens_on', '<=', day)
    .where('closes_on', '>=', day)
    .whereNot({ session: current })
    .orderBy('session');
  return [current, ...others.map(({ session }) => session)];
}

/** The assessment windows of some products, past ones too: by the day on which they open (BKG-3). */
export async function windowsOf(trx: Transaction, products: readonly string[]): Promise<AssessmentWindowRow[]> {
  return AssessmentWindowRow.query(trx)
    .whereIn('product_id', [...products])
    .orderBy(['opens_on', 'id']);
}

/** Openings of sessions, of one product or all, the newest first (REG-2). */
export async function listOpenings(
  trx: Transaction,
  { product, cursor, limit }: { product?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<SessionOpeningRow>> {
  const query = SessionOpeningRow.query(trx)
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (product) query.where({ product_id: product });
  if (cursor) query.where('id', '<', decodeCursor(cursor, 'id')[0]!);
  return page(await query, limit, (last) => [last.id]);
}

/** One opening, or undefined. */
export function findOpening(trx: Transaction, id: string): PromiseLike<SessionOpeningRow | undefined> {
  return SessionOpeningRow.query(trx).findById(id);
}

/** Assessment windows by the day on which they open, of one product or all; those alone that close on a day or later, where one is asked for. */
export async function listWindows(
  trx: Transaction,
  filter: { product?: string | undefined; from?: LocalDate | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<FoundWindow>> {
  const query = AssessmentWindowRow.query(trx)
    .orderBy(['opens_on', 'id'])
    .limit(filter.limit + 1);
  if (filter.product) query.where({ product_id: filter.product });
  if (filter.from) query.where('closes_on', '>=', filter.from);
  if (filter.cursor) query.whereRaw('(opens_on, id) > (?::date, ?::uuid)', decodeCursor(filter.cursor, 'date', 'id'));
  const { items, next } = page(await query, filter.limit, (last) => [last.opensOn, last.id]);
  return { items: await withMoments(trx, items), next };
}

/** One window, or undefined. */
export async function findWindow(trx: Transaction, id: string): Promise<FoundWindow | undefined> {
  const row = await AssessmentWindowRow.query(trx).findById(id);
  return row && (await withMoments(trx, [row]))[0];
}

async function withMoments(trx: Transaction, windows: AssessmentWindowRow[]): Promise<FoundWindow[]> {
  const ids = windows.map(({ id }) => id);
  const moments = await momentsOfWindows(trx, ids);
  return windows.map((window) => ({ window, moments: moments.get(window.id) ?? null }));
}
