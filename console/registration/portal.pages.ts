import type { Express } from 'express';
import { data } from '../kit/client';
import { may, serve, type Page } from '../kit/page';

/** A panel of a centre's home: what it counts, and where that is shown (CEN-2). */
const PANELS = [
  ['registrationsOpen', 'Registrations to finish', '/registrations?state=open'],
  ['registrationsWithFaults', 'Registrations with faults', '/registrations?state=open'],
  ['undoable', 'Registrations that can still be undone', '/registrations?state=registered'],
  ['lapsesNear', 'Registrations that lapse within 90 days', '/lapses-near'],
  ['bookingsChanging', 'Bookings whose band changes within 7 days', '/bookings?state=active&changesWithin=7'],
  ['recentInvoices', 'Invoices of the last 31 days', '/invoices'],
] as const;

/** A centre's home: who it is, and what waits for it (CEN-2). */
const home: Page = {
  path: '/centre',
  template: 'centre-home',
  load: async (visit) => {
    const { api, me } = visit;
    const [centre, counts] = await Promise.all([
      data(api.GET('/v1/organisations/{id}', { params: { path: { id: me.organisation! } } })),
      data(api.GET('/v1/centre-panels')),
    ]);
    return {
      centre,
      panels: PANELS.flatMap(([panel, text, href]) => {
        const found = counts[panel];
        return found ? [{ text, href, count: `${found.count}${found.more ? '+' : ''}` }] : [];
      }),
      maySearch: may(visit, 'search'),
    };
  },
};

/** Help with files of learners: their templates, and a look at one that registers nobody (CEN-2). */
const support: Page = {
  path: '/support',
  template: 'support',
  load: async (visit) => ({ maySend: may(visit, 'productRegistrations') || may(visit, 'bulkRegistration') }),
};

/** A centre's home and its support page (CEN-2). */
export function portalPages(app: Express): void {
  serve(app, home);
  serve(app, support);
}
