import type { Express, Request, Response } from 'express';
import { orNothing, shownTable } from '../kit/case';
import type { Cell } from '../kit/cells';
import { bars } from '../kit/chart';
import { data, type Api } from '../kit/client';
import { atLevel, levelCookie } from '../kit/level';
import { isStaff, type Me } from '../kit/navigation';
import { localPath, may, serve, type Page } from '../kit/page';
import { shownTask, type Task } from '../kit/tasks';
import { WINDOW_EVENTS } from '../kit/window-events';

const DAY_MS = 86_400_000;
/** So many changes of windows stand on a home. */
const MOST_CHANGES = 10;

const whose: Record<string, string> = {
  dpo: 'the data protection officer',
  eqa: 'the quality assurer',
  caseOperator: 'case operators',
  administrator: 'administrators',
};

const home: Page = {
  path: '/',
  template: 'home',
  load: async (visit) => {
    const { api, me } = visit;
    const [found, money, windows] = await Promise.all([
      data(api.GET('/v1/home')),
      me.role === 'finance' ? daysMoney(api) : null,
      may(visit, 'viewBookings') ? windowsThisWeek(api) : null,
    ]);
    const shown = (task: Task) => shownTask(task, me);
    const mine = { ...found.mine, items: found.mine.items.map(shown) };
    return { ...found, mine, waiting: found.queue.items.map(shown), money, windows, who: whose[me.role] ?? me.role };
  },
};

/** Staff's home: what waits for me, soonest due first, and for finance the day's money; an employer's with its panels; a centre's is its portal; others go on to their own pages. */
export function homePages(app: Express): void {
  app.get('/', (_request, response, next) => {
    const { role, organisation } = response.locals['me'] as Me;
    if (isStaff(role)) return next();
    if (role === 'employerUser') return response.redirect(303, '/home');
    if (role === 'centreUser') return response.redirect(303, '/centre');
    response.redirect(303, organisation ? `/organisations/${organisation}` : '/account');
  });
  serve(app, home);
  serve(app, employerHome);
  app.post('/level', (request: Request, response: Response) => {
    const { level, back } = request.body as { level?: string; back?: string };
    const { me, isSecure } = response.locals as { me: Me; isSecure: boolean };
    response.append('Set-Cookie', levelCookie(me, String(level ?? ''), isSecure));
    response.redirect(303, localPath(String(back ?? '')));
  });
}

/** A panel of an employer's home: what it counts, and the list that shows it (EMP-7). */
const PANELS = [
  ['cardsExpiring', 'Cards expiring or expired within 3 months', '/expiring-cards'],
  ['onHold', 'Applications on hold', '/on-hold'],
  ['inProgress', 'Applications in progress and not yet dispatched', '/in-progress'],
  ['awaitingPurchase', 'Applications awaiting purchase', '/awaiting-purchase'],
  ['requiringAttention', 'Applications requiring attention', '/requiring-attention'],
  ['beingProduced', 'Applications being produced', '/being-produced'],
  ['completed', 'Completed applications', '/completed'],
  ['ordersRequiringAttention', 'Orders requiring attention', '/orders-requiring-attention'],
  ['recentPurchases', 'Purchases of the last 60 days', '/recent-purchases'],
] as const;

/** An employer's home: its company card, and how much is in each list at the level that is chosen (EMP-7). */
const employerHome: Page = {
  path: '/home',
  template: 'employer-home',
  load: async (visit) => {
    const { api, me } = visit;
    const path = { id: me.organisation! };
    const [company, { items: nodes }, counts] = await Promise.all([
      data(api.GET('/v1/organisations/{id}', { params: { path } })),
      data(api.GET('/v1/nodes')),
      data(api.GET('/v1/panels', { params: { query: atLevel(visit) } })),
    ]);
    const headOffice = nodes.find(({ id }) => id === company.headOffice)?.name ?? null;
    const addresses = company.addresses ?? [];
    const address = addresses.find(({ node }) => node === null || node === company.headOffice) ?? addresses[0];
    return {
      company,
      headOffice,
      address: address ? [...address.lines, address.postcode].join(', ') : null,
      panels: PANELS.flatMap(([panel, text, href]) => {
        const found = counts[panel];
        return found ? [{ text, href, count: `${found.count}${found.more ? '+' : ''}` }] : [];
      }),
      mayPlace: may(visit, 'createPurchases'),
    };
  },
};

/** What changes of windows today and on the six days after it, the soonest first; the last day of a band is told by the first one of the next. */
async function windowsThisWeek(api: Api) {
  const [from, to] = [0, 6].map((days) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)) as [string, string];
  const found = await orNothing(data(api.GET('/v1/assessment-window-days', { params: { query: { from, to } } })));
  const changes = (found?.items ?? []).flatMap(({ day, events }) =>
    events.flatMap((each) => (each.what === 'cutOff' ? [] : [{ ...each, day }])),
  );
  return {
    more: Math.max(0, changes.length - MOST_CHANGES),
    table: shownTable({
      caption: 'Windows that change this week',
      heads: ['Day', 'What', 'Window'],
      rows: changes
        .slice(0, MOST_CHANGES)
        .map(({ day, what, window, product }): Cell[] => [
          { day },
          WINDOW_EVENTS[what],
          { text: `${window.name} of ${product.code} ${product.name}`, href: `/assessment-windows/${window.id}` },
        ]),
      nothing: '',
    }),
  };
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
