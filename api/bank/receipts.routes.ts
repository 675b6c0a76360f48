import { z } from 'zod';
import { suggestOrders } from '../../domain/bank/suggestions';
import { inPounds, sum, toMoney } from '../../domain/money';
import { isOpen } from '../../domain/orders/advance-order.state';
import { refuse, type Refusal } from '../../domain/refusal';
import { inScope, type Transaction } from '../../db/core/database';
import { returnReceipt } from '../../db/bank/receipts.commands';
import { splitReceipt, type SplitPart } from '../../db/bank/splits.commands';
import { caseOf } from '../../db/bank/suspense.commands';
import type { ReceiptRow } from '../../db/bank/receipt.model';
import { findReceipt, listReceipts, openOrders, partsOfReceipt } from '../../db/bank/bank.queries';
import { askPayersBody, returnReceiptBody, splitReceiptBody } from '../../messages/bank.schemas';
import { reservedCommand } from '../core/command';
import { hearsNow } from '../core/hearing';
import { processCommand, type Target } from '../core/process-command';
import { notFound, refusedProblem, type Problem } from '../core/problems';
import { listRoute } from '../core/reading';
import { route, type Route } from '../core/route';
import { byId, money } from '../core/schemas';
import { receiptBody, receipt, whole } from './receipts.representations';

const list = listRoute({
  name: 'listReceipts',
  path: '/v1/receipts',
  summary: 'Receipts; those in suspense oldest first',
  permission: 'viewReceipts',
  rules: ['ADV-4'],
  of: receipt,
  answer: 'A page of receipts',
  filter: { state: receipt.shape.state.optional() },
  list: listReceipts,
  as: receiptBody,
});

const show = route({
  name: 'showReceipt',
  method: 'get',
  path: '/v1/receipts/:id',
  summary: 'One receipt',
  permission: 'viewReceipts',
  rules: ['ADV-4'],
  params: byId,
  answers: { status: 200, description: 'The receipt with its parts, where it was split; ETag is its version', schema: whole },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => {
      const found = await findReceipt(trx, params.id);
      if (!found) throw notFound();
      return { headers: { ETag: `"${found.version}"` }, body: await wholeBody(trx, found) };
    }),
});

const suggestions = route({
  name: 'suggestOrders',
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
        z.object({
          order: z.uuid(),
          reference: z.string(),
          due: money,
          payerName: z.string(),
          errors: z.int(),
          sameAmount: z.boolean(),
          payerNamed: z.boolean(),
          reason: z.string(),
        }),
      ),
    }),
  },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => {
      const found = await findReceipt(trx, params.id);
      if (!found) throw notFound();
      const orders = await openOrders(trx);
      const items = suggestOrders(found.texts, found.payer, found.pence, orders).map((suggestion) => {
        const { id, due, payerName } = orders.find((order) => order.reference === suggestion.reference)!;
        return { order: id, due: toMoney(due), payerName, ...suggestion };
      });
      return { body: { items } };
    }),
});

const giveBack = route({
  name: 'returnReceipt',
  method: 'post',
  path: '/v1/receipts/:id/return',
  summary: 'Return a receipt from suspense to its sender',
  permission: 'allocateReceipts',
  rules: ['ADV-4', 'MON-2'],
  params: byId,
  body: returnReceiptBody,
  command: 'plain',
  answers: { status: 200, description: 'The receipt, returning', schema: receipt },
  handle: async (call) => {
    const answer = await reservedCommand(call, call.body, async (trx, asked, at) => {
      const found = await findReceipt(trx, call.params.id);
      if (!found) throw notFound();
      if (!(await returnReceipt(trx, call.caller.tenant, found, asked, at))) throw notFree(found);
      return { body: receiptBody((await findReceipt(trx, found.id))!) };
    });
    await hearsNow(call, call.params.id);
    return answer;
  },
});

