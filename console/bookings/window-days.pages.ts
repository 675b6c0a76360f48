import { today } from '../kit/cells';
import type { Express } from 'express';
import type { components } from '../kit/api';
import { data } from '../kit/client';
import { monthOf, weeksOf } from '../kit/months';
import { serve, type Page } from '../kit/page';
import { productChoices } from '../kit/products';
import { WINDOW_EVENTS } from '../kit/window-events';

type Day = components['schemas']['WindowDay'];

/** So many stand on a day before the others are folded. */
const SHOWN = 5;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const calendar: Page = {
  path: '/window-calendar',
  template: 'window-calendar',
  load: async ({ api, query }) => {
    const { from, to, before, after } = monthOf(query['month']);
    const choices = await productChoices(api);
    const product = choices.find(([id]) => id === query['product'])?.[0];
    const asked = { from, to, ...(product ? { product } : {}) };
    const { items, isWhole } = await data(api.GET('/v1/assessment-window-days', { params: { query: asked } }));
    const address = (month: string) => `/window-calendar?${new URLSearchParams({ month, ...(product ? { product } : {}) })}`;
    return {
      month: from.slice(0, 7),
      name: new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(from)),
      ...{ before: address(before), after: address(after), product: product ?? '', products: [['', 'All products'], ...choices], isWhole },
      ...{ weekdays: WEEKDAYS, weeks: weeksOf(items, ({ day }) => day).map((week) => week.map(shownDay)) },
      isEmpty: items.every(({ events }) => events.length === 0),
      today: today(),
    };
  },
};

/** Assessment windows on a calendar, a month a page, with bank holidays (BKG-3, TIM-1). */
export function windowDayPages(app: Express): void {
  serve(app, calendar);
}

function shownDay(of: Day | null, weekday: number) {
  if (!of) return null;
  const events = of.events.map(({ what, window, product }) => ({
    ...{ text: WINDOW_EVENTS[what], what, window: window.name, href: `/assessment-windows/${window.id}`, product: product.code },
  }));
  const { day, isWorkingDay, holiday } = of;
  const number = String(Number(day.slice(8)));
  return { day, number, weekday: WEEKDAYS[weekday], isWorkingDay, holiday, events: events.slice(0, SHOWN), more: events.slice(SHOWN) };
}
