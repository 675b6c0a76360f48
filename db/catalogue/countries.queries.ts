import type { Transaction } from '../core/database';
import { CountryRow } from './catalogue.model';

/** The codes of the countries of study that are not withdrawn (REG-6). */
export async function countryCodes(trx: Transaction): Promise<Set<string>> {
  const rows = await CountryRow.query(trx).select('code').whereNull('withdrawn_at');
  return new Set(rows.map(({ code }) => code));
}
