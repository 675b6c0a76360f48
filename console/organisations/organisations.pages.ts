import type { Express } from 'express';
import { orNothing } from '../kit/case';
import { data, keyed, type Api } from '../kit/client';
import { field, fields, serve, serveForm, type Page, type Visit } from '../kit/page';
import { rightsFor } from '../kit/rights';

const KINDS = ['employer', 'centre', 'checker'] as const;

const list: Page = {
  path: '/organisations',
  template: 'organisations',
  load: async ({ api, query }) => {
    const { kind, search, cursor } = query;
    const filter = {
      ...(KINDS.some((each) => each === kind) ? { kind: kind as (typeof KINDS)[number] } : {}),
      ...(search ? { search } : {}),
    };
    const { items, next } = await data(
      api.GET('/v1/organisations', { params: { query: { limit: 50, ...filter, ...(cursor ? { cursor } : {}) } } }),
    );
    return { organisations: items, next, kind, search };
  },
};

const one: Page = {
  path: '/organisations/:id',
  template: 'organisation',
  load: async ({ api, params, me }) => {
    const id = params['id']!;
    const organisation = await data(api.GET('/v1/organisations/{id}', { params: { path: { id } } }));
    const [nodes, users, audit] = await Promise.all([
      organisation.kind === 'employer' ? treeOf(api, id) : [],
      usersOf(api, id),
      orNothing(data(api.GET('/v1/audit/{id}', { params: { path: { id } } }))),
    ]);
    return { organisation, audit: audit?.items ?? [], nodes, users, rights: rightsFor(organisation.kind), isOwn: me.organisation === id };
  },
};

const staff: Page = {
  path: '/staff',
  template: 'staff',
  load: async ({ api }) => ({
    users: (await data(api.GET('/v1/users', { params: { query: { limit: 200 } } }))).items,
  }),
};

const user: Page = {
  path: '/users/:id',
  template: 'user',
  load: async ({ api, params }) => {
    const found = await data(api.GET('/v1/users/{id}', { params: { path: { id: params['id']! } } }));
    const organisation = found.organisation
      ? await data(api.GET('/v1/organisations/{id}', { params: { path: { id: found.organisation } } }))
      : null;
    const nodes = organisation?.kind === 'employer' ? await treeOf(api, organisation.id) : [];
    const nameOf = new Map(nodes.map((node) => [node.id, node.name]));
    const grants = found.grants.map((grant) => ({ ...grant, place: grant.node ? nameOf.get(grant.node) : 'the whole organisation' }));
    const path = { id: found.invitation?.id ?? found.id };
    const [process, audit] = await Promise.all([
      orNothing(data(api.GET('/v1/processes/{id}', { params: { path } }))),
      orNothing(data(api.GET('/v1/audit/{id}', { params: { path: { id: found.id } } }))),
    ]);
    return {
      user: found,
      organisation,
      nodes,
      grants,
      process,
      audit: audit?.items ?? [],
      rights: organisation ? rightsFor(organisation.kind) : [],
    };
  },
};

/** Organisations with their trees, addresses and users; staff's own accounts; a user with his rights (SEC-14, SEC-15, EMP-6, CHK-7). */
export function organisationPages(app: Express): void {
  for (const page of [list, one, staff, user]) serve(app, page);
  serveForm(app, '/organisations', list, async (visit) => {
    const checkerType = field(visit, 'checkerType') as 'client' | 'mainContractor' | 'employer' | 'employmentBusiness' | '';
    const body = {
      kind: field(visit, 'kind') as (typeof KINDS)[number],
      name: field(visit, 'name'),
      number: field(visit, 'number'),
      ...(checkerType ? { checkerType } : {}),
    };
    const { id } = await data(visit.api.POST('/v1/organisations', { params: { header: keyed(field(visit, 'key')) }, body }));
    return `/organisations/${id}`;
  });
  serveForm(app, '/organisations/:id/users', one, async (visit) => {
    const id = visit.params['id']!;
    const own = visit.me.organisation === id ? {} : { organisation: id };
    const node = field(visit, 'node');
    const body = { ...personOf(visit), ...own, ...(node ? { node } : {}), rights: fields(visit, 'rights') };
    const made = await data(visit.api.POST('/v1/users', { params: { header: keyed(field(visit, 'key')) }, body }));
    return `/users/${made.id}?done=${made.advice ? 'invitedWithAdvice' : 'invited'}`;
  });
  serveForm(app, '/organisations/:id/nodes', one, async (visit) => {
    const body = { parent: field(visit, 'parent'), kind: field(visit, 'kind') as 'group' | 'office', name: field(visit, 'name') };
    await data(visit.api.POST('/v1/nodes', { params: { header: keyed(field(visit, 'key')) }, body }));
    return `/organisations/${visit.params['id']}?done=kept`;
  });
  serveForm(app, '/organisations/:id/move', one, async (visit) => {
    const body = { to: field(visit, 'to') as 'vetted' | 'termsSigned' | 'active' | 'withdrawn', reason: field(visit, 'reason') };
    await data(visit.api.POST('/v1/organisations/{id}/move', { ...target(visit), body }));
    return `/organisations/${visit.params['id']}?done=kept`;
  });
  serveForm(app, '/staff', staff, async (visit) => {
    const role = field(visit, 'role') as 'caseOperator' | 'finance' | 'eqa' | 'dpo' | 'administrator';
    const until = field(visit, 'trainingUntil');
    const body = { ...personOf(visit), role, ...(until ? { trainingUntil: until } : {}) };
    const { id } = await data(visit.api.POST('/v1/staff', { params: { header: keyed(field(visit, 'key')) }, body }));
    return `/users/${id}?done=invited`;
  });
  detailForms(app);
  userForms(app);
}

