import type { Express } from 'express';
import { caseParts, orNothing } from '../kit/case';
import { data, keyed } from '../kit/client';
import { field, serve, serveForm, type Page } from '../kit/page';

const list: Page = {
  path: '/bank-accounts',
  template: 'bank-accounts',
  load: async ({ api }) => ({ accounts: (await data(api.GET('/v1/bank-accounts'))).items, layouts }),
};

const one: Page = {
  path: '/bank-accounts/:id',
  template: 'bank-account',
  load: async ({ api, params, me }) => {
    const id = params['id']!;
    const path = { params: { path: { id } } };
    const account = await data(api.GET('/v1/bank-accounts/{id}', path));
    const approval = await orNothing(data(api.GET('/v1/approvals/{id}', path)));
    return approval ? { account, approval, isOwn: approval.proposedBy === me.user, ...(await caseParts(api, id)) } : { account };
  },
};

/** Banks whose exports are known, as the API names them. */
const layouts = {
  barclays: 'Barclays',
  lloyds: 'Lloyds',
  lloydsCommercial: 'Lloyds Commercial',
  natwest: 'NatWest',
  starling: 'Starling',
  nationwide: 'Nationwide',
  monzo: 'Monzo',
} as const;

/** Bank accounts: each with its ledger beside its last statement, proposed by one of finance and opened by another (SEC-8). */
export function bankAccountPages(app: Express): void {
  serve(app, list);
  serve(app, one);
  serveForm(app, '/bank-accounts', list, async (visit) => {
    const given = (name: string) => field(visit, name) || undefined;
    const body = {
      name: field(visit, 'name'),
      sortCode: given('sortCode'),
      accountNumber: given('accountNumber'),
      iban: given('iban'),
      currency: 'GBP',
      layout: (given('layout') as keyof typeof layouts | undefined) ?? null,
      reason: field(visit, 'reason'),
    };
    const made = await data(visit.api.POST('/v1/bank-accounts', { params: { header: keyed(field(visit, 'key')) }, body }));
    return `/bank-accounts/${'id' in made ? made.id : ''}?done=proposed`;
  });
  for (const verb of ['approve', 'decline'] as const)
    serveForm(app, `/bank-accounts/:id/${verb}`, one, async (visit) => {
      const id = visit.params['id']!;
      const target = { params: { path: { id }, header: keyed(field(visit, 'key')) }, body: { reason: field(visit, 'reason') } };
      await data(visit.api.POST(`/v1/bank-accounts/{id}/${verb}`, target));
      return `/bank-accounts/${id}?done=decided`;
    });
}