const split = route({
  name: 'splitReceipt',
  method: 'post',
  path: '/v1/receipts/:id/split',
  summary: 'Split a receipt over several orders; each part is told to its order, a part without an order stays in suspense',
  permission: 'allocateReceipts',
  rules: ['BNK-2', 'MON-2'],
  params: byId,
  body: splitReceiptBody,
  command: 'plain',
  answers: { status: 200, description: 'The receipt, split, with its parts', schema: whole },
  handle: async (call) => {
    const answer = await reservedCommand(call, call.body, async (trx, asked, at) => {
      const found = await findReceipt(trx, call.params.id);
      if (!found) throw notFound();
      const parts = await partsOf(trx, found, call.body.parts, call.caller.policy.suspense.maximumParts);
      const ids = isFree(found) ? await splitReceipt(trx, call.caller.tenant, found, parts, asked, at) : null;
      if (!ids) throw notFree(found);
      return { body: await wholeBody(trx, (await findReceipt(trx, found.id))!) };
    });
    await hearsNow(call, call.params.id);
    return answer;
  },
});

const askPayers = route({
  name: 'askPayers',
  method: 'post',
  path: '/v1/receipts/:id/ask-payers',
  summary: 'Ask the likely payers of a receipt by e-mail now, each once',
  permission: 'allocateReceipts',
  rules: ['BNK-2'],
  params: byId,
  body: askPayersBody,
  command: 'process',
  answers: { status: 200, description: 'The receipt; GET /v1/mails?about= tells who was asked', schema: receipt },
  handle: (call) => {
    const { caller, params } = call;
    const existing = async (trx: Transaction) => {
      const found = await findReceipt(trx, params.id);
      if (!found) throw notFound();
      return found;
    };
    let found: ReceiptRow;
    let target: Target;
    return processCommand(call, {
      kind: 'suspense',
      command: 'askPayers',
      opens: true,
      prepare: async (trx) => {
        found = await existing(trx);
        target = await caseOf(trx, caller.tenant, found.id);
        return target;
      },
      // Of a receipt with a case, the case itself says why not.
      precondition: () => {
        if (target.version === undefined && !isFree(found)) throw notFree(found);
      },
      body: () => ({}),
      answer: async (trx) => ({ body: receiptBody(await existing(trx)) }),
    });
  },
});

/** All operations on receipts. */
export const receiptRoutes: Route[] = [list, show, suggestions, giveBack, split, askPayers];

async function wholeBody(trx: Transaction, found: ReceiptRow) {
  return { ...receiptBody(found), parts: (await partsOfReceipt(trx, found.id)).map(receiptBody) };
}

function isFree(found: ReceiptRow): boolean {
  return found.state === 'suspense' && (!found.order || !isOpen(found.order));
}

function notFree(found: ReceiptRow): Problem {
  return refusedProblem([
    {
      code: 'notInSuspense',
      rule: 'BNK-2',
      place: '',
      detail: `This receipt is ${found.state}${found.orderId ? ' and linked to an order' : ''}`,
      remedy: found.orderId
        ? 'Decide about it on its order: POST /v1/advance-orders/{id}/decide-received.'
        : 'Nothing is left to decide here.',
    },
  ]);
}

/** The parts as they will be made. Throws a problem that lists what is wrong with each. */
async function partsOf(
  trx: Transaction,
  found: ReceiptRow,
  parts: { order: string | null; amount: number }[],
  maximumParts: number,
): Promise<SplitPart[]> {
  const orders = await openOrders(trx);
  const made = parts.map((part) => ({
    pence: BigInt(part.amount),
    order: part.order === null ? null : orders.find((order) => order.id === part.order),
  }));
  const faults: Refusal[] = made.flatMap((part, index) =>
    part.order === undefined
      ? [
          refuse(
            'order',
            'BNK-2',
            'There is no such open order',
            'Take it from the suggestions, or from GET /v1/advance-orders.',
            `/parts/${index}/order`,
          ),
        ]
      : [],
  );
  const total = sum(made.map((part) => part.pence));
  if (total !== found.pence)
    faults.push(
      refuse(
        'sum',
        'BNK-2',
        `The parts add up to ${inPounds(total)}, the receipt is ${inPounds(found.pence)}`,
        'Change an amount, or add a part without an order.',
        '/parts',
      ),
    );
  if (parts.length > maximumParts)
    faults.push(refuse('parts', 'BNK-2', `${parts.length} parts, ${maximumParts} are allowed`, 'Split a part again afterwards.', '/parts'));
  const named = parts.flatMap((part) => part.order ?? []);
  if (new Set(named).size < named.length)
    faults.push(refuse('order', 'BNK-2', 'An order stands in two parts', 'Give each order one part.', '/parts'));
  if (faults.length > 0) throw refusedProblem(faults);
  return made.map(({ pence, order }) => ({ pence, order: order ?? null }));
}
