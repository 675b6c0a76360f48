import { z } from 'zod';
import { reach, type Permission } from '../../domain/access/permissions';
import { toMoney } from '../../domain/money';
import { refuse } from '../../domain/refusal';
import { addNode, changeNode } from '../../db/organisations/organisations.commands';
import { inScope, type Transaction } from '../../db/core/database';
import { findNode, idsWithin, isWithin, listNodes } from '../../db/organisations/organisations.queries';
import { changedNode, newNode } from '../../messages/organisations.schemas';
import { definedOf } from '../../platform/json';
import type { Caller } from '../../platform/scope';
import { identifier } from '../../messages/core.schemas';
import { plainCommand } from '../core/command';
import { notFound, refusedProblem } from '../core/problems';
import { members, route, type Route } from '../core/route';
import { byId, money } from '../core/schemas';

const node = z.object({
  id: z.uuid(),
  organisation: z.uuid(),
  parent: z.uuid().nullable(),
  kind: z.string(),
  name: z.string(),
  funds: money.nullable(),
  debt: money.nullable(),
  version: z.int(),
});
node.register(z.globalRegistry, { id: 'Node' });

const nodes = route({
  name: 'listNodes',
  method: 'get',
  path: '/v1/nodes',
  summary: 'Companies, groups and offices where the caller has any right, with the funds of those whose purchases he may view',
  permission: null,
  rules: ['ADV-6', 'SEC-7'],
  query: z.object({ organisation: identifier.optional() }),
  answers: { status: 200, description: 'The trees from the caller downwards', schema: z.object({ items: z.array(node) }) },
  handle: ({ deps, caller, query }) =>
    inScope(deps.database, caller, async (trx) => {
      const roots = caller.organisation ? caller.grants.flatMap(({ node: granted }) => granted ?? []) : null;
      const found = await listNodes(trx, roots);
      const seen = reach(caller, 'viewPurchases');
      const withFunds = seen && (await idsWithin(trx, seen));
      const asked = found.filter((each) => !query.organisation || each.organisationId === query.organisation);
      return { body: { items: asked.map((each) => nodeBody(each, withFunds?.has(each.id) ?? true)) } };
    }),
});

const makeNode = route({
  name: 'makeNode',
  method: 'post',
  path: '/v1/nodes',
  summary: 'Add a group or an office below a company or group',
  permission: 'createGroups',
  rules: ['EMP-6', 'IDM-1'],
  body: newNode,
  command: 'plain',
  answers: { status: 201, description: 'Added', schema: z.object({ id: z.uuid() }) },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const parent = await reached(trx, call.caller, call.body.parent, 'createGroups', '/parent');
      return {
        status: 201,
        body: { id: await addNode(trx, { tenant: call.caller.tenant, organisation: parent.organisationId }, call.body, asked, at) },
      };
    }),
});

const editNode = route({
  name: 'changeNode',
  method: 'post',
  path: '/v1/nodes/:id/change',
  summary: 'Rename a node or move it elsewhere in its tree: inherited rights follow at once, past money does not move',
  permission: 'editEmployer',
  rules: ['EMP-6', 'SEC-7', 'IDM-1'],
  params: byId,
  body: changedNode,
  edits: members('name', 'parent'),
  command: 'plain',
  answers: { status: 200, description: 'The node as it stands then', schema: node },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const { caller, params, body } = call;
      if (!(await isWithin(trx, params.id, reach(caller, 'editEmployer')))) throw notFound();
      const found = (await findNode(trx, params.id))!;
      if (body.parent) {
        const parent = await reached(trx, caller, body.parent, 'editEmployer', '/parent');
        if (parent.organisationId !== found.organisationId) throw refusedProblem([elsewhere('/parent')]);
      }
      const about = { tenant: caller.tenant, organisation: found.organisationId, node: found.id };
      await changeNode(trx, about, definedOf(body), asked, at);
      const stands = (await listNodes(trx, [found.id])).find((each) => each.id === found.id)!;
      return { body: nodeBody(stands, await isWithin(trx, found.id, reach(caller, 'viewPurchases'))) };
    }),
});

/** The trees of employers: companies, groups and offices (EMP-6). */
export const nodeRoutes: Route[] = [nodes, makeNode, editNode];

async function reached(trx: Transaction, caller: Caller, id: string, permission: Permission, place: string) {
  if (!(await isWithin(trx, id, reach(caller, permission)))) throw refusedProblem([elsewhere(place)]);
  return (await findNode(trx, id))!;
}

function elsewhere(place: string) {
  return refuse('node', 'EMP-6', 'There is no such company, group or office for you', 'Take identifiers from GET /v1/nodes.', place);
}

function nodeBody(row: Awaited<ReturnType<typeof listNodes>>[number], showsFunds: boolean) {
  const { id, organisationId, parentId, kind, name, pence, debt, version } = row;
  const money = showsFunds ? { funds: toMoney(pence), debt: toMoney(debt) } : { funds: null, debt: null };
  return { id, organisation: organisationId, parent: parentId, kind, name, ...money, version };
}
