import type { Express } from 'express';
import { data, keyed } from '../kit/client';
import { field, fields, serve, serveForm, type Page } from '../kit/page';
import { rightsFor } from '../kit/rights';

const list: Page = {
  path: '/access-requests',
  template: 'access-requests',
  load: async ({ api }) => ({ requests: (await data(api.GET('/v1/access-requests', { params: { query: { open: 'true' } } }))).items }),
};

const one: Page = {
  path: '/access-requests/:id',
  template: 'access-request',
  load: async ({ api, params }) => {
    const path = { id: params['id']! };
    const request = await data(api.GET('/v1/access-requests/{id}', { params: { path } }));
    return { request, isOpen: request.state === 'asked' || request.state === 'withStaff', rights: rightsFor('centre') };
  },
};

/** Requests for an account at a centre: approved with permissions, or declined (SEC-4). */
export function accessRequestPages(app: Express): void {
  serve(app, list);
  serve(app, one);
  const target = (visit: Parameters<Page['load']>[0]) => ({
    params: { path: { id: visit.params['id']! }, header: keyed(field(visit, 'key')) },
  });
  serveForm(app, '/access-requests/:id/approve', one, async (visit) => {
    await data(visit.api.POST('/v1/access-requests/{id}/approve', { ...target(visit), body: { rights: fields(visit, 'rights') } }));
    return '/access-requests?done=invited';
  });
  serveForm(app, '/access-requests/:id/decline', one, async (visit) => {
    await data(visit.api.POST('/v1/access-requests/{id}/decline', { ...target(visit), body: { reason: field(visit, 'reason') } }));
    return '/access-requests?done=declined';
  });
}
