import { randomUUID } from 'node:crypto';
import type { Route } from '../../api/core/route';
import type { SeededTenant } from '../../db/seeds/demo';
import type { ProcessKind } from '../../domain/processes';
import { peopleAccess } from '../api/access/people.access';
import { applicationsAccess } from '../api/applications/applications.access';
import { assessmentsAccess } from '../api/assessments/assessments.access';
import { bookingsAccess } from '../api/bookings/bookings.access';
import { modifiedPapersAccess } from '../api/bookings/modified-papers.access';
import { controlledAccess } from '../api/bookings/controlled.access';
import { bankAccess } from '../api/bank/bank.access';
import { catalogueAccess } from '../api/catalogue/catalogue.access';
import { cardsAccess } from '../api/cards/cards.access';
import { ordersAccess } from '../api/orders/orders.access';
import { calendarAccess } from '../api/calendar/calendar.access';
import { organisationsAccess } from '../api/organisations/organisations.access';
import { outagesAccess } from '../api/outages/outages.access';
import { employeesAccess } from '../api/people/people.access';
import { qualificationsAccess } from '../api/qualifications/qualifications.access';
import { portalAccess } from '../api/registration/portal.access';
import { learnersAccess } from '../api/learners/learners.access';
import { registrationAccess } from '../api/registration/registration.access';
import { workAccess } from '../api/work/work.access';
import { NOBODY, type AccessFixtures, type Make } from './access';
import type { ApiClient } from './api-client';
import { orderBody, type Problem } from './orders';

const areas: AccessFixtures[] = [
  ordersAccess,
  bankAccess,
  organisationsAccess,
  peopleAccess,
  employeesAccess,
  applicationsAccess,
  assessmentsAccess,
  qualificationsAccess,
  outagesAccess,
  workAccess,
  calendarAccess,
  cardsAccess,
  catalogueAccess,
  registrationAccess,
  portalAccess,
  learnersAccess,
  bookingsAccess,
  controlledAccess,
  modifiedPapersAccess,
];
const bodies: Record<string, unknown> = Object.assign({}, ...areas.map((area) => area.bodies));
/** One entity of each collection, by the beginning of its routes. */
export const entities: Record<string, Make> = Object.assign({}, ...areas.map((area) => area.entities));
/** One case of each kind of process. */
export const kinds = {
  ...ordersAccess.kinds,
  ...bankAccess.kinds,
  ...peopleAccess.kinds,
  ...applicationsAccess.kinds,
  ...qualificationsAccess.kinds,
  ...assessmentsAccess.kinds,
  ...outagesAccess.kinds,
  ...workAccess.kinds,
  ...cardsAccess.kinds,
  ...catalogueAccess.kinds,
  ...registrationAccess.kinds,
  ...portalAccess.kinds,
  ...learnersAccess.kinds,
  ...bookingsAccess.kinds,
  ...modifiedPapersAccess.kinds,
} satisfies Record<ProcessKind, Make>;

/** What the rest of a path stands for, beside the identifier. */
export function pathOf(template: string, id: string): string {
  return template
    .replace(':id', id)
    .replace(':version', 'current')
    .replace(':form', 'reply')
    .replace(':side', 'front')
    .replace(':way', 'single')
    .replace(':code', NOBODY)
    .replace(':kind', 'mail')
    .replace(':name', 'invitation');
}

/** Tries any route with an identifier; with the body that it takes, where it is a command: orders are one company's. */
export function triesFor(company: SeededTenant['companies'][number]) {
  const bodyFor = (route: string) => (route === '/v1/advance-orders' ? orderBody(company) : (bodies[route] ?? {}));
  return (caller: ApiClient, { method, path: route }: Pick<Route, 'method' | 'path'>, id: string, about = NOBODY) => {
    const path = pathOf(route, id);
    const query = /^\/v1\/(mails|files)$/.test(path)
      ? `?about=${about}`
      : /coverage$|window-days$|audit-export$/.test(path)
        ? '?from=2026-11-01&to=2026-11-02'
        : path === '/v1/search'
          ? '?q=ECS'
          : '';
    if (method === 'post' && /\/(statements|files|bulk-applications|materials)$/.test(path))
      return caller.send<Problem>('POST', path + query, 'a,b', { 'Content-Type': 'text/csv', 'Idempotency-Key': randomUUID() });
    const body = method === 'get' ? undefined : JSON.stringify(bodyFor(route));
    return caller.send<Problem>(
      method.toUpperCase(),
      path + query,
      body,
      body ? { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID(), 'If-Match': '"1"' } : {},
    );
  };
}
