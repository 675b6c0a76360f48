import { z } from 'zod';
import { isStaff, reach, type Permission } from '../../domain/access/permissions';
import { refuse } from '../../domain/refusal';
import { londonDate, type Instant } from '../../domain/working-days';
import { productNames } from '../../db/catalogue/offers';
import {
  addAddress,
  changeOrganisation,
  makeOrganisation,
  moveChecker,
  removeAddress,
  setProductApproval,
} from '../../db/organisations/organisations.commands';
import type { RequestedBy } from '../../db/core/requests.commands';
import { inScope, type Transaction } from '../../db/core/database';
import {
  addressesOf,
  findNode,
  findOrganisation,
  listOrganisations,
  productsOf,
  type OrganisationDetails,
} from '../../db/organisations/organisations.queries';
import {
  bulkLicence,
  changedOrganisation,
  checkerMove,
  licence,
  newAddress,
  newOrganisation,
  productApproval,
} from '../../messages/organisations.schemas';
import { definedOf } from '../../platform/json';
import type { Caller } from '../../platform/scope';
import { identifier } from '../../messages/core.schemas';
import { plainCommand } from '../core/command';
import { notFound, refusedProblem } from '../core/problems';
import { listRoute } from '../core/reading';
import { members, route, type Call, type Route } from '../core/route';
import { byId } from '../core/schemas';

const organisation = z.object({
  id: z.uuid(),
  kind: z.enum(['employer', 'centre', 'checker']),
  name: z.string(),
  number: z.string().nullable(),
  state: z.string(),
  checkerType: z.string().nullable(),
  userCap: z.int().nullable(),
  registeredAddresses: z.array(z.string()),
  postsInBulk: z.boolean().describe('Licensed to post applications in bulk from its registered addresses'),
  headOffice: z.uuid().nullable(),
  version: z.int(),
  addresses: z
    .array(z.object({ id: z.uuid(), node: z.uuid().nullable(), label: z.string(), lines: z.array(z.string()), postcode: z.string() }))
    .optional(),
  products: z
    .array(
      z.object({
        product: z.string(),
        name: z.string().nullable(),
        approvedAt: z.iso.datetime(),
        withdrawnAt: z.iso.datetime().nullable(),
      }),
    )
    .optional(),
});
organisation.register(z.globalRegistry, { id: 'Organisation' });
const list = listRoute({
  name: 'listOrganisations',
  path: '/v1/organisations',
  summary: 'Employers, centres and organisations that check, by name',
  permission: 'manageOrganisations',
  rules: ['SEC-9', 'CHK-7'],
  of: organisation,
  answer: 'A page of organisations',
  filter: { kind: organisation.shape.kind.optional(), search: z.string().trim().min(1).max(100).optional() },
  list: listOrganisations,
  as: (found) => found,
});

const show = route({
  name: 'showOrganisation',
  method: 'get',
  path: '/v1/organisations/:id',
  summary: 'One organisation with its addresses and product approvals: one’s own, or any for staff',
  permission: null,
  rules: ['SEC-9', 'EMP-6', 'CHK-7'],
  params: byId,
  answers: { status: 200, description: 'The organisation', schema: organisation },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => ({
      body: await shown(trx, await existing(trx, params.id), (await deps.clock()).toISOString()),
    })),
});

const make = route({
  name: 'makeOrganisation',
  method: 'post',
  path: '/v1/organisations',
  summary: 'Make an employer with the top of its tree, a centre, or an organisation that asks to check',
  permission: 'manageOrganisations',
  rules: ['SEC-14', 'CHK-7', 'IDM-1'],
  body: newOrganisation,
  command: 'plain',
  answers: { status: 201, description: 'Made; its first user comes next', schema: organisation },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const { kind, checkerType } = call.body;
      if ((kind === 'checker') !== (checkerType !== undefined))
        throw refusedProblem([
          refuse(
            'checkerType',
            'CHK-7',
            'An organisation that checks has a type, others have none',
            'Give checkerType with kind "checker" alone.',
            '/checkerType',
          ),
        ]);
      const id = await makeOrganisation(trx, call.caller.tenant, call.body, asked, at);
      return { status: 201, headers: { Location: `/v1/organisations/${id}` }, body: await shown(trx, await existing(trx, id), at) };
    }),
});

