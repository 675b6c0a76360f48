import { z } from 'zod';
import { reach, type Permission } from '../../domain/access/permissions';
import { notPayable, recentSince } from '../../domain/applications/application-order';
import { refuse, type Refusal } from '../../domain/refusal';
import { addToOrder, closeOrder, createOrder, takeOffOrder } from '../../db/applications/application-orders.commands';
import {
  findApplicationOrder,
  listApplicationOrders,
  orderLists,
  type OrderDetails,
} from '../../db/applications/application-orders.queries';
import { payFromFunds } from '../../db/applications/order-payments.commands';
import type { Transaction } from '../../db/core/database';
import type { RequestedBy } from '../../db/core/requests.commands';
import { isWithin } from '../../db/organisations/organisations.queries';
import { addApplications, newApplicationOrder, newOrderPayment, takeOffApplication } from '../../messages/applications.schemas';
import type { Caller } from '../../platform/scope';
import { identifier } from '../../messages/core.schemas';
import { plainCommand } from '../core/command';
import { notFound, refusedProblem } from '../core/problems';
import { listRoute, showRoute } from '../core/reading';
import { route, type Call, type Route } from '../core/route';
import { byId } from '../core/schemas';
import { nodesReached } from '../organisations/offers';
import { deciding, proposing } from '../work/offers';
import { applicationOrder, applicationOrderBody } from './application-orders.representations';

const create = route({
  name: 'createApplicationOrder',
  method: 'post',
  path: '/v1/application-orders',
  summary: 'Create an empty order for cards; applications are added later',
  permission: 'createPurchases',
  rules: ['ORD-1', 'AUD-1', 'IDM-1'],
  body: newApplicationOrder,
  command: 'plain',
  answers: { status: 201, description: 'The order, open', schema: applicationOrder },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const { caller, body } = call;
      if (!caller.organisation) throw notFound();
      await checkPlaces(trx, body, caller);
      const { level: nodeId, billingOffice: billingOfficeId, deliveryOffice: deliveryOfficeId, ...said } = body;
      const about = { tenant: caller.tenant, organisation: caller.organisation };
      const id = await createOrder(trx, about, { ...said, nodeId, billingOfficeId, deliveryOfficeId }, asked, at);
      const made = await existing(trx, id, caller, 'createPurchases');
      return { status: 201, headers: addressOf(made), body: applicationOrderBody(made) };
    }),
});

const list = listRoute({
  name: 'listApplicationOrders',
  path: '/v1/application-orders',
  summary: 'Orders for cards, newest first; those that require attention or are being fulfilled, or the purchases of the last sixty days',
  permission: 'viewPurchases',
  rules: ['ORD-4', 'EMP-7', 'SEC-7'],
  of: applicationOrder,
  answer: 'A page of orders',
  filter: {
    list: z
      .enum(orderLists)
      .optional()
      .describe('Open and closed ones; paid ones of which a card is still to come; or what was paid within sixty days, latest first'),
    state: applicationOrder.shape.state.optional(),
    level: identifier.optional().describe('A company, group or office: those at it and below'),
  },
  list: async (trx, { level, ...query }, caller, at) =>
    listApplicationOrders(
      trx,
      { ...query, nodes: await nodesReached(trx, caller, 'viewPurchases', level) },
      recentSince(at, caller.policy.orders),
    ),
  as: applicationOrderBody,
});

const show = showRoute({
  name: 'showApplicationOrder',
  path: '/v1/application-orders/:id',
  summary: 'One order for cards, with the applications on it',
  permission: 'viewPurchases',
  rules: ['ORD-2'],
  of: applicationOrder,
  answer: 'The order; ETag is its version',
  find: (trx, id, caller) => findApplicationOrder(trx, id, reach(caller, 'viewPurchases')),
  headers: addressOf,
  as: applicationOrderBody,
});

