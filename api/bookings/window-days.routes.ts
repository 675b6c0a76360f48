import { z } from 'zod';
import { windowEvents } from '../../domain/bookings/window-days';
import { dayNumbersBetween } from '../../domain/working-days';
import { daysOfWindows, type DayOfWindows } from '../../db/bookings/window-days.queries';
import { inScope } from '../../db/core/database';
import { date, fits, identifier } from '../../messages/core.schemas';
import { route, type Route } from '../core/route';
import { productBody, productName } from '../registration/batches.representations';

/** So many windows are told of at once. */
const MOST_WINDOWS = 500;
/** So many days: two months. */
const MOST_DAYS = 62;

const day = z.object({
  day: z.iso.date(),
  isWorkingDay: z.boolean(),
  holiday: z.string().nullable().describe('The name of a bank holiday'),
  events: z
    .array(
      z.object({
        what: z
          .enum(windowEvents)
          .describe(
            'cutOff is the last day of ordinary bookings; late and veryLate begin, and from refused on nothing is booked; it is sat from opens to closes',
          ),
        at: z.iso.datetime(),
        window: z.object({ id: z.uuid(), name: z.string(), component: z.string().nullable() }),
        product: productName,
      }),
    )
    .describe('In the order of their instants'),
});
day.register(z.globalRegistry, { id: 'WindowDay' });

const show = route({
  name: 'listWindowDays',
  method: 'get',
  path: '/v1/assessment-window-days',
  summary: `Day by day what happens of assessment windows, with bank holidays: at most ${MOST_DAYS} days and ${MOST_WINDOWS} windows`,
  permission: null,
  namesNobody: true,
  rules: ['BKG-3', 'TIM-1'],
  query: z
    .object({ from: date, to: date, product: identifier.optional() })
    .refine(
      ({ from, to }) => to >= from && dayNumbersBetween(from, to) < MOST_DAYS,
      fits(['from', 'to'], `end on the day on which it begins or up to ${MOST_DAYS - 1} days later`),
    ),
  answers: {
    status: 200,
    description: 'Every day from the first to the last one',
    schema: z.object({ items: z.array(day), isWhole: z.boolean().describe('False where there are more windows: ask for one product') }),
  },
  handle: ({ deps, caller, query }) =>
    inScope(deps.database, caller, async (trx) => {
      const at = (await deps.clock()).toISOString();
      const { days, isWhole } = await daysOfWindows(trx, { ...query, limit: MOST_WINDOWS }, at);
      return { body: { items: days.map(dayBody), isWhole } };
    }),
});

/** Assessment windows on a calendar (BKG-3). */
export const windowDayRoutes: Route[] = [show];

function dayBody({ events, ...of }: DayOfWindows) {
  return {
    ...of,
    events: events.map(({ what, at, window: { id, name, component }, product }) => ({
      ...{ what, at, window: { id, name, component }, product: productBody({ product }) },
    })),
  };
}
