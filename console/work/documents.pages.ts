import type { Express } from 'express';
import type { components } from '../kit/api';
import { serveCase, type CasePage } from '../kit/case';
import { dayOf, stateTag } from '../kit/cells';
import { data } from '../kit/client';
import { serveFile } from '../kit/files';
import { target } from '../kit/page';

type Document = components['schemas']['Document'];

const one: CasePage<Document> = {
  path: '/documents/:id',
  subject: ({ api, params }) => data(api.GET('/v1/documents/{id}', { params: { path: { id: params['id']! } } })),
  title: nameOf,
  decisions: [
    {
      name: 'retry',
      permission: 'viewReports',
      link: 'Make it again',
      isUsual: true,
      isOpen: ({ state }) => state === 'failed',
      title: (document) => `Make it again: ${nameOf(document)}`,
      says: ({ attempts, lastError }) => [`Try ${attempts} came to nothing: ${lastError ?? 'no reason is known'}`],
      fields: () => [],
      button: () => 'Make it again',
      act: async (visit, document) => {
        await data(visit.api.POST('/v1/documents/{id}/retry', target(visit)));
        return { to: `/documents/${document.id}`, text: `${nameOf(document)} is being made again.` };
      },
    },
  ],
  facts: ({ state, file, id, invoice, attempts, lastError, requestedAt }) => [
    ...(invoice ? [['About', { text: 'The invoice', href: `/invoices/${invoice}` }] as [string, { text: string; href: string }]] : []),
    ['State', stateTag(state)],
    ['Asked for', { moment: requestedAt }],
    ...(file ? [['PDF', { text: 'Download it', href: `/documents/${id}/file` }] as [string, { text: string; href: string }]] : []),
    ...(lastError && state !== 'made' ? [[`Try ${attempts}`, lastError] as [string, string]] : []),
  ],
};

/** Documents: asked for from where they belong, downloaded and tried again here (OPS-2). */
export function documentPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serveCase(app, apiUrl, one);
    serveFile(app, '/documents/:id/file', (id) => `${apiUrl}/v1/documents/${id}/file`);
  };
}

function nameOf({ day, reference }: Document): string {
  return day ? `Finance report of ${dayOf(day)}` : `Document ${reference}`;
}