const change = onOrganisation({
  name: 'changeOrganisation',
  verb: 'change',
  summary: 'Change name, number or head office',
  permission: 'editEmployer',
  body: changedOrganisation,
  rules: ['EMP-6'],
  edits: members('name', 'number', 'headOffice'),
  work: async (trx, found, { caller, body }, asked, at) => {
    if (body.headOffice && (await findNode(trx, body.headOffice))?.organisationId !== found.id)
      throw refusedProblem([
        refuse('node', 'EMP-6', 'There is no such office in this company', 'Take identifiers from GET /v1/nodes.', '/headOffice'),
      ]);
    const columns = { name: body.name, number: body.number, headOfficeId: body.headOffice };
    await changeOrganisation(trx, aboutOf(caller, found), definedOf(columns), 'changed', asked, at);
  },
});
const license = onOrganisation({
  name: 'setLicence',
  verb: 'licence',
  summary: 'Set the user cap and the registered addresses of an organisation that checks',
  permission: 'vetCheckers',
  body: licence,
  rules: ['SEC-10', 'SEC-11'],
  edits: members('userCap', 'registeredAddresses'),
  work: (trx, found, { caller, body }, asked, at) =>
    changeOrganisation(
      trx,
      aboutOf(caller, found),
      { userCap: body.userCap, registeredAddresses: body.registeredAddresses },
      'licenceChanged',
      asked,
      at,
    ),
});
const licenseBulk = onOrganisation({
  name: 'setBulkLicence',
  verb: 'bulk-licence',
  summary: 'License an employer to post applications in bulk from its registered addresses; with none of them the licence ends',
  permission: 'manageOrganisations',
  body: bulkLicence,
  rules: ['SEC-10', 'APP-8'],
  work: async (trx, found, { caller, body }, asked, at) => {
    if (found.kind !== 'employer')
      throw refusedProblem([refuse('kind', 'SEC-10', 'Only employers post applications', 'Choose an employer.')]);
    const { registeredAddresses } = body;
    const columns = { registeredAddresses, postsInBulk: registeredAddresses.length > 0 };
    await changeOrganisation(trx, aboutOf(caller, found), columns, 'bulkLicenceChanged', asked, at);
  },
});
const move = onOrganisation({
  name: 'moveChecker',
  verb: 'move',
  summary: 'Move an organisation that checks on: vetted, termsSigned, active; or withdraw it, which ends its sessions at once',
  permission: 'vetCheckers',
  body: checkerMove,
  rules: ['CHK-7', 'SEC-11'],
  work: async (trx, found, { caller, body }, asked, at) => {
    if (found.kind !== 'checker')
      throw refusedProblem([refuse('kind', 'CHK-7', 'This is no organisation that checks', 'Only those have such states.')]);
    await moveChecker(trx, aboutOf(caller, found), body.to, asked, at);
  },
});
const address = onOrganisation({
  name: 'addAddress',
  verb: 'addresses',
  summary: 'Add an address of the organisation or of one of its offices',
  permission: 'editEmployer',
  body: newAddress,
  rules: ['EMP-6'],
  work: async (trx, found, { caller, body }, asked, at) => {
    if (body.node && (await findNode(trx, body.node))?.organisationId !== found.id)
      throw refusedProblem([refuse('node', 'EMP-6', 'There is no such office here', 'Take identifiers from GET /v1/nodes.', '/node')]);
    await addAddress(trx, aboutOf(caller, found), body, asked, at);
  },
});
const noAddress = onOrganisation({
  name: 'removeAddress',
  verb: 'remove-address',
  summary: 'Take an address away',
  permission: 'editEmployer',
  body: z.strictObject({ address: identifier }),
  rules: ['EMP-6'],
  work: async (trx, found, { caller, body }, asked, at) => {
    if (!(await removeAddress(trx, aboutOf(caller, found), body.address, asked, at))) throw notFound();
  },
});
const product = onOrganisation({
  name: 'approveProduct',
  verb: 'products',
  summary: 'Approve a centre for a product, or withdraw the approval',
  permission: 'approveProducts',
  body: productApproval,
  rules: ['REG-1'],
  work: async (trx, found, { caller, body }, asked, at) => {
    if (found.kind !== 'centre')
      throw refusedProblem([refuse('kind', 'REG-1', 'Only centres are approved for products', 'Choose a centre.')]);
    await setProductApproval(trx, aboutOf(caller, found), body.product, body.approved, asked, at);
  },
});

/** Organisations: employers, centres and those that check. */
export const organisationRoutes: Route[] = [list, show, make, change, license, licenseBulk, move, address, noAddress, product];

type About<Body> = Call<{ id: string }, unknown, Body>;

interface OrganisationCommand<Body> extends Pick<Route<{ id: string }, unknown, Body>, 'name' | 'summary' | 'rules' | 'edits'> {
  verb: string;
  permission: Permission;
  body: z.ZodType<Body>;
  work(trx: Transaction, found: OrganisationDetails, call: About<Body>, asked: RequestedBy, at: string): Promise<void>;
}

/** A command about one organisation: one's own, or any for staff. */
function onOrganisation<Body>({ verb, rules, work, ...told }: OrganisationCommand<Body>): Route {
  return route({
    ...told,
    method: 'post',
    path: `/v1/organisations/:id/${verb}`,
    rules: [...rules, 'AUD-1', 'IDM-1'],
    params: byId,
    command: 'plain',
    answers: { status: 200, description: 'The organisation as it stands then', schema: organisation },
    handle: (call: About<Body>) =>
      plainCommand(call, call.body, async (trx, asked, at) => {
        const found = await existing(trx, call.params.id);
        if (!isStaff(call.caller.role) && !(await hasWhole(trx, call.caller, found.id, told.permission))) throw notFound();
        await work(trx, found, call, asked, at);
        return { body: await shown(trx, await existing(trx, found.id), at) };
      }),
  });
}

/** What concerns a whole company needs its right at the top. */
async function hasWhole(trx: Transaction, caller: Caller, id: string, permission: Permission): Promise<boolean> {
  const roots = reach(caller, permission);
  if (roots === null) return true;
  for (const root of roots) {
    const top = await findNode(trx, root);
    if (top?.organisationId === id && top.kind === 'company') return true;
  }
  return false;
}

async function existing(trx: Transaction, id: string): Promise<OrganisationDetails> {
  const found = await findOrganisation(trx, id);
  if (!found) throw notFound();
  return found;
}

async function shown(trx: Transaction, found: OrganisationDetails, at: Instant) {
  const held = await productsOf(trx, found.id);
  const codes = held.map(({ product: code }) => code);
  const names = codes.length > 0 ? await productNames(trx, codes, londonDate(at)) : new Map<string, string>();
  const products = held.map((each) => ({ ...each, name: names.get(each.product) ?? null }));
  return { ...found, addresses: await addressesOf(trx, found.id), products };
}

function aboutOf(caller: Caller, found: OrganisationDetails) {
  return { tenant: caller.tenant, organisation: found.id };
}
