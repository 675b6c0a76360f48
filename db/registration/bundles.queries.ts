import { isMadeOfOthers, productTypes } from '../../domain/catalogue/product';
import { londonDate, type Instant, type LocalDate } from '../../domain/working-days';
import { productsCalled } from '../catalogue/offers';
import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { ProductVersionRow } from '../catalogue/catalogue.model';
import { BatchRow, LearnerRow } from './batch.model';
import { withNames, type FoundBatch } from './batch-searches.queries';
import { among, named, placed, type Named, type Where } from './narrowing';

/** By what batches of apprenticeships and bundles are searched: their own number and product, and who is in them (REG-13). */
export interface BundleFilter extends Named {
  bundle?: string | undefined;
  /** A whole code, or any part of a name. */
  product?: string | undefined;
  /** A learner's whole number. */
  number?: string | undefined;
  birthDate?: LocalDate | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** A page of batches of apprenticeships and bundles, the newest first (REG-11, REG-13). */
export async function searchBundles(trx: Transaction, where: Where, filter: BundleFilter, at: Instant): Promise<Page<FoundBatch>> {
  const called = filter.product ? await productsCalled(trx, where.tenant, filter.product, londonDate(at)) : null;
  const made = (await madeOfOthers(trx)).filter((id) => !called || called.includes(id));
  const { items, next } = page(await bundlesOf(trx, where, { ...filter, products: made }), filter.limit, ({ id }) => [id]);
  return { items: await withNames(trx, items, at), next };
}

/** The statement of such a page and one more. */
export function bundlesOf(trx: Transaction, where: Where, filter: Omit<BundleFilter, 'product'> & { products: string[] }) {
  const { bundle, products, number, birthDate, cursor, limit } = filter;
  const query = BatchRow.query(trx)
    .orderBy('id', 'desc')
    .limit(limit + 1);
  among(query, 'product_id', products);
  placed(query, where);
  if (bundle) query.where('number', bundle.toUpperCase());
  if (number || birthDate || filter.forename || filter.surname) {
    const learners = LearnerRow.query(trx).select('bundle_batch_id').whereNotNull('bundle_batch_id');
    placed(learners, where);
    named(learners, filter);
    if (number) learners.where('number', number.toUpperCase());
    if (birthDate) learners.where('birth_date', birthDate);
    query.whereRaw('id = any(array(?))', [learners]);
  }
  if (cursor) query.where('id', '<', decodeCursor(cursor, 'id')[0]!);
  return query;
}

async function madeOfOthers(trx: Transaction): Promise<string[]> {
  const types = productTypes.filter((type) => isMadeOfOthers({ type }));
  return (await ProductVersionRow.query(trx).distinct('product_id').whereIn('type', types)).map(({ productId }) => productId);
}
