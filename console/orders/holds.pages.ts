import type { Express } from 'express';
import { data, keyed, Refused } from '../kit/client';
import { formPage, type FormPage } from '../kit/decision';
import { reason } from '../kit/fields';
import { serveList, type List } from '../kit/list';
import { field, numberField, serve, visitOf, type Visit } from '../kit/page';
import { plural } from '../kit/words';

const WEEK_MS = 7 * 86_400_000;

const list: List<'/v1/processes'> = {
  path: '/holds',
  title: 'Holds due this week, and overdue',
  order: 'Soonest due first',
  from: '/v1/processes',
  isPaged: true,
  always: () => ({ kind: 'advance-order', dueBefore: new Date(Date.now() + WEEK_MS).toISOString() }),
  columns: [
    { head: 'Order', of: ({ entity, reference }) => ({ text: reference, href: `/orders/${entity}` }) },
    { head: 'Stage', of: ({ stage }) => stage },
    { head: 'Due', of: ({ dueAt }) => ({ moment: dueAt }) },
    { head: 'Why it waits', of: ({ why }) => why },
  ],
  things: ['hold', 'holds'],
  nothing: 'No hold is due within a week.',
  choose: { name: 'hold', value: ({ entity, reference }) => `${entity}/${reference}`, words: ({ reference }) => reference },
  template: 'holds',
};

const decide: Omit<FormPage, 'act'> = {
  path: '/holds/decide',
  back: { href: '/holds', text: 'Holds due' },
  title: (visit) => `${isCancelling(visit) ? 'Cancel' : 'Extend'} ${plural(chosen(visit).length, 'hold')}`,
  says: (visit) => [
    chosen(visit).length === 0
      ? 'You chose none: go back and choose the holds to decide about.'
      : chosen(visit)
          .map(({ reference }) => reference)
          .join(', '),
    isCancelling(visit)
      ? 'Each order ends and its payer is told; what was received stays in suspense.'
      : 'Each hold ends this number of days from now; the payers are told.',
  ],
  fields: (visit) => [
    { name: 'verb', label: '', as: 'hidden', value: visit.query['verb'] },
    {
      name: 'chosen',
      label: '',
      as: 'hidden',
      value: chosen(visit)
        .map(({ id, reference }) => `${id}/${reference}`)
        .join(' '),
    },
    ...(isCancelling(visit) ? [] : [{ name: 'days', label: 'Days from now', as: 'number' as const, value: 14 }]),
    reason(),
  ],
  button: (visit) => `${isCancelling(visit) ? 'Cancel' : 'Extend'} ${plural(chosen(visit).length, 'hold')}`,
  isGrave: true,
};

/** Holds due this week or overdue, soonest first; extended or cancelled in bulk, with an outcome for each (WRK-1). */
export function holdPages(app: Express): void {
  serveList(app, list);
  serve(app, formPage(decide));
  app.post('/holds/decide', async (request, response) => {
    const visit = visitOf(request, response);
    const results = [];
    for (const hold of chosen(visit)) results.push(await outcomeOf(visit, hold));
    response.render('holds-done.njk', { ...response.locals, results, path: '/holds' });
  });
}

interface Hold {
  id: string;
  reference: string;
}

/** The holds that were ticked on the list, or that the form before carries. */
function chosen({ query, body }: Visit): Hold[] {
  const ticked = [(query['hold'] as string | string[] | undefined) ?? []].flat();
  const carried = typeof body['chosen'] === 'string' ? body['chosen'].split(' ').filter(Boolean) : null;
  return (carried ?? ticked).map((each) => {
    const [id = '', reference = ''] = each.split('/');
    return { id, reference };
  });
}

function isCancelling({ query, body }: Visit): boolean {
  return (query['verb'] ?? body['verb']) === 'cancel';
}

/** One of a bulk: its own command under its own key, and what became of it. */
async function outcomeOf(visit: Visit, { id, reference }: Hold): Promise<Hold & { outcome: string; remedy?: string }> {
  const target = { params: { path: { id }, header: keyed(`${field(visit, 'key')}/${id}`) } };
  const why = field(visit, 'reason');
  try {
    if (isCancelling(visit)) await data(visit.api.POST('/v1/advance-orders/{id}/cancel', { ...target, body: { reason: why } }));
    else
      await data(visit.api.POST('/v1/advance-orders/{id}/extend', { ...target, body: { days: numberField(visit, 'days'), reason: why } }));
    return { id, reference, outcome: 'Done' };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const fault = error.problem.errors?.[0];
    return { id, reference, outcome: fault?.detail ?? error.problem.title, remedy: fault?.remedy ?? error.problem.detail ?? '' };
  }
}
