import type { Express } from 'express';
import { serveCase, type CasePage } from '../kit/case';
import { moneyOf } from '../kit/cells';
import { data } from '../kit/client';
import { streamFile } from '../kit/files';
import { serveList, type List } from '../kit/list';
import { words } from '../kit/words';
import { batchLink, CENTRE, ofCentre, productOf } from '../kit/learners';

const list: List<'/v1/centre-account'> = {
  path: '/centre-account',
  title: 'Account',
  order: 'Newest first',
  from: '/v1/centre-account',
  isPaged: true,
  ownFilters: ofCentre,
  columns: [
    { head: 'Decided', of: ({ decidedAt }) => ({ moment: decidedAt }) },
    { head: 'What', of: ({ what }) => words(what) },
    CENTRE,
    { head: 'Product', of: productOf },
    { head: 'Batch', of: ({ batch }) => batchLink(batch) },
    { head: 'Learner', of: ({ learner }) => learner && { text: learner.number, href: `/learners/${learner.id}` } },
    { head: 'Purchase order', of: ({ purchaseOrder }) => purchaseOrder ?? '–' },
    { head: 'Quantity', of: ({ quantity }) => quantity },
    { head: 'Price', of: ({ price }) => ({ money: price }) },
    { head: 'VAT', of: ({ vat }) => ({ money: vat }) },
    { head: 'Sum', of: ({ amount }) => ({ money: amount }) },
    { head: 'Policy', of: ({ policyVersion }) => policyVersion, isStaffs: true },
    { head: 'Invoice', of: ({ invoice }) => (invoice ? { text: invoice.number, href: `/invoices/${invoice.id}` } : 'At the month’s end') },
  ],
  things: ['entry', 'entries'],
  nothing: 'Nothing has been charged yet.',
  template: 'centre-account',
  beside: async ({ api, query }) => {
    const { organisation } = query;
    const { balance } = await data(
      api.GET('/v1/centre-account', { params: { query: { limit: 1, ...(organisation ? { organisation } : {}) } } }),
    );
    return { owed: balance && moneyOf(balance) };
  },
};

/** A month's invoices of all centres, for finance: how many are made, how many are to be. */
const run: CasePage<{ id: string; reference: string }> = {
  path: '/billing-runs/:id',
  subject: async ({ api, params }) => {
    const id = params['id']!;
    const { reference } = await data(api.GET('/v1/processes/{id}', { params: { path: { id } } }));
    return { id, reference };
  },
  title: ({ reference }) => `Invoices of centres for ${reference}`,
  decisions: [],
  isWorkedOn: false,
  facts: () => [],
  related: () => [{ href: '/invoices', text: 'Invoices' }],
};

/** A centre's account with the file of all of it, and the month's run of invoices (CEN-1). */
export function centreAccountPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    streamFile(app, '/centre-account.csv', 'text/csv', ({ organisation }) =>
      organisation ? `${apiUrl}/v1/centre-account?organisation=${encodeURIComponent(organisation)}` : `${apiUrl}/v1/centre-account`,
    );
    serveList(app, list);
    serveCase(app, apiUrl, run);
  };
}
