import type { CheckerState } from '../../domain/organisations/checker-states';
import type { OrganisationKind } from '../../domain/access/rights';
import type { Database, Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';

/** A node of the company tree. */
export interface NodeRow {
  id: string;
  organisation_id: string;
  parent_id: string | null;
  kind: 'company' | 'group' | 'office';
  name: string;
  version: number;
}

/** The nodes in scope, from `roots` downwards where they are given (SEC-7), with the funds at each node (ADV-6) and what it owes (ADV-5). */
export async function listNodes(trx: Transaction, roots: string[] | null): Promise<(NodeRow & { pence: bigint; debt: bigint })[]> {
  const { rows } = await trx.raw(
    `select n.id, n.organisation_id, n.parent_id, n.kind, n.name, n.version,
       (select coalesce(-sum(pence), 0)::bigint from postings where account = 'funds/' || n.id) as pence,
       (select coalesce(sum(pence), 0)::bigint from postings where account = 'debt/' || n.id) as debt
     from nodes n where ?::uuid[] is null or n.id in (select nodes_within(?))
     order by n.kind, n.name`,
    [roots, roots ?? []],
  );
  return rows;
}

/** The identifiers of some nodes and all below them (SEC-7). */
export async function idsWithin(trx: Transaction, roots: string[]): Promise<Set<string>> {
  const { rows } = await trx.raw('select nodes_within(?::uuid[]) as id', [roots]);
  return new Set((rows as { id: string }[]).map(({ id }) => id));
}

/** True where `node` is in scope and, for given `roots`, is one of them or below (SEC-7). */
export async function isWithin(trx: Transaction, node: string, roots: string[] | null): Promise<boolean> {
  const { rows } = await trx.raw('select from nodes where id = ? and (?::uuid[] is null or id in (select nodes_within(?)))', [
    node,
    roots,
    roots ?? [],
  ]);
  return rows.length > 0;
}

/** A node and all above it, itself first; empty where it is not in scope. */
export async function nodePath(trx: Transaction, node: string): Promise<string[]> {
  const { rows } = await trx.raw(
    `with recursive path as (
       select id, parent_id, 0 as height from nodes where id = ?
       union all select n.id, n.parent_id, height + 1 from nodes n join path p on n.id = p.parent_id
     ) select id from path order by height`,
    [node],
  );
  return (rows as { id: string }[]).map(({ id }) => id);
}

/** An organisation as its users and staff see it. */
export interface OrganisationRow {
  id: string;
  kind: OrganisationKind;
  name: string;
  number: string | null;
  state: CheckerState;
  checkerType: string | null;
  userCap: number | null;
  registeredAddresses: string[];
  headOffice: string | null;
  version: number;
}

const ORGANISATION = [
  'id',
  'kind',
  'name',
  'number',
  'state',
  'checker_type as checkerType',
  'user_cap as userCap',
  'registered_addresses as registeredAddresses',
  'head_office_id as headOffice',
  'version',
];

/** An organisation in scope, or undefined. */
export async function findOrganisation(trx: Transaction, id: string): Promise<OrganisationRow | undefined> {
  return trx('organisations').where({ id }).first(ORGANISATION);
}

/** Organisations by name, of one kind or all; a search looks at the start of names, and at numbers. */
export async function listOrganisations(
  trx: Transaction,
  filter: { kind?: string | undefined; search?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<OrganisationRow>> {
  const query = trx('organisations')
    .orderBy(['name', 'id'])
    .limit(filter.limit + 1)
    .select(ORGANISATION);
  if (filter.kind) query.where('kind', filter.kind);
  if (filter.search) {
    const start = `${filter.search.replace(/[\\%_]/g, '\\$&')}%`;
    query.where((either) => either.whereILike('name', start).orWhere('number', filter.search));
  }
  if (filter.cursor) query.whereRaw('(name, id) > (?, ?::uuid)', decodeCursor(filter.cursor, 2));
  return page((await query) as OrganisationRow[], filter.limit, (last) => [last.name, last.id]);
}

/** The addresses of an organisation and of its offices. */
export async function addressesOf(trx: Transaction, organisation: string) {
  return trx('addresses')
    .where({ organisation_id: organisation })
    .orderBy('label')
    .select('id', 'node_id as node', 'label', 'lines', 'postcode') as Promise<
    { id: string; node: string | null; label: string; lines: string[]; postcode: string }[]
  >;
}

/** The products that a centre is approved for, or was. */
export async function productsOf(trx: Transaction, organisation: string) {
  return trx('product_approvals')
    .where({ organisation_id: organisation })
    .orderBy('product')
    .select('product', 'approved_at as approvedAt', 'withdrawn_at as withdrawnAt') as Promise<
    { product: string; approvedAt: string; withdrawnAt: string | null }[]
  >;
}

/** A node in scope, or undefined. */
export async function findNode(trx: Transaction, id: string): Promise<NodeRow | undefined> {
  return trx('nodes').where({ id }).first('id', 'organisation_id', 'parent_id', 'kind', 'name', 'version');
}

/** An active centre by the keys that its people know, before any scope is known; null where there is none. */
export async function findCentre(
  database: Database,
  scheme: string,
  number: string,
): Promise<{ tenant: string; organisation: string } | null> {
  const { rows } = await database.raw('select * from find_centre(?, ?)', [scheme, number]);
  return rows[0] ? { tenant: rows[0].tenant_id, organisation: rows[0].organisation_id } : null;
}
