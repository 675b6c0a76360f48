import { sessionOf, type Session } from '../../domain/catalogue/session';
import type { LocalDate } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { AssessmentWindowRow, SessionOpeningRow } from './catalogue.model';

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
