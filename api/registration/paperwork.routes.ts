import { z } from 'zod';
import { referenceOf } from '../../domain/processes';
import { openFile } from '../../db/access/files.commands';
import { inScope } from '../../db/core/database';
import { findPaperwork } from '../../db/registration/paperwork.queries';
import { attachment } from '../core/attachment';
import { notFound } from '../core/problems';
import { showRoute } from '../core/reading';
import { route, type Route } from '../core/route';
import { byId } from '../core/schemas';
import { batchName } from './batches.representations';

const paperwork = z.object({
  id: z.uuid(),
  reference: z.string(),
  group: z.uuid().describe('The learners registered together'),
  batch: batchName,
  state: z.enum(['asked', 'made', 'failed']),
  since: z.iso.datetime(),
  requestedAt: z.iso.datetime(),
  file: z.string().nullable().describe('Where it is downloaded, once it is made'),
});
paperwork.register(z.globalRegistry, { id: 'Paperwork' });

const show = showRoute({
  name: 'showPaperwork',
  path: '/v1/paperwork/:id',
  summary: 'The paperwork of a registration: whether it is made',
  permission: 'viewBatches',
  rules: ['REG-10'],
  of: paperwork,
  answer: 'The paperwork',
  find: findPaperwork,
  as: ({ document, batch }) => ({
    ...{ id: document.id, reference: referenceOf('document', document.id), group: document.aboutId },
    ...{ batch: { id: batch.id, number: batch.number }, state: document.state, since: document.stateSince },
    requestedAt: document.requestedAt,
    file: document.state === 'made' ? `/v1/paperwork/${document.id}/file` : null,
  }),
});

const download = route({
  name: 'downloadPaperwork',
  method: 'get',
  path: '/v1/paperwork/:id/file',
  summary: 'Download the PDF of a registration’s paperwork; 404 until it is made',
  permission: 'viewBatches',
  rules: ['REG-10', 'SEC-12'],
  params: byId,
  answers: { status: 200, description: 'The PDF, as an attachment', schema: z.string(), type: 'application/pdf' },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => {
      const fileId = (await findPaperwork(trx, params.id))?.document.fileId;
      const file = fileId ? await openFile(trx, fileId, deps.config.COUNTERSIGN_KEYS) : null;
      if (!file) throw notFound();
      return attachment(file);
    }),
});

/** The paperwork of registrations, for whoever sees the batch (REG-10). */
export const paperworkRoutes: Route[] = [show, download];
