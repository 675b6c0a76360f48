import { z } from 'zod';
import { reach } from '../../domain/access/permissions';
import { rightTo } from '../../domain/applications/endorsement';
import { applicationLists } from '../../domain/applications/lists';
import { listApplications, listEndorsements, listOfOrder } from '../../db/applications/applications.queries';
import { identifier } from '../../messages/core.schemas';
import { listRoute } from '../core/reading';
import type { Route } from '../core/route';
import { nodesReached } from '../organisations/offers';
import { application, applicationBody } from './applications.representations';

const list = listRoute({
  name: 'listApplications',
  path: '/v1/applications',
  summary: 'Applications: one of the counted lists or all of them, by state, by company, group or office, or of one order',
  permission: 'viewApplications',
  rules: ['APP-5', 'APP-7', 'EMP-7', 'SEC-7'],
  of: application,
  answer: 'A page of applications',
  filter: {
    list: z.enum(applicationLists).optional().describe('One of the counted lists; completed ones are history after three months'),
    state: application.shape.state.optional(),
    level: identifier.optional().describe('A company, group or office: those at it and below'),
    organisation: identifier.optional().describe('An employer, for staff'),
    order: identifier.optional().describe('Those on an order, whatever their list and state'),
    sort: z
      .enum(['created', 'changed'])
      .default('created')
      .describe('Newest first, or whose state changed last; completed and history stand as they came into them, latest first'),
  },
  list: async (trx, { level, organisation, order, ...query }, caller, at) => {
    const nodes = await nodesReached(trx, caller, 'viewApplications', level);
    if (order) return listOfOrder(trx, { ...query, order, nodes }, at);
    const places = { tenant: caller.tenant, organisation: caller.organisation ?? organisation ?? null, nodes };
    return listApplications(trx, { ...query, places }, at);
  },
  as: applicationBody,
});

const toEndorse = listRoute({
  name: 'listEndorsements',
  path: '/v1/endorsements',
  summary: 'Applications that wait for an endorsement which the caller may give, newest first',
  permission: 'viewApplications',
  rules: ['APP-6', 'SEC-7'],
  of: application,
  answer: 'A page of applications',
  filter: {},
  list: (trx, query, caller, at) => {
    const where = { grading: reach(caller, rightTo.grading), qualifiedSupervisor: reach(caller, rightTo.qualifiedSupervisor) };
    return listEndorsements(trx, { ...query, where }, at);
  },
  as: applicationBody,
});

/** The lists of applications, and those that wait for an endorsement (APP-5, APP-6, APP-7). */
export const applicationListRoutes: Route[] = [list, toEndorse];
