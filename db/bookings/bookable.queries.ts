import { isExternal, type Component } from '../../domain/catalogue/product';
import type { Session } from '../../domain/catalogue/session';
import { londonDate, type Instant } from '../../domain/working-days';
import { externalProducts, productsCalled } from '../catalogue/offers';
import { prepared, type Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { LearnerRow } from '../registration/batch.model';
import {
  among,
  learnersWithBatches,
  named,
  numberedBatches,
  placed,
  type FoundLearner,
  type Named,
  type Where,
} from '../registration/offers';

const BOOKED = `
  select learner_id as learner, component from bookings where learner_id = any($1::uuid[]) and state in ('active', 'pendingResult')`;

/** A learner with the components that are booked with a day and a place, and which of them are (BKG-2). */
export interface Bookable extends FoundLearner {
  components: (Component & { isBooked: boolean })[];
}
/** By what they are narrowed. */
export interface BookableFilter extends Named {
  product?: string | undefined;
  batch?: string | undefined;
  session?: Session | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** A page of registered learners who have external components, by name: those alone are booked (BKG-2). */
export async function bookableLearners(trx: Transaction, where: Where, filter: BookableFilter, at: Instant): Promise<Page<Bookable>> {
  const external = await externalProducts(trx, where.tenant, londonDate(at));
  const { items, next } = await learnersOn(trx, where, external, filter, at);
  const ids = items.map(({ learner }) => learner.id);
  const booked = await prepared<{ learner: string; component: string }>(trx, 'booked-components', BOOKED, [ids]);
  const isBooked = (learner: string, { code }: Component) => booked.some((each) => each.learner === learner && each.component === code);
  return {
    items: items.map((each) => ({
      ...each,
      components: each.product.components
        .filter(isExternal)
        .map((component) => ({ ...component, isBooked: isBooked(each.learner.id, component) })),
    })),
    next,
  };
}

/** A page of learners registered on some products, by name. */
export async function learnersOn(
  trx: Transaction,
  where: Where,
  some: readonly string[],
  filter: BookableFilter,
  at: Instant,
): Promise<Page<FoundLearner>> {
  const day = londonDate(at);
  const called = filter.product ? new Set(await productsCalled(trx, where.tenant, filter.product, day)) : null;
  const products = some.filter((id) => called?.has(id) ?? true);
  const batches = filter.batch ? await numberedBatches(trx, where, filter.batch) : null;
  const rows = (await bookableOf(trx, where, { ...filter, products, batches, day })) as (LearnerRow & { sortedBy: string })[];
  const { items, next } = page(rows, filter.limit, (last) => [last.sortedBy, last.id]);
  return { items: await learnersWithBatches(trx, items, at), next };
}

/** The statement of such a page and one more. */
export function bookableOf(
  trx: Transaction,
  where: Where,
  filter: Omit<BookableFilter, 'product' | 'batch'> & { products: string[]; batches: string[] | null; day: string },
) {
  const { products, batches, session, day, cursor, limit } = filter;
  const query = LearnerRow.query(trx)
    .where({ state: 'registered' })
    .where('lapses_on', '>=', day)
    .limit(limit + 1)
    .orderBy(['sorted_by', 'id']);
  placed(query, where);
  named(query, filter);
  among(query, 'product_id', products);
  among(query, 'batch_id', batches);
  if (session) query.where({ session });
  if (cursor) query.whereRaw('(sorted_by, id) > (?, ?::uuid)', decodeCursor(cursor, 'name', 'id'));
  return query;
}
