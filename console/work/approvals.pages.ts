import type { Express } from 'express';
import { caseParts } from '../kit/case';
import { data, keyed } from '../kit/client';
import { field, penceOf, serve, serveForm, type Page, type Visit } from '../kit/page';

const policy: Page = {
  path: '/policy',
  template: 'policy',
  load: async ({ api }) => {
    const [current, versions, proposals] = await Promise.all([
      data(api.GET('/v1/policies/{version}', { params: { path: { version: 'current' } } })),
      data(api.GET('/v1/policies')),
      data(api.GET('/v1/approvals', { params: { query: { what: 'policy' } } })),
    ]);
    return { current, versions: versions.items, proposals: proposals.items };
  },
};

const adjustments: Page = {
  path: '/adjustments',
  template: 'adjustments',
  load: async ({ api }) => {
    const [proposals, nodes] = await Promise.all([
      data(api.GET('/v1/approvals', { params: { query: { what: 'adjustment' } } })),
      data(api.GET('/v1/nodes', { params: { query: {} } })),
    ]);
    const companies = new Map(nodes.items.flatMap((each) => (each.kind === 'company' ? [[each.organisation, each.name] as const] : [])));
    return { proposals: proposals.items, nodes: nodes.items.map((each) => ({ ...each, company: companies.get(each.organisation) })) };
  },
};

const one: Page = {
  path: '/approvals/:id',
  template: 'approval',
  load: async ({ api, params, me }) => {
    const id = params['id']!;
    const [approval, parts] = await Promise.all([data(api.GET('/v1/approvals/{id}', { params: { path: { id } } })), caseParts(api, id)]);
    return { approval, isOwn: approval.proposedBy === me.user, ...parts };
  },
};

/** What needs four eyes: new numbers of policy (TIM-3), manual adjustments of the journal (SEC-8). */
export function approvalPages(app: Express): void {
  for (const page of [policy, adjustments, one]) serve(app, page);
  serveForm(app, '/policy', policy, async (visit) => {
    const numbers = field(visit, 'value')
      .split(',')
      .map((each) => Number(each.trim() || Number.NaN));
    const value = field(visit, 'value').includes(',') ? numbers : numbers[0]!;
    const body = {
      effectiveFrom: field(visit, 'effectiveFrom'),
      changes: { [field(visit, 'name')]: value },
      reason: field(visit, 'reason'),
    };
    const made = await data(visit.api.POST('/v1/policies', { params: { header: keyed(field(visit, 'key')) }, body }));
    return `/approvals/${'id' in made ? made.id : ''}?done=proposed`;
  });
  serveForm(app, '/adjustments', adjustments, async (visit) => {
    const body = {
      from: field(visit, 'from'),
      to: field(visit, 'to'),
      amount: penceOf(field(visit, 'amount')),
      reason: field(visit, 'reason'),
    };
    const made = await data(visit.api.POST('/v1/adjustments', { params: { header: keyed(field(visit, 'key')) }, body }));
    return `/approvals/${'id' in made ? made.id : ''}?done=proposed`;
  });
  for (const verb of ['approve', 'decline'] as const) serveForm(app, `/approvals/:id/${verb}`, one, (visit) => decide(visit, verb));
}

async function decide(visit: Visit, verb: 'approve' | 'decline'): Promise<string> {
  const id = visit.params['id']!;
  const { what } = await data(visit.api.GET('/v1/approvals/{id}', { params: { path: { id } } }));
  const of = ({ policy: 'policies', adjustment: 'adjustments', bankAccount: 'bank-accounts' } as const)[what];
  const target = { params: { path: { id }, header: keyed(field(visit, 'key')) }, body: { reason: field(visit, 'reason') } };
  await data(visit.api.POST(`/v1/${of}/{id}/${verb}`, target));
  return `/approvals/${id}?done=decided`;
}
