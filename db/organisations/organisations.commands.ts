import { raw } from 'objection';
import { v7 as uuid } from 'uuid';
import { transitions, type CheckerState } from '../../domain/organisations/checker-states';
import type { OrganisationKind } from '../../domain/access/rights';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { auditChange } from '../core/audit.commands';
import { editRow, lockRow } from '../core/edits';
import { refused } from '../core/commit-refused';
import { endSessions } from '../access/offers';
import type { RequestedBy } from '../core/requests.commands';
import { UserRow } from '../access/user.model';
import { isWithin } from './organisations.queries';
import { ProductRow } from '../catalogue/catalogue.model';
import { AddressRow, NodeRow, OrganisationRow, ProductApprovalRow } from './organisation.model';

/** An organisation to be made; an employer gets the top of its tree. */
export interface NewOrganisation {
  kind: OrganisationKind;
  name: string;
  number: string;
  checkerType?: string | undefined;
  userCap?: number | undefined;
  registeredAddresses?: string[] | undefined;
}
/** What of an organisation is edited. */
type Columns = Partial<
  Pick<OrganisationRow, 'state' | 'userCap' | 'registeredAddresses' | 'postsInBulk' | 'headOfficeId' | 'name' | 'number'>
>;
/** Which entity of which organisation a change is about, for the trail. */
interface About {
  tenant: string;
  organisation: string;
}

/** Makes an organisation (SEC-14, CHK-7); answers its identifier. Throws a refusal where its number is taken. */
export async function makeOrganisation(
  trx: Transaction,
  tenant: string,
  made: NewOrganisation,
  asked: RequestedBy,
  at: Instant,
): Promise<string> {
  const id = uuid();
  const row = {
    id,
    tenant_id: tenant,
    kind: made.kind,
    name: made.name,
    number: made.number,
    state: made.kind === 'checker' ? 'applied' : 'active',
    checker_type: made.checkerType ?? null,
    user_cap: made.userCap ?? null,
    registered_addresses: made.registeredAddresses ?? [],
  };
  const inserted = await trx('organisations')
    .insert(row)
    .onConflict(trx.raw('(tenant_id, kind, number) where number is not null'))
    .ignore()
    .returning('id');
  if (inserted.length === 0)
    throw refused('number', 'EMP-6', `Another ${made.kind} has the number ${made.number}`, 'Look it up by its number.', '/number');
  if (made.kind === 'employer')
    await NodeRow.query(trx).insert({ id: uuid(), tenantId: tenant, organisationId: id, parentId: null, kind: 'company', name: made.name });
  await auditChange(
    trx,
    { tenant, organisation: id, entity: { type: 'organisation', id }, event: 'made', at, before: null, after: made },
    asked,
  );
  return id;
}

/** Changes columns of an organisation under its version, with what they were for the trail (EMP-6). */
export async function changeOrganisation(
  trx: Transaction,
  about: About,
  columns: Columns,
  event: string,
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  const id = about.organisation;
  const row = await lockRow(trx, OrganisationRow, id);
  const before = Object.fromEntries(Object.keys(columns).map((name) => [name, row[name as keyof Columns]]));
  await editRow(
    trx,
    OrganisationRow,
    columns,
    { ...about, entity: { type: 'organisation', id }, event, at, before, after: columns },
    asked,
  );
}

/** Moves a checker along its states; a withdrawn one's sessions and keys end at once (CHK-7, SEC-11). */
export async function moveChecker(
  trx: Transaction,
  about: About,
  to: Exclude<CheckerState, 'applied'>,
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  const { state } = await OrganisationRow.query(trx).findById(about.organisation).forNoKeyUpdate().throwIfNotFound();
  if (!transitions[to][state])
    throw refused(
      'state',
      'CHK-7',
      `This organisation is ${state}: it cannot become ${to} now`,
      'The order is vetted, termsSigned, active; withdrawn at any time.',
      '/to',
    );
  await changeOrganisation(trx, about, { state: to }, to, asked, at);
  if (to !== 'withdrawn') return;
  for (const user of await UserRow.query(trx).select('id').where('organisation_id', about.organisation))
    await endSessions(trx, { user: user.id, keys: true }, 'withdrawn');
}

