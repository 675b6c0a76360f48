import { z } from 'zod';
import { grantable, type Grantable } from '../../domain/access/rights';
import { startOf } from '../../domain/processes';
import { refuse } from '../../domain/refusal';
import { inScope } from '../../db/core/database';
import { findAccessRequest, listAccessRequests } from '../../db/access/people.queries';
import { accessApproved, reasoned } from '../../messages/access.schemas';
import { decisionRoute } from '../core/deciding';
import { refusedProblem } from '../core/problems';
import { showRoute } from '../core/reading';
import { route, type Route } from '../core/route';

const accessRequest = z.object({
  id: z.uuid(),
  organisation: z.uuid(),
  organisationName: z.string(),
  givenName: z.string(),
  familyName: z.string(),
  email: z.string(),
  mobile: z.string(),
  state: z.string(),
  since: z.iso.datetime(),
  user: z.uuid().nullable(),
});
accessRequest.register(z.globalRegistry, { id: 'AccessRequest' });

const list = route({
  name: 'listAccessRequests',
  method: 'get',
  path: '/v1/access-requests',
  summary: 'Requests for an account at my centre, or at any for staff',
  permission: 'addUsers',
  rules: ['SEC-4'],
  query: z.object({ open: z.enum(['true', 'false']).default('true') }),
  answers: { status: 200, description: 'Newest first', schema: z.object({ items: z.array(accessRequest) }) },
  handle: ({ deps, caller, query }) =>
    inScope(deps.database, caller, async (trx) => ({ body: { items: await listAccessRequests(trx, query.open === 'true') } })),
});

const show = showRoute({
  name: 'showAccessRequest',
  path: '/v1/access-requests/:id',
  summary: 'One request for an account',
  permission: 'addUsers',
  rules: ['SEC-4'],
  of: accessRequest,
  answer: 'The request',
  find: findAccessRequest,
  as: (found) => found,
});

const approve = decision('approve', 'Approve: the user is made with these permissions, and invited', accessApproved, (body) => {
  const faults = body.rights.flatMap((right, index) =>
    grantable.centre.includes(right as Grantable)
      ? []
      : [
          refuse(
            'right',
            'SEC-5',
            `There is no permission "${right}"`,
            `It is one of: ${grantable.centre.join(', ')}.`,
            `/rights/${index}`,
          ),
        ],
  );
  if (faults.length > 0) throw refusedProblem(faults);
});
const decline = decision('decline', 'Decline, with a reason; the asker is told', reasoned, () => undefined);

/** Requests for access (SEC-4). */
export const accessRequestRoutes: Route[] = [list, show, approve, decline];

function decision<Body>(verb: 'approve' | 'decline', summary: string, body: z.ZodType<Body>, check: (body: Body) => void): Route {
  return decisionRoute({
    name: `${verb}AccessRequest`,
    path: `/v1/access-requests/:id/${verb}`,
    summary,
    permission: 'addUsers',
    rules: ['SEC-4'],
    kind: 'access-request',
    command: verb,
    body,
    of: accessRequest,
    answer: 'The request as it stands then',
    find: findAccessRequest,
    check,
    starts: ({ id, organisation }, { tenant, policyVersion }) =>
      startOf('access-request', id, { owner: 'portalAdmin', tenant, organisation, ...policyVersion }),
    tell: () => ({}),
    as: (found) => found,
  });
}
