import { z } from 'zod';
import { v7 as uuid } from 'uuid';
import { reversalId } from '../../domain/business-ids';
import type { Decision } from '../../domain/decision';
import { refuse, type Refusal } from '../../domain/refusal';
import * as decide from '../../domain/bank/reversal.decide';
import { unrequested, type RequestReversal, type Reversal } from '../../domain/bank/reversal.state';
import { inScope, type Transaction } from '../../db/core/database';
import type { ReversalRow } from '../../db/bank/reversal.model';
import { findOrder } from '../../db/orders/advance-orders.queries';
import { allocatedByHand, asReversal, findReversal, listReversals } from '../../db/bank/reversals.queries';
import { usableFunds } from '../../db/bank/funds';
import type { CommandAnswer } from '../../messages/core.messages';
import { approveReversalUpdate, declineReversalUpdate, requestReversalUpdate } from '../../messages/bank.messages';
import { reversalBody } from '../../messages/bank.schemas';
import { preview, processCommand } from '../core/command';
import { notFound, refusedProblem } from '../core/problems';
import { route, type Call, type Route } from '../core/route';
import { byId, pageOf, paging } from '../core/schemas';
import { reversalRepresentation, reversal } from './reversals.representations';

type Asked = Omit<RequestReversal, 'id'> & { reference: string; refusals: Refusal[] };
type ReversalCall = Call<{ id: string }, unknown, { reason: string }>;

const ask = route({
  method: 'post',
  path: '/v1/advance-orders/:id/reversals',
  summary: 'Ask for the reversal of an allocation; another person of finance has to approve it',
  permission: 'reverseAllocations',
  rules: ['ADV-5', 'IDM-1', 'WHY-3'],
  params: byId,
  body: reversalBody,
  command: 'process',
  answers: { status: 201, description: 'The reversal, awaiting approval', schema: reversal },
  handle: async (call: ReversalCall) => {
    const { deps, caller, params } = call;
    const { tenant } = caller;
    if (call.dryRun)
      return inScope(deps.database, caller, async (trx) => {
        const { reference, refusals, ...facts } = await requestOf(trx, params.id, caller.user);
        if (refusals.length > 0) throw refusedProblem(refusals);
        return preview(
          decide.request(unrequested(reference, tenant), { ...facts, id: '' }, caller.policy, (await deps.clock()).toISOString()),
        );
      });
    let facts: Asked;
    return processCommand(call, {
      prepare: async (trx) => {
        facts = await requestOf(trx, params.id, caller.user);
        return reversalId(uuid());
      },
      precondition: () => {
        if (facts.refusals.length > 0) throw refusedProblem(facts.refusals);
      },
      send: ({ id, businessId, at }) => {
        const { reference, refusals: _none, ...body } = facts;
        const identity = { kind: 'reversal' as const, businessId, reference, owner: 'finance', tenant, organisation: null };
        const message = { requestId: id, at, body: { ...body, id: idOf(businessId) } };
        return deps.processes.open({ ...identity, ...caller.policyVersion }, requestReversalUpdate, message);
      },
      answer: async (trx, { businessId }) => ({
        status: 201,
        headers: { Location: `/v1/reversals/${idOf(businessId!)}` },
        body: reversalRepresentation(await existing(trx, idOf(businessId!))),
      }),
    });
  },
});

const list = route({
  method: 'get',
  path: '/v1/reversals',
  summary: 'Reversals, newest first',
  permission: 'viewReceipts',
  rules: ['ADV-5'],
  query: z.object({ ...paging, state: reversal.shape.state.optional(), order: z.uuid().optional() }),
  answers: { status: 200, description: 'A page of reversals', schema: pageOf(reversal) },
  handle: ({ deps, caller, query }) =>
    inScope(deps.database, caller, async (trx) => {
      const { items, next } = await listReversals(trx, query);
      return { body: { items: items.map(reversalRepresentation), next } };
    }),
});