/** Adds a group or an office below a node (EMP-6); answers its identifier. */
export async function addNode(
  trx: Transaction,
  about: About,
  node: { parent: string; kind: 'group' | 'office'; name: string },
  asked: RequestedBy,
  at: Instant,
): Promise<string> {
  const id = uuid();
  await insistOnParent(trx, node.parent, node.kind);
  await NodeRow.query(trx).insert({
    id,
    tenantId: about.tenant,
    organisationId: about.organisation,
    parentId: node.parent,
    kind: node.kind,
    name: node.name,
  });
  await auditChange(trx, { ...about, entity: { type: 'node', id }, event: 'made', at, before: null, after: node }, asked);
  return id;
}

/** Renames a node, or moves it elsewhere in its tree: inherited rights follow at once, past money stays where it was (EMP-6). */
export async function changeNode(
  trx: Transaction,
  about: About & { node: string },
  change: { name?: string; parent?: string },
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  const { node: id, ...whose } = about;
  const before = await lockRow(trx, NodeRow, id);
  if (change.parent) {
    await insistOnParent(trx, change.parent, before.kind);
    if (await isWithin(trx, change.parent, [id]))
      throw refused('node', 'EMP-6', 'A group cannot be moved below itself', 'Choose a node elsewhere in the tree.', '/parent');
  }
  const columns = { ...(change.name ? { name: change.name } : {}), ...(change.parent ? { parentId: change.parent } : {}) };
  const event = change.parent ? 'moved' : 'renamed';
  const was = { name: before.name, parent: before.parentId };
  await editRow(trx, NodeRow, columns, { ...whose, entity: { type: 'node', id }, event, at, before: was, after: change }, asked);
}

/** Keeps an address of an organisation or of one of its offices; answers its identifier. */
export async function addAddress(
  trx: Transaction,
  about: About,
  address: { label: string; lines: string[]; postcode: string; node: string | null },
  asked: RequestedBy,
  at: Instant,
): Promise<string> {
  const id = uuid();
  const { node, ...columns } = address;
  await AddressRow.query(trx).insert({ id, tenantId: about.tenant, organisationId: about.organisation, nodeId: node, ...columns });
  await auditChange(
    trx,
    { ...about, entity: { type: 'organisation', id: about.organisation }, event: 'addressAdded', at, before: null, after: { address: id } },
    asked,
  );
  return id;
}

/** Takes an address away; false where the organisation has none such. */
export async function removeAddress(trx: Transaction, about: About, id: string, asked: RequestedBy, at: Instant): Promise<boolean> {
  const removed = await AddressRow.query(trx).where({ id, organisation_id: about.organisation }).delete();
  if (removed === 0) return false;
  await auditChange(
    trx,
    { ...about, entity: { type: 'organisation', id: about.organisation }, event: 'addressRemoved', at, before: { address: id }, after: {} },
    asked,
  );
  return true;
}

/** Approves a centre for a product of the catalogue by its code, in whatever case it is written, or withdraws the approval (REG-1). Throws a refusal where there is no such product, or it stands so already. */
export async function setProductApproval(
  trx: Transaction,
  about: About,
  code: string,
  approved: boolean,
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  const known = await ProductRow.query(trx).whereRaw('upper(code) = upper(?)', [code]).first();
  if (approved && !known)
    throw refused('product', 'REG-1', `There is no product ${code}`, 'Take its code from GET /v1/products.', '/product');
  const product = known?.code ?? code;
  const row = { organisationId: about.organisation, product };
  const id = uuid();
  const standing = ProductApprovalRow.query(trx).where({ organisation_id: about.organisation, product }).whereNull('withdrawn_at');
  if (approved)
    await ProductApprovalRow.query(trx)
      .insert({ ...row, id, tenantId: about.tenant, approvedAt: at })
      .onConflict(raw('(organisation_id, product) where withdrawn_at is null'))
      .ignore();
  const changed = approved ? await standing.where({ id }).resultSize() : await standing.patch({ withdrawnAt: at });
  if (changed === 0) throw refused('approval', 'REG-1', `${product} stands so already`, 'Read the products of the centre.', '/product');
  const event = approved ? 'productApproved' : 'productWithdrawn';
  await auditChange(
    trx,
    { ...about, entity: { type: 'organisation', id: about.organisation }, event, at, before: null, after: { product } },
    asked,
  );
}

async function insistOnParent(trx: Transaction, parent: string, kind: string): Promise<void> {
  const found = await NodeRow.query(trx).findById(parent);
  if (found && kind !== 'company' && found.kind !== 'office') return;
  throw refused(
    'node',
    'EMP-6',
    `${kind === 'company' ? 'A company' : 'A group or office'} cannot stand there`,
    'Groups and offices stand below the company or a group.',
    '/parent',
  );
}
