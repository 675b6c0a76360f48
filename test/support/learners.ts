import { v7 as uuid } from 'uuid';
import type { Database, Transaction } from '../../db/core/database';
import { inScope } from '../../db/core/database';
import { postEntry } from '../../db/bank/offers';
import { holdLapses } from '../../db/learners/offers';
import { BatchRow, LearnerRow } from '../../db/registration/batch.model';
import { openBilling } from '../../db/registration/billing.commands';
import { ChargeRow } from '../../db/registration/charge.model';
import { RegistrationGroupRow, RegistrationRow } from '../../db/registration/registration.model';
import { askForDocument } from '../../db/work/offers';
import type { ProductType } from '../../domain/catalogue/product';
import { nextMoment } from '../../domain/learners/lapse-moments';
import { firstPolicy } from '../../domain/policy';
import type { Instant } from '../../domain/working-days';
import type { SeededTenant } from '../../db/seeds/demo';

/** A product of a tenant. */
export interface Product {
  id: string;
  code: string;
}
/** What of a batch is another one than usual. */
export interface Seeded {
  centre?: SeededTenant['centre'];
  product: Product;
  session?: number;
  learners?: Partial<LearnerRow>[];
  at?: Instant;
  /** Pence of each, without and as tax. */
  price?: { net: bigint; vat?: bigint; rate?: number };
  purchaseOrder?: string | null;
  bundle?: string;
  /** Learners of a qualification of a bundle are charged with the bundle. */
  isFree?: boolean;
}

/** A product with one version from long ago; by its identifier, where its code is not given. */
export async function seedProduct(
  owner: Database,
  tenant: string,
  name: string,
  type: ProductType = 'qualification',
  given?: string,
): Promise<Product> {
  const id = uuid();
  const code = given ?? id;
  const at = new Date('2020-01-01').toISOString();
  const is = { is_regulated: true, is_open: true, has_windows: false, late_allowed: false, books_on_registration: false };
  await owner('products').insert({ id, tenant_id: tenant, code, made_at: at });
  await owner('product_versions').insert({
    ...{ id: uuid(), tenant_id: tenant, product_id: id, effective_from: '2020-01-01', name, sector: 'Care', type, made_at: at },
    ...{ ...is, lapse_months: 36, grade_scale: 'pass', is_electronic_only: false, takes_arrangements: true },
  });
  return { id, code };
}

/** Learners registered together: their group, batch, rows, charge with its entry and invoice to come, as registering leaves them. */
export async function seedBatch(database: Database, tenant: SeededTenant, of: Seeded): Promise<{ batch: BatchRow; group: string }> {
  return inScope(database, { tenant: tenant.id, organisation: null }, (trx) => batchIn(trx, tenant, of));
}

/** The same in a transaction that does more. */
export async function batchIn(trx: Transaction, tenant: SeededTenant, of: Seeded): Promise<{ batch: BatchRow; group: string }> {
  const { centre = tenant.centre, product, session = 2026, learners = [{}], at = '2026-11-02T09:00:00.000Z', bundle = null } = of;
  const [batchId, group, registration] = [uuid(), uuid(), uuid()];
  const own = { tenantId: tenant.id, organisationId: centre.id };
  const said = { purchaseOrder: of.purchaseOrder ?? 'PO 1', registeredAt: at };
  await BatchRow.query(trx).insert({
    ...{
      ...own,
      id: batchId,
      productId: product.id,
      session,
      bundleBatchId: bundle,
      learnerCount: learners.filter(({ state }) => state !== 'undone').length,
    },
    ...{ contactName: 'Ann Contact', contactEmail: 'ann@centre.example', registeredAt: at, registeredBy: centre.user.id },
  });
  await RegistrationRow.query(trx).insert({
    ...{ ...own, id: registration, way: 'keyIn', madeBy: centre.user.id, madeAt: at, state: 'over', stateSince: at, version: 1 },
  });
  await RegistrationGroupRow.query(trx).insert({
    ...{ ...own, id: group, registrationId: registration, position: 1, productCode: product.code, productId: product.id, session },
    ...{ batchId: bundle ?? batchId, ...said },
  });
  if (learners.length === 0) return { batch: await BatchRow.query(trx).findById(batchId).throwIfNotFound(), group };
  const waits = await holdLapses(trx, { tenant: tenant.id, organisation: centre.id }, [batchId]);
  await LearnerRow.query(trx).insert(
    learners.map((learner, index) => ({
      ...{ ...own, id: uuid(), batchId, bundleBatchId: bundle, groupId: group, productId: product.id, session },
      ...{ forename: 'Ann', surname: `Learner${index}`, birthDate: '2008-02-03', gender: 'F' as const, ethnicity: '98', country: 'GB' },
      ...{ registeredAt: at, firstRegisteredAt: at, lapsesOn: '2029-11-02', stateSince: at },
      ...{ feeNetPence: of.price?.net ?? 4_000n, feeVatPence: of.price?.vat ?? 0n, feeVatBasisPoints: of.price?.rate ?? 0 },
      ...learner,
      ...{ nextAt: dueOf(learner, at) },
    })),
  );
  if (bundle) await countAnew(trx, bundle);
  await waits.open(null, at);
  if (!of.isFree) await charge(trx, tenant, { ...of, quantity: learners.length, batch: batchId });
  return { batch: await BatchRow.query(trx).findById(batchId).throwIfNotFound(), group };
}

