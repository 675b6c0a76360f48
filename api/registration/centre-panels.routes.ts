import { z } from 'zod';
import { may, type Permission } from '../../domain/access/permissions';
import { dateLater, daysLater, londonDate } from '../../domain/working-days';
import { countChanging } from '../../db/bookings/offers';
import { inScope } from '../../db/core/database';
import { countLapsing } from '../../db/registration/learners.queries';
import { countForCentre } from '../../db/registration/portal.queries';
import { identifier } from '../../messages/core.schemas';
import { counting } from '../core/panels';
import { route, type Route } from '../core/route';

/** Each is counted up to here: nobody reads a higher number. */
const MOST_COUNTED = 500;
/** What is shown of the recent past and the near future, in days. */
const INVOICED_DAYS = 31;
const LAPSE_DAYS = 90;
const BAND_DAYS = 7;
const HOUR_MS = 3_600_000;

const panels = {
  registrationsOpen: 'productRegistrations',
  registrationsWithFaults: 'productRegistrations',
  undoable: 'productRegistrations',
  lapsesNear: 'search',
  bookingsChanging: 'viewBookings',
  recentInvoices: 'viewInvoices',
} as const satisfies Record<string, Permission>;
type Panel = keyof typeof panels;

const told = counting(panels, MOST_COUNTED);
told.schema.register(z.globalRegistry, { id: 'CentrePanels' });

const show = route({
  name: 'countCentrePanels',
  method: 'get',
  path: '/v1/centre-panels',
  summary: `What waits for a centre, counted up to ${MOST_COUNTED}: registrations open or with faults, undo windows that run, lapses within ${LAPSE_DAYS} days, bookings in windows whose band changes within ${BAND_DAYS}, invoices of the last ${INVOICED_DAYS} days; null where it may not be seen or no centre is named`,
  permission: null,
  rules: ['CEN-2', 'BKG-3'],
  query: z.object({ organisation: identifier.optional().describe('A centre, for staff') }),
  answers: { status: 200, description: 'By panel', schema: told.schema },
  handle: ({ deps, caller, query }) =>
    inScope(deps.database, caller, async (trx) => {
      const at = (await deps.clock()).toISOString();
      const centre = caller.organisation ?? query.organisation;
      if (!centre) return { body: told.body({}) };
      const most = MOST_COUNTED + 1;
      const undoableSince = new Date(Date.parse(at) - caller.policy.registrations.undoHours * HOUR_MS).toISOString();
      const today = londonDate(at);
      const counts = {
        ...(await countForCentre(trx, centre, { undoableSince, invoicedSince: daysLater(at, -INVOICED_DAYS), most })),
        bookingsChanging: await countChanging(trx, centre, { from: at, until: daysLater(at, BAND_DAYS) }, most),
        lapsesNear: await countLapsing(
          trx,
          { tenant: caller.tenant, organisation: centre },
          { from: today, to: dateLater(today, LAPSE_DAYS) },
          most,
        ),
      };
      const seen = (Object.keys(panels) as Panel[]).filter((panel) => may(caller, panels[panel]));
      return { body: told.body(Object.fromEntries(seen.map((panel) => [panel, counts[panel]]))) };
    }),
});

/** What waits for a centre, on its home (CEN-2). */
export const centrePanelRoutes: Route[] = [show];
