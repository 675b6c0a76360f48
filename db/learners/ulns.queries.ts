import type { LocalDate, Instant } from '../../domain/working-days';
import { endOfDate, londonDate, startOfDate } from '../../domain/working-days';
import type { UlnStanding } from '../../domain/learners/uln-flags';
import { productsCalled } from '../catalogue/offers';
import type { Transaction } from '../core/database';
import { decodeCursor, page, type CursorForm, type Page } from '../core/paging';
import { OrganisationRow } from '../organisations/organisation.model';
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
import { UlnCheckRow, UlnSubmissionRow } from './uln.model';

/** By what the page of ULNs is searched (REG-13): product, batch, names, and the days between which learners were registered. */
export interface UlnFilter extends Named {
  product?: string | undefined;
  batch?: string | undefined;
  registeredFrom?: LocalDate | undefined;
  registeredUntil?: LocalDate | undefined;
  standing?: UlnStanding | undefined;
  sort: 'newest' | 'name';
  cursor?: string | undefined;
  limit: number;
}

/** The same as its statement knows it: products and batches by their identifiers. */
export interface NarrowedUlns extends Omit<UlnFilter, 'product' | 'batch'> {
  products: string[] | null;
  batches: string[] | null;
}

type Sorted = LearnerRow & { sortedBy: string };
/** Each by an index; the newest of some days are found by their instants. */
const ORDERS: Record<'newest' | 'registered' | 'name', Order> = {
  newest: { columns: ['id'], order: 'desc', behind: 'id < ?::uuid', forms: ['id'], of: () => [] },
  registered: {
    ...{ columns: ['registered_at', 'id'], order: 'desc', behind: '(registered_at, id) < (?::timestamptz, ?::uuid)' },
    ...{ forms: ['instant', 'id'], of: ({ registeredAt }) => [registeredAt] },
  },
  name: {
    ...{ columns: ['sorted_by', 'id'], order: 'asc', behind: '(sorted_by, id) > (?, ?::uuid)' },
    ...{ forms: ['name', 'id'], of: ({ sortedBy }) => [sortedBy] },
  },
};
interface Order {
  columns: string[];
  order: 'asc' | 'desc';
  behind: string;
  forms: CursorForm[];
  of(row: Sorted): string[];
}

/** Learners who are registered or withdrawn, the newest first or by name, with how their ULNs stand (REG-13, ULN-2). */
export async function searchUlns(trx: Transaction, where: Where, filter: UlnFilter, at: Instant): Promise<Page<FoundLearner>> {
  const { product, batch, ...same } = filter;
  const products = product ? await productsCalled(trx, where.tenant, product, londonDate(at)) : null;
  const batches = batch ? await numberedBatches(trx, where, batch) : null;
  const rows = (await ulnsOf(trx, where, { ...same, products, batches })) as Sorted[];
  const { of } = ORDERS[orderOf(filter)];
  const { items, next } = page(rows, filter.limit, (last) => [...of(last), last.id]);
  return { items: await learnersWithBatches(trx, items, at), next };
}

/** The statement of such a page and one more. */
export function ulnsOf(trx: Transaction, where: Where, filter: NarrowedUlns) {
  const { products, batches, registeredFrom, registeredUntil, standing, cursor, limit } = filter;
  const query = LearnerRow.query(trx).limit(limit + 1);
  placed(query, where);
  named(query, filter);
  among(query, 'product_id', products);
  among(query, 'batch_id', batches);
  if (registeredFrom) query.where('registered_at', '>=', startOfDate(registeredFrom));
  if (registeredUntil) query.where('registered_at', '<', endOfDate(registeredUntil));
  if (standing === 'none' || standing === 'unsent') query.whereNull('uln_state').whereRaw('(uln is null) = ?', [standing === 'none']);
  else if (standing) query.where({ uln_state: standing });
  query.whereIn('state', ['registered', 'withdrawn', 'lapsed', 'certificated']);
  const { columns, order, behind, forms } = ORDERS[orderOf(filter)];
  if (cursor) query.whereRaw(behind, decodeCursor(cursor, ...forms));
  return query.orderBy(columns.map((column) => ({ column, order })));
}

function orderOf({
  sort,
  registeredFrom,
  registeredUntil,
}: Pick<NarrowedUlns, 'sort' | 'registeredFrom' | 'registeredUntil'>): keyof typeof ORDERS {
  return sort === 'newest' && (registeredFrom || registeredUntil) ? 'registered' : sort;
}

/** ULNs that were sent together: whose they are, and the first ones with what came of each. */
export interface UlnSubmission {
  submission: UlnSubmissionRow;
  centre: OrganisationRow;
  checks: { check: UlnCheckRow; learner: LearnerRow }[];
}

/** So many are shown. */
const SHOWN = 200;

/** A submission with its checks, those without an answer first; undefined where there is none. */
export async function findSubmission(trx: Transaction, id: string): Promise<UlnSubmission | undefined> {
  const submission = await UlnSubmissionRow.query(trx).findById(id);
  if (!submission) return undefined;
  const [centre, checks] = await Promise.all([
    OrganisationRow.query(trx).findById(submission.organisationId).throwIfNotFound(),
    UlnCheckRow.query(trx).where({ submission_id: id }).orderByRaw('outcome nulls first, id').limit(SHOWN),
  ]);
  const learners = await LearnerRow.query(trx).findByIds(checks.map(({ learnerId }) => learnerId));
  const byId = new Map(learners.map((learner) => [learner.id, learner]));
  return { submission, centre, checks: checks.map((check) => ({ check, learner: byId.get(check.learnerId)! })) };
}
