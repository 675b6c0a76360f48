import { z } from 'zod';
import { referenceOf } from '../../domain/processes';
import { findPaperwork } from '../../db/registration/paperwork.queries';
import { pdfRoute } from '../core/pdf';
import { showRoute } from '../core/reading';
import type { Route } from '../core/route';
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

const download = pdfRoute({
  name: 'downloadPaperwork',
  path: '/v1/paperwork/:id/file',
  summary: 'Download the PDF of a registration’s paperwork; 404 until it is made',
  permission: 'viewBatches',
  rules: ['REG-10'],
  fileOf: async (trx, id) => (await findPaperwork(trx, id))?.document.fileId,
});

/** The paperwork of registrations, for whoever sees the batch (REG-10). */
export const paperworkRoutes: Route[] = [show, download];
