import { z } from 'zod';
import { refuse } from '../../domain/refusal';
import { startBulkAction } from '../../db/work/bulk-actions.commands';
import { inScope, type Transaction } from '../../db/core/database';
import { bulkItemsOf, findBulkAction, taskIds, type TaskFilter } from '../../db/work/work.queries';
import { bulkAction, taskFilter } from '../../messages/work.schemas';
import type { Caller } from '../../platform/scope';
import { plainCommand } from '../core/command';
import { notFound, refusedProblem } from '../core/problems';
import { route, type Route } from '../core/route';
import { byId, pageOf, paging } from '../core/schemas';

const bulk = z.object({
  id: z.uuid(),
  what: z.string(),
  requestedBy: z.uuid(),
  requestedAt: z.iso.datetime(),
  total: z.int(),
  done: z.int(),
  failed: z.int(),
});
bulk.register(z.globalRegistry, { id: 'BulkAction' });

const startBulk = route({
  name: 'startBulkAction',
  method: 'post',
  path: '/v1/bulk-actions',
  summary: 'Do one thing to many tasks: each item has its own outcome, a failure in the middle stops nothing',
  permission: 'workCases',
  rules: ['WRK-1', 'IDM-1'],
  body: bulkAction,
  largeBody: true,
  command: 'plain',
  answers: { status: 201, description: 'It works; progress is at Location', schema: bulk },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const { caller, body } = call;
      const most = caller.policy.work.bulkItems;
      const items = 'items' in body.over ? [...new Set(body.over.items)] : await taskIds(trx, tasksOf(caller, body.over.filter), most + 1);
      if (items.length === 0) throw refusedProblem([refuse('nothing', 'WRK-1', 'The filter finds no open task', 'Widen it.', '/over')]);
      if (items.length > most)
        throw refusedProblem([refuse('tooMany', 'WRK-1', `More than ${most} tasks`, 'Narrow the filter, and do it in parts.', '/over')]);
      const change = body.change.what === 'assign' && body.change.to === 'me' ? { ...body.change, to: caller.user } : body.change;
      const id = await startBulkAction(trx, caller.tenant, change, items, asked, at);
      return { status: 201, headers: { Location: `/v1/bulk-actions/${id}` }, body: await shownBulk(trx, id) };
    }),
});
const showBulk = route({
  name: 'showBulkAction',
  method: 'get',
  path: '/v1/bulk-actions/:id',
  summary: 'How far a bulk action is',
  permission: 'workCases',
  rules: ['WRK-1'],
  params: byId,
  answers: { status: 200, description: 'Done and failed items', schema: bulk },
  handle: ({ deps, caller, params }) => inScope(deps.database, caller, async (trx) => ({ body: await shownBulk(trx, params.id) })),
});
const bulkItems = route({
  name: 'listBulkActionItems',
  method: 'get',
  path: '/v1/bulk-actions/:id/items',
  summary: 'What became of each item of a bulk action',
  permission: 'workCases',
  rules: ['WRK-1'],
  params: byId,
  query: z.object({ ...paging, outcome: z.enum(['done', 'failed']).optional() }),
  answers: {
    status: 200,
    description: 'In the order of the filter',
    schema: pageOf(z.object({ position: z.int(), item: z.uuid(), outcome: z.string().nullable(), detail: z.string().nullable() })),
  },
  handle: ({ deps, caller, params, query }) =>
    inScope(deps.database, caller, async (trx) => {
      await shownBulk(trx, params.id);
      return { body: await bulkItemsOf(trx, params.id, query) };
    }),
});

/** Changes of many tasks at once (WRK-1). */
export const bulkActionRoutes: Route[] = [startBulk, showBulk, bulkItems];

/** A filter over tasks with "me" and "nobody" resolved. */
export function tasksOf(caller: Caller, { assignee, ...rest }: { [Name in keyof typeof taskFilter]?: string | undefined }): TaskFilter {
  if (assignee === undefined) return rest;
  return { ...rest, assignee: assignee === 'me' ? caller.user : assignee === 'nobody' ? null : assignee };
}

async function shownBulk(trx: Transaction, id: string) {
  const found = await findBulkAction(trx, id);
  if (!found) throw notFound();
  const { action, requestedBy, requestedAt, total, done, failed } = found;
  return { id, what: action.what, requestedBy, requestedAt, total, done, failed };
}
