import { z } from 'zod';
import { reach } from '../../domain/access/permissions';
import { claimDecided } from '../../domain/bank/claim';
import { isOpen } from '../../domain/orders/advance-order.state';
import { refuse } from '../../domain/refusal';
import { declineClaim, openClaim } from '../../db/bank/claims.commands';
import { inScope, type Transaction } from '../../db/core/database';
import type { ClaimRow } from '../../db/bank/claim.model';
import { findOrder, type OrderDetails } from '../../db/orders/advance-orders.queries';
import { findReceipt } from '../../db/bank/bank.queries';
import { caseAbout } from '../../db/core/processes.queries';
import { candidatesOf, findClaim, listClaims } from '../../db/bank/claims.queries';
import { claimBody, confirmClaimBody, declineClaimBody } from '../../messages/bank.schemas';
import { identifier } from '../../messages/core.schemas';
import { plainCommand } from '../core/command';
import { processCommand } from '../core/process-command';
import { notFound, refusedProblem } from '../core/problems';
import { listRoute, showRoute } from '../core/reading';
import { route, type Route } from '../core/route';
import { byId } from '../core/schemas';
import { claimRepresentation, claim } from './claims.representations';
import { orderBody, advanceOrder } from '../orders/advance-orders.representations';
import { receiptBody, receipt } from './receipts.representations';

const make = route({
  name: 'claimTransfer',
  method: 'post',
  path: '/v1/advance-orders/:id/claims',
  summary: 'Claim a transfer whose reference was mistyped: finance looks for it in suspense and confirms',
  permission: 'completePurchases',
  rules: ['BNK-3', 'IDM-1'],
  params: byId,
  body: claimBody,
  command: 'plain',
  answers: { status: 201, description: 'The claim, open until finance decides', schema: claim },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const details = await findOrder(trx, call.params.id, reach(call.caller, 'viewPurchases'));
      if (!details) throw notFound();
      const { order } = details;
      const { tenant, user } = call.caller;
      const { amount, bookedOn, quoted } = call.body;
      if (!isOpen(order))
        throw refusedProblem([
          refuse(
            'holdEnded',
            'BNK-3',
            `${order.reference} is ${order.state}`,
            'A claim needs an open order; place a new one and claim for that.',
          ),
        ]);
      const made = {
        tenant,
        organisation: order.organisationId,
        order: order.id,
        receipt: null,
        user,
        pence: BigInt(amount),
        bookedOn,
        quoted,
      };
      const id = await openClaim(trx, made, asked, at);
      if (!id)
        throw refusedProblem([
          refuse('claimed', 'BNK-3', `There is an open claim for ${order.reference} already`, 'Wait for finance to decide about that one.'),
        ]);
      return {
        status: 201,
        headers: { Location: `/v1/claims/${id}` },
        body: claimRepresentation((await findClaim(trx, id, reach(call.caller, 'viewPurchases')))!),
      };
    }),
});

const list = listRoute({
  name: 'listClaims',
  path: '/v1/claims',
  summary: 'Claims, newest first: what payers say was theirs',
  permission: 'viewPurchases',
  rules: ['BNK-3'],
  of: claim,
  answer: 'A page of claims',
  filter: { state: claim.shape.state.optional(), order: identifier.optional() },
  list: (trx, query, caller) => listClaims(trx, { ...query, roots: reach(caller, 'viewPurchases') }),
  as: claimRepresentation,
});

const show = showRoute({
  name: 'showClaim',
  path: '/v1/claims/:id',
  summary: 'One claim',
  permission: 'viewPurchases',
  rules: ['BNK-3'],
  of: claim,
  answer: 'The claim',
  find: (trx, id, caller) => findClaim(trx, id, reach(caller, 'viewPurchases')),
  as: claimRepresentation,
});

const candidates = route({
  name: 'listClaimCandidates',
  method: 'get',
  path: '/v1/claims/:id/candidates',
  summary: 'Receipts in suspense that a claim may be about: the one that was asked about, else by amount and day',
  permission: 'decideClaims',
  rules: ['BNK-3'],
  params: byId,
  answers: { status: 200, description: 'Ten at most, nearest day first', schema: z.object({ items: z.array(receipt) }) },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => {
      const found = await candidatesOf(trx, await existing(trx, params.id), caller.policy.suspense.claimDaysOff);
      return { body: { items: found.map(receiptBody) } };
    }),
});

const confirm = route({
  name: 'confirmClaim',
  method: 'post',
  path: '/v1/claims/:id/confirm',
  summary: 'Confirm a claim: the receipt is allocated to its order',
  permission: 'decideClaims',
  rules: ['BNK-3', 'ADV-4', 'IDM-1', 'WHY-3'],
  params: byId,
  body: confirmClaimBody,
  command: 'process',
  answers: { status: 200, description: 'The order, allocated', schema: advanceOrder },
  handle: (call) => {
    const { params, body } = call;
    let claimed: ClaimRow;
    return processCommand(call, {
      kind: 'advance-order',
      command: 'allocate',
      prepare: async (trx) => {
        claimed = await existing(trx, params.id);
        const { order } = await orderOf(trx, claimed);
        if (!(await findReceipt(trx, body.receipt)))
          throw refusedProblem([
            refuse('receipt', 'BNK-3', `There is no receipt ${body.receipt}`, 'Take it from GET /v1/claims/{id}/candidates.', '/receipt'),
          ]);
        return (await caseAbout(trx, order.id))!;
      },
      precondition: () => {
        if (claimed.state !== 'open') throw refusedProblem([claimDecided(claimed)]);
      },
      body: () => ({ receipts: [body.receipt], acceptOtherAmount: body.acceptOtherAmount, claim: params.id }),
      answer: async (trx) => ({ body: orderBody(await orderOf(trx, await existing(trx, params.id))) }),
    });
  },
});

const decline = route({
  name: 'declineClaim',
  method: 'post',
  path: '/v1/claims/:id/decline',
  summary: 'Decline a claim; the payer is told, the order stays held',
  permission: 'decideClaims',
  rules: ['BNK-3'],
  params: byId,
  body: declineClaimBody,
  command: 'plain',
  answers: { status: 200, description: 'The claim, declined', schema: claim },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const found = await existing(trx, call.params.id);
      const { order } = await orderOf(trx, found);
      if (!(await declineClaim(trx, call.caller.tenant, found, order.reference, asked, at)))
        throw refusedProblem([claimDecided(await existing(trx, found.id))]);
      return { body: claimRepresentation(await existing(trx, found.id)) };
    }),
});

/** All operations on claims. */
export const claimRoutes: Route[] = [make, list, show, candidates, confirm, decline];

async function existing(trx: Transaction, id: string, roots: string[] | null = null): Promise<ClaimRow> {
  const found = await findClaim(trx, id, roots);
  if (!found) throw notFound();
  return found;
}

async function orderOf(trx: Transaction, { orderId }: ClaimRow): Promise<OrderDetails> {
  return (await findOrder(trx, orderId, null))!;
}
