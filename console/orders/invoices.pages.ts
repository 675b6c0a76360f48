import type { Express } from 'express';
import type { components } from '../kit/api';
import { serveCase, type CasePage, type Facts } from '../kit/case';
import { dayOf, moneyOf, stateTag } from '../kit/cells';
import { data } from '../kit/client';
import { serveFile } from '../kit/files';
import { atLevel } from '../kit/level';
import { serveList, type List } from '../kit/list';
import { words } from '../kit/words';

type Invoice = components['schemas']['Invoice'];

const KINDS = [
  ['invoice', 'Invoices'],
  ['creditNote', 'Credit notes'],
] as const;

const list: List<'/v1/invoices'> = {
  path: '/invoices',
  title: 'Invoices and credit notes',
  order: 'Newest first',
  from: '/v1/invoices',
  isPaged: true,
  always: atLevel,
  filters: [{ name: 'kind', label: 'Kind', choices: KINDS }],
  columns: [
    { head: 'Number', of: ({ id, number }) => ({ text: number, href: `/invoices/${id}` }) },
    { head: 'Your reference', of: ({ purchaseOrder }) => purchaseOrder ?? '–' },
    { head: 'Paid by', of: ({ paidBy }) => words(paidBy) },
    { head: 'Amount', of: ({ amount }) => ({ money: amount }) },
    { head: 'Issued', of: ({ issuedAt }) => ({ moment: issuedAt }) },
  ],
  things: ['invoice', 'invoices'],
  nothing: 'Nothing has been invoiced yet.',
};

const history: List<'/v1/financial-history'> = {
  path: '/financial-history',
  title: 'Financial history',
  order: 'Latest first',
  from: '/v1/financial-history',
  isPaged: true,
  always: atLevel,
  columns: [
    { head: 'At', of: ({ at }) => ({ moment: at }) },
    { head: 'What', of: ({ kind }) => words(kind) },
    { head: 'Invoice', of: ({ invoice }) => (invoice ? { text: invoice.number, href: `/invoices/${invoice.id}` } : '–') },
    { head: 'Your reference', of: ({ invoice }) => invoice?.purchaseOrder ?? '–' },
    { head: 'Invoiced', of: ({ invoice }) => (invoice ? { money: invoice.amount } : '–') },
    { head: 'Funds in or out', of: ({ funds }) => ({ money: funds }) },
    { head: 'Balance', of: ({ balance }) => ({ money: balance }) },
  ],
  things: ['entry', 'entries'],
  nothing: 'Nothing has been paid yet.',
};

const one: CasePage<Invoice> = {
  path: '/invoices/:id',
  subject: ({ api, params }) => data(api.GET('/v1/invoices/{id}', { params: { path: { id: params['id']! } } })),
  title: ({ kind, number }) => `${kind === 'invoice' ? 'Invoice' : 'Credit note'} ${number}`,
  decisions: [],
  facts: ({ id, credits, day, seller, billedTo, accountsContact, attentionOf, purchaseOrder, paidBy, document, file }): Facts => [
    ['PDF', file ? { text: 'Download it', href: `/invoices/${id}/file` } : stateTag(document ?? 'asked')],
    ['Date', dayOf(day)],
    ...(credits ? ([['Takes back', { text: credits.number, href: `/invoices/${credits.id}` }]] as Facts) : []),
    ['Billed to', [billedTo.organisation, billedTo.office, ...billedTo.address].filter(Boolean).join(', ')],
    ['Accounts contact', accountsContact],
    ['Attention of', attentionOf ?? '–'],
    ['Your reference', purchaseOrder ?? '–'],
    ['Paid by', words(paidBy)],
    ['Seller', [seller.name, ...seller.address, ...(seller.vatNumber ? [`VAT ${seller.vatNumber}`] : [])].join(', ')],
  ],
  money: ({ lines, net, vat, amount }) => [
    {
      caption: 'What was paid for',
      heads: ['What', 'Quantity', 'Net', 'VAT rate', 'VAT', 'Total'],
      rows: [
        ...lines.map((line) => [
          ...[line.description, line.quantity, { money: line.net }, `${line.vatRate}%`, { money: line.vat }, { money: line.total }],
        ]),
        ['Total', '', { money: net }, '', { money: vat }, { money: amount }],
      ],
      nothing: moneyOf(amount),
    },
  ],
  related: ({ order, advanceOrder, cardPayment }, { me }) => [
    ...(order ? [{ href: `/card-orders/${order}`, text: 'The order' }] : []),
    ...(advanceOrder ? [{ href: `${me.role === 'employerUser' ? '/my' : '/orders'}/${advanceOrder}`, text: 'The advance order' }] : []),
    ...(cardPayment ? [{ href: `/card-payments/${cardPayment}`, text: 'The card payment' }] : []),
  ],
  isWorkedOn: false,
};

/** Invoices and credit notes with their PDFs, and the financial history that they stand in (ORD-4, ORD-6). */
export function invoicePages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serveList(app, list);
    serveList(app, history);
    serveCase(app, apiUrl, one);
    serveFile(app, '/invoices/:id/file', (id) => `${apiUrl}/v1/invoices/${id}/file`);
  };
}
