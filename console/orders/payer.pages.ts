import type { Express } from 'express';
import { data, keyed } from '../kit/client';
import { field, penceOf, serve, serveForm, type Page } from '../kit/page';

const list: Page = {
  path: '/my',
  template: 'payer-orders',
  load: async ({ api, query }) => {
    const cursor = query['cursor'];
    const [nodes, { items, next }] = await Promise.all([
      data(api.GET('/v1/nodes')),
      data(api.GET('/v1/advance-orders', { params: { query: { limit: 50, ...(cursor ? { cursor } : {}) } } })),
    ]);
    return { nodes: nodes.items, orders: items, next };
  },
};

const one: Page = {
  path: '/my/:id',
  template: 'payer-order',
  load: async ({ api, params }) => {
    const id = params['id']!;
    const [order, claims, process] = await Promise.all([
      data(api.GET('/v1/advance-orders/{id}', { params: { path: { id } } })),
      data(api.GET('/v1/claims', { params: { query: { order: id } } })),
      data(api.GET('/v1/processes/{id}', { params: { path: { id } } })),
    ]);
    const isOpen = !['allocated', 'reversed', 'cancelled'].includes(order.state);
    return { order, isOpen, claims: claims.items, process };
  },
};

/** A payer's own pages: expected, received, part-paid, allocated, and a claim for a transfer that was mistyped (BNK-3). */
export function payerPages(app: Express): void {
  serve(app, list);
  serve(app, one);
  serveForm(app, '/my/:id/claim', one, async (visit) => {
    const id = visit.params['id']!;
    await data(
      visit.api.POST('/v1/advance-orders/{id}/claims', {
        params: { path: { id }, header: keyed(field(visit, 'key')) },
        body: { amount: penceOf(field(visit, 'amount')), bookedOn: field(visit, 'bookedOn'), quoted: field(visit, 'quoted') },
      }),
    );
    return `/my/${id}?done=claimed`;
  });
}
