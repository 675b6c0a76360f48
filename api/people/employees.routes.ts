import { z } from 'zod';
import { reach } from '../../domain/access/permissions';
import { londonDate } from '../../domain/working-days';
import type { Transaction } from '../../db/core/database';
import { idsWithin } from '../../db/organisations/organisations.queries';
import { findEmployee, listEmployees } from '../../db/people/employees.queries';
import type { Caller } from '../../platform/scope';
import { listRoute, showRoute } from '../core/reading';
import type { Route } from '../core/route';
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
    level: z.uuid().optional().describe('A company, group or office: those at it and below'),
    search: z.string().trim().min(1).max(100).optional().describe('A part of the name'),
    sort: z.enum(['name', 'startedOn']).default('name'),
  },
  list: async (trx, { level, ...query }, caller, at) =>
    listEmployees(trx, { ...query, organisation: caller.organisation!, nodes: await nodesOf(trx, caller, level) }, londonDate(at)),
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
    findEmployee(trx, id, { organisation: caller.organisation!, nodes: await nodesOf(trx, caller) }, londonDate(at)),
  as: employeeDetails,
});

/** An employer's current employees (EMP-5). */
export const employeeRoutes: Route[] = [list, show];

/** The nodes whose employees a caller may view, at a level or below where one is asked for (SEC-7). */
async function nodesOf(trx: Transaction, caller: Caller, level?: string): Promise<string[] | null> {
  const roots = reach(caller, 'viewEmployees');
  const reached = roots && (await idsWithin(trx, roots));
  if (!level) return reached && [...reached];
  return [...(await idsWithin(trx, [level]))].filter((id) => reached?.has(id) ?? true);
}
