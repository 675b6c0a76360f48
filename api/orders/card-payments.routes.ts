import { v7 as uuid } from 'uuid';
import { reach, type Permission } from '../../domain/access/permissions';
import type { PaidFor } from '../../domain/orders/card-payment.state';
import { nameIn, startOf } from '../../domain/processes';
import { refuse } from '../../domain/refusal';
import { findApplicationOrder } from '../../db/applications/offers';
import type { Transaction } from '../../db/core/database';
import type { CardPaymentRow } from '../../db/orders/card-payment.model';
import { findCardPayment, listCardPayments } from '../../db/orders/card-payments.queries';
import { isWithin } from '../../db/organisations/organisations.queries';
import { newCardPayment, settleCardPayment } from '../../messages/orders.schemas';
import { identifier } from '../../messages/core.schemas';
import { decisionRoute } from '../core/deciding';
import { notFound, refusedProblem } from '../core/problems';
import { processCommand } from '../core/process-command';
import { listRoute, showRoute } from '../core/reading';
import { route, type Answer, type Call, type Route } from '../core/route';
import { byId } from '../core/schemas';
import { cardPayment, cardPaymentBody } from './card-payments.representations';

const BEGUN = {
  status: 201,
  description: "The payment, for half an hour: read it again until the gateway's page is in it",
  schema: cardPayment,
};

const payOrder = route({
  name: 'payApplicationOrderByCard',
  method: 'post',
  path: '/v1/application-orders/:id/card-payments',
  summary: "Begin to pay a closed order by card: the payer goes on to the gateway's page, and nothing else pays the order meanwhile",
  permission: 'completePurchases',
  rules: ['ORD-3', 'ORD-5', 'IDM-1', 'WHY-3'],
  params: byId,
  command: 'process',
  refuses: [409],
  answers: BEGUN,
  handle: (call) =>
    begin(call, 'completePurchases', async (trx) => {
      const { params, caller } = call;
      const found = await findApplicationOrder(trx, params.id, reach(caller, 'completePurchases'));
      if (!found) throw notFound();
      return { pays: { what: 'cards', order: params.id }, node: found.order.nodeId };
    }),
});

const payCredits = route({
  name: 'payCreditsByCard',
  method: 'post',
  path: '/v1/card-payments',
  summary: 'Begin to pay credits in advance by card: their funds are usable as soon as the gateway reports a success',
  permission: 'createPurchases',
  rules: ['ADV-1', 'ORD-5', 'IDM-1', 'WHY-3'],
  body: newCardPayment,
  command: 'process',
  answers: BEGUN,
  handle: (call) =>
    begin(call, 'createPurchases', async (trx) => {
      const { level, credits } = call.body;
      if (!(await isWithin(trx, level, reach(call.caller, 'createPurchases')))) throw unknownLevel();
      return { pays: { what: 'credits', credits }, node: level };
    }),
});

const list = listRoute({
  name: 'listCardPayments',
  path: '/v1/card-payments',
  summary: 'Card payments, newest first',
  permission: 'viewPurchases',
  rules: ['ORD-4', 'ORD-5'],
  of: cardPayment,
  answer: 'A page of payments',
  filter: { order: identifier.optional(), state: cardPayment.shape.state.optional() },
  list: (trx, query, caller) => listCardPayments(trx, { ...query, roots: reach(caller, 'viewPurchases') }),
  as: cardPaymentBody,
});

const show = showRoute({
  name: 'showCardPayment',
  path: '/v1/card-payments/:id',
  summary: 'One card payment: how it stands, and where it is paid',
  permission: 'viewPurchases',
  rules: ['ORD-5', 'WHY-1'],
  of: cardPayment,
  answer: 'The payment; ETag is its version',
  find: (trx, id, caller) => findCardPayment(trx, id, reach(caller, 'viewPurchases')),
  headers,
  as: cardPaymentBody,
});

const settle = decisionRoute({
  name: 'settleCardPayment',
  path: '/v1/card-payments/:id/settle',
  summary: 'Say what became of a payment over another amount or currency than was asked for',
  permission: 'payOrders',
  rules: ['ORD-5', 'MON-2'],
  kind: 'card-payment',
  command: 'settle',
  body: settleCardPayment,
  of: cardPayment,
  answer: 'The payment, settled',
  find: (trx, id) => findCardPayment(trx, id, null),
  tell: ({ how }) => ({ how }),
  headers,
  as: cardPaymentBody,
});

/** All operations on payments by card. */
export const cardPaymentRoutes: Route[] = [payOrder, payCredits, list, show, settle];

function begin<Params, Body>(
  call: Call<Params, unknown, Body>,
  permission: Permission,
  about: (trx: Transaction) => Promise<{ pays: PaidFor; node: string }>,
): Promise<Answer> {
  const { tenant, organisation, policyVersion } = call.caller;
  const id = uuid();
  let told: { pays: PaidFor; node: string };
  return processCommand(call, {
    kind: 'card-payment',
    command: 'begin',
    opens: true,
    prepare: async (trx) => {
      if (!organisation) throw notFound();
      told = await about(trx);
      return { start: startOf('card-payment', id, { owner: 'finance', tenant, organisation, ...policyVersion }) };
    },
    body: () => told,
    answer: async (trx, { start }) => {
      const made = (await findCardPayment(trx, nameIn(start.businessId), reach(call.caller, permission)))!;
      return { status: 201, headers: { ...headers(made), Location: `/v1/card-payments/${made.id}` }, body: cardPaymentBody(made) };
    },
  });
}

function headers({ version }: CardPaymentRow): Record<string, string> {
  return { ETag: `"${version}"` };
}

function unknownLevel() {
  const remedy = 'Take identifiers from GET /v1/nodes.';
  return refusedProblem([refuse('node', 'ADV-1', 'There is no such company, group or office for you', remedy, '/level')]);
}
