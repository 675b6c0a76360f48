import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { reach } from '../../domain/access/permissions';
import { invoiceReference } from '../../domain/orders/invoice';
import { londonWords } from '../../domain/working-days';
import { inScope } from '../../db/core/database';
import { financialHistory, type HistoryEntry } from '../../db/orders/financial-history.queries';
import { findInvoice, listInvoices } from '../../db/orders/invoices.queries';
import { identifier } from '../../messages/core.schemas';
import { pdfRoute } from '../core/pdf';
import { listRoute, showRoute } from '../core/reading';
import { route, type Route } from '../core/route';
import { pageOf, paging } from '../core/schemas';
import { nodesReached } from '../organisations/offers';
import { historyBody, historyEntry, invoice, invoiceBody } from './invoices.representations';

const level = identifier.optional().describe('A company, group or office: what is at it and below');

const list = listRoute({
  name: 'listInvoices',
  path: '/v1/invoices',
  summary: 'Invoices and credit notes, newest first',
  permission: 'viewInvoices',
  rules: ['ORD-4', 'ORD-6', 'CEN-1', 'SEC-7'],
  of: invoice,
  answer: 'A page of invoices and credit notes',
  filter: {
    kind: invoice.shape.kind.optional(),
    order: identifier.optional().describe('Of an order for cards, an advance order or a card payment'),
    level,
  },
  list: async (trx, { level: at, ...query }, caller) =>
    listInvoices(trx, { ...query, nodes: await nodesReached(trx, caller, 'viewInvoices', at) }),
  as: invoiceBody,
});

const show = showRoute({
  name: 'showInvoice',
  path: '/v1/invoices/:id',
  summary: 'One invoice or credit note, as it was issued',
  permission: 'viewInvoices',
  rules: ['ORD-6'],
  of: invoice,
  answer: 'The invoice or credit note',
  find: (trx, id, caller) => findInvoice(trx, id, reach(caller, 'viewInvoices')),
  as: invoiceBody,
});

const download = pdfRoute({
  name: 'downloadInvoice',
  path: '/v1/invoices/:id/file',
  summary: 'Download the PDF of an invoice or credit note; 404 until it is made',
  permission: 'viewInvoices',
  rules: ['ORD-6'],
  fileOf: async (trx, id, caller) => (await findInvoice(trx, id, reach(caller, 'viewInvoices')))?.document?.fileId,
});

const history = route({
  name: 'showFinancialHistory',
  method: 'get',
  path: '/v1/financial-history',
  summary:
    'Payments, funds in and out, invoices and credit notes of an account, latest first, with the balance of its funds after each; Accept: text/csv for a file',
  permission: 'viewPurchases',
  rules: ['ORD-4', 'ORD-6', 'MON-2', 'SEC-7'],
  query: z.object({ ...paging, level }),
  answers: {
    status: 200,
    description:
      'JSON, or CSV of the page with columns at, kind, reference, invoice, paid by, invoiced, funds, balance: pounds as plain numbers',
    orText: 'text/csv',
    schema: pageOf(historyEntry),
  },
  handle: ({ deps, caller, query: { level: at, ...query }, request }) =>
    inScope(deps.database, caller, async (trx) => {
      const nodes = await nodesReached(trx, caller, 'viewPurchases', at);
      const { items, next } = await financialHistory(trx, { ...query, nodes });
      if (request.accepts(['json', 'csv']) !== 'csv') return { body: { items: items.map(historyBody), next } };
      const headers = { 'Content-Disposition': 'attachment; filename="financial-history.csv"' };
      return { type: 'text/csv', headers, body: asCsv(items) };
    }),
});

/** Invoices and credit notes, a centre's among them, and the history that an employer's stand in (ORD-4, ORD-6, CEN-1). */
export const invoiceRoutes: Route[] = [list, show, download, history];

/** A purchase order's number that looks like a formula comes out neutralised. */
function asCsv(entries: HistoryEntry[]): string {
  const rows = entries.map(({ at, kind, funds, balance, invoice: of }) => [
    ...[londonWords(at), kind, of?.purchaseOrder ?? '', of ? invoiceReference(of.kind, of.number) : '', of?.paidBy ?? ''],
    ...[of ? Number(of.pence) / 100 : '', Number(funds) / 100, Number(balance) / 100],
  ]);
  const columns = ['at', 'kind', 'reference', 'invoice', 'paid by', 'invoiced', 'funds', 'balance'];
  const cast = { number: (pounds: number) => pounds.toFixed(2) };
  return stringify(rows, { header: true, columns, cast, escape_formulas: true, record_delimiter: 'windows' });
}
