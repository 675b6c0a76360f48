import type { Express } from 'express';
import { bars } from './chart';
import { data, type Api } from './client';
import { serve, type Page } from './page';

const places: Record<string, string> = { 'advance-order': '/orders', receipt: '/suspense', claim: '/claims', reversal: '/reversals' };

const home: Page = {
  path: '/',
  template: 'home',
  load: async ({ api, query }) => {
    const cursor = query['cursor'];
    const [items, report] = await Promise.all([
      data(api.GET('/v1/work-items', { params: { query: { queue: 'finance', limit: 50, ...(cursor ? { cursor } : {}) } } })),
      data(api.GET('/v1/reports/day')),
    ]);
    const allocated = report.allocations.reduce((total, each) => total + each.amount.amount, 0);
    const overdue = report.overdue.reduce((total, each) => total + each.due.amount, 0);
    return {
      tasks: items.items.map((item) => ({
        ...item,
        href: `${places[item.about.type] ?? ''}/${item.about.id}`,
        isLate: Date.parse(item.dueAt) < Date.now(),
      })),
      next: items.next,
      date: report.date,
      bars: bars([
        { name: 'Received today', pence: report.received.amount.amount, count: report.received.count, href: '/statements' },
        { name: 'Allocated today', pence: allocated, count: report.allocations.length, href: '/reports' },
        { name: 'In suspense', pence: report.suspense.amount.amount, count: report.suspense.count, href: '/suspense' },
        { name: 'Overdue holds', pence: overdue, count: report.overdue.length, href: '/holds' },
      ]),
    };
  },
};

/** Finance's home: what waits for me, soonest due first, and the day's money; payers go on to their own pages. */
export function homePages(app: Express): void {
  app.get('/', async (_request, response, next) => {
    const { role } = await data((response.locals['api'] as Api).GET('/v1/me'));
    if (role === 'employerUser') response.redirect(303, '/my');
    else next();
  });
  serve(app, home);
}
