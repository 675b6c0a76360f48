import type { Express, Request, Response } from 'express';
import { data } from '../kit/client';
import { commandOf, field, fields, numberField, serve, serveForm, target, type Page } from '../kit/page';
import { sayAndGo } from '../kit/said';
import { keysCookie } from '../kit/session';

const account: Page = {
  path: '/account',
  template: 'account',
  fields: [
    { name: 'name', label: 'Name of the new key' },
    { name: 'days', label: 'Days that it lives', as: 'number' },
    { name: 'permissions', label: 'What it may do', as: 'ticks' },
    { name: 'givenName', label: 'First name' },
    { name: 'familyName', label: 'Last name' },
    { name: 'mobile', label: 'Mobile number', as: 'tel' },
  ],
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
export function accountPages(isSecure: boolean): (app: Express) => void {
  return (app) => {
    serve(app, account);
    app.post('/account/page-keys', (request: Request, response: Response) => {
      const isOff = (request.body as { keys?: string }).keys === 'off';
      response.append('Set-Cookie', keysCookie(isOff, isSecure));
      sayAndGo(response, { to: '/account', text: `The keys of pages are ${isOff ? 'off' : 'on'} in this browser.` });
    });
    serveForm(app, '/account/sessions/:id/end', account, async (visit) => {
      await data(visit.api.POST('/v1/me/sessions/{id}/end', target(visit)));
      return { to: '/account', text: 'The session is ended.' };
    });
    serveForm(app, '/account/keys', account, async (visit) => {
      const body = { name: field(visit, 'name'), permissions: fields(visit, 'permissions'), days: numberField(visit, 'days') };
      const made = await data(visit.api.POST('/v1/me/api-keys', { params: commandOf(visit), body }));
      return { template: 'api-key', shown: { made } };
    });
    serveForm(app, '/account/keys/:id/revoke', account, async (visit) => {
      await data(
        visit.api.POST('/v1/me/api-keys/{id}/revoke', {
          params: { path: { id: visit.params['id']! }, ...commandOf(visit) },
        }),
      );
      return { to: '/account', text: 'The key is worthless now.' };
    });
    serveForm(app, '/account/consents', account, async (visit) => {
      const partner = field(visit, 'partner');
      const kind = field(visit, 'kind') as 'marketing' | 'affinityPartner' | 'employmentBusinessChecks' | 'specialCategory';
      const body = { kind, ...(partner ? { partner } : {}), given: field(visit, 'given') === 'true' };
      await data(visit.api.POST('/v1/account/consents', { params: commandOf(visit), body }));
      return { to: '/account', text: body.given ? 'Your consent is given.' : 'Your consent is withdrawn.' };
    });
    serveForm(app, '/account/change', account, async (visit) => {
      const [password] = fields(visit, 'password');
      const named = { givenName: field(visit, 'givenName'), familyName: field(visit, 'familyName'), mobile: field(visit, 'mobile') };
      const body = { ...named, ...(password ? { password } : {}) };
      await data(visit.api.POST('/v1/account/change', { params: commandOf(visit), body }));
      return { to: '/account', text: 'Your data are corrected.' };
    });
  };
}
