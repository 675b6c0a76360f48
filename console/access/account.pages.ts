import type { Express } from 'express';
import { data, keyed } from '../kit/client';
import { field, fields, serve, serveForm, type Page } from '../kit/page';

const account: Page = {
  path: '/account',
  template: 'account',
  load: async ({ api, me }) => {
    const [sessions, keys, permissions, own] = await Promise.all([
      data(api.GET('/v1/me/sessions')),
      data(api.GET('/v1/me/api-keys')),
      data(api.GET('/v1/me/permissions', { params: { query: {} } })),
      me.role === 'individual' ? data(api.GET('/v1/account')) : null,
    ]);
    return { sessions: sessions.items, keys: keys.items, permissions: permissions.items, own };
  },
};

/** One's own account: sessions, keys for programs, permissions; a person's own data and consents (SEC-2, SEC-13, CNS-1). */
export function accountPages(app: Express): void {
  serve(app, account);
  serveForm(app, '/account/sessions/:id/end', account, async (visit) => {
    await data(
      visit.api.POST('/v1/me/sessions/{id}/end', { params: { path: { id: visit.params['id']! }, header: keyed(field(visit, 'key')) } }),
    );
    return '/account?done=ended';
  });
  app.post('/account/keys', async (request, response) => {
    const visit = { body: request.body as Record<string, string | string[]> };
    const body = { name: field(visit, 'name'), permissions: fields(visit, 'permissions'), days: Number(field(visit, 'days')) };
    const api = response.locals['api'] as Parameters<Page['load']>[0]['api'];
    const made = await data(api.POST('/v1/me/api-keys', { params: { header: keyed(field(visit, 'key')) }, body }));
    response.render('api-key.njk', { ...response.locals, made });
  });
  serveForm(app, '/account/keys/:id/revoke', account, async (visit) => {
    await data(
      visit.api.POST('/v1/me/api-keys/{id}/revoke', { params: { path: { id: visit.params['id']! }, header: keyed(field(visit, 'key')) } }),
    );
    return '/account?done=revoked';
  });
  serveForm(app, '/account/consents', account, async (visit) => {
    const partner = field(visit, 'partner');
    const kind = field(visit, 'kind') as 'marketing' | 'affinityPartner' | 'employmentBusinessChecks' | 'specialCategory';
    const body = { kind, ...(partner ? { partner } : {}), given: field(visit, 'given') === 'true' };
    await data(visit.api.POST('/v1/account/consents', { params: { header: keyed(field(visit, 'key')) }, body }));
    return '/account?done=kept';
  });
  serveForm(app, '/account/change', account, async (visit) => {
    const [password] = fields(visit, 'password');
    const named = { givenName: field(visit, 'givenName'), familyName: field(visit, 'familyName'), mobile: field(visit, 'mobile') };
    const body = { ...named, ...(password ? { password } : {}) };
    await data(visit.api.POST('/v1/account/change', { params: { header: keyed(field(visit, 'key')) }, body }));
    return '/account?done=kept';
  });
}
