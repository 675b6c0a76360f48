import type { Express } from 'express';
import { caseParts } from '../kit/case';
import { data, headersOf, keyed } from '../kit/client';
import { field, serve, serveForm, type Page } from '../kit/page';
import { fromOf } from '../kit/session';

const one: Page = {
  path: '/documents/:id',
  template: 'document',
  load: async ({ api, params }) => {
    const id = params['id']!;
    const document = await data(api.GET('/v1/documents/{id}', { params: { path: { id } } }));
    return { document, ...(await caseParts(api, id)) };
  },
};

/** Documents: asked for from where they belong, downloaded and tried again here (OPS-2). */
export function documentPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serve(app, one);
    app.get('/documents/:id/file', async (request, response) => {
      const headers = headersOf(fromOf(request), response.locals['token'] as string);
      const answer = await fetch(`${apiUrl}/v1/documents/${encodeURIComponent(request.params['id']!)}/file`, { headers });
      response.status(answer.status).type(answer.headers.get('content-type') ?? 'application/pdf');
      const disposition = answer.headers.get('content-disposition');
      if (disposition) response.set('Content-Disposition', disposition);
      response.send(Buffer.from(await answer.arrayBuffer()));
    });
    app.post('/documents', async (request, response) => {
      const visit = { body: request.body as Record<string, string> };
      const api = response.locals['api'] as Parameters<Page['load']>[0]['api'];
      const body = { kind: 'day-report' as const, day: field(visit, 'day') };
      const asked = await data(api.POST('/v1/documents', { params: { header: keyed(field(visit, 'key')) }, body }));
      response.redirect(303, `/documents/${(asked as { id: string }).id}?done=documentAsked`);
    });
    serveForm(app, '/documents/:id/retry', one, async (visit) => {
      const id = visit.params['id']!;
      await data(visit.api.POST('/v1/documents/{id}/retry', { params: { path: { id }, header: keyed(field(visit, 'key')) } }));
      return `/documents/${id}?done=documentAsked`;
    });
  };
}
