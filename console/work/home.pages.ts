import type { Express } from 'express';
import { orNothing } from '../kit/case';
import { bars } from '../kit/chart';
import { data, type Api } from '../kit/client';
import { isStaff, type Me } from '../kit/navigation';
import { serve, type Page } from '../kit/page';
import { shownTask, type Task } from '../kit/tasks';

const whose: Record<string, string> = {
  dpo: 'the data protection officer',
  eqa: 'the quality assurer',
  caseOperator: 'case operators',
  administrator: 'administrators',
};

const home: Page = {
  path: '/',
  template: 'home',
  load: async ({ api, me }) => {
    const [found, money] = await Promise.all([data(api.GET('/v1/home')), me.role === 'finance' ? daysMoney(api) : null]);
    const shown = (task: Task) => shownTask(task, me);
    const mine = { ...found.mine, items: found.mine.items.map(shown) };
    return { ...found, mine, waiting: found.queue.items.map(shown), money, who: whose[me.role] ?? me.role };
  },
};

/** Staff's home: what waits for me, soonest due first, and for finance the day's money; others go on to their own pages. */
export function homePages(app: Express): void {
  app.get('/', (_request, response, next) => {
    const { role, organisation } = response.locals['me'] as Me;
    if (isStaff(role)) return next();
    if (role === 'employerUser') return response.redirect(303, '/my');
    response.redirect(303, organisation ? `/organisations/${organisation}` : '/account');
  });
  serve(app, home);
}

/** The day's money; none for who may not read the report now, as his training is over. */
async function daysMoney(api: Api) {
  const report = await orNothing(data(api.GET('/v1/reports/day')));
  if (!report) return null;
  const allocated = report.allocations.reduce((total, each) => total + each.amount.amount, 0);
  const overdue = report.overdue.reduce((total, each) => total + each.due.amount, 0);
  return {
    date: report.date,
    bars: bars([
      { name: 'Received today', pence: report.received.amount.amount, count: report.received.count, href: '/statements' },
      { name: 'Allocated today', pence: allocated, count: report.allocations.length, href: '/reports' },
      { name: 'In suspense', pence: report.suspense.amount.amount, count: report.suspense.count, href: '/suspense' },
      { name: 'Overdue holds', pence: overdue, count: report.overdue.length, href: '/holds' },
    ]),
  };
}
