import type { Express } from 'express';
import { caseParts } from '../kit/case';
import { data, keyed } from '../kit/client';
import { field, serve, serveForm, type Page, type Visit } from '../kit/page';

const states = ['held', 'partPaid', 'overPaid', 'overdue', 'allocated', 'cancelled'] as const;

const list: Page = {
  path: '/orders',
  template: 'orders',
  load: async ({ api, query }) => {
    const state = states.find((each) => each === query['state']);
    const reference = query['reference']?.trim().toUpperCase();
    const { items, next } = await data(
      api.GET('/v1/advance-orders', {
        params: {
          query: {
            limit: 50,
            ...(state ? { state } : {}),
            ...(reference ? { reference } : {}),
            ...(query['cursor'] ? { cursor: query['cursor'] } : {}),
          },
        },
      }),
    );
    return { orders: items, next, states, state, reference };
  },
};

const one: Page = {
  path: '/orders/:id',
  template: 'order',
  load: async ({ api, params }) => {
    const id = params['id']!;
    const [order, reversals, claims, parts] = await Promise.all([
      data(api.GET('/v1/advance-orders/{id}', { params: { path: { id } } })),
      data(api.GET('/v1/reversals', { params: { query: { order: id } } })),
      data(api.GET('/v1/claims', { params: { query: { order: id } } })),
      caseParts(api, id),
    ]);
    const isOpen = !['allocated', 'reversed', 'cancelled'].includes(order.state);
    return { order, isOpen, reversals: reversals.items, claims: claims.items, ...parts };
  },
};

/** Orders: each with why it waits, what comes next, what happened, mails, money and audit (WHY-1). */
export function orderPages(app: Express): void {
  serve(app, list);
  serve(app, one);
  const back = (visit: Visit, done: string) => `/orders/${visit.params['id']}?done=${done}`;
  const target = (visit: Visit) => ({ params: { path: { id: visit.params['id']! }, header: keyed(field(visit, 'key')) } });
  const reason = (visit: Visit) => ({ reason: field(visit, 'reason') });
  serveForm(app, '/orders/:id/extend', one, async (visit) => {
    await data(
      visit.api.POST('/v1/advance-orders/{id}/extend', {
        ...target(visit),
        body: { days: Number(field(visit, 'days')), ...reason(visit) },
      }),
    );
    return back(visit, 'extended');
  });
  serveForm(app, '/orders/:id/cancel', one, async (visit) => {
    await data(visit.api.POST('/v1/advance-orders/{id}/cancel', { ...target(visit), body: reason(visit) }));
    return back(visit, 'cancelled');
  });
  serveForm(app, '/orders/:id/decide', one, async (visit) => {
    const choice = field(visit, 'choice') as 'waitForRest' | 'acceptAsReceived' | 'return';
    await data(visit.api.POST('/v1/advance-orders/{id}/decide-received', { ...target(visit), body: { choice, ...reason(visit) } }));
    return back(visit, 'decided');
  });
  serveForm(app, '/orders/:id/reverse', one, async (visit) => {
    await data(visit.api.POST('/v1/advance-orders/{id}/reversals', { ...target(visit), body: reason(visit) }));
    return back(visit, 'reversalAsked');
  });
}
