import { today } from '../kit/cells';
import type { Express, Request, Response } from 'express';
import { data, headersOf } from '../kit/client';
import { serveList, type List } from '../kit/list';
import { serve, type Page } from '../kit/page';
import { byOf } from '../kit/timeline';
import { nameIn, words } from '../kit/words';
import { fromOf } from '../kit/session';

const templates: Page = {
  path: '/templates',
  template: 'templates',
  load: async ({ api }) => ({ templates: (await data(api.GET('/v1/templates'))).items }),
};

const template: Page = {
  path: '/templates/:kind/:name',
  template: 'template',
  load: async ({ api, params }) => {
    const path = { kind: params['kind'] as 'mail' | 'sms', name: params['name']! };
    return { preview: await data(api.GET('/v1/templates/{kind}/{name}', { params: { path } })), ...path };
  },
};

const audit: Page = {
  path: '/audit',
  template: 'audit',
  load: async ({ api, query }) => ({
    chain: await data(api.GET('/v1/audit-chain')),
    proof: query['verify'] ? await data(api.GET('/v1/audit-chain/verification')) : null,
    today: today(),
  }),
};

const entries: List<'/v1/audit'> = {
  path: '/trail',
  title: 'Audit trail',
  order: 'Newest first',
  from: '/v1/audit',
  isPaged: true,
  filters: [
    { name: 'from', label: 'From', as: 'date' },
    { name: 'to', label: 'To', as: 'date' },
    { name: 'event', label: 'What', asks: nameIn },
    // Chosen by the links of a row.
    { name: 'entity', label: 'One case', as: 'hidden' },
    { name: 'user', label: 'One person', as: 'hidden' },
  ],
  columns: [
    { head: 'When', of: ({ at }) => ({ moment: at }) },
    { head: 'What', of: ({ event }) => words(event) },
    { head: 'About', of: ({ entityType, entity }) => ({ text: words(entityType), href: `/trail?entity=${entity}` }) },
    { head: 'Who', of: (entry) => (entry.user ? { text: byOf(entry) ?? '', href: `/trail?user=${entry.user}` } : 'by itself') },
    { head: 'Why', of: ({ reason: why }) => why },
  ],
  things: ['entry', 'entries'],
  nothing: 'Nothing happened yet.',
};

/** What is sent, as its receiver sees it (OPS-3); the trail's proof and its export (AUD-1). */
export function systemPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    for (const page of [templates, template, audit]) serve(app, page);
    serveList(app, entries);
    app.get('/audit/export', async (request: Request, response: Response) => {
      const { from, to } = request.query as Record<string, string>;
      const period = new URLSearchParams({ from: from ?? '', to: to ?? '' });
      const answer = await fetch(`${apiUrl}/v1/audit-export?${period}`, {
        headers: headersOf(fromOf(request), response.locals['token'] as string),
      });
      response.status(answer.status).set({ 'Content-Disposition': answer.headers.get('content-disposition') ?? '' });
      response.type(answer.headers.get('content-type') ?? 'text/plain').send(await answer.text());
    });
  };
}
