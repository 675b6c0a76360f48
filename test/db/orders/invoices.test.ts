import { addToOrder, closeOrder, createOrder, lockPayable, payOrder } from '../../../db/applications/application-orders.commands';
import { payFromFunds } from '../../../db/applications/order-payments.commands';
import { postEntry } from '../../../db/bank/offers';
import { inScope, type Transaction } from '../../../db/core/database';
import { listInvoices } from '../../../db/orders/invoices.queries';
import { findImpossible } from '../../../db/impossible-states.queries';
import { paymentEntry } from '../../../domain/applications/application-order';
import { AT_GATEWAY } from '../../../domain/orders/card-payment.decide';
import { firstPolicy } from '../../../domain/policy';
import { nameIn } from '../../../domain/processes';
import { finalising } from '../../support/application-cases';
import { CaseLab } from '../../support/case-lab';
import { storeSystem, type StoreSystem } from '../../support/store';

const FINALISED = '2026-11-25T10:00:00.000Z';
const CLOSED = '2026-11-25T11:00:00.000Z';
const PAID = '2026-11-25T12:00:00.000Z';
const AT_ONCE = 50;

let system: StoreSystem;
let lab: CaseLab;
beforeAll(async () => {
  system = await storeSystem('invoices');
  lab = await CaseLab.make(system);
});
afterAll(() => system?.stop());

/** A closed order of one card. */
async function closed(): Promise<string> {
  const opening = await finalising(lab, FINALISED);
  await lab.commit(opening);
  const [company] = lab.tenant.companies;
  const [office] = company.offices;
  const asked = await lab.asked(company.user, {}, CLOSED);
  const places = { nodeId: company.company, billingOfficeId: office, deliveryOfficeId: office };
  const said = { ...places, purchaseOrder: 'PO', accountsContact: 'Ann', attentionOf: null, cardsGoTo: 'deliveryOffice' as const };
  return lab.inScope(async (trx) => {
    const id = await createOrder(trx, { tenant: lab.tenant.id, organisation: company.id }, said, asked, CLOSED);
    await addToOrder(trx, id, { applications: [nameIn(opening.process.businessId)] }, asked, CLOSED);
    await closeOrder(trx, id, firstPolicy, asked, CLOSED);
    return id;
  });
}

const fundsOf = (node: string, pence: bigint) => [
  { account: 'writeOffs', pence },
  { account: `funds/${node}`, pence: -pence },
];
/** Pays it as every means of payment does; one that breaks does so after all was written. */
const paid = (order: string, breaks: boolean) =>
  lab.inScope(async (trx) => {
    const price = (await lockPayable(trx, order, PAID))!;
    await payOrder(trx, order, 'card', null, PAID);
    await postEntry(trx, lab.tenant.id, paymentEntry(order, price, AT_GATEWAY), PAID);
    if (breaks) throw new Error('the connection is lost');
  });
const numbers = async (): Promise<number[]> =>
  (await system.owner('invoices').where({ tenant_id: lab.tenant.id }).orderBy('number').pluck('number')) as number[];

test('ORD-6 MON-2 of fifty payments at once some are refused and some break: the invoices of the others are numbered in one series without a gap, each with one document', async () => {
  const orders: string[] = [];
  while (orders.length < AT_ONCE) orders.push(await closed());
  await paid(orders[0]!, false);
  // Every fifth is rolled back after it was written; every seventh order is paid twice at once, of which one is refused.
  const asked = orders.flatMap((order, index) => (index % 7 === 0 ? [order, order] : [order]).map((each) => ({ order: each, index })));
  const ends = await Promise.allSettled(asked.map(({ order, index }) => paid(order, index % 5 === 1)));
  const expected = orders.filter((_order, index) => index % 5 !== 1 || index === 0).length;
  expect(ends.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(AT_ONCE / 5);
  expect(await numbers()).toEqual(Array.from({ length: expected }, (_each, index) => index + 1));
  const { rows } = await system.owner.raw(
    `select (select count(*)::int from application_orders where tenant_id = :tenant and state = 'paid') as paid,
      (select count(distinct application_order_id)::int from invoices where tenant_id = :tenant) as invoiced,
      (select count(*)::int from documents where tenant_id = :tenant and kind = 'invoice') as documents`,
    { tenant: lab.tenant.id },
  );
  expect(rows).toEqual([{ paid: expected, invoiced: expected, documents: expected }]);
  // Those that broke are paid afterwards, and the series goes on.
  await Promise.all(orders.filter((_order, index) => index % 5 === 1).map((order) => paid(order, false)));
  expect(await numbers()).toEqual(Array.from({ length: AT_ONCE }, (_each, index) => index + 1));
  expect(await lab.inScope(findImpossible)).toEqual([]);
}, 240_000);

test('ORD-6 an invoice cannot stand without the entry of the journal that it is of, and nobody changes or deletes one', async () => {
  const order = await closed();
  await expect(lab.inScope((trx) => payOrder(trx, order, 'card', null, PAID))).rejects.toThrow(/journal_entries|entry_key/);
  await paid(order, false);
  await expect(lab.inScope((trx) => trx.raw('update invoices set pence = 1'))).rejects.toThrow(/permission denied/);
  await expect(lab.inScope((trx) => trx.raw('delete from invoices'))).rejects.toThrow(/permission denied/);
});

test('ORD-6 SEC-9 whoever pays from funds does so in the scope of his own employer: the invoice and its document are his employer’s, another one sees neither', async () => {
  const order = await closed();
  const [company, other] = lab.tenant.companies;
  const funds = { key: 'funds', kind: 'adjustment' as const, postings: fundsOf(company.company, 5_700n) };
  await lab.inScope((trx) => postEntry(trx, lab.tenant.id, funds, PAID));
  const within = <Result>(organisation: string, work: (trx: Transaction) => Promise<Result>) =>
    inScope(system.database, { tenant: lab.tenant.id, organisation }, work);
  const asked = await lab.asked(company.user, {}, PAID);
  await within(company.id, (trx) => payFromFunds(trx, lab.tenant.id, order, asked, PAID));
  const seen = async (trx: Transaction) => {
    const { items } = await listInvoices(trx, { nodes: null, order, limit: 10 });
    return items.map(({ invoice, document }) => [invoice.paidBy, document?.state]);
  };
  expect([await within(company.id, seen), await within(other.id, seen)]).toEqual([[['funds', 'asked']], []]);
});