const show = route({
  method: 'get',
  path: '/v1/reversals/:id',
  summary: 'One reversal',
  permission: 'viewReceipts',
  rules: ['ADV-5'],
  params: byId,
  answers: { status: 200, description: 'The reversal', schema: reversal },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => ({ body: reversalRepresentation(await existing(trx, params.id)) })),
});

const approve = decision(
  'approve',
  'Approve a reversal that somebody else asked for: the money goes back to suspense, what was spent becomes a debt',
  {
    facts: async (trx, read) => usableFunds(trx, (await asReversal(trx, read)).node),
    decide: (state, caller, usable, at) => decide.approve(state, caller, usable, at),
    send: (call, businessId, requestId, usable, at) =>
      call.deps.processes.command(businessId, approveReversalUpdate, { requestId, at, body: { by: call.caller.user, usable } }),
  },
);
const decline = decision('decline', 'Decline a reversal, or take it back; the allocation stands', {
  facts: async () => 0n,
  decide: (state, _caller, _usable, at) => decide.decline(state, at),
  send: (call, businessId, requestId, _usable, at) =>
    call.deps.processes.command(businessId, declineReversalUpdate, { requestId, at, body: {} }),
});

/** All operations on reversals. */
export const reversalRoutes: Route[] = [ask, list, show, approve, decline];

function decision(
  verb: string,
  summary: string,
  how: {
    facts(trx: Transaction, read: ReversalRow): Promise<bigint>;
    decide(state: Reversal, caller: string, usable: bigint, at: string): Decision<Reversal>;
    send(call: ReversalCall, businessId: string, requestId: string, usable: bigint, at: string): Promise<CommandAnswer>;
  },
): Route {
  return route({
    method: 'post',
    path: `/v1/reversals/:id/${verb}`,
    summary,
    permission: 'reverseAllocations',
    rules: ['ADV-5', 'IDM-1', 'WHY-3'],
    params: byId,
    body: reversalBody,
    command: 'process',
    answers: { status: 200, description: 'The reversal as it stands then', schema: reversal },
    handle: async (call: ReversalCall) => {
      const { deps, caller, params } = call;
      if (call.dryRun)
        return inScope(deps.database, caller, async (trx) => {
          const read = await existing(trx, params.id);
          const at = (await deps.clock()).toISOString();
          return preview(how.decide(await asReversal(trx, read), caller.user, await how.facts(trx, read), at));
        });
      let usable = 0n;
      return processCommand(call, {
        prepare: async (trx) => {
          usable = await how.facts(trx, await existing(trx, params.id));
          return reversalId(params.id);
        },
        send: ({ id, businessId, at }) => how.send(call, businessId, id, usable, at),
        answer: async (trx) => ({ body: reversalRepresentation(await existing(trx, params.id)) }),
      });
    },
  });
}

function idOf(businessId: string): string {
  return businessId.slice(businessId.indexOf('/') + 1);
}

async function existing(trx: Transaction, id: string): Promise<ReversalRow> {
  const found = await findReversal(trx, id);
  if (!found) throw notFound();
  return found;
}

/** What would be reversed, and why it cannot be, if it cannot. */
async function requestOf(trx: Transaction, id: string, requestedBy: string): Promise<Asked> {
  const details = await findOrder(trx, id, null);
  if (!details) throw notFound();
  const { order, receipts } = details;
  const allocated = receipts.filter((receipt) => receipt.state === 'allocated');
  const nothing = refuse('notAllocated', 'ADV-5', `Nothing is allocated to ${order.reference} now`, 'Only an allocation can be reversed.');
  return {
    refusals: allocated.length === 0 ? [nothing] : [],
    reference: order.reference,
    order: id,
    node: order.nodeId,
    pence: order.allocatedPence,
    receipts: allocated.map((receipt) => receipt.id),
    requestedBy,
    allocatedBy: await allocatedByHand(trx, id),
    payer: order.payerId,
  };
}
