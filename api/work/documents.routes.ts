import { z } from 'zod';
import { v7 as uuid } from 'uuid';
import { documentKinds } from '../../domain/work/document.state';
import { nameIn, referenceOf, startOf } from '../../domain/processes';
import type { Transaction } from '../../db/core/database';
import type { DocumentRow } from '../../db/work/document.model';
import { findDocument, listDocuments } from '../../db/work/documents.queries';
import { documentWish } from '../../messages/work.schemas';
import { date } from '../../messages/core.schemas';
import { decisionRoute } from '../core/deciding';
import { pdfRoute } from '../core/pdf';
import { notFound } from '../core/problems';
import { processCommand } from '../core/process-command';
import { listRoute, showRoute } from '../core/reading';
import { route, type Call, type Route } from '../core/route';

/** What was registered, or booked, together. */
const ABOUT_GROUPS: ReadonlySet<string> = new Set(['registration-group', 'booking-group']);

const document = z.object({
  id: z.uuid(),
  reference: z.string(),
  kind: z.enum(documentKinds),
  day: z.iso.date().nullable().describe('Of a report'),
  invoice: z.uuid().nullable().describe('The invoice or credit note that it is of'),
  group: z.uuid().nullable().describe('The learners registered, or booked, together whose paperwork it is'),
  state: z.enum(['asked', 'made', 'failed']),
  since: z.iso.datetime(),
  attempts: z.int().describe('Tries of the document worker'),
  lastError: z.string().nullable().describe('Why the last try came to nothing'),
  file: z.string().nullable().describe('Where it is downloaded, once it is made'),
  requestedBy: z.uuid(),
  requestedAt: z.iso.datetime(),
  version: z.int(),
});
document.register(z.globalRegistry, { id: 'Document' });

const ask = route({
  name: 'requestDocument',
  method: 'post',
  path: '/v1/documents',
  summary: "Ask for the day's report as a tagged PDF; the document worker makes it",
  permission: 'viewReports',
  rules: ['OPS-2', 'FIN-1', 'IDM-1', 'WHY-3'],
  body: documentWish,
  command: 'process',
  answers: { status: 201, description: 'The document, being made', schema: document },
  handle: (call: Call<unknown, unknown, z.infer<typeof documentWish>>) => {
    const { tenant, policyVersion } = call.caller;
    const id = uuid();
    return processCommand(call, {
      kind: 'document',
      command: 'ask',
      opens: true,
      prepare: async () => ({ start: startOf('document', id, { owner: 'finance', tenant, organisation: null, ...policyVersion }) }),
      body: () => call.body,
      answer: async (trx, { start }) => {
        const made = nameIn(start.businessId);
        return { status: 201, headers: { Location: `/v1/documents/${made}` }, body: representation(await existing(trx, made)) };
      },
    });
  },
});

const list = listRoute({
  name: 'listDocuments',
  path: '/v1/documents',
  summary: 'Documents, newest first',
  permission: 'viewReports',
  rules: ['OPS-2', 'FIN-1'],
  of: document,
  answer: 'A page of documents',
  filter: { day: date.optional(), state: document.shape.state.optional() },
  list: listDocuments,
  as: representation,
});

const show = showRoute({
  name: 'showDocument',
  path: '/v1/documents/:id',
  summary: 'One document: whether it is made, and why not',
  permission: 'viewReports',
  rules: ['OPS-2', 'FIN-1'],
  of: document,
  answer: 'The document',
  find: findDocument,
  as: representation,
});

const download = pdfRoute({
  name: 'downloadDocument',
  path: '/v1/documents/:id/file',
  summary: 'Download a document that is made; 404 until then',
  permission: 'viewReports',
  rules: ['OPS-2', 'FIN-1'],
  fileOf: async (trx, id) => (await existing(trx, id)).fileId,
});

/** A failed document is made anew as the signed-in user: the one way for API, console and work board (OPS-2). */
export const retryDocument = decisionRoute({
  name: 'retryDocument',
  path: '/v1/documents/:id/retry',
  summary: 'Have a failed document made anew',
  permission: 'viewReports',
  rules: ['OPS-2'],
  kind: 'document',
  command: 'retry',
  of: document,
  answer: 'The document, being made',
  find: findDocument,
  tell: () => ({}),
  as: representation,
});

/** All operations on documents. */
export const documentRoutes: Route[] = [ask, list, show, download, retryDocument];

async function existing(trx: Transaction, id: string): Promise<DocumentRow> {
  const found = await findDocument(trx, id);
  if (!found) throw notFound();
  return found;
}

function representation(row: DocumentRow) {
  const { id, kind, state, stateSince: since, attempts, lastError, requestedBy, requestedAt, version } = row;
  const file = state === 'made' ? `/v1/documents/${id}/file` : null;
  return {
    id,
    reference: referenceOf('document', id),
    kind,
    day: kind === 'day-report' ? row.aboutId : null,
    invoice: kind === 'invoice' ? row.aboutId : null,
    group: ABOUT_GROUPS.has(row.aboutType) ? row.aboutId : null,
    state,
    since,
    attempts,
    lastError,
    file,
    requestedBy,
    requestedAt,
    version,
  };
}
