import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { ProductUnitRow, SuiteRow, UnitRow } from './catalogue.model';

/** Units by code; a search looks at any part of code and title. */
export async function listUnits(
  trx: Transaction,
  { search, cursor, limit }: { search?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<UnitRow>> {
  const query = UnitRow.query(trx)
    .orderBy('code')
    .limit(limit + 1);
  if (search) query.whereRaw('strpos(lower(code || chr(32) || title), lower(?)) > 0', [search]);
  if (cursor) query.where('code', '>', decodeCursor(cursor, 'name')[0]!);
  return page(await query, limit, (last) => [last.code]);
}

/** One unit, or undefined. */
export function findUnit(trx: Transaction, id: string): PromiseLike<UnitRow | undefined> {
  return UnitRow.query(trx).findById(id);
}

/** Suites by code. */
export function listSuites(trx: Transaction): PromiseLike<SuiteRow[]> {
  return SuiteRow.query(trx).orderBy('code');
}

/** One suite, or undefined. */
export function findSuite(trx: Transaction, id: string): PromiseLike<SuiteRow | undefined> {
  return SuiteRow.query(trx).findById(id);
}

/** The units of some versions in their order, each with what it is. */
export async function unitsOf(trx: Transaction, versions: string[]): Promise<{ of: ProductUnitRow; unit: UnitRow }[]> {
  const rows = await ProductUnitRow.query(trx).whereIn('version_id', versions).orderBy('position');
  const units = new Map((await UnitRow.query(trx).findByIds(rows.map(({ unitId }) => unitId))).map((unit) => [unit.id, unit]));
  return rows.map((of) => ({ of, unit: units.get(of.unitId)! }));
}
