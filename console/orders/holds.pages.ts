import type { Express } from 'express';
import type { components } from '../kit/api';
import { moneyOf } from '../kit/cells';
import { data, keyed, Refused } from '../kit/client';
import { serveFormPage, type FormPage } from '../kit/decision';
import { reason } from '../kit/fields';
import { serveList, type List } from '../kit/list';
import { field, numberField, type Visit } from '../kit/page';
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
  choose: { name: 'hold', value: ({ entity }) => entity, words: ({ reference }) => reference },
  template: 'holds',
};

const decide: FormPage<components['schemas']['AdvanceOrder'][]> = {
  path: '/holds/decide',
  permission: 'decideHolds',
  back: { href: '/holds', text: 'Holds due' },
  subject: (visit) => Promise.all(chosen(visit).map((id) => holdOf(visit, id))),
  title: (_holds, visit) => `${isCancelling(visit) ? 'Cancel' : 'Extend'} ${plural(chosen(visit).length, 'hold')}`,
  says: (holds, visit) => [
    holds.map(({ reference, due }) => `${reference}, ${moneyOf(due)}`).join('; ') ||
      'You chose none: go back and choose the holds to decide about.',
    isCancelling(visit)
      ? 'Each order ends and its payer is told; what was received stays in suspense.'
      : 'Each hold ends this number of days from now; the payers are told.',
  ],
  fields: (_holds, visit) => [
    { name: 'verb', label: '', as: 'hidden', value: isCancelling(visit) ? 'cancel' : 'extend' },
    { name: 'chosen', label: '', as: 'hidden', value: chosen(visit).join(' ') },
    ...(isCancelling(visit) ? [] : [{ name: 'days', label: 'Days from now', as: 'number' as const, value: 14 }]),
    reason(),
  ],
  button: (_holds, visit) => `${isCancelling(visit) ? 'Cancel' : 'Extend'} ${plural(chosen(visit).length, 'hold')}`,
  isGrave: true,
  act: async (visit) => {
    const results: Outcome[] = [];
    for (const id of chosen(visit)) results.push(await outcomeOf(visit, id, results.length === 0));
    return { template: 'holds-done', shown: { results } };
  },
};

/** Holds due this week or overdue, soonest first; extended or cancelled in bulk, with an outcome for each (WRK-1). */
export function holdPages(app: Express): void {
  serveList(app, list);
  serveFormPage(app, decide);
}

interface Outcome {
  id: string;
  reference: string;
  outcome: string;
  remedy?: string;
}

/** What a whole bulk was asked for wrongly; told once, on its form. */
const SHARED = ['/days', '/reason'];

/** The holds that were ticked on the list, or that the form before carries. */
function chosen({ queries, body }: Visit): string[] {
  return typeof body['chosen'] === 'string' ? body['chosen'].split(' ').filter(Boolean) : (queries['hold'] ?? []);
}

function isCancelling({ query, body }: Visit): boolean {
  return (body['verb'] ?? query['verb']) === 'cancel';
}

function holdOf({ api }: Visit, id: string) {
  return data(api.GET('/v1/advance-orders/{id}', { params: { path: { id } } }));
}

/** One of a bulk: its own command under its own key, and what became of it. Throws where the first one shows that all are asked for wrongly. */
async function outcomeOf(visit: Visit, id: string, isFirst: boolean): Promise<Outcome> {
  const target = { params: { path: { id }, header: keyed(`${field(visit, 'key')}/${id}`) } };
  const why = field(visit, 'reason');
  const { reference } = await holdOf(visit, id);
  try {
    if (isCancelling(visit)) await data(visit.api.POST('/v1/advance-orders/{id}/cancel', { ...target, body: { reason: why } }));
    else
      await data(visit.api.POST('/v1/advance-orders/{id}/extend', { ...target, body: { days: numberField(visit, 'days'), reason: why } }));
    return { id, reference, outcome: 'Done' };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const [fault] = error.problem.errors ?? [];
    // A rule has its name, a fault in the form's shape has none.
    if (isFirst && fault?.rule === '' && SHARED.includes(fault.pointer ?? '')) throw error;
    return { id, reference, outcome: fault?.detail ?? error.problem.title, remedy: fault?.remedy ?? error.problem.detail ?? '' };
  }
}
