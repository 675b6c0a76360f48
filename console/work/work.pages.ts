import type { Express } from 'express';
import { data, keyed, type Api } from '../kit/client';
import { serveList, type ItemOf, type List } from '../kit/list';
import { commandOf, field, fields, localPath, serve, serveForm, type Page, type Said, type Visit } from '../kit/page';
import { shownTask, type Task } from '../kit/tasks';
import { plural, words } from '../kit/words';

const QUEUES = ['finance', 'caseOperator', 'eqa', 'dpo', 'administrator'] as const;
const FILTERS = ['queue', 'search', 'assignee', 'task', 'dueBefore'] as const;

type Listed = ReturnType<typeof shownTask>;

const list: List<'/v1/work-items', Listed> = {
  path: '/work',
  title: 'Work',
  order: 'Soonest due first',
  from: '/v1/work-items',
  isPaged: true,
  perPage: 12,
  filters: [
    { name: 'queue', label: 'Queue', choices: QUEUES.map((queue) => [queue, words(queue)] as const) },
    {
      name: 'assignee',
      label: 'Whose',
      choices: [
        ['me', 'Mine'],
        ['nobody', 'Nobody’s yet'],
      ],
    },
    { name: 'search', label: 'Kind of task' },
    // Of filters that were kept before kinds were found by their words.
    { name: 'task', label: 'Task', as: 'hidden' },
    { name: 'dueBefore', label: 'Due before', as: 'hidden' },
  ],
  columns: [
    { head: 'Task', of: ({ label, href, about }) => ({ text: `${label}${about.reference ? ` ${about.reference}` : ''}`, href }) },
    { head: 'Queue', of: ({ queue }) => words(queue) },
    { head: 'Payer', of: ({ payer }) => payer },
    { head: 'Amount', of: ({ amount }) => ({ money: amount }) },
    { head: 'Open for', of: ({ age }) => plural(age, 'day') },
    { head: 'Due', of: ({ dueAt }) => ({ moment: dueAt }) },
    { head: 'Taken', of: (task) => ({ text: takenBy(task), tags: task.isLate ? [{ text: 'Late', colour: 'red' }] : [] }) },
  ],
  things: ['task', 'tasks'],
  nothing: 'Nothing waits.',
  rows: async ({ me }, items: ItemOf<'/v1/work-items'>[]) => items.map((item) => shownTask(item, me)),
  choose: { name: 'item', value: ({ id }) => id, words: ({ label, about }) => `${label} ${about.reference ?? about.id}` },
  template: 'work',
};

const bulk: Page = {
  path: '/work/bulk/:id',
  template: 'bulk',
  load: async ({ api, params, query }) => {
    const path = { id: params['id']! };
    const cursor = query['cursor'];
    const [action, failed] = await Promise.all([
      data(api.GET('/v1/bulk-actions/{id}', { params: { path } })),
      data(
        api.GET('/v1/bulk-actions/{id}/items', {
          params: { path, query: { outcome: 'failed', limit: 100, ...(cursor ? { cursor } : {}) } },
        }),
      ),
    ]);
    return { action, failed: failed.items, next: failed.next, isDone: action.done + action.failed >= action.total };
  },
};

/** Work: tasks by filter, taken and given, alone and in bulk (WRK-1). */
export function workPages(app: Express): void {
  const page = serveList(app, list);
  serve(app, bulk);
  serveForm(app, '/work/bulk', { ...page, fields: [{ name: 'text', label: 'Text of the note' }] }, startBulk);
  serveForm(app, '/tasks/:id/assign', page, assign);
  app.get('/files/:id', async (request, response) => {
    const api = response.locals['api'] as Api;
    const { url } = await data(
      api.POST('/v1/files/{id}/link', { params: { path: { id: request.params['id'] as string }, header: keyed('') } }),
    );
    response.redirect(303, url);
  });
}

function takenBy({ isMine, assignee, assigneeName }: Listed): string {
  if (isMine) return 'By you';
  return assignee ? (assigneeName ?? 'By a colleague') : 'Not yet';
}

async function assign(visit: Visit): Promise<Said> {
  const to = field(visit, 'to') || null;
  const item: Pick<Task, 'id'> = { id: visit.params['id']! };
  await data(
    visit.api.POST('/v1/work-items/{id}/assign', {
      params: { path: item, ...commandOf(visit) },
      body: { to },
    }),
  );
  return { to: localPath(field(visit, 'back')), text: to ? 'The task is yours.' : 'The task is back in its queue.' };
}

async function startBulk(visit: Visit): Promise<Said> {
  const what = field(visit, 'what');
  const change =
    what === 'note'
      ? { what: 'note' as const, text: field(visit, 'text') }
      : { what: 'assign' as const, to: what === 'take' ? 'me' : null };
  const items = fields(visit, 'item');
  const isAll = field(visit, 'all') !== '';
  const over = isAll ? { filter: filterOf(visit) } : { items };
  const { id } = await data(visit.api.POST('/v1/bulk-actions', { params: commandOf(visit), body: { change, over } }));
  return {
    to: `/work/bulk/${id}`,
    text: isAll ? 'It is begun over all that the filter finds.' : `It is begun over ${plural(items.length, 'task')}.`,
  };
}

/** The filter over tasks that the page stood under. */
function filterOf({ query }: Visit): Partial<Record<(typeof FILTERS)[number], string>> {
  return Object.fromEntries(FILTERS.flatMap((name) => (query[name] ? [[name, query[name]]] : [])));
}
