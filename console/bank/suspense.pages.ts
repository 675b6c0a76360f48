import type { Express } from 'express';
import { data, keyed } from '../kit/client';
import { caseParts } from '../kit/case';
import { field, fields, penceOf, serve, serveForm, type Page, type Visit } from '../kit/page';

const list: Page = {
  path: '/suspense',
  template: 'suspense',
  load: async ({ api, query }) => {
    const cursor = query['cursor'];
    const { items, next } = await data(
      api.GET('/v1/receipts', { params: { query: { state: 'suspense', limit: 50, ...(cursor ? { cursor } : {}) } } }),
    );
    return { receipts: items, next };
  },
};

const one: Page = {
  path: '/suspense/:id',
  template: 'suspense-case',
  load: async ({ api, params }) => {
    const path = { id: params['id']! };
    const [receipt, { items: suggestions }, parts] = await Promise.all([
      data(api.GET('/v1/receipts/{id}', { params: { path } })),
      data(api.GET('/v1/receipts/{id}/suggestions', { params: { path } })),
      caseParts(api, path.id),
    ]);
    return { receipt, suggestions, isOpen: receipt.state === 'suspense', ...parts };
  },
};

/** Suspense: what lies there, and each receipt with its suggestions side by side (BNK-2). */
export function suspensePages(app: Express): void {
  serve(app, list);
  serve(app, one);
  serveForm(app, '/suspense/:id/accept', one, accept);
  serveForm(app, '/suspense/:id/ask', one, async (visit) => {
    const body = { reason: field(visit, 'reason') };
    await data(visit.api.POST('/v1/receipts/{id}/ask-payers', { ...target(visit), body }));
    return `/suspense/${visit.params['id']}?done=asked`;
  });
  serveForm(app, '/suspense/:id/return', one, async (visit) => {
    await data(visit.api.POST('/v1/receipts/{id}/return', { ...target(visit), body: { reason: field(visit, 'reason') } }));
    return `/suspense/${visit.params['id']}?done=returned`;
  });
  serveForm(app, '/suspense/:id/split', one, split);
}

async function accept(visit: Visit): Promise<string> {
  const { api, params } = visit;
  await data(
    api.POST('/v1/advance-orders/{id}/allocate', {
      params: { path: { id: field(visit, 'order') }, header: keyed(field(visit, 'key')) },
      body: { receipts: [params['id']!], acceptOtherAmount: field(visit, 'acceptOtherAmount') === 'yes', reason: field(visit, 'reason') },
    }),
  );
  const { items } = await data(api.GET('/v1/receipts', { params: { query: { state: 'suspense', limit: 2 } } }));
  const next = items.find((each) => each.id !== params['id'] && each.order === null);
  return next ? `/suspense/${next.id}?done=acceptedNext` : '/suspense?done=accepted';
}

async function split(visit: Visit): Promise<string> {
  const amounts = fields(visit, 'amount');
  const references = fields(visit, 'reference').map((text) => text.trim().toUpperCase());
  const parts = await Promise.all(
    references.flatMap((reference, index) =>
      (amounts[index] ?? '').trim() === ''
        ? []
        : [orderOf(visit, reference).then((order) => ({ order, amount: penceOf(amounts[index]!) }))],
    ),
  );
  await data(visit.api.POST('/v1/receipts/{id}/split', { ...target(visit), body: { parts, reason: field(visit, 'reason') } }));
  return `/suspense/${visit.params['id']}?done=split`;
}

async function orderOf({ api, params }: Visit, reference: string): Promise<string | null> {
  if (reference === '') return null;
  const { items } = await data(api.GET('/v1/advance-orders', { params: { query: { reference, limit: 1 } } }));
  // No order has a receipt's identifier: the API then lists the part as a fault, with all the others.
  return items[0]?.id ?? params['id']!;
}

function target(visit: Visit) {
  return { params: { path: { id: visit.params['id']! }, header: keyed(field(visit, 'key')) } };
}
