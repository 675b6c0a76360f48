import type { Express } from 'express';
import { dayOf } from '../kit/cells';
import { data } from '../kit/client';
import { commandOf, field, serve, serveForm, type Page, type Said, type Visit } from '../kit/page';

const reports: Page = {
  path: '/reports',
  template: 'reports',
  load: async ({ api, query }) => {
    const date = /^\d{4}-\d{2}-\d{2}$/.test(query['date'] ?? '') ? { date: query['date']! } : {};
    const [day, trial] = await Promise.all([
      data(api.GET('/v1/reports/day', { params: { query: date } })),
      data(api.GET('/v1/reports/trial-balance')),
    ]);
    const documents = await data(api.GET('/v1/documents', { params: { query: { day: day.date, limit: 10 } } }));
    return { day, trial, documents: documents.items };
  },
};

/** Reports: the day and the trial balance, the day as CSV as well (FIN-1). */
export function reportPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serve(app, reports);
    serveForm(app, '/reports/document', reports, ask);
    app.get('/reports/day.csv', async (request, response) => {
      const date = new URLSearchParams(request.query as Record<string, string>);
      const answer = await fetch(`${apiUrl}/v1/reports/day?${date}`, {
        headers: { Authorization: `Bearer ${response.locals['token']}`, Accept: 'text/csv' },
      });
      response.status(answer.status).type(answer.headers.get('content-type') ?? 'text/csv');
      response.set('Content-Disposition', answer.headers.get('content-disposition') ?? '').send(await answer.text());
    });
  };
}

/** The day's report as a document: made by its own worker (OPS-2). */
async function ask(visit: Visit): Promise<Said> {
  const body = { kind: 'day-report' as const, day: field(visit, 'day') };
  const asked = await data(visit.api.POST('/v1/documents', { params: commandOf(visit), body }));
  return { to: `/documents/${(asked as { id: string }).id}`, text: `The report of ${dayOf(body.day)} is being made.` };
}
