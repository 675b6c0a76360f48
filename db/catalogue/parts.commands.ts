import type { PartialModelObject } from 'objection';
import { v7 as uuid } from 'uuid';
import { auditChange } from '../core/audit.commands';
import { refused } from '../core/commit-refused';
import type { Transaction } from '../core/database';
import { editRow, insertOnce, insistOnVersion, lockRow } from '../core/edits';
import type { Row } from '../core/row';
import { CountryRow, SuiteRow, UnitRow } from './catalogue.model';
import type { Asking } from './products.commands';

/** What products are made of or kept by: each has a code that is nobody else's, and is edited under its version. */
type Part = Row & { id: string; code: string; version: number };
type Model<Of extends Part> = typeof Row & (new () => Of);

/** Makes a unit; answers its identifier (REG-18). Throws a refusal where its code is taken. */
export function makeUnit(trx: Transaction, unit: Pick<UnitRow, 'code' | 'title' | 'level' | 'credits'>, by: Asking): Promise<string> {
  return make(trx, UnitRow, 'unit', unit, by);
}

/** Makes a suite; answers its identifier (LRN-5). Throws a refusal where its code is taken. */
export function makeSuite(trx: Transaction, suite: Pick<SuiteRow, 'code' | 'name'>, by: Asking): Promise<string> {
  return make(trx, SuiteRow, 'suite', suite, by);
}

/** Adds a country of study; answers its identifier (REG-6). Throws a refusal where its code is there, withdrawn or not. */
export function addCountry(trx: Transaction, country: Pick<CountryRow, 'code' | 'name'>, by: Asking): Promise<string> {
  return make(trx, CountryRow, 'country', country, by);
}

/** Changes what a unit is called (REG-18). Throws a refusal where it is at another version than was read. */
export function changeUnit(trx: Transaction, id: string, seen: number | null, change: Partial<UnitRow>, by: Asking): Promise<void> {
  return edit(trx, UnitRow, 'unit', { id, seen }, change as PartialModelObject<UnitRow>, by);
}

/** Changes what a suite is called (LRN-5). Throws a refusal where it is at another version than was read. */
export function changeSuite(trx: Transaction, id: string, seen: number | null, change: Partial<SuiteRow>, by: Asking): Promise<void> {
  return edit(trx, SuiteRow, 'suite', { id, seen }, change as PartialModelObject<SuiteRow>, by);
}

/** Renames a country of study, withdraws it or takes it back in (REG-6). Throws a refusal where it is at another version than was read. */
export function changeCountry(
  trx: Transaction,
  id: string,
  seen: number | null,
  { name, isWithdrawn }: { name?: string | undefined; isWithdrawn?: boolean | undefined },
  by: Asking,
): Promise<void> {
  const withdrawnAt = isWithdrawn === undefined ? {} : { withdrawnAt: isWithdrawn ? by.at : null };
  return edit(trx, CountryRow, 'country', { id, seen }, { ...(name ? { name } : {}), ...withdrawnAt }, by);
}

/** REG-6: a country is open to new learners: added, or taken back in where it was withdrawn; false where it is open already, for another request at the same time too. */
export async function openCountry(trx: Transaction, { code, name }: Pick<CountryRow, 'code' | 'name'>, by: Asking): Promise<boolean> {
  const found = await CountryRow.query(trx).findOne({ code });
  const country: Pick<CountryRow, 'code' | 'name'> = { code, name };
  if (!found) return (await makeOnce(trx, CountryRow, 'country', country, by)) !== null;
  if (found.withdrawnAt) await changeCountry(trx, found.id, null, { isWithdrawn: false }, by);
  return found.withdrawnAt !== null;
}

async function make<Of extends Part>(
  trx: Transaction,
  model: Model<Of>,
  type: string,
  columns: object & { code: string },
  by: Asking,
): Promise<string> {
  const id = await makeOnce(trx, model, type, columns, by);
  if (id === null)
    throw refused('codeTaken', 'REG-18', `The code ${columns.code} is taken`, 'Choose another code, or change what has it.', '/code');
  return id;
}

/** Null where the code is taken. */
async function makeOnce<Of extends Part>(
  trx: Transaction,
  model: Model<Of>,
  type: string,
  columns: object & { code: string },
  { tenant, asked, at }: Asking,
): Promise<string | null> {
  const id = uuid();
  const row = { ...columns, id, tenantId: tenant } as unknown as PartialModelObject<Of> & { id: string };
  if (!(await insertOnce(trx, model, row))) return null;
  await auditChange(trx, { tenant, entity: { type, id }, event: 'made', at, before: null, after: columns }, asked);
  return id;
}

async function edit<Of extends Part>(
  trx: Transaction,
  model: Model<Of>,
  type: string,
  { id, seen }: { id: string; seen: number | null },
  columns: PartialModelObject<Of>,
  { tenant, asked, at }: Asking,
): Promise<void> {
  const before = await lockRow(trx, model, id);
  insistOnVersion(before, seen);
  const was = Object.fromEntries(Object.keys(columns).map((name) => [name, before[name as keyof Of]]));
  await editRow(trx, model, columns, { tenant, entity: { type, id }, event: 'changed', at, before: was, after: columns }, asked);
}
