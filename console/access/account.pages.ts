import type { Express, Request, Response } from 'express';
import type { components } from '../kit/api';
import { momentOf } from '../kit/cells';
import { data, Refused } from '../kit/client';
import { serveFormPage, type FormPage } from '../kit/decision';
import { commandOf, field, fields, numberField, serve, serveForm, target, type Page } from '../kit/page';
import { sayAndGo } from '../kit/said';
import { keysCookie } from '../kit/session';
import { words } from '../kit/words';

type Consent = 'marketing' | 'affinityPartner' | 'employmentBusinessChecks' | 'specialCategory';
type Key = components['schemas']['ApiKey'];

const back = { href: '/account', text: 'your account' };

const account: Page = {
  path: '/account',
  template: 'account',
  load: async ({ api, me }) => {
    const [sessions, keys, own] = await Promise.all([
      data(api.GET('/v1/me/sessions')),
      data(api.GET('/v1/me/api-keys')),
      me.role === 'individual' ? data(api.GET('/v1/account')) : null,
    ]);
    return { sessions: sessions.items, keys: keys.items, own };
  },
};

const change: FormPage<{ givenName: string; familyName: string; mobile: string | null }> = {
  path: '/account/change',
  back,
  permission: 'ownAccount',
  subject: ({ api }) => data(api.GET('/v1/account')),
  title: () => 'Correct your data',
  says: () => ['Another mobile number wants your password; the number before is told of it.'],
  fields: ({ givenName, familyName, mobile }) => [
    { name: 'givenName', label: 'First name', value: givenName },
    { name: 'familyName', label: 'Last name', value: familyName },
    { name: 'mobile', label: 'Mobile number', as: 'tel', value: mobile ?? '' },
    { name: 'password', label: 'Your password', as: 'password', hint: 'For another mobile number only', isOptional: true },
  ],
  button: () => 'Correct',
  act: async (visit) => {
    const [password] = fields(visit, 'password');
    const named = { givenName: field(visit, 'givenName'), familyName: field(visit, 'familyName'), mobile: field(visit, 'mobile') };
    const body = { ...named, ...(password ? { password } : {}) };
    await data(visit.api.POST('/v1/account/change', { params: commandOf(visit), body }));
    return { to: '/account', text: 'Your data are corrected.' };
  },
};

const newKey: FormPage<{ permission: string }[]> = {
  path: '/account/keys/new',
  back,
  permission: null,
  subject: async ({ api }) => (await data(api.GET('/v1/me/permissions', { params: { query: {} } }))).items,
  title: () => 'A key for a program',
  says: () => ['It does no more than what is ticked, and never more than you may. It is shown once.'],
  fields: (permissions) => [
    { name: 'name', label: 'Name of the key' },
    { name: 'days', label: 'Days that it lives', as: 'number', value: 90 },
    {
      name: 'permissions',
      label: 'What it may do',
      as: 'ticks',
      choices: permissions.map(({ permission }) => [permission, words(permission)]),
    },
  ],
  button: () => 'Make a key',
  act: async (visit) => {
    const body = { name: field(visit, 'name'), permissions: fields(visit, 'permissions'), days: numberField(visit, 'days') };
    const made = await data(visit.api.POST('/v1/me/api-keys', { params: commandOf(visit), body }));
    return { template: 'api-key', shown: { made } };
  },
};

const revoke: FormPage<Key> = {
  path: '/account/keys/:id/revoke',
  back,
  permission: null,
  subject: async ({ api, params }) => {
    const { items } = await data(api.GET('/v1/me/api-keys'));
    const found = items.find(({ id, revokedAt }) => id === params['id'] && !revokedAt);
    if (!found) throw new Refused(404, { title: 'There is no such key in use' });
    return found;
  },
  title: ({ name }) => `Revoke ${name}`,
  says: ({ prefix, lastUsedAt }) => [
    `What uses the key ${prefix}… is refused from its next request. It was last used: ${momentOf(lastUsedAt)}. This cannot be taken back.`,
  ],
  fields: () => [],
  button: ({ name }) => `Revoke ${name}`,
  isGrave: true,
  act: async (visit) => {
    await data(visit.api.POST('/v1/me/api-keys/{id}/revoke', target(visit)));
    return { to: '/account', text: 'The key is worthless now.' };
  },
};

/** One's own account: sessions, keys for programs, permissions; a person's own data and consents (SEC-2, SEC-13, CNS-1). */
export function accountPages(isSecure: boolean): (app: Express) => void {
  return (app) => {
    serve(app, account);
    serveFormPage(app, change);
    serveFormPage(app, newKey);
    serveFormPage(app, revoke);
    app.post('/account/page-keys', (request: Request, response: Response) => {
      const isOff = (request.body as { keys?: string }).keys === 'off';
      response.append('Set-Cookie', keysCookie(isOff, isSecure));
      sayAndGo(response, { to: '/account', text: `The keys of pages are ${isOff ? 'off' : 'on'} in this browser.` });
    });
    serveForm(app, '/account/sessions/:id/end', account, async (visit) => {
      await data(visit.api.POST('/v1/me/sessions/{id}/end', target(visit)));
      return { to: '/account', text: 'The session is ended.' };
    });
    serveForm(app, '/account/consents', account, async (visit) => {
      const partner = field(visit, 'partner');
      const body = { kind: field(visit, 'kind') as Consent, ...(partner ? { partner } : {}), given: field(visit, 'given') === 'true' };
      await data(visit.api.POST('/v1/account/consents', { params: commandOf(visit), body }));
      return { to: '/account', text: body.given ? 'Your consent is given.' : 'Your consent is withdrawn.' };
    });
  };
}
