import { z } from 'zod';
import { reach } from '../../domain/access/permissions';
import { businessId, type BodyOf, type CommandOf, type ProcessStart } from '../../domain/processes';
import { findApplicationOrder } from '../../db/applications/offers';
import type { Transaction } from '../../db/core/database';
import { findOrder, listOrders, nextReferenceNumber, type OrderDetails } from '../../db/orders/advance-orders.queries';
import { isWithin } from '../../db/organisations/organisations.queries';
import { allocateReceipts, cancelHold, decideReceived, extendHold, placeAdvanceOrder } from '../../messages/orders.schemas';
import type { Caller } from '../../platform/scope';
import { referenceFor } from '../../platform/reference-sequence';
import { identifier } from '../../messages/core.schemas';
import { decisionRoute } from '../core/deciding';
import { notFound, refusedProblem } from '../core/problems';
import { processCommand } from '../core/process-command';
import { listRoute, showRoute } from '../core/reading';
import { route, type Answer, type Call, type Route } from '../core/route';
import { byId } from '../core/schemas';
import { advanceOrder, orderBody } from './advance-orders.representations';

/** What a dry run shows in place of a reference, of which none is used up. */
const UNPLACED = '(given when placed)';

const place = route({
  name: 'placeAdvanceOrder',
  method: 'post',
  path: '/v1/advance-orders',
  summary: 'Order credits in advance, paid by BACS: answers the reference to quote and the notice to the payer',
  permission: 'createPurchases',
  rules: ['ADV-1', 'ADV-2', 'ORD-1', 'IDM-1', 'WHY-3'],
  body: placeAdvanceOrder,
  command: 'process',
  answers: { status: 201, description: 'Held until finance has allocated the transfer', schema: advanceOrder },
  handle: (call) =>
    chooseBacs(call, async (trx) => {
      const { level, credits } = call.body;
      await checkPlaces(trx, call.body, call.caller);
      return { node: level, credits };
    }),
});

const payOrder = route({
  name: 'payApplicationOrderByTransfer',
  method: 'post',
  path: '/v1/application-orders/:id/transfer',
  summary:
    'Choose BACS for a closed order, where the scheme offers it: answers the reference to quote; nothing else pays the order meanwhile',
  permission: 'completePurchases',
  rules: ['ORD-3', 'ADV-2', 'ADV-3', 'IDM-1', 'WHY-3'],
  params: byId,
  command: 'process',
  refuses: [409],
  answers: { status: 201, description: 'Held until finance has allocated the transfer', schema: advanceOrder },
  handle: (call) =>
    chooseBacs(call, async (trx) => {
      const { params, caller } = call;
      if (!(await findApplicationOrder(trx, params.id, reach(caller, 'completePurchases')))) throw notFound();
      return { order: params.id };
    }),
});

const list = listRoute({
  name: 'listAdvanceOrders',
  path: '/v1/advance-orders',
  summary: 'Advance orders, newest first',
  permission: 'viewPurchases',
  rules: ['ORD-4'],
  of: advanceOrder,
  answer: 'A page of orders',
  filter: { state: advanceOrder.shape.state.optional(), reference: z.string().max(20).optional(), level: identifier.optional() },
  list: (trx, query, caller) => listOrders(trx, { ...query, roots: reach(caller, 'viewPurchases') }),
  as: orderBody,
});

const show = showRoute({
  name: 'showAdvanceOrder',
  path: '/v1/advance-orders/:id',
  summary: 'One advance order: what is due, received and allocated',
  permission: 'viewPurchases',
  rules: ['ADV-2', 'BNK-3'],
  of: advanceOrder,
  answer: 'The order; ETag is its version',
  find: findSeen,
  headers: addressOf,
  as: orderBody,
});

const onHold = { rules: ['ADV-3'], permission: 'decideHolds' } satisfies Partial<Route>;
const extend = orderCommand({
  ...onHold,
  name: 'extendHold',
  verb: 'extend',
  command: 'extend',
  summary: 'Extend a hold',
  body: extendHold,
  tell: ({ days }) => ({ days }),
});
const cancel = orderCommand({
  ...onHold,
  name: 'cancelHold',
  verb: 'cancel',
  command: 'cancel',
  summary: 'Cancel a hold; what was received stays in suspense',
  body: cancelHold,
  tell: () => ({}),
});
const choose = orderCommand({
  name: 'decideReceived',
  verb: 'decide-received',
  command: 'decideReceived',
  summary: 'Decide about a part or over payment',
  permission: 'decideHolds',
  rules: ['ADV-4'],
  body: decideReceived,
  tell: ({ choice }) => ({ choice }),
});
const allocate = orderCommand({
  name: 'allocateReceipts',
  verb: 'allocate',
  command: 'allocate',
  summary: 'Allocate receipts from suspense by hand',
  permission: 'allocateReceipts',
  rules: ['ADV-4'],
  body: allocateReceipts,
  tell: ({ receipts, acceptOtherAmount }) => ({ receipts, acceptOtherAmount }),
});

/** All operations on advance orders. */
export const advanceOrderRoutes: Route[] = [place, payOrder, list, show, extend, cancel, choose, allocate];

interface OrderCommand<Body, Command extends CommandOf<'advance-order'>> extends Pick<Route, 'name' | 'summary' | 'rules' | 'permission'> {
  verb: string;
  command: Command;
  body: z.ZodType<Body>;
  tell(body: Body): BodyOf<'advance-order', Command>;
}

function orderCommand<Body, Command extends CommandOf<'advance-order'>>({ verb, ...more }: OrderCommand<Body, Command>): Route {
  return decisionRoute({
    ...more,
    path: `/v1/advance-orders/:id/${verb}`,
    kind: 'advance-order',
    of: advanceOrder,
    answer: 'The order as it stands then',
    find: findSeen,
    headers: addressOf,
    as: orderBody,
  });
}

function chooseBacs<Params, Body>(
  call: Call<Params, unknown, Body>,
  about: (trx: Transaction) => Promise<BodyOf<'advance-order', 'place'>>,
): Promise<Answer> {
  const { caller, deps } = call;
  let told: BodyOf<'advance-order', 'place'>;
  return processCommand(call, {
    kind: 'advance-order',
    command: 'place',
    opens: true,
    prepare: async (trx) => {
      told = await about(trx);
      const reference = call.dryRun ? UNPLACED : referenceFor(await nextReferenceNumber(trx), deps.config.COUNTERSIGN_REFERENCE_KEY);
      return { start: placing(reference, caller) };
    },
    body: () => told,
    answer: async (trx, { id }) => {
      const placed = (await findSeen(trx, id, caller))!;
      return { status: 201, headers: addressOf(placed), body: orderBody(placed) };
    },
  });
}

function placing(reference: string, { tenant, organisation, policyVersion }: Caller): ProcessStart {
  const kind = 'advance-order' as const;
  return {
    kind,
    businessId: businessId(kind, reference),
    reference,
    owner: 'finance',
    tenant,
    organisation,
    policyVersion: policyVersion.policyVersion,
  };
}

function findSeen(trx: Transaction, id: string, caller: Caller): Promise<OrderDetails | null> {
  return findOrder(trx, id, reach(caller, 'viewPurchases'));
}

function addressOf({ order }: OrderDetails): Record<string, string> {
  return { ETag: `"${order.version}"`, Location: `/v1/advance-orders/${order.id}` };
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
