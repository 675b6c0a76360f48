import { prepared, type Transaction } from '../core/database';

/** What people call a node: its organisation, then what it is there; where two of one organisation are called alike, with what each is part of. */
export const NODE_NAME = `
  o.name || case when n.kind = 'company' then '' else ', ' || n.name || case when exists (
    select from nodes twin where twin.organisation_id = n.organisation_id and twin.name = n.name and twin.id <> n.id
  ) then coalesce(' (' || (select part.name from nodes part where part.id = n.parent_id) || ')', '') else '' end end`;

const NAMES = `select n.id, ${NODE_NAME} as name from nodes n join organisations o on o.id = n.organisation_id where n.id = any($1::uuid[])`;

/** The names of nodes in scope by their identifiers: `Acme Ltd, Norwich` (EMP-6). */
export async function nodeNames(trx: Transaction, nodes: string[]): Promise<Map<string, string>> {
  const rows = await prepared<{ id: string; name: string }>(trx, 'node-names', NAMES, [nodes]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
