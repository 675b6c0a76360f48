import type { Transaction } from '../core/database';
import { CountryRow } from './catalogue.model';

/** The codes of the countries of study that are not withdrawn (REG-6). */
export async function countryCodes(trx: Transaction): Promise<Set<string>> {
  const rows = await CountryRow.query(trx).select('code').whereNull('withdrawn_at');
  return new Set(rows.map(({ code }) => code));
}

/** Countries of study by name, withdrawn ones too (REG-6). */
export function listCountries(trx: Transaction): PromiseLike<CountryRow[]> {
  return CountryRow.query(trx).orderBy(['name', 'code']);
}

/** One country, or undefined. */
export function findCountry(trx: Transaction, id: string): PromiseLike<CountryRow | undefined> {
  return CountryRow.query(trx).findById(id);
}
