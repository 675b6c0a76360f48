import type { Express } from 'express';
import { data, keyed } from '../kit/client';
import { field, serve, serveForm, type Page, type Visit } from '../kit/page';

const list: Page = {
  path: '/claims',
  template: 'claims',
  load: async ({ api, query }) => {
    const cursor = query['cursor'];
    const { items, next } = await data(
      api.GET('/v1/claims', { params: { query: { state: 'open', limit: 50, ...(cursor ? { cursor } : {}) } } }),
    );
    return { claims: items, next };
  },
};

const one: Page = {
  path: '/claims/:id',
  template: 'claim',
  load: async ({ api, params }) => {
    const path = { id: params['id']! };
    const claim = await data(api.GET('/v1/claims/{id}', { params: { path } }));
    const [order, candidates] = await Promise.all([
      data(api.GET('/v1/advance-orders/{id}', { params: { path: { id: claim.order } } })),
      data(api.GET('/v1/claims/{id}/candidates', { params: { path } })),
    ]);
    return { claim, order, candidates: candidates.items };
  },
};

/** Claims: what payers say was theirs, beside the receipts that it may be (BNK-3). */
export function claimPages(app: Express): void {
  serve(app, list);
  serve(app, one);
  const target = (visit: Visit) => ({ params: { path: { id: visit.params['id']! }, header: keyed(field(visit, 'key')) } });
  serveForm(app, '/claims/:id/confirm', one, async (visit) => {
    const acceptOtherAmount = field(visit, 'acceptOtherAmount') === 'yes';
    const body = { receipt: field(visit, 'receipt'), acceptOtherAmount, reason: field(visit, 'reason') };
    await data(visit.api.POST('/v1/claims/{id}/confirm', { ...target(visit), body }));
    return `/claims/${visit.params['id']}?done=confirmed`;
  });
  serveForm(app, '/claims/:id/decline', one, async (visit) => {
    await data(visit.api.POST('/v1/claims/{id}/decline', { ...target(visit), body: { reason: field(visit, 'reason') } }));
    return `/claims/${visit.params['id']}?done=declined`;
  });
}
