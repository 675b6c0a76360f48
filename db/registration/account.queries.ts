import type { ProductVersion } from '../../domain/catalogue/product';
import type { Pence } from '../../domain/money';
import { invoiceReference } from '../../domain/orders/invoice';
import { londonDate, type Instant } from '../../domain/working-days';
import { balancesOf } from '../bank/offers';
import { productsById } from '../catalogue/offers';
import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { InvoiceRow } from '../orders/invoice.model';
import { OrganisationRow } from '../organisations/organisation.model';
import { BatchRow, LearnerRow } from './batch.model';
import { ChargeRow } from './charge.model';
import { placed, type Where } from './narrowing';

/** A fee or a credit on a centre's account with what it is of, and the invoice on which it stands (CEN-1). */
export interface AccountEntry {
  charge: ChargeRow;
  centre: OrganisationRow;
  product: ProductVersion;
  batch: BatchRow | null;
  learner: LearnerRow | null;
  invoice: { id: string; number: string } | null;
}

/** A centre of the tenant, or undefined: to its own users no other one is there (SEC-9). */
export async function findCentre(trx: Transaction, id: string): Promise<OrganisationRow | undefined> {
  return OrganisationRow.query(trx).findOne({ id, kind: 'centre' });
}

/** What a centre owes, all in all: debits less credits of its account. */
export async function owedBy(trx: Transaction, centre: string): Promise<Pence> {
  const [pence] = await balancesOf(trx, [{ account: `centre/${centre}`, before: null }]);
  return pence!;
}

/** A page of fees and credits of a centre, or of all in the tenant, the newest first; of one learner, where he is named (CEN-1). */
export async function listCharges(
  trx: Transaction,
  where: Where,
  { learner, cursor, limit }: { learner?: string | undefined; cursor?: string | undefined; limit: number },
  at: Instant,
): Promise<Page<AccountEntry>> {
  const query = ChargeRow.query(trx)
    .orderBy('id', 'desc')
    .limit(limit + 1);
  placed(query, where);
  if (learner) query.where({ learner_id: learner });
  if (cursor) query.where('id', '<', decodeCursor(cursor, 'id')[0]!);
  const { items, next } = page(await query, limit, ({ id }) => [id]);
  return { items: await detailed(trx, items, at), next };
}

async function detailed(trx: Transaction, charges: ChargeRow[], at: Instant): Promise<AccountEntry[]> {
  const distinct = (ids: (string | null)[]) => [...new Set(ids.flatMap((id) => id ?? []))];
  const [centres, products, batches, learners, invoices] = await Promise.all([
    OrganisationRow.query(trx).findByIds(distinct(charges.map(({ organisationId }) => organisationId))),
    productsById(trx, distinct(charges.map(({ productId }) => productId)), londonDate(at)),
    BatchRow.query(trx).findByIds(distinct(charges.map(({ batchId }) => batchId))),
    LearnerRow.query(trx).findByIds(distinct(charges.map(({ learnerId }) => learnerId))),
    InvoiceRow.query(trx).findByIds(distinct(charges.map(({ invoiceId }) => invoiceId))),
  ]);
  return charges.map((charge) => {
    const invoice = invoices.find(({ id }) => id === charge.invoiceId);
    return {
      charge,
      centre: centres.find(({ id }) => id === charge.organisationId)!,
      product: products.find(({ product }) => product === charge.productId)!,
      batch: batches.find(({ id }) => id === charge.batchId) ?? null,
      learner: learners.find(({ id }) => id === charge.learnerId) ?? null,
      invoice: invoice ? { id: invoice.id, number: invoiceReference(invoice.kind, invoice.number) } : null,
    };
  });
}
