import type { Session } from '../../domain/catalogue/session';
import { dateLater, londonDate, type Instant, type LocalDate } from '../../domain/working-days';
import { productsCalled } from '../catalogue/offers';
import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { BatchRow, LearnerRow } from './batch.model';
import { withNames, type FoundBatch } from './batch-searches.queries';
import { among, named, placed, type Named, type Where } from './narrowing';
import { RegistrationGroupRow, RegistrationRow } from './registration.model';

/** A learner with the batch in which he is (REG-13). */
export interface FoundLearner extends FoundBatch {
  learner: LearnerRow;
}
/** A learner in full: also how he came to be registered. */
export interface LearnerDetails extends FoundLearner {
  group: RegistrationGroupRow | null;
  registration: RegistrationRow | null;
  /** The registration that followed on this one (LRN-4, LRN-5). */
  wentTo: string | null;
}
/** By what learners are searched, each the whole but for products' names and beginnings of names, and in which order they stand. */
export interface LearnerFilter extends Named {
  /** A whole code, or any part of a name. */
  product?: string | undefined;
  centreReference?: string | undefined;
  uln?: string | undefined;
  number?: string | undefined;
  batch?: string | undefined;
  /** The number of an apprenticeship's or bundle's batch. */
  bundle?: string | undefined;
  session?: Session | undefined;
  state?: LearnerRow['state'] | undefined;
  /** Those who lapse within so many days from today, the first one first (LAP-1). */
  lapsesWithin?: number | undefined;
  sort: 'newest' | 'name';
  cursor?: string | undefined;
  limit: number;
}
/** The same as its statement knows it. */
export interface NarrowedLearners extends Omit<LearnerFilter, 'product' | 'batch' | 'bundle' | 'lapsesWithin'> {
  products: string[] | null;
  batches: string[] | null;
  bundles: string[] | null;
  lapsing: { from: LocalDate; to: LocalDate } | null;
}

const ORDERS = {
  newest: { column: 'id', form: null, of: () => [] },
  name: { column: 'sorted_by', form: 'name', of: (row: Sorted) => [row.sortedBy] },
  forename: { column: 'words', form: 'name', of: (row: Sorted) => [row.words] },
  lapse: { column: 'lapses_on', form: 'date', of: (row: Sorted) => [row.lapsesOn] },
} as const;
type Sorted = LearnerRow & { sortedBy: string; words: string };

/**
 * A page of learners: the newest first, or by surname and forename; by forename where only that is looked for, by the day of their lapse where
 * that is asked for. Each order by an index (REG-13).
 */
export async function searchLearners(trx: Transaction, where: Where, filter: LearnerFilter, at: Instant): Promise<Page<FoundLearner>> {
  const narrowed = await narrowedBy(trx, where, filter, at);
  const { of } = ORDERS[orderOf(narrowed)];
  const { items, next } = page((await learnersOf(trx, where, narrowed)) as Sorted[], filter.limit, (last) => [...of(last), last.id]);
  return { items: await learnersWithBatches(trx, items, at), next };
}

/** What a filter means at an instant: products and batches by their identifiers, so that what few of them have is planned for as few; days by their dates. */
export async function narrowedBy(trx: Transaction, where: Where, filter: LearnerFilter, at: Instant): Promise<NarrowedLearners> {
  const { product, batch, bundle, lapsesWithin, ...same } = filter;
  const today = londonDate(at);
  return {
    ...same,
    products: product ? await productsCalled(trx, where.tenant, product, today) : null,
    batches: batch ? await numberedBatches(trx, where, batch) : null,
    bundles: bundle ? await numberedBatches(trx, where, bundle) : null,
    lapsing: lapsesWithin === undefined ? null : { from: today, to: dateLater(today, lapsesWithin) },
  };
}

