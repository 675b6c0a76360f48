import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { may } from '../../domain/access/permissions';
import type { Asked } from '../../domain/catalogue/centre-request.decide';
import { answering, wantedKinds, type Wanted } from '../../domain/catalogue/centre-request.state';
import { nameIn, referenceOf, startOf } from '../../domain/processes';
import { findCentreRequest, listCentreRequests, type CentreRequestDetails } from '../../db/catalogue/centre-requests.queries';
import type { Transaction } from '../../db/core/database';
import { reasoned } from '../../messages/access.schemas';
import { newCentreRequest } from '../../messages/catalogue.schemas';
import type { Caller } from '../../platform/scope';
import { decisionRoute } from '../core/deciding';
import { missingPermission, notFound } from '../core/problems';
import { processCommand } from '../core/process-command';
import { listRoute, showRoute } from '../core/reading';
import { route, type Call, type Route } from '../core/route';

const centreRequest = z.object({
  id: z.uuid(),
  reference: z.string(),
  organisation: z.uuid(),
  centre: z.string(),
  asked: newCentreRequest.shape.asked,
  reason: z.string(),
  askedBy: z.string(),
  state: z.enum(['asked', 'granted', 'declined', 'withdrawn']),
  since: z.iso.datetime(),
  answer: z.string().nullable(),
  version: z.int(),
});
centreRequest.register(z.globalRegistry, { id: 'CentreRequest' });

const ask = route({
  name: 'requestForCentre',
  method: 'post',
  path: '/v1/centre-requests',
  summary: 'Ask for an approval, an address of the centre or a country of study; staff grant or decline it, with an answer',
  permission: 'productRegistrations',
  rules: ['REG-18', 'REG-1', 'REG-6', 'IDM-1', 'WHY-3'],
  body: newCentreRequest,
  command: 'process',
  answers: { status: 201, description: 'The request, which awaits an answer', schema: centreRequest },
  handle: (call: Call<unknown, unknown, z.infer<typeof newCentreRequest>>) => {
    const { tenant, organisation, policyVersion } = call.caller;
    const { asked } = call.body;
    const id = uuid();
    return processCommand(call, {
      kind: 'centre-request',
      command: 'ask',
      opens: true,
      prepare: async () => {
        const owner = answering[asked.what].queue;
        return { start: startOf('centre-request', id, { owner, tenant, organisation, ...policyVersion }) };
      },
      body: () => toldOf(asked),
      answer: async (trx, { start }) => {
        const made = nameIn(start.businessId);
        return {
          status: 201,
          headers: { Location: `/v1/centre-requests/${made}` },
          body: requestBody((await findCentreRequest(trx, made))!),
        };
      },
    });
  },
});

const list = listRoute({
  name: 'listCentreRequests',
  path: '/v1/centre-requests',
  summary: 'What my centre asked for, or any for staff, newest first; by state, or by what is asked for',
  permission: 'viewCentreRequests',
  rules: ['REG-18'],
  of: centreRequest,
  answer: 'A page of requests',
  filter: { state: centreRequest.shape.state.optional(), what: z.enum(wantedKinds).optional() },
  list: listCentreRequests,
  as: requestBody,
});

const show = showRoute({
  name: 'showCentreRequest',
  path: '/v1/centre-requests/:id',
  summary: 'One request of a centre: whether it is answered, and how',
  permission: 'viewCentreRequests',
  rules: ['REG-18'],
  of: centreRequest,
  answer: 'The request',
  find: findCentreRequest,
  as: requestBody,
});

const [grant, decline] = (['grant', 'decline'] as const).map((verb) =>
  decisionRoute({
    name: `${verb}CentreRequest`,
    path: `/v1/centre-requests/:id/${verb}`,
    summary:
      verb === 'grant'
        ? 'Grant it: the centre has what it asked for. Of approvals it needs the right approveProducts, of all else the right catalogue'
        : 'Decline it, with an answer, under the same right',
    permission: 'workCases',
    rules: ['REG-18', 'REG-1', 'REG-6'],
    kind: 'centre-request',
    command: verb,
    body: reasoned,
    of: centreRequest,
    answer: 'The request, answered',
    find: findForAnswer,
    tell: () => ({}),
    as: requestBody,
  }),
) as [Route, Route];

const withdraw = decisionRoute({
  name: 'withdrawCentreRequest',
  path: '/v1/centre-requests/:id/withdraw',
  summary: 'Withdraw what my centre asked for',
  permission: 'productRegistrations',
  rules: ['REG-18'],
  kind: 'centre-request',
  command: 'withdraw',
  body: reasoned,
  of: centreRequest,
  answer: 'The request, withdrawn',
  find: findCentreRequest,
  tell: () => ({}),
  as: requestBody,
});

/** What centres ask for, and what staff answer (REG-18). */
export const centreRequestRoutes: Route[] = [ask, list, show, grant, decline, withdraw];

/** Whoever answers has the right that what is asked for needs. */
async function findForAnswer(trx: Transaction, id: string, caller: Caller): Promise<CentreRequestDetails> {
  const found = await findCentreRequest(trx, id);
  if (!found) throw notFound();
  const { permission } = answering[found.request.what];
  if (!may(caller, permission)) throw missingPermission(permission);
  return found;
}

/** What of a request goes to its case: no text, no address (SEC-12). */
function toldOf(asked: Wanted): Asked {
  if (asked.what === 'approval') return { what: asked.what, code: asked.product };
  return { what: asked.what, code: asked.what === 'country' ? asked.code : null };
}

function requestBody({ request, centre, askedBy }: CentreRequestDetails) {
  const { id, organisationId: organisation, asked, reason, state, stateSince: since, answer, version } = request;
  return { id, reference: referenceOf('centre-request', id), organisation, centre, asked, reason, askedBy, state, since, answer, version };
}