const add = changing({
  name: 'addToApplicationOrder',
  verb: 'add',
  summary: 'Add finalised applications to an open order, all or none',
  permission: 'addToPurchases',
  rules: ['ORD-2'],
  body: addApplications,
  work: (trx, id, { applications }, asked, at, caller) =>
    addToOrder(trx, id, { applications, roots: reach(caller, 'addToPurchases') }, asked, at),
});
const takeOff = changing({
  name: 'takeOffApplicationOrder',
  verb: 'take-off',
  summary: 'Take an application off an open order',
  permission: 'addToPurchases',
  rules: ['ORD-2'],
  body: takeOffApplication,
  work: (trx, id, { application }, asked, at) => takeOffOrder(trx, id, application, asked, at),
});
const close = changing({
  name: 'closeApplicationOrder',
  verb: 'close',
  summary: 'Close an order: it takes no more applications, its price stands, and it is to be paid',
  permission: 'completePurchases',
  rules: ['ORD-3', 'MON-3'],
  work: (trx, id, _body, asked, at, { policy }) => closeOrder(trx, id, policy, asked, at),
});
const payingFromFunds = changing({
  name: 'payApplicationOrderFromFunds',
  verb: 'pay-from-funds',
  summary: 'Pay a closed order from the funds of its level, else of the nearest one above that hold it whole',
  permission: 'useFunds',
  rules: ['ORD-3', 'ADV-6', 'MON-2'],
  work: (trx, id, _body, asked, at, { tenant }) => payFromFunds(trx, tenant, id, asked, at),
});

const proposePayment = proposing(
  'proposeOrderPayment',
  '/v1/order-payments',
  'Propose that a closed order was paid outside of the system; another person of finance has to approve',
  'payOrders',
  newOrderPayment,
  ['ORD-3', 'MON-2'],
  async (trx, body) => {
    const found = await findApplicationOrder(trx, body.order, null);
    const refusal = found
      ? notPayable(found.order)
      : refuse('order', 'ORD-3', 'There is no such order', 'Take one from GET /v1/application-orders.', '/order');
    const { pence, vatPence: vat } = found?.order ?? { pence: null, vatPence: null };
    return { faults: refusal ? [refusal] : [], proposal: { what: 'orderPayment', order: body.order, pence: pence ?? 0n, vat: vat ?? 0n } };
  },
);
const payments = deciding('orderPayment', 'OrderPayment', '/v1/order-payments', 'payOrders', ['ORD-3', 'MON-2']);

/** All operations on orders for cards, and on payments of them made outside of the system. */
export const applicationOrderRoutes: Route[] = [create, list, show, add, takeOff, close, payingFromFunds, proposePayment, ...payments];

interface Changing<Body> extends Pick<Route, 'name' | 'summary' | 'rules'> {
  verb: string;
  permission: Permission;
  body?: z.ZodType<Body>;
  work(trx: Transaction, id: string, body: Body, asked: RequestedBy, at: string, caller: Caller): Promise<void>;
}

/** What changes an order; it answers with the order as it is then. */
function changing<Body>({ verb, work, body, ...told }: Changing<Body>): Route {
  return route({
    ...told,
    rules: [...told.rules, 'AUD-1', 'IDM-1'],
    method: 'post',
    path: `/v1/application-orders/:id/${verb}`,
    params: byId,
    ...(body ? { body } : {}),
    command: 'plain',
    refuses: [409],
    answers: { status: 200, description: 'The order as it is then', schema: applicationOrder },
    handle: (call: Call<{ id: string }, unknown, Body>) =>
      plainCommand(call, call.body ?? null, async (trx, asked, at) => {
        const { caller, params } = call;
        await existing(trx, params.id, caller, told.permission);
        await work(trx, params.id, call.body, asked, at, caller);
        const changed = await existing(trx, params.id, caller, told.permission);
        return { headers: addressOf(changed), body: applicationOrderBody(changed) };
      }),
  });
}

async function existing(trx: Transaction, id: string, caller: Caller, permission: Permission): Promise<OrderDetails> {
  const found = await findApplicationOrder(trx, id, reach(caller, permission));
  if (!found) throw notFound();
  return found;
}

function addressOf({ order }: OrderDetails): Record<string, string> {
  return { ETag: `"${order.version}"`, Location: `/v1/application-orders/${order.id}` };
}

async function checkPlaces(trx: Transaction, body: z.output<typeof newApplicationOrder>, caller: Caller): Promise<void> {
  const faults: Refusal[] = [];
  for (const [name, within] of [
    ['level', reach(caller, 'createPurchases')],
    ['billingOffice', null],
    ['deliveryOffice', null],
  ] as const) {
    if (await isWithin(trx, body[name], within)) continue;
    const remedy = 'Take identifiers from GET /v1/nodes.';
    faults.push(refuse('node', 'ORD-1', 'There is no such company, group or office for you', remedy, `/${name}`));
  }
  if (faults.length > 0) throw refusedProblem(faults);
}
