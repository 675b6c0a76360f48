import { z } from 'zod';
import { type AdvanceOrder, unplaced } from '../../domain/orders/advance-order.state';
import * as decide from '../../domain/orders/advance-order.decide';
import { advanceOrderId } from '../../domain/business-ids';
import type { Policy } from '../../domain/policy';
import { policyFor } from '../../db/core/policies.queries';
import { inScope, type Transaction } from '../../db/core/database';
import { asProcessState, findOrder, listOrders, nextReferenceNumber, type OrderDetails } from '../../db/orders/advance-orders.queries';
import { receiptAmounts } from '../../db/bank/bank.queries';
import { isWithin } from '../../db/organisations/organisations.queries';
import {
  allocateUpdate,
  cancelUpdate,
  decideReceivedUpdate,
  extendUpdate,
  placeUpdate,
  type PlaceMessage,
} from '../../messages/orders.messages';
import { allocateReceipts, cancelHold, decideReceived, extendHold, placeAdvanceOrder } from '../../messages/orders.schemas';
import type { CommandAnswer, CommandMessage } from '../../messages/core.messages';
import type { UpdateDefinition } from '@temporalio/common';
import type { Caller } from '../../platform/scope';
import { referenceFor } from '../../platform/reference-sequence';
import { reach, type Permission } from '../../domain/access/permissions';
import type { Decision } from '../../domain/decision';
import { preview, processCommand } from '../core/command';
import { notFound, Problem, refusedProblem } from '../core/problems';
import { route, type Answer, type Call, type Route } from '../core/route';
import { byId, pageOf, paging } from '../core/schemas';
import { orderBody, advanceOrder } from './advance-orders.representations';

type OrderCall<Body> = Call<{ id: string }, unknown, Body>;

const place = route({
  method: 'post',
  path: '/v1/advance-orders',
  summary: 'Order credits in advance, paid by BACS: answers the reference to quote and the notice to the payer',
  permission: 'createPurchases',
  rules: ['ADV-1', 'ADV-2', 'ORD-1', 'IDM-1', 'WHY-3'],
  body: placeAdvanceOrder,
  command: 'process',
  answers: { status: 201, description: 'Held until finance has allocated the transfer', schema: advanceOrder },
  handle: async (call) => {
    const { caller, deps, body } = call;
    const message = (id: string): PlaceMessage => ({ id, node: body.level, credits: body.credits, payer: caller.user });
    if (call.dryRun) {
      await inScope(deps.database, caller, (trx) => checkPlaces(trx, body, caller));
      const order = { ...unplaced('(given when placed)', caller.tenant, caller.organisation!), payer: caller.user };
      return preview(decide.place(order, message(''), caller.policy, (await deps.clock()).toISOString()));
    }
    return processCommand(call, {
      prepare: async (trx) => {
        await checkPlaces(trx, body, caller);
        return advanceOrderId(referenceFor(await nextReferenceNumber(trx), deps.config.COUNTERSIGN_REFERENCE_KEY));
      },
      send: ({ id, businessId, at }) => {
        const reference = businessId.slice(businessId.indexOf('/') + 1);
        const start = {
          kind: 'advance-order' as const,
          businessId,
          reference,
          owner: 'finance',
          tenant: caller.tenant,
          organisation: caller.organisation,
          ...caller.policyVersion,
        };
        return deps.processes.open(start, placeUpdate, { requestId: id, at, body: message(id) });
      },
      answer: async (trx, { id }) => ({ ...(await shown(trx, id, caller)), status: 201 }),
    });
  },
});

const list = route({
  method: 'get',
  path: '/v1/advance-orders',
  summary: 'Advance orders, newest first',
  permission: 'viewPurchases',
  rules: ['ORD-4'],
  query: z.object({
    ...paging,
    state: advanceOrder.shape.state.optional(),
    reference: z.string().max(20).optional(),
    level: z.uuid().optional(),
  }),
  answers: { status: 200, description: 'A page of orders', schema: pageOf(advanceOrder) },
  handle: ({ deps, caller, query }) =>
    inScope(deps.database, caller, async (trx) => {
      const { items, next } = await listOrders(trx, { ...query, roots: reach(caller, 'viewPurchases') });
      return { body: { items: items.map(orderBody), next } };
    }),
});

const show = route({
  method: 'get',
  path: '/v1/advance-orders/:id',
  summary: 'One advance order: what is due, received and allocated',
  permission: 'viewPurchases',
  rules: ['ADV-2', 'BNK-3'],
  params: byId,
  answers: { status: 200, description: 'The order; ETag is its version', schema: advanceOrder },
  handle: ({ deps, caller, params }) => inScope(deps.database, caller, (trx) => shown(trx, params.id, caller)),
});

