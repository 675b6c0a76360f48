import { z } from 'zod';
import { suggestOrders } from '../domain/bank/suggestions';
import { inScope } from '../db/database';
import { returnReceipt } from '../db/commands/receipts.commands';
import { findReceipt, listReceipts, openOrders } from '../db/queries/bank.queries';
import { returnReceiptBody } from '../messages/statements.schemas';
import { plainCommand } from './command';
import { notFound, refusedProblem } from './problems';
import { receiptBody } from './representations';
import { route, type Route } from './route';
import { byId, pageOf, paging, receipt } from './schemas';

const list = route({
  method: 'get',
  path: '/v1/receipts',
  summary: 'Receipts; those in suspense oldest first',
  permission: 'viewReceipts',
  rules: ['ADV-4'],
  query: z.object({ ...paging, state: receipt.shape.state.optional() }),
  answers: { status: 200, description: 'A page of receipts', schema: pageOf(receipt) },
  handle: ({ deps, caller, query }) =>
    inScope(deps.database, caller, async (trx) => {
      const { items, next } = await listReceipts(trx, query);
      return { body: { items: items.map(receiptBody), next } };
    }),
});

const show = route({
  method: 'get',
  path: '/v1/receipts/:id',
  summary: 'One receipt',
  permission: 'viewReceipts',
  rules: ['ADV-4'],
  params: byId,
  answers: { status: 200, description: 'The receipt; ETag is its version', schema: receipt },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => {
      const found = await findReceipt(trx, params.id);
      if (!found) throw notFound();
      return { headers: { ETag: `"${found.version}"` }, body: receiptBody(found) };
    }),
});

const suggestions = route({
  method: 'get',
  path: '/v1/receipts/:id/suggestions',
  summary: 'Open orders that a receipt may belong to, best first, each with the reason for its rank',
  permission: 'viewReceipts',
  rules: ['ADV-4'],
  params: byId,
  answers: {
    status: 200,
    description: 'Five at most',
    schema: z.object({
      items: z.array(
        z.object({ reference: z.string(), errors: z.int(), sameAmount: z.boolean(), payerNamed: z.boolean(), reason: z.string() }),
      ),
    }),
  },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => {
      const found = await findReceipt(trx, params.id);
      if (!found) throw notFound();
      return { body: { items: suggestOrders(found.texts, found.payer, found.pence, await openOrders(trx)) } };
    }),
});

const giveBack = route({
  method: 'post',
  path: '/v1/receipts/:id/return',
  summary: 'Return a receipt from suspense to its sender',
  permission: 'allocateReceipts',
  rules: ['ADV-4', 'MON-2'],
  params: byId,
  body: returnReceiptBody,
  command: 'plain',
  answers: { status: 200, description: 'The receipt, returning', schema: receipt },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const found = await findReceipt(trx, call.params.id);
      if (!found) throw notFound();
      if (!(await returnReceipt(trx, call.caller.tenant, found, asked, at))) {
        throw refusedProblem([
          {
            code: 'notInSuspense',
            rule: 'ADV-4',
            place: '',
            detail: `This receipt is ${found.state}${found.orderId ? ' and linked to an order' : ''}`,
            remedy: found.orderId
              ? 'Decide about it on its order: POST /v1/advance-orders/{id}/decide-received.'
              : 'Nothing is left to return.',
          },
        ]);
      }
      return { body: receiptBody((await findReceipt(trx, found.id))!) };
    }),
});

/** All operations on receipts. */
export const receiptRoutes: Route[] = [list, show, suggestions, giveBack];
