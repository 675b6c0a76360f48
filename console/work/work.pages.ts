import type { Express } from 'express';
import { data, keyed, Refused, type Api, type Problem } from '../kit/client';
import { field, fields, localPath, serve, serveForm, type Page, type Visit } from '../kit/page';
import { shownTask } from '../kit/tasks';

const FILTERS = ['queue', 'task', 'assignee', 'dueBefore'] as const;

const list: Page = {
  path: '/work',
  template: 'work',
  load: async ({ api, query }) => {
    const filter = filterOf((name) => query[name]);
    const cursor = query['cursor'];
    const { items, next } = await data(
      api.GET('/v1/work-items', { params: { query: { limit: 50, ...filter, ...(cursor ? { cursor } : {}) } } }),
    );
    return {
      tasks: items.map(shownTask),
      next,
      filter,
      filterQuery: new URLSearchParams(filter as Record<string, string>).toString(),
    };
  },
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

/** Work: tasks by filter, taken and given, alone and in bulk; notes on cases (WRK-1). */
export function workPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serve(app, list);
    serve(app, bulk);
    serveForm(app, '/work/bulk', list, startBulk);
    serveForm(app, '/work/filters', list, async (visit) => {
      const query = filterOf((name) => field(visit, name));
      await data(
        visit.api.POST('/v1/saved-filters', {
          params: { header: keyed(field(visit, 'key')) },
          body: { name: field(visit, 'name'), query },
        }),
      );
      return `/work?${new URLSearchParams(query as Record<string, string>).toString()}&done=filterKept`;
    });
    serveForm(app, '/tasks/:id/assign', list, async (visit) => {
      const to = field(visit, 'to') || null;
      await data(
        visit.api.POST('/v1/work-items/{id}/assign', {
          params: { path: { id: visit.params['id']! }, header: keyed(field(visit, 'key')) },
          body: { to },
        }),
      );
      return localPath(field(visit, 'back'));
    });
    serveForm(app, '/cases/:id/notes', list, keepNote);
    serveForm(app, '/cases/:id/files', list, (visit) => upload(apiUrl, visit));
    app.get('/files/:id', async (request, response) => {
      const api = response.locals['api'] as Api;
      const { url } = await data(
        api.POST('/v1/files/{id}/link', { params: { path: { id: request.params['id'] as string }, header: keyed('') } }),
      );
      response.redirect(303, url);
    });
  };
}

/** Keeps a note, or half of one for later: the API holds it, so that it outlives the session (SEC-2). */
async function keepNote(visit: Visit): Promise<string> {
  const path = { id: visit.params['id']! };
  const text = field(visit, 'text');
  const isLater = field(visit, 'later') !== '';
  const header = keyed(field(visit, 'key'));
  if (!isLater) await data(visit.api.POST('/v1/cases/{id}/notes', { params: { path, header }, body: { text } }));
  const draft = { params: { path: { ...path, form: 'note' }, header: keyed('') }, body: { content: isLater ? { text } : null } };
  await data(visit.api.PUT('/v1/cases/{id}/drafts/{form}', draft));
  return localPath(field(visit, 'back'));
}

/** Keeps a file about a case: it goes past the typed client, which knows JSON alone (SEC-12). */
async function upload(apiUrl: string, visit: Visit): Promise<string> {
  if (!visit.file) throw new Refused(422, { title: 'Choose a file', detail: 'A picture (JPEG, PNG, WebP) or a PDF.' });
  const answer = await fetch(`${apiUrl}/v1/files?about=${encodeURIComponent(visit.params['id']!)}`, {
    method: 'POST',
    headers: {
      ...visit.headers,
      'Content-Type': 'application/octet-stream',
      'X-File-Name': encodeURIComponent(visit.file.name),
      ...keyed(field(visit, 'key')),
    },
    body: new Uint8Array(visit.file.content),
  });
  if (!answer.ok) throw new Refused(answer.status, (await answer.json()) as Problem);
  return localPath(field(visit, 'back'));
}

async function startBulk(visit: Visit): Promise<string> {
  const what = field(visit, 'what');
  const change =
    what === 'note'
      ? { what: 'note' as const, text: field(visit, 'text') }
      : { what: 'assign' as const, to: what === 'take' ? 'me' : null };
  const over = field(visit, 'all') ? { filter: filterOf((name) => field(visit, name)) } : { items: fields(visit, 'item') };
  const { id } = await data(visit.api.POST('/v1/bulk-actions', { params: { header: keyed(field(visit, 'key')) }, body: { change, over } }));
  return `/work/bulk/${id}`;
}

/** A filter over tasks as a form or an address has it. */
function filterOf(value: (name: (typeof FILTERS)[number]) => string | undefined): {
  queue?: string;
  task?: string;
  assignee?: string;
  dueBefore?: string;
} {
  return Object.fromEntries(FILTERS.flatMap((name) => (value(name) ? [[name, value(name)!]] : [])));
}
