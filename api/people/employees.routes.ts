import { z } from 'zod';
import { expiringUntil } from '../../domain/people/expiring-cards';
import { hseStatuses } from '../../domain/people/hse-status';
import { londonDate } from '../../domain/working-days';
import { findEmployee, listEmployees } from '../../db/people/employees.queries';
import { identifier } from '../../messages/core.schemas';
import { listRoute, showRoute } from '../core/reading';
import type { Route } from '../core/route';
import { nodesReached } from '../organisations/offers';
import { employeeBody, employeeDetails, listedEmployee, shownEmployee } from './employees.representations';

const list = listRoute({
  name: 'listEmployees',
  path: '/v1/employees',
  summary: 'Current employees with card numbers and expiry, and how each stands with health and safety',
  permission: 'viewEmployees',
  rules: ['EMP-5', 'SEC-7'],
  of: listedEmployee,
  answer: 'A page of employees',
  filter: {
    level: identifier.optional().describe('A company, group or office: those at it and below'),
    search: z.string().trim().min(1).max(100).optional().describe('A part of the name'),
    organisation: identifier.optional().describe('An employer, for staff'),
    cards: z.literal('expiring').optional().describe('Whose card has run out or does within three months, the first one first'),
    hse: z.enum(hseStatuses).optional().describe('Who stands so with health and safety, by the day on which the pass runs out'),
    sort: z.enum(['name', 'startedOn']).default('name'),
  },
  list: async (trx, { level, organisation, cards, ...query }, caller, at) => {
    const nodes = await nodesReached(trx, caller, 'viewEmployees', level);
    const today = londonDate(at);
    const narrowed = { ...query, ...(cards ? { cardsBy: expiringUntil(today, caller.policy.employees) } : {}) };
    return listEmployees(trx, { ...narrowed, organisation: caller.organisation ?? organisation ?? null, nodes }, today);
  },
  as: employeeBody,
});

const show = showRoute({
  name: 'showEmployee',
  path: '/v1/employees/:id',
  summary: 'A current employee in full; nobody else’s, and nobody who has left',
  permission: 'viewEmployees',
  rules: ['EMP-1', 'EMP-3', 'SEC-7'],
  of: shownEmployee,
  answer: 'The employee',
  find: async (trx, id, caller, at) =>
    findEmployee(trx, id, { organisation: caller.organisation, nodes: await nodesReached(trx, caller, 'viewEmployees') }, londonDate(at)),
  as: employeeDetails,
});

/** An employer's current employees (EMP-5). */
export const employeeRoutes: Route[] = [list, show];
