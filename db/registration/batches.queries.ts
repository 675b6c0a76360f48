import type { ProductVersion } from '../../domain/catalogue/product';
import { londonDate, type LocalDate } from '../../domain/working-days';
import { productsById } from '../catalogue/offers';
import { prepared, type Transaction } from '../core/database';
import { BatchRow } from './batch.model';

/** A batch with its product as of the day of registration, its counts, the last day of its first registration, and the purchase orders of its groups. */
export interface BatchDetails {
  batch: BatchRow;
  product: ProductVersion;
  registered: number;
  undone: number;
  lapsesOn: LocalDate | null;
  purchaseOrders: string[];
  /** Of an apprenticeship's or a bundle's batch: its parts (REG-11). */
  parts: { id: string; number: string; product: string }[];
}

const COUNTS = `
  select count(distinct number) filter (where state = 'registered')::int as registered, count(distinct number) filter (where state = 'undone')::int as undone,
    min(lapses_on) filter (where state = 'registered') as lapses_on,
    (select coalesce(array_agg(distinct g.purchase_order) filter (where g.purchase_order is not null), '{}') from registration_groups g where g.batch_id = $1) as orders
  from learners where batch_id = $1 or bundle_batch_id = $1`;
const PARTS = `
  select b.id, b.number, p.code as product from batches b join products p on p.id = b.product_id where b.bundle_batch_id = $1 order by p.code`;

/** A batch in scope with its counts; undefined where there is none. */
export async function findBatch(trx: Transaction, id: string): Promise<BatchDetails | undefined> {
  const batch = await BatchRow.query(trx).findById(id);
  if (!batch) return undefined;
  const [products, counts, parts] = await Promise.all([
    productsById(trx, [batch.productId], londonDate(batch.registeredAt)),
    prepared<{ registered: number; undone: number; lapses_on: LocalDate | null; orders: string[] }>(trx, 'batch-counts', COUNTS, [id]),
    prepared<{ id: string; number: string; product: string }>(trx, 'batch-parts', PARTS, [id]),
  ]);
  const { registered, undone, lapses_on: lapsesOn, orders: purchaseOrders } = counts[0]!;
  return { batch, product: products[0]!, registered, undone, lapsesOn, purchaseOrders, parts };
}