async function countAnew(trx: Transaction, bundle: string): Promise<void> {
  const rows = await LearnerRow.query(trx).where({ bundle_batch_id: bundle }).whereNot({ state: 'undone' }).distinct('number');
  await BatchRow.query(trx).findById(bundle).patch({ learnerCount: rows.length });
}

/** When something of a seeded learner falls due first, after the registration or what is said; nothing of one who is not registered. */
function dueOf({ state = 'registered', lapsesOn = '2029-11-02', nextAt }: Partial<LearnerRow>, at: Instant): Instant | null {
  if (nextAt !== undefined) return nextAt;
  return state === 'registered' ? nextMoment(lapsesOn, at, firstPolicy) : null;
}

/** A charge, or with a quantity below nothing a credit, as whatever decides it leaves it: entry, row, and a run that will invoice it. */
export async function charge(
  trx: Transaction,
  tenant: SeededTenant,
  { centre = tenant.centre, product, price = { net: 4_000n }, purchaseOrder, at = '2026-11-02T09:00:00.000Z', ...of }: Charging,
): Promise<void> {
  const { net, vat = 0n, rate = 0 } = price;
  const { quantity, batch = null } = of;
  const key = `charge/${uuid()}`;
  const [allNet, allVat] = [net * BigInt(quantity), vat * BigInt(quantity)];
  const postings = [
    { account: `centre/${centre.id}`, pence: allNet + allVat },
    { account: 'centre-fees', pence: -allNet },
    { account: 'vat', pence: -allVat },
  ].filter(({ pence }) => pence !== 0n);
  await postEntry(trx, tenant.id, { key, kind: 'charge', postings }, at);
  await ChargeRow.query(trx).insert({
    ...{ id: uuid(), tenantId: tenant.id, organisationId: centre.id, entryKey: key, productId: product.id, batchId: batch, quantity },
    ...{ what: quantity > 0 ? ('registration' as const) : ('registrationUndone' as const), netPence: net, vatPence: vat },
    ...{ vatBasisPoints: rate, purchaseOrder: purchaseOrder ?? 'PO 1', decidedAt: at, policyVersion: firstPolicy.version },
  });
  await openBilling(trx, tenant.id, at, null);
}

/** What is charged. */
export interface Charging extends Pick<Seeded, 'centre' | 'product' | 'price' | 'purchaseOrder' | 'at'> {
  quantity: number;
  batch?: string;
}

/** Asks for the paperwork of a group, as the transaction that registers it does; answers the document. */
export function askForPaperwork(database: Database, tenant: SeededTenant, group: string, at: Instant): Promise<string> {
  const { centre } = tenant;
  return inScope(database, { tenant: tenant.id, organisation: null }, (trx) =>
    askForDocument(
      trx,
      { tenant: tenant.id, organisation: centre.id, wish: { kind: 'registration', group }, by: centre.user.id },
      null,
      at,
    ),
  );
}

/** Another centre of the tenant, whose Portal Admin cannot sign in yet. */
export async function seedCentre(owner: Database, tenant: SeededTenant, name: string): Promise<SeededTenant['centre']> {
  const [id, user] = [uuid(), uuid()];
  const email = `${user}@centre.example`;
  const of = { tenant_id: tenant.id, organisation_id: id };
  await owner('organisations').insert({ id, tenant_id: tenant.id, kind: 'centre', name });
  await owner('users').insert({
    ...{ ...of, id: user, email, role: 'centreUser', given_name: 'Pat', family_name: 'Admin', mobile: '+447700900001' },
  });
  await owner('grants').insert({ ...of, user_id: user, node_id: null, name: 'portalAdmin', granted_at: new Date('2026-01-01') });
  return { id, number: '', user: { id: user, email, role: 'centreUser', organisation: id, mobile: '+447700900001' } };
}
