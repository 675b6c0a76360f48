import type { Session } from '../../domain/catalogue/session';
import type { ProductVersion } from '../../domain/catalogue/product';
import { londonDate, type Instant } from '../../domain/working-days';
import { AssessmentWindowRow } from '../catalogue/catalogue.model';
import { productsById, productsCalled } from '../catalogue/offers';
import { prepared, type Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { AddressRow, OrganisationRow } from '../organisations/organisation.model';
import { DocumentRow } from '../work/document.model';
import { BatchRow } from './batch.model';
import { among, placed, type Where } from './narrowing';
import { RegistrationGroupRow } from './registration.model';

/** A batch with the names of what it is of (REG-13). */
export interface FoundBatch {
  batch: BatchRow;
  product: ProductVersion;
  centre: OrganisationRow;
  /** The apprenticeship's or bundle's batch that it is a part of. */
  bundle: BatchRow | null;
}
/** By what batches are searched, and in which order they stand: the newest first, or by number. */
export interface BatchFilter {
  /** A whole number. */
  batch?: string | undefined;
  /** A whole code, or any part of a name. */
  product?: string | undefined;
  session?: Session | undefined;
  sort: 'newest' | 'number';
  cursor?: string | undefined;
  limit: number;
}
/** A part of a batch that was registered together, with its paperwork (REG-10). */
export interface BatchPart {
  group: RegistrationGroupRow;
  document: Pick<DocumentRow, 'id' | 'state' | 'fileId'> | null;
}
/** Learners who came together from another registration, with the purchase order of their transfer or topping (REG-10, LRN-4, LRN-5). */
export interface Arrival {
  at: Instant;
  learners: number;
  from: { id: string; number: string };
  purchaseOrder: string | null;
}
/** A batch in full: where its papers go, and each part of it with its paperwork. */
export interface BatchDetails extends FoundBatch {
  /** Where its product asks for one (REG-11). */
  window: AssessmentWindowRow | null;
  learnerAddress: AddressRow | null;
  certificateAddress: AddressRow | null;
  parts: BatchPart[];
  arrivals: Arrival[];
  /** Those of its qualifications, where it is a bundle's. */
  members: FoundBatch[];
}

/** Whoever came together was decided by one command. */
const ARRIVALS = `
  select utc_text(l.registered_at) as at, count(*)::int as learners, jsonb_build_object('id', b.id, 'number', b.number) as from, max(c.purchase_order) as "purchaseOrder"
  from learners l join learners o on o.id = l.came_from_id join batches b on b.id = o.batch_id
    left join centre_charges c on c.learner_id = l.id and c.what in ('transferredIn', 'toppedIn')
  where l.batch_id = $1 and l.came_from_id is not null
  group by l.registered_at, b.id order by l.registered_at, b.number limit 200`;

/** A page of batches; each order by an index (REG-13). */
export async function searchBatches(trx: Transaction, where: Where, filter: BatchFilter, at: Instant): Promise<Page<FoundBatch>> {
  const products = filter.product ? await productsCalled(trx, where.tenant, filter.product, londonDate(at)) : null;
  const { items, next } = page(await batchesOf(trx, where, { ...filter, products }), filter.limit, (last) =>
    filter.sort === 'number' ? [last.number, last.id] : [last.id],
  );
  return { items: await withNames(trx, items, at), next };
}

/** The statement of such a page and one more. */
export function batchesOf(trx: Transaction, where: Where, filter: Omit<BatchFilter, 'product'> & { products: string[] | null }) {
  const { batch, products, session, sort, cursor, limit } = filter;
  const query = BatchRow.query(trx).limit(limit + 1);
  placed(query, where);
  if (batch) query.where('number', batch.toUpperCase());
  among(query, 'product_id', products);
  if (session) query.where({ session });
  if (sort === 'newest') query.orderBy('id', 'desc');
  else query.orderBy(['number', 'id']);
  if (cursor && sort === 'newest') query.where('id', '<', decodeCursor(cursor, 'id')[0]!);
  else if (cursor) query.whereRaw('(number, id) > (?, ?::uuid)', decodeCursor(cursor, 'name', 'id'));
  return query;
}

/** A batch in full, or undefined; as its products are called at an instant. */
export async function findBatch(trx: Transaction, id: string, at: Instant): Promise<BatchDetails | undefined> {
  const row = await BatchRow.query(trx).findById(id);
  if (!row) return undefined;
  const [window, addresses, groups, members, [found]] = await Promise.all([
    row.windowId ? AssessmentWindowRow.query(trx).findById(row.windowId) : null,
    AddressRow.query(trx).findByIds([row.learnerAddressId, row.certificateAddressId].flatMap((each) => each ?? [])),
    RegistrationGroupRow.query(trx)
      .where({ batch_id: row.bundleBatchId ?? id })
      .orderBy(['registered_at', 'id']),
    BatchRow.query(trx).where({ bundle_batch_id: id }).orderBy('id'),
    withNames(trx, [row], at),
  ]);
  const documents = await DocumentRow.query(trx)
    .where({ kind: 'registration' })
    .whereIn(
      'about_id',
      groups.map((group) => group.id),
    );
  const addressOf = (address: string | null) => addresses.find((each) => each.id === address) ?? null;
  return {
    ...found!,
    window: window ?? null,
    learnerAddress: addressOf(row.learnerAddressId),
    certificateAddress: addressOf(row.certificateAddressId),
    parts: groups.map((group) => ({ group, document: documents.find(({ aboutId }) => aboutId === group.id) ?? null })),
    arrivals: await prepared<Arrival>(trx, 'arrivals-of-batch', ARRIVALS, [id]),
    members: await withNames(trx, members, at),
  };
}

/** Batches with the names of what they are of, as they stand at an instant. */
export async function withNames(trx: Transaction, batches: BatchRow[], at: Instant): Promise<FoundBatch[]> {
  const distinct = (ids: string[]) => [...new Set(ids)];
  const [products, centres, bundles] = await Promise.all([
    productsById(trx, distinct(batches.map(({ productId }) => productId)), londonDate(at)),
    OrganisationRow.query(trx).findByIds(distinct(batches.map(({ organisationId }) => organisationId))),
    BatchRow.query(trx).findByIds(distinct(batches.flatMap(({ bundleBatchId }) => bundleBatchId ?? []))),
  ]);
  return batches.map((batch) => ({
    batch,
    product: products.find(({ product }) => product === batch.productId)!,
    centre: centres.find(({ id }) => id === batch.organisationId)!,
    bundle: bundles.find(({ id }) => id === batch.bundleBatchId) ?? null,
  }));
}
