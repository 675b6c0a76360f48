import { z } from 'zod';
import { MOST_ENTRIES } from '../../domain/bookings/paperwork';
import { askForReport } from '../../db/bookings/paperwork.commands';
import { findPaper } from '../../db/bookings/paperwork.queries';
import { plainCommand } from '../core/command';
import { route, type Route } from '../core/route';
import { whereOf } from '../registration/offers';
import { controlledFilter } from './controlled.representations';
import { paper, paperBody } from './paperwork.routes';

const ask = route({
  name: 'requestBookingsReport',
  method: 'post',
  path: '/v1/controlled-bookings/report',
  summary: `Ask for the Bookings report: up to ${MOST_ENTRIES} controlled bookings that a search finds, as they stand now, as a PDF among the papers of bookings`,
  permission: 'viewBookings',
  command: 'plain',
  rules: ['BKG-6', 'REG-13', 'SEC-9', 'IDM-1', 'WHY-3'],
  body: z.strictObject(controlledFilter),
  answers: { status: 201, description: 'The document, being made', schema: paper },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const { organisation, ...search } = call.body;
      const id = await askForReport(trx, whereOf(call.caller, organisation), search, asked, at);
      return { status: 201, headers: { Location: `/v1/booking-paperwork/${id}` }, body: paperBody((await findPaper(trx, id))!) };
    }),
});

/** The Bookings report of controlled assessment; it is listed and downloaded as papers of bookings are (BKG-6). */
export const bookingsReportRoutes: Route[] = [ask];
