import type { Transaction } from '../database';

/** A node of the company tree. */
export interface NodeRow {
  id: string;
  organisation_id: string;
  parent_id: string | null;
  kind: 'company' | 'group' | 'office';
  name: string;
}

/** The nodes in scope, from `root` downwards where one is given (SEC-7), with the funds at each node (ADV-6) and what it owes (ADV-5). */
export async function listNodes(trx: Transaction, root: string | null): Promise<(NodeRow & { pence: bigint; debt: bigint })[]> {
  const { rows } = await trx.raw(
    `select n.id, n.organisation_id, n.parent_id, n.kind, n.name,
       (select coalesce(-sum(pence), 0)::bigint from postings where account = 'funds/' || n.id) as pence,
       (select coalesce(sum(pence), 0)::bigint from postings where account = 'debt/' || n.id) as debt
     from nodes n where ?::uuid is null or n.id in (select nodes_below(?))
     order by n.kind, n.name`,
    [root, root],
  );
  return rows;
}

/** True where `node` is in scope and, for a `root`, is it or below it (SEC-7). */
export async function isWithin(trx: Transaction, node: string, root: string | null): Promise<boolean> {
  const { rows } = await trx.raw('select from nodes where id = ? and (?::uuid is null or id in (select nodes_below(?)))', [
    node,
    root,
    root,
  ]);
  return rows.length > 0;
}