/** The statement of such a page and one more. */
export function learnersOf(trx: Transaction, where: Where, filter: NarrowedLearners) {
  const { products, batches, bundles, centreReference, uln, number, session, state, lapsing, cursor, limit } = filter;
  const { column, form } = ORDERS[orderOf(filter)];
  const query = LearnerRow.query(trx).limit(limit + 1);
  placed(query, where);
  named(query, filter);
  among(query, 'product_id', products);
  among(query, 'batch_id', batches);
  among(query, 'bundle_batch_id', bundles);
  if (centreReference) query.where('centre_reference', centreReference);
  if (uln) query.where({ uln: uln.replace(/\s/g, '') });
  if (number) query.where('number', number.toUpperCase());
  if (session) query.where({ session });
  if (state) query.where({ state });
  if (lapsing) query.where({ state: 'registered' }).whereBetween('lapses_on', [lapsing.from, lapsing.to]);
  if (form === null)
    return cursor ? query.orderBy('id', 'desc').where('id', '<', decodeCursor(cursor, 'id')[0]!) : query.orderBy('id', 'desc');
  if (cursor) query.whereRaw(`(${column}, id) > (?, ?::uuid)`, decodeCursor(cursor, form, 'id'));
  return query.orderBy([column, 'id']);
}

/** A learner in full, or undefined; as products are called at an instant. */
export async function findLearner(trx: Transaction, id: string, at: Instant): Promise<LearnerDetails | undefined> {
  return (await findLearners(trx, [id], at)).get(id);
}

/** Some learners in full by their identifiers, in as many statements as one; whoever is not there is left out. */
export async function findLearners(trx: Transaction, ids: readonly string[], at: Instant): Promise<Map<string, LearnerDetails>> {
  const rows = await LearnerRow.query(trx).findByIds([...ids]);
  const left = rows.flatMap(({ id, state }) => (state === 'registered' ? [] : [id]));
  const [found, groups, onward] = await Promise.all([
    learnersWithBatches(trx, rows, at),
    RegistrationGroupRow.query(trx).findByIds([...new Set(rows.flatMap(({ groupId }) => groupId ?? []))]),
    left.length > 0 ? LearnerRow.query(trx).whereIn('came_from_id', left).select('id', 'came_from_id') : [],
  ]);
  const registrations = await RegistrationRow.query(trx).findByIds([...new Set(groups.map(({ registrationId }) => registrationId))]);
  const details = found.map((each): [string, LearnerDetails] => {
    const { id, groupId } = each.learner;
    const group = groups.find((one) => one.id === groupId) ?? null;
    const registration = registrations.find((one) => one.id === group?.registrationId) ?? null;
    return [id, { ...each, group, registration, wentTo: onward.find(({ cameFromId }) => cameFromId === id)?.id ?? null }];
  });
  return new Map(details);
}

/** How many learners of a centre lapse from a day to another one, counted up to a number (CEN-2). */
export async function countLapsing(
  trx: Transaction,
  where: Where,
  lapsing: { from: LocalDate; to: LocalDate },
  most: number,
): Promise<number> {
  const narrowed = { products: null, batches: null, bundles: null, lapsing, sort: 'name' as const, limit: most - 1 };
  return (await learnersOf(trx, where, narrowed).select('id')).length;
}

function orderOf({ sort, lapsing, forename, surname }: NarrowedLearners): keyof typeof ORDERS {
  if (lapsing) return 'lapse';
  return sort === 'name' && forename && !surname ? 'forename' : sort;
}

/** The batches of a number, of a centre or of all. */
export async function numberedBatches(trx: Transaction, where: Where, number: string): Promise<string[]> {
  const query = BatchRow.query(trx).select('id').where('number', number.toUpperCase());
  placed(query, where);
  return (await query).map(({ id }) => id);
}

/** Learners with the batches in which they are. */
export async function learnersWithBatches(trx: Transaction, learners: LearnerRow[], at: Instant): Promise<FoundLearner[]> {
  const batches = await withNames(trx, await BatchRow.query(trx).findByIds([...new Set(learners.map(({ batchId }) => batchId))]), at);
  const byId = new Map(batches.map((found) => [found.batch.id, found]));
  return learners.map((learner) => ({ ...byId.get(learner.batchId)!, learner }));
}
