import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import type { ProductDetails, ProductReader } from '../../db/catalogue/products.queries';
import { listProducts } from '../../db/catalogue/products.queries';
import { unitsOf } from '../../db/catalogue/parts.queries';
import { windowsOf } from '../../db/catalogue/sessions.queries';
import { inScope, type Transaction } from '../../db/core/database';
import { route, type Route } from '../core/route';
import { readerOf } from './products.routes';

const HEAD = ['Record', 'Product code', 'Product name', 'Number', 'Type', 'Code', 'Name', 'Mandatory', 'Opens', 'Cut-off', 'Closes'];
const AT_ONCE = 200;

const download = route({
  name: 'downloadBaseData',
  method: 'get',
  path: '/v1/products/base-data',
  summary: 'The base data of the products that my centre is approved for, for its own system: codes, names, numbers, units and windows',
  permission: 'productRegistrations',
  rules: ['REG-16'],
  answers: {
    status: 200,
    description:
      'CSV: a row for each product, then for each of its units and windows; what a spreadsheet would take for a formula is made text',
    schema: z.string(),
    type: 'text/csv',
  },
  handle: ({ deps, caller }) =>
    inScope(deps.database, caller, async (trx) => {
      const products = await approved(trx, readerOf(caller, (await deps.clock()).toISOString()));
      const headers = { 'Content-Disposition': 'attachment; filename="base-data.csv"' };
      return { type: 'text/csv', headers, body: stringify([HEAD, ...(await rowsOf(trx, products))], { escape_formulas: true }) };
    }),
});

/** What a centre's own system needs to know of its products (REG-16). */
export const baseDataRoutes: Route[] = [download];

async function approved(trx: Transaction, reader: ProductReader): Promise<ProductDetails[]> {
  const all: ProductDetails[] = [];
  for (let cursor: string | undefined; ;) {
    const { items, next } = await listProducts(trx, { approved: true, sort: 'code', cursor, limit: AT_ONCE }, reader);
    all.push(...items);
    if (!next) return all;
    cursor = next;
  }
}

async function rowsOf(trx: Transaction, products: ProductDetails[]): Promise<(string | null)[][]> {
  const units = await unitsOf(
    trx,
    products.map(({ row }) => row),
  );
  const windows = await windowsOf(
    trx,
    products.map(({ product }) => product),
  );
  return products.flatMap(({ product, row, code, name, number, type }) => [
    ['Product', code, name, number, type, null, null, null, null, null, null],
    ...units
      .filter(({ of }) => of.versionId === row)
      .map(({ of, unit }) => ['Unit', code, name, number, type, unit.code, unit.title, of.isMandatory ? 'yes' : 'no', null, null, null]),
    ...windows
      .filter(({ productId }) => productId === product)
      .map((each) => [
        ...['Window', code, name, number, type, each.component, each.name, null],
        ...[each.opensOn, each.cutOffOn, each.closesOn],
      ]),
  ]);
}
