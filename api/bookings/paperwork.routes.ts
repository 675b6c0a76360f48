import { z } from 'zod';
import { bookingPapers, entriesNamed, type StandingWish } from '../../domain/bookings/paperwork';
import { referenceOf } from '../../domain/processes';
import { askForPaper } from '../../db/bookings/paperwork.commands';
import { findPaper, listPapers } from '../../db/bookings/paperwork.queries';
import type { DocumentRow } from '../../db/work/document.model';
import { wantedPaperwork } from '../../messages/bookings.schemas';
import { identifier } from '../../messages/core.schemas';
import { plainCommand } from '../core/command';
import { pdfRoute } from '../core/pdf';
import { listRoute, showRoute } from '../core/reading';
import { route, type Route } from '../core/route';
import { ofCentre } from '../registration/batches.representations';
import { whereOf } from '../registration/offers';

const common = { permission: 'viewBookings' as const, rules: ['BKG-6', 'REG-12'] };
/** A document of bookings. */
export const paper = z.object({
  id: z.uuid(),
  reference: z.string(),
  kind: z.enum(bookingPapers),
  group: z.uuid().nullable().describe('Those who were booked together'),
  window: z.uuid().nullable().describe('Whose entries are listed'),
  product: z.uuid().nullable().describe('Whose entries of a session are listed'),
  session: z.int().nullable(),
  state: z.enum(['asked', 'made', 'failed']),
  since: z.iso.datetime(),
  requestedAt: z.iso.datetime().describe('Bookings are as they stood then'),
  file: z.string().nullable().describe('Where it is downloaded, once it is made'),
});
paper.register(z.globalRegistry, { id: 'BookingPaperwork' });

const ask = route({
  ...common,
  name: 'requestBookingPaperwork',
  method: 'post',
  path: '/v1/booking-paperwork',
  summary:
    'Ask for the booking confirmation or the invigilator register of a group as it stands now, or for the Entry learner list of a window or of a product and session: a PDF beside those that were made before',
  rules: [...common.rules, 'IDM-1', 'WHY-3'],
  command: 'plain',
  body: wantedPaperwork,
  answers: { status: 201, description: 'The document, being made', schema: paper },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const { tenant, organisation } = call.caller;
      const of = { tenant, organisation: organisation ?? call.body.organisation ?? null };
      const id = await askForPaper(trx, of, wishOf(call.body), asked, at);
      const row = await findPaper(trx, id);
      return { status: 201, headers: { Location: `/v1/booking-paperwork/${id}` }, body: paperBody(row!) };
    }),
});

const list = listRoute({
  ...common,
  name: 'listBookingPaperwork',
  path: '/v1/booking-paperwork',
  summary: 'What was made of bookings, of a group or of all: the newest first',
  of: paper,
  answer: 'A page of documents',
  filter: { group: identifier.optional().describe('Those who were booked together'), kind: z.enum(bookingPapers).optional(), ...ofCentre },
  list: (trx, { organisation, ...query }, caller) => listPapers(trx, whereOf(caller, organisation), query),
  as: paperBody,
});

const show = showRoute({
  ...common,
  name: 'showBookingPaperwork',
  path: '/v1/booking-paperwork/:id',
  summary: 'One document of bookings: whether it is made',
  of: paper,
  answer: 'The document',
  find: findPaper,
  as: paperBody,
});

const download = pdfRoute({
  ...common,
  name: 'downloadBookingPaperwork',
  path: '/v1/booking-paperwork/:id/file',
  summary: 'Download the PDF of a document of bookings; 404 until it is made',
  fileOf: async (trx, id) => (await findPaper(trx, id))?.fileId,
});

/** What is made of bookings, for whoever sees them (BKG-6). */
export const bookingPaperworkRoutes: Route[] = [ask, list, show, download];

function wishOf(body: z.output<typeof wantedPaperwork>): StandingWish {
  const { kind, group, window, product, session } = body;
  if (kind !== 'entry-learner-list') return { kind, group: group! };
  return { kind, entries: window ? { window } : { product: product!, session: session! } };
}

/** A document of bookings. */
export function paperBody({ id, kind, aboutType, aboutId, state, stateSince: since, requestedAt }: DocumentRow) {
  const isList = kind === 'entry-learner-list';
  const of = { group: aboutType === 'booking-group' ? aboutId : null, window: null, product: null, session: null };
  return {
    ...{ id, reference: referenceOf('document', id), kind, ...of, ...(isList && entriesNamed({ aboutType, aboutId })) },
    ...{ state, since, requestedAt, file: state === 'made' ? `/v1/booking-paperwork/${id}/file` : null },
  };
}
