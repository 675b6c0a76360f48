import type { Express } from 'express';
import { data, keyed, Refused } from '../kit/client';
import { field, fields, serve, type Page, type Visit } from '../kit/page';

const WEEK_MS = 7 * 86_400_000;

const list: Page = {
  path: '/holds',
  template: 'holds',
  load: async ({ api, query }) => {
    const dueBefore = new Date(Date.now() + WEEK_MS).toISOString();
    const cursor = query['cursor'];
    const { items, next } = await data(
      api.GET('/v1/processes', { params: { query: { kind: 'advance-order', dueBefore, limit: 50, ...(cursor ? { cursor } : {}) } } }),
    );
    return { holds: items, next };
  },
};

/** Holds due this week or overdue, soonest first; extended or cancelled in bulk, with an outcome for each (WRK-1). */
export function holdPages(app: Express): void {
  serve(app, list);
  app.post('/holds', async (request, response) => {
    const visit: Visit = { ...response.locals, params: {}, query: {}, body: request.body, file: null } as unknown as Visit;
    const results = [];
    for (const hold of fields(visit, 'hold')) results.push(await decide(visit, hold));
    response.render('holds-done.njk', { ...response.locals, results, path: '/holds' });
  });
}

/** One of a bulk: its own command under its own key, and what became of it. */
async function decide(visit: Visit, hold: string): Promise<{ reference: string; id: string; outcome: string; remedy?: string }> {
  const [id, reference] = hold.split('/') as [string, string];
  const target = { params: { path: { id }, header: keyed(`${field(visit, 'key')}/${id}`) } };
  const reason = field(visit, 'reason');
  try {
    if (field(visit, 'verb') === 'extend')
      await data(visit.api.POST('/v1/advance-orders/{id}/extend', { ...target, body: { days: Number(field(visit, 'days')), reason } }));
    else await data(visit.api.POST('/v1/advance-orders/{id}/cancel', { ...target, body: { reason } }));
    return { reference, id, outcome: 'Done' };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const fault = error.problem.errors?.[0];
    return { reference, id, outcome: fault?.detail ?? error.problem.title, remedy: fault?.remedy ?? error.problem.detail ?? '' };
  }
}
