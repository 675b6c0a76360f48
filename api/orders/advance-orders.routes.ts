import { z } from 'zod';
import { reach, type Permission } from '../../domain/access/permissions';
import { businessId, type BodyOf, type CommandOf, type ProcessStart } from '../../domain/processes';
import { inScope, type Transaction } from '../../db/core/database';
import { caseAbout } from '../../db/core/processes.queries';
import { findOrder, listOrders, nextReferenceNumber, type OrderDetails } from '../../db/orders/advance-orders.queries';
import { isWithin } from '../../db/organisations/organisations.queries';
import { allocateReceipts, cancelHold, decideReceived, extendHold, placeAdvanceOrder } from '../../messages/orders.schemas';
import type { Caller } from '../../platform/scope';
import { referenceFor } from '../../platform/reference-sequence';
import { notFound, refusedProblem } from '../core/problems';
import { processCommand } from '../core/process-command';
import { listRoute } from '../core/reading';
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
  handle: (call) => {
    const { caller, deps, body } = call;
    return processCommand(call, {
      kind: 'advance-order',
      command: 'place',
      opens: true,
      prepare: async (trx) => {
        await checkPlaces(trx, body, caller);
        const reference = call.dryRun ? UNPLACED : referenceFor(await nextReferenceNumber(trx), deps.config.COUNTERSIGN_REFERENCE_KEY);
        return { start: placing(reference, caller) };
      },
      body: () => ({ node: body.level, credits: body.credits }),
      answer: async (trx, { id }) => ({ ...(await shown(trx, id, caller)), status: 201 }),
    });
  },
});

const list = listRoute({
  name: 'listAdvanceOrders',
  path: '/v1/advance-orders',
  summary: 'Advance orders, newest first',
  permission: 'viewPurchases',
  rules: ['ORD-4'],
  of: advanceOrder,
  answer: 'A page of orders',
  filter: { state: advanceOrder.shape.state.optional(), reference: z.string().max(20).optional(), level: z.uuid().optional() },
  list: (trx, query, caller) => listOrders(trx, { ...query, roots: reach(caller, 'viewPurchases') }),
  as: orderBody,
});

const show = route({
  name: 'showAdvanceOrder',
  method: 'get',
  path: '/v1/advance-orders/:id',
  summary: 'One advance order: what is due, received and allocated',
  permission: 'viewPurchases',
  rules: ['ADV-2', 'BNK-3'],
  params: byId,
  answers: { status: 200, description: 'The order; ETag is its version', schema: advanceOrder },
  handle: ({ deps, caller, params }) => inScope(deps.database, caller, (trx) => shown(trx, params.id, caller)),
});

const extend = orderCommand('extendHold', 'extend', 'extend', 'Extend a hold', ['ADV-3'], 'decideHolds', extendHold, ({ days }) => ({
  days,
}));
const cancel = orderCommand(
  'cancelHold',
  'cancel',
  'cancel',
  'Cancel a hold; what was received stays in suspense',
  ['ADV-3'],
  'decideHolds',
  cancelHold,
  () => ({}),
);
const choose = orderCommand(
  'decideReceived',
  'decide-received',
  'decideReceived',
  'Decide about a part or over payment',
  ['ADV-4'],
  'decideHolds',
  decideReceived,
  ({ choice }) => ({ choice }),
);
const allocate = orderCommand(
  'allocateReceipts',
  'allocate',
  'allocate',
  'Allocate receipts from suspense by hand',
  ['ADV-4'],
  'allocateReceipts',
  allocateReceipts,
  ({ receipts, acceptOtherAmount }) => ({ receipts, acceptOtherAmount }),
);

/** All operations on advance orders. */
export const advanceOrderRoutes: Route[] = [place, list, show, extend, cancel, choose, allocate];

function orderCommand<Body, Command extends CommandOf<'advance-order'>>(
  name: string,
  verb: string,
  command: Command,
  summary: string,
  rules: string[],
  permission: Permission,
  body: z.ZodType<Body>,
  told: (body: Body) => BodyOf<'advance-order', Command>,
): Route {
  return route({
    name,
    method: 'post',
    path: `/v1/advance-orders/:id/${verb}`,
    summary,
    permission,
    rules: [...rules, 'IDM-1', 'WHY-3'],
    params: byId,
    body,
    command: 'process',
    answers: { status: 200, description: 'The order as it stands then', schema: advanceOrder },
    handle: (call: Call<{ id: string }, unknown, Body>) => {
      const { caller, params } = call;
      return processCommand(call, {
        kind: 'advance-order',
        command,
        prepare: async (trx) => {
          await existing(trx, params.id, caller);
          return (await caseAbout(trx, params.id))!;
        },
        body: () => told(call.body),
        answer: (trx) => shown(trx, params.id, caller),
      });
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

async function existing(trx: Transaction, id: string, caller: Caller): Promise<OrderDetails> {
  const details = await findOrder(trx, id, reach(caller, 'viewPurchases'));
  if (!details) throw notFound();
  return details;
}

async function shown(trx: Transaction, id: string, caller: Caller): Promise<Answer> {
  const details = await existing(trx, id, caller);
  return { headers: { ETag: `"${details.order.version}"`, Location: `/v1/advance-orders/${id}` }, body: orderBody(details) };
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
