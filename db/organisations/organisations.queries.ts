import { raw } from 'objection';
import type { CheckerState } from '../../domain/organisations/checker-states';
import type { OrganisationKind } from '../../domain/access/rights';
import type { Database, Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { AddressRow, NodeRow, OrganisationRow, ProductApprovalRow } from './organisation.model';

/** The nodes in scope, from `roots` downwards where they are given (SEC-7), with the funds at each node (ADV-6) and what it owes (ADV-5). */
export async function listNodes(trx: Transaction, roots: string[] | null): Promise<(NodeRow & { pence: bigint; debt: bigint })[]> {
  const query = NodeRow.query(trx)
    .select(
      'nodes.*',
      raw(`(select coalesce(-sum(pence), 0)::bigint from postings where account = 'funds/' || nodes.id) as pence`),
      raw(`(select coalesce(sum(pence), 0)::bigint from postings where account = 'debt/' || nodes.id) as debt`),
    )
    .orderBy(['kind', 'name']);
  if (roots) query.whereRaw('id in (select nodes_within(?::uuid[]))', [roots]);
  return query.castTo<(NodeRow & { pence: bigint; debt: bigint })[]>();
}

/** The identifiers of some nodes and all below them (SEC-7). */
export async function idsWithin(trx: Transaction, roots: string[]): Promise<Set<string>> {
  const { rows } = await trx.raw('select nodes_within(?::uuid[]) as id', [roots]);
  return new Set((rows as { id: string }[]).map(({ id }) => id));
}

/** True where an organisation in scope has no node beside these. */
export async function isWholeTree(trx: Transaction, nodes: string[]): Promise<boolean> {
  return !(await NodeRow.query(trx).select('id').whereNotIn('id', nodes).first());
}

/** True where `node` is in scope and, for given `roots`, is one of them or below (SEC-7). */
export async function isWithin(trx: Transaction, node: string, roots: string[] | null): Promise<boolean> {
  const query = NodeRow.query(trx).select('id').findById(node);
  if (roots) query.whereRaw('id in (select nodes_within(?::uuid[]))', [roots]);
  return (await query) !== undefined;
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
export interface OrganisationDetails {
  id: string;
  kind: OrganisationKind;
  name: string;
  number: string | null;
  state: CheckerState;
  checkerType: string | null;
  userCap: number | null;
  registeredAddresses: string[];
  postsInBulk: boolean;
  headOffice: string | null;
  version: number;
}

/** An organisation in scope, or undefined. */
export async function findOrganisation(trx: Transaction, id: string): Promise<OrganisationDetails | undefined> {
  const row = await OrganisationRow.query(trx).findById(id);
  return row && detailsOf(row);
}

/** Organisations by name, of one kind or all; a search looks at any part of names and at whole numbers, by indexes of both. */
export async function listOrganisations(
  trx: Transaction,
  filter: { kind?: string | undefined; search?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<OrganisationDetails>> {
  const query = OrganisationRow.query(trx)
    .orderBy(['name', 'id'])
    .limit(filter.limit + 1);
  if (filter.kind) query.where('kind', filter.kind);
  if (filter.search) query.whereRaw('id in (select organisations_called(?))', [filter.search]);
  if (filter.cursor) query.whereRaw('(name, id) > (?, ?::uuid)', decodeCursor(filter.cursor, 'name', 'id'));
  return page((await query).map(detailsOf), filter.limit, (last) => [last.name, last.id]);
}

/** The addresses of an organisation and of its offices. */
export async function addressesOf(trx: Transaction, organisation: string) {
  const rows = await AddressRow.query(trx).where('organisation_id', organisation).orderBy('label');
  return rows.map(({ id, nodeId: node, label, lines, postcode }) => ({ id, node, label, lines, postcode }));
}

/** The number of a centre, as the awarding body knows it; null where it has none. Throws where there is no such organisation. */
export async function centreNumber(trx: Transaction, organisation: string): Promise<string | null> {
  return (await OrganisationRow.query(trx).findById(organisation).throwIfNotFound()).number;
}

/** The products that a centre is approved for, or was. */
export async function productsOf(trx: Transaction, organisation: string) {
  const rows = await ProductApprovalRow.query(trx).where('organisation_id', organisation).orderBy('product');
  return rows.map(({ product, approvedAt, withdrawnAt }) => ({ product, approvedAt, withdrawnAt }));
}

/** A node in scope, or undefined. */
export async function findNode(trx: Transaction, id: string): Promise<NodeRow | undefined> {
  return NodeRow.query(trx).findById(id);
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

function detailsOf(row: OrganisationRow): OrganisationDetails {
  const { id, kind, name, number, state, checkerType, userCap, registeredAddresses, postsInBulk, headOfficeId: headOffice, version } = row;
  return { id, kind, name, number, state, checkerType, userCap, registeredAddresses, postsInBulk, headOffice, version };
}
