import { z } from 'zod';
import { toMoney } from '../../domain/money';
import { chargeWhats, chargeWords } from '../../domain/registration/charge';
import { londonWords } from '../../domain/working-days';
import { inScope } from '../../db/core/database';
import { findCentre, listCharges, owedBy, type AccountEntry } from '../../db/registration/account.queries';
import { identifier } from '../../messages/core.schemas';
import { streamedCsv, type CsvColumn } from '../core/csv';
import { notFound } from '../core/problems';
import { route, type Route } from '../core/route';
import { money, paging } from '../core/schemas';
import { whereOf } from './batch-searches.routes';
import { batchName, ofCentre, productBody, productName } from './batches.representations';

/** So many entries are read and written at once. */
const EXPORTED_AT_ONCE = 1_000;

const entry = z.object({
  id: z.uuid(),
  what: z.enum(chargeWhats),
  centre: z.object({ id: z.uuid(), name: z.string() }),
  product: productName,
  batch: batchName.nullable(),
  learner: z.object({ id: z.uuid(), number: z.string() }).nullable(),
  purchaseOrder: z.string().nullable(),
  quantity: z.int().describe('Below nothing for a credit'),
  price: money.describe('Of one, without value added tax'),
  vatRate: z.number().describe('Per cent'),
  net: money,
  vat: money,
  amount: money.describe('With value added tax; below nothing for a credit'),
  decidedAt: z.iso.datetime().describe('The instant that decided the price'),
  policyVersion: z.string().describe('The version of policy that stood then'),
  invoice: z.object({ id: z.uuid(), number: z.string() }).nullable().describe('On which it stands, once its month is invoiced'),
});
entry.register(z.globalRegistry, { id: 'AccountEntry' });
const account = z.object({
  balance: money.nullable().describe('What the centre owes, all in all; null where none is named'),
  items: z.array(entry),
  next: z.string().nullable(),
});
account.register(z.globalRegistry, { id: 'CentreAccount' });

const columns: CsvColumn<AccountEntry>[] = [
  ['at', ({ charge }) => londonWords(charge.decidedAt)],
  ['what', ({ charge }) => chargeWords[charge.what]],
  ['product code', ({ product }) => product.code],
  ['product', ({ product }) => product.name],
  ['batch', ({ batch }) => batch?.number ?? null],
  ['learner', ({ learner }) => learner?.number ?? null],
  ['purchase order', ({ charge }) => charge.purchaseOrder],
  ['quantity', ({ charge }) => charge.quantity],
  ['price', ({ charge }) => charge.netPence],
  ['net', ({ charge }) => sumsOf(charge).net],
  ['VAT', ({ charge }) => sumsOf(charge).vat],
  ['sum', ({ charge }) => sumsOf(charge).amount],
  ['policy', ({ charge }) => charge.policyVersion],
  ['invoice', ({ invoice }) => invoice?.number ?? null],
];

const show = route({
  name: 'showCentreAccount',
  method: 'get',
  path: '/v1/centre-account',
  summary:
    'Every fee and credit of a centre, the newest first, with what decided it, and what the centre owes; Accept: text/csv for a file of all',
  permission: 'viewInvoices',
  rules: ['CEN-1', 'MON-2', 'WHY-4', 'SEC-9'],
  query: z.object({ ...paging, ...ofCentre, learner: identifier.optional().describe('What was charged and credited for one learner') }),
  refuses: [404],
  answers: {
    status: 200,
    description: `JSON, or CSV of all from the page on with columns ${columns.map(([head]) => head).join(', ')}: pounds as plain numbers`,
    orText: 'text/csv',
    schema: account,
  },
  handle: async ({ deps, caller, query: { organisation, ...query }, request }) => {
    const at = (await deps.clock()).toISOString();
    const where = whereOf(caller, organisation);
    const isFile = request.accepts(['json', 'csv']) === 'csv';
    const pageFrom = (cursor: string | undefined) =>
      inScope(deps.database, caller, (trx) =>
        listCharges(trx, where, { learner: query.learner, cursor, limit: isFile ? EXPORTED_AT_ONCE : query.limit }, at),
      );
    const balance = await inScope(deps.database, caller, async (trx) => {
      if (where.organisation === null) return null;
      if (!(await findCentre(trx, where.organisation))) throw notFound();
      return owedBy(trx, where.organisation);
    });
    const first = await pageFrom(query.cursor);
    if (isFile) return streamedCsv('account.csv', columns, first, pageFrom);
    return { body: { balance: balance === null ? null : toMoney(balance), items: first.items.map(entryBody), next: first.next } };
  },
});

/** A centre's account (CEN-1). */
export const centreAccountRoutes: Route[] = [show];

function entryBody({ charge, centre, product, batch, learner, invoice }: AccountEntry) {
  const { id, what, purchaseOrder, quantity, netPence, vatBasisPoints, decidedAt, policyVersion } = charge;
  const { net, vat, amount } = sumsOf(charge);
  return {
    ...{ id, what, centre: { id: centre.id, name: centre.name }, product: productBody({ product }) },
    ...{ batch: batch && { id: batch.id, number: batch.number }, learner: learner && { id: learner.id, number: learner.number } },
    ...{ purchaseOrder, quantity, price: toMoney(netPence), vatRate: vatBasisPoints / 100 },
    ...{ net: toMoney(net), vat: toMoney(vat), amount: toMoney(amount), decidedAt, policyVersion, invoice },
  };
}

function sumsOf({ quantity, netPence, vatPence }: AccountEntry['charge']) {
  const [net, vat] = [netPence * BigInt(quantity), vatPence * BigInt(quantity)];
  return { net, vat, amount: net + vat };
}
