import { v7 as uuid } from 'uuid';
import { nameIn, startOf } from '../../domain/processes';
import type { Transaction } from '../../db/core/database';
import { findReversal, listReversals, type ReversalDetails } from '../../db/bank/reversals.queries';
import { findOrder } from '../../db/orders/advance-orders.queries';
import { reversalBody } from '../../messages/bank.schemas';
import { identifier } from '../../messages/core.schemas';
import { notFound } from '../core/problems';
import { decisionRoute } from '../core/deciding';
import { processCommand } from '../core/process-command';
import { listRoute, showRoute } from '../core/reading';
import { route, type Call, type Route } from '../core/route';
import { byId } from '../core/schemas';
import { reversal, reversalRepresentation } from './reversals.representations';

type ReversalCall = Call<{ id: string }, unknown, { reason: string }>;

const ask = route({
  name: 'requestReversal',
  method: 'post',
  path: '/v1/advance-orders/:id/reversals',
  summary: 'Ask for the reversal of an allocation; another person of finance has to approve it',
  permission: 'reverseAllocations',
  rules: ['ADV-5', 'IDM-1', 'WHY-3'],
  params: byId,
  body: reversalBody,
  command: 'process',
  answers: { status: 201, description: 'The reversal, awaiting approval', schema: reversal },
  handle: (call: ReversalCall) => {
    const { caller, params } = call;
    const id = uuid();
    return processCommand(call, {
      kind: 'reversal',
      command: 'request',
      opens: true,
      prepare: async (trx) => {
        const details = await findOrder(trx, params.id, null);
        if (!details) throw notFound();
        const { policyVersion } = caller.policyVersion;
        const start = startOf('reversal', id, { owner: 'finance', tenant: caller.tenant, organisation: null, policyVersion });
        return { start: { ...start, reference: details.order.reference } };
      },
      body: () => ({ order: params.id }),
      answer: async (trx, { start }) => {
        const made = nameIn(start.businessId);
        const headers = { Location: `/v1/reversals/${made}` };
        return { status: 201, headers, body: reversalRepresentation(await existing(trx, made)) };
      },
    });
  },
});

const list = listRoute({
  name: 'listReversals',
  path: '/v1/reversals',
  summary: 'Reversals, newest first',
  permission: 'viewReceipts',
  rules: ['ADV-5'],
  of: reversal,
  answer: 'A page of reversals',
  filter: { state: reversal.shape.state.optional(), order: identifier.optional() },
  list: listReversals,
  as: reversalRepresentation,
});

const show = showRoute({
  name: 'showReversal',
  path: '/v1/reversals/:id',
  summary: 'One reversal',
  permission: 'viewReceipts',
  rules: ['ADV-5'],
  of: reversal,
  answer: 'The reversal',
  find: findReversal,
  as: reversalRepresentation,
});

const approve = decision(
  'approve',
  'Approve a reversal that somebody else asked for: the money goes back to suspense, what was spent becomes a debt',
);
const decline = decision('decline', 'Decline a reversal, or take it back; the allocation stands');

/** All operations on reversals. */
export const reversalRoutes: Route[] = [ask, list, show, approve, decline];

function decision(verb: 'approve' | 'decline', summary: string): Route {
  return decisionRoute({
    name: `${verb}Reversal`,
    path: `/v1/reversals/:id/${verb}`,
    summary,
    permission: 'reverseAllocations',
    rules: ['ADV-5'],
    kind: 'reversal',
    command: verb,
    body: reversalBody,
    of: reversal,
    answer: 'The reversal as it stands then',
    find: findReversal,
    tell: () => ({}),
    as: reversalRepresentation,
  });
}

async function existing(trx: Transaction, id: string): Promise<ReversalDetails> {
  const found = await findReversal(trx, id);
  if (!found) throw notFound();
  return found;
}
