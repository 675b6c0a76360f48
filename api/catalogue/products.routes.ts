import { z } from 'zod';
import { isStaff } from '../../domain/access/permissions';
import { productTypes } from '../../domain/catalogue/product';
import { feeOn } from '../../domain/orders/fee';
import { londonDate, type Instant } from '../../domain/working-days';
import { registrationFees } from '../../db/catalogue/offers';
import { findSuite, unitsOf } from '../../db/catalogue/parts.queries';
import { addVersion, makeProduct, type Asking } from '../../db/catalogue/products.commands';
import { findProduct, listProducts, productNames, versionsOf, type ProductReader } from '../../db/catalogue/products.queries';
import { sessionsOpen } from '../../db/catalogue/sessions.queries';
import { inScope, type Transaction } from '../../db/core/database';
import type { RequestedBy } from '../../db/core/requests.commands';
import { newProduct, newVersion } from '../../messages/catalogue.schemas';
import type { Caller } from '../../platform/scope';
import { plainCommand } from '../core/command';
import { notFound } from '../core/problems';
import { ifMatch } from '../core/process-command';
import { listRoute } from '../core/reading';
import { members, route, type Route } from '../core/route';
import { byId } from '../core/schemas';
import { product, productBody, wholeProduct, wholeProductBody } from './products.representations';

const part = z.string().trim().min(1).max(100).optional();
const list = listRoute({
  name: 'listProducts',
  path: '/v1/products',
  summary: 'Products as they stand today, by parts of code, name or number, by sector, or by the apprenticeship that they belong to',
  permission: null,
  namesNobody: true,
  rules: ['REG-13', 'REG-18', 'REG-1'],
  of: product,
  answer: 'A page of products; staff see those to come among them',
  filter: {
    sector: part,
    code: part,
    name: part,
    number: part.describe('Part of the regulator’s number'),
    apprenticeship: part.describe('Part of code or name of an apprenticeship or bundle: it, and what it is made of'),
    type: z.enum(productTypes).optional(),
    approved: z.enum(['true', 'false']).optional().describe('Of a centre: those that it is approved for, or is not'),
    sort: z.enum(['code', 'name']).default('code'),
  },
  list: (trx, { approved, ...filter }, caller, at) =>
    listProducts(trx, { ...filter, approved: approved === undefined ? undefined : approved === 'true' }, readerOf(caller, at)),
  as: productBody,
});

const show = route({
  name: 'showProduct',
  method: 'get',
  path: '/v1/products/:id',
  summary: 'One product as it stands today, with its units, open sessions, fee and versions',
  permission: null,
  namesNobody: true,
  rules: ['REG-18', 'REG-1', 'REG-2', 'MON-3'],
  params: byId,
  answers: { status: 200, description: 'The product', schema: wholeProduct },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => shown(trx, params.id, readerOf(caller, (await deps.clock()).toISOString()))),
});

const make = route({
  name: 'makeProduct',
  method: 'post',
  path: '/v1/products',
  summary: 'Make a product with its first version',
  permission: 'catalogue',
  rules: ['REG-18', 'AUD-1', 'IDM-1'],
  body: newProduct,
  command: 'plain',
  answers: { status: 201, description: 'The product', schema: wholeProduct },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const id = await makeProduct(trx, call.body, askingOf(call.caller, asked, at));
      const { headers, body } = await shown(trx, id, readerOf(call.caller, at));
      return { status: 201, headers: { ...headers, Location: `/v1/products/${id}` }, body };
    }),
});

const add = route({
  name: 'addProductVersion',
  method: 'post',
  path: '/v1/products/:id/versions',
  summary: 'Add what a product is from a day on: what stood before stays as it was',
  permission: 'catalogue',
  rules: ['REG-18', 'AUD-1', 'IDM-1'],
  params: byId,
  body: newVersion,
  needsVersion: true,
  edits: versionIn,
  command: 'plain',
  answers: { status: 200, description: 'The product as it stands then', schema: wholeProduct },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const reader = readerOf(call.caller, at);
      const found = await findProduct(trx, call.params.id, reader);
      if (!found) throw notFound();
      await addVersion(trx, found.product, ifMatch(call), call.body, askingOf(call.caller, asked, at));
      return shown(trx, found.product, reader);
    }),
});

/** The catalogue's products: read by all, made by staff (REG-18, REG-13). */
export const productRoutes: Route[] = [list, show, make, add];

/** Who reads: a centre's approvals are told to its users (REG-1). */
export function readerOf({ role, organisation }: Caller, at: Instant): ProductReader {
  return { organisation: isStaff(role) ? null : organisation, at, day: londonDate(at) };
}

/** Who changes the catalogue, and when. */
export function askingOf({ tenant }: Caller, asked: RequestedBy, at: Instant): Asking {
  return { tenant, asked, at, today: londonDate(at) };
}

async function shown(trx: Transaction, id: string, reader: ProductReader) {
  const found = await findProduct(trx, id, reader);
  if (!found) throw notFound();
  const [units, names, suite, sessions, fees, versions] = await Promise.all([
    unitsOf(trx, [found.row]),
    productNames(trx, found.members, reader.day),
    found.suite ? findSuite(trx, found.suite) : undefined,
    sessionsOpen(trx, id, reader.day),
    registrationFees(trx),
    versionsOf(trx, id),
  ]);
  const fee = feeOn(fees, { item: 'registration', cardType: null, product: id }, reader.day);
  const beside = { units, names, suiteName: suite?.name ?? null, sessions, fee: fee ? fee.net + fee.vat : null, versions };
  return { headers: { ETag: `"${found.version}"` }, body: wholeProductBody(found, beside) };
}

/** What of a product its next version takes back. */
function versionIn(answer: Record<string, unknown>): unknown {
  const units = (answer['units'] as Record<string, unknown>[]).map(members('unit', 'isMandatory', 'group'));
  return { ...(members(...Object.keys(newVersion.shape))(answer) as object), units };
}
