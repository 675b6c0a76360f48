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
  title: ({ day }) => `Finance report of ${dayOf(day)}`,
  decisions: [
    {
      name: 'retry',
      permission: 'viewReports',
      link: 'Make it again',
      isUsual: true,
      isOpen: ({ state }) => state === 'failed',
      title: ({ day }) => `Make the report of ${dayOf(day)} again`,
      says: ({ attempts, lastError }) => [`Try ${attempts} came to nothing: ${lastError ?? 'no reason is known'}`],
      fields: () => [],
      button: ({ day }) => `Make the report of ${dayOf(day)} again`,
      act: async (visit, { id, day }) => {
        await data(visit.api.POST('/v1/documents/{id}/retry', target(visit)));
        return { to: `/documents/${id}`, text: `The report of ${dayOf(day)} is being made again.` };
      },
    },
  ],
  facts: ({ state, file, id, attempts, lastError, requestedAt }) => [
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
