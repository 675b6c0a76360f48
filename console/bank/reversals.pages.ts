import type { Express } from 'express';
import { caseParts } from '../kit/case';
import { data, keyed } from '../kit/client';
import { field, serve, serveForm, type Page, type Visit } from '../kit/page';

const list: Page = {
  path: '/reversals',
  template: 'reversals',
  load: async ({ api, query }) => {
    const cursor = query['cursor'];
    const { items, next } = await data(api.GET('/v1/reversals', { params: { query: { limit: 50, ...(cursor ? { cursor } : {}) } } }));
    return { reversals: items, next };
  },
};

const one: Page = {
  path: '/reversals/:id',
  template: 'reversal',
  load: async ({ api, params }) => {
    const id = params['id']!;
    const reversal = await data(api.GET('/v1/reversals/{id}', { params: { path: { id } } }));
    const [order, parts] = await Promise.all([
      data(api.GET('/v1/advance-orders/{id}', { params: { path: { id: reversal.order } } })),
      caseParts(api, id),
    ]);
    return { reversal, order, ...parts };
  },
};

/** Reversals: one asked, another one decides here (ADV-5). */
export function reversalPages(app: Express): void {
  serve(app, list);
  serve(app, one);
  const target = (visit: Visit) => ({ params: { path: { id: visit.params['id']! }, header: keyed(field(visit, 'key')) } });
  serveForm(app, '/reversals/:id/approve', one, async (visit) => {
    await data(visit.api.POST('/v1/reversals/{id}/approve', { ...target(visit), body: { reason: field(visit, 'reason') } }));
    return `/reversals/${visit.params['id']}?done=approved`;
  });
  serveForm(app, '/reversals/:id/decline', one, async (visit) => {
    await data(visit.api.POST('/v1/reversals/{id}/decline', { ...target(visit), body: { reason: field(visit, 'reason') } }));
    return `/reversals/${visit.params['id']}?done=declined`;
  });
}