/** What an organisation is: its data, tree, addresses, licence and products (EMP-6, SEC-10, SEC-11, REG-1). */
function detailForms(app: Express): void {
  const back = (visit: Visit) => `/organisations/${visit.params['id']}?done=kept`;
  const form = (name: string, act: (visit: Visit) => Promise<unknown>) =>
    serveForm(app, `/organisations/:id/${name}`, one, async (visit) => {
      await act(visit);
      return back(visit);
    });
  form('change', (visit) => {
    const headOffice = field(visit, 'headOffice');
    const body = { name: field(visit, 'name'), number: field(visit, 'number'), ...(headOffice ? { headOffice } : {}) };
    return data(visit.api.POST('/v1/organisations/{id}/change', { ...target(visit), body }));
  });
  form('node', (visit) => {
    const [name, parent] = [field(visit, 'name'), field(visit, 'parent')];
    const body = { ...(name ? { name } : {}), ...(parent ? { parent } : {}) };
    const params = { path: { id: field(visit, 'node') }, header: keyed(field(visit, 'key')) };
    return data(visit.api.POST('/v1/nodes/{id}/change', { params, body }));
  });
  form('licence', (visit) => {
    const registeredAddresses = field(visit, 'registeredAddresses')
      .split(/[\s,]+/)
      .filter(Boolean);
    const body = { userCap: field(visit, 'userCap') ? Number(field(visit, 'userCap')) : null, registeredAddresses };
    return data(visit.api.POST('/v1/organisations/{id}/licence', { ...target(visit), body }));
  });
  form('addresses', (visit) => {
    const lines = field(visit, 'lines')
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
    const body = { label: field(visit, 'label'), lines, postcode: field(visit, 'postcode'), node: null };
    return data(visit.api.POST('/v1/organisations/{id}/addresses', { ...target(visit), body }));
  });
  form('remove-address', (visit) =>
    data(visit.api.POST('/v1/organisations/{id}/remove-address', { ...target(visit), body: { address: field(visit, 'address') } })),
  );
  form('products', (visit) => {
    const body = { product: field(visit, 'product'), approved: field(visit, 'approved') === 'true' };
    return data(visit.api.POST('/v1/organisations/{id}/products', { ...target(visit), body }));
  });
}

function userForms(app: Express): void {
  const back = (visit: Visit, done: string) => `/users/${visit.params['id']}?done=${done}`;
  serveForm(app, '/users/:id/rights', user, async (visit) => {
    const body = { node: field(visit, 'node') || null, rights: fields(visit, 'rights') };
    const { advice } = await data(visit.api.POST('/v1/users/{id}/rights', { ...target(visit), body }));
    return back(visit, advice ? 'keptWithAdvice' : 'kept');
  });
  serveForm(app, '/users/:id/resend', user, async (visit) => {
    await data(visit.api.POST('/v1/users/{id}/resend-invitation', target(visit)));
    return back(visit, 'invited');
  });
  serveForm(app, '/users/:id/reset', user, async (visit) => {
    await data(visit.api.POST('/v1/users/{id}/reset-password', { ...target(visit), body: {} }));
    return back(visit, 'resetSent');
  });
  serveForm(app, '/users/:id/training', user, async (visit) => {
    await data(visit.api.POST('/v1/users/{id}/training', { ...target(visit), body: { until: field(visit, 'until') || null } }));
    return back(visit, 'kept');
  });
  serveForm(app, '/users/:id/withdraw', user, async (visit) => {
    await data(visit.api.POST('/v1/users/{id}/withdraw', { ...target(visit), body: { reason: field(visit, 'reason') } }));
    return back(visit, 'withdrawn');
  });
}

function target(visit: Visit) {
  return { params: { path: { id: visit.params['id']! }, header: keyed(field(visit, 'key')) } };
}

function personOf(visit: Visit) {
  return {
    givenName: field(visit, 'givenName'),
    familyName: field(visit, 'familyName'),
    email: field(visit, 'email'),
    mobile: field(visit, 'mobile'),
  };
}

async function treeOf(api: Api, organisation: string) {
  const { items } = await data(api.GET('/v1/nodes', { params: { query: { organisation } } }));
  const depthOf = (id: string | null): number => (id ? 1 + depthOf(items.find((node) => node.id === id)?.parent ?? null) : 0);
  const under = (parent: string | null): typeof items =>
    items
      .filter((node) => node.parent === parent || (parent === null && !items.some(({ id }) => id === node.parent)))
      .flatMap((node) => [node, ...under(node.id)]);
  return under(null).map((node) => ({ ...node, depth: depthOf(node.parent) }));
}

/** The users that the visitor may see; none where he may see none. */
async function usersOf(api: Api, organisation: string) {
  const { data: found } = await api.GET('/v1/users', { params: { query: { limit: 200, organisation } } });
  return found?.items ?? null;
}
