import type { Express } from 'express';
import type { components } from '../kit/api';
import { serveCase, type CasePage } from '../kit/case';
import { data } from '../kit/client';
import { may } from '../kit/page';

type Day = components['schemas']['ShowProcessAnswer'] & { id: string };

/** A day on which paper is sat outside windows (BKG-4). */
const one: CasePage<Day> = {
  path: '/assessment-days/:id',
  subject: async ({ api, params }) => ({
    ...(await data(api.GET('/v1/processes/{id}', { params: { path: { id: params['id']! } } }))),
    id: params['id']!,
  }),
  title: ({ reference }) => `Assessments of ${reference}`,
  decisions: [],
  isWorkedOn: false,
  hasServiceLevel: false,
  facts: ({ reference, dueAt }) => [
    ['Day', reference],
    ['Results are awaited from', { moment: dueAt }],
  ],
  related: ({ id }, visit) => (may(visit, 'viewBookings') ? [{ href: `/bookings?day=${id}`, text: 'Bookings of it' }] : []),
};

/** Days of assessments outside windows, each with its process (WHY-1). */
export function assessmentDayPages(apiUrl: string): (app: Express) => void {
  return (app) => void serveCase(app, apiUrl, one);
}