const extend = orderCommand('extend', 'Extend a hold', ['ADV-3'], 'decideHolds', extendHold, extendUpdate, {
  message: async (_trx, body) => ({ days: body.days }),
  decide: (order, message, policy, at) => decide.extend(order, message.days, policy, at),
});
const cancel = orderCommand(
  'cancel',
  'Cancel a hold; what was received stays in suspense',
  ['ADV-3'],
  'decideHolds',
  cancelHold,
  cancelUpdate,
  {
    message: async () => ({}),
    decide: (order, _message, _policy, at) => decide.cancel(order, at),
  },
);
const choose = orderCommand(
  'decide-received',
  'Decide about a part or over payment',
  ['ADV-4'],
  'decideHolds',
  decideReceived,
  decideReceivedUpdate,
  {
    message: async (_trx, body) => ({ choice: body.choice }),
    decide: (order, message, _policy, at) => decide.decideReceived(order, message.choice, at),
  },
);
const allocate = orderCommand(
  'allocate',
  'Allocate receipts from suspense by hand',
  ['ADV-4'],
  'allocateReceipts',
  allocateReceipts,
  allocateUpdate,
  {
    message: async (trx, body) => {
      const receipts = await receiptAmounts(trx, body.receipts);
      const missing = body.receipts.filter((id) => !receipts.some((receipt) => receipt.receipt === id));
      if (missing.length > 0) {
        throw refusedProblem(
          missing.map((id) => ({
            code: 'receipt',
            rule: 'ADV-4',
            place: `/receipts/${body.receipts.indexOf(id)}`,
            detail: `There is no receipt ${id}`,
            remedy: 'Take identifiers from GET /v1/receipts?state=suspense.',
          })),
        );
      }
      return { receipts, acceptOtherAmount: body.acceptOtherAmount };
    },
    decide: (order, message, _policy, at) => decide.allocate(order, message.receipts, message.acceptOtherAmount, at),
  },
);

/** All operations on advance orders. */
export const advanceOrderRoutes: Route[] = [place, list, show, extend, cancel, choose, allocate];

function orderCommand<Body, Message>(
  verb: string,
  summary: string,
  rules: string[],
  permission: Permission,
  body: z.ZodType<Body>,
  update: UpdateDefinition<CommandAnswer, [CommandMessage<Message>]>,
  how: {
    message(trx: Transaction, body: Body): Promise<Message>;
    decide(order: AdvanceOrder, message: Message, policy: Policy, at: string): Decision<AdvanceOrder>;
  },
): Route {
  return route({
    method: 'post',
    path: `/v1/advance-orders/:id/${verb}`,
    summary,
    permission,
    rules: [...rules, 'IDM-1', 'WHY-3'],
    params: byId,
    body,
    command: 'process',
    answers: { status: 200, description: 'The order as it stands then', schema: advanceOrder },
    handle: async (call: OrderCall<Body>) => {
      const { deps, caller, params } = call;
      if (call.dryRun) {
        return inScope(deps.database, caller, async (trx) => {
          const details = await existing(trx, params.id, caller);
          return preview(
            how.decide(
              asProcessState(details),
              await how.message(trx, call.body),
              await policyFor(trx, details.order.policyVersion),
              (await deps.clock()).toISOString(),
            ),
          );
        });
      }
      let message: Message;
      let version: number;
      return processCommand(call, {
        prepare: async (trx) => {
          const { order } = await existing(trx, params.id, caller);
          version = order.version;
          message = await how.message(trx, call.body);
          return advanceOrderId(order.reference);
        },
        precondition: () => checkVersion(call, version),
        send: ({ id, businessId, at }) => deps.processes.command(businessId, update, { requestId: id, at, body: message }),
        answer: (trx) => shown(trx, params.id, caller),
      });
    },
  });
}

async function existing(trx: Transaction, id: string, caller: Caller): Promise<OrderDetails> {
  const details = await findOrder(trx, id, reach(caller, 'viewPurchases'));
  if (!details) throw notFound();
  return details;
}

async function shown(trx: Transaction, id: string, caller: Caller): Promise<Answer> {
  const details = await existing(trx, id, caller);
  return { headers: { ETag: `"${details.order.version}"`, Location: `/v1/advance-orders/${id}` }, body: orderBody(details) };
}

function checkVersion(call: OrderCall<unknown>, version: number): void {
  const expected = call.request.get('if-match');
  if (expected === undefined || expected === '*' || expected === `"${version}"`) return;
  throw new Problem(412, 'changed', 'It has changed since you read it', {
    detail: `It is at version ${version}: read it again, then decide.`,
  });
}

async function checkPlaces(trx: Transaction, body: { level: string; billingOffice: string }, caller: Caller): Promise<void> {
  const faults = [];
  for (const [name, node, within] of [
    ['level', body.level, reach(caller, 'createPurchases')],
    ['billingOffice', body.billingOffice, null],
  ] as const) {
    if (await isWithin(trx, node, within)) continue;
    faults.push({
      code: 'node',
      rule: 'ORD-1',
      place: `/${name}`,
      detail: 'There is no such company, group or office for you',
      remedy: 'Take identifiers from GET /v1/nodes.',
    });
  }
  if (faults.length > 0) throw refusedProblem(faults);
}
