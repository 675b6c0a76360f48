import type { Transaction } from './database';

/** All tenants: what the sweep goes through. */
export function listTenants(trx: Transaction): Promise<string[]> {
  return trx('tenants').pluck('id') as unknown as Promise<string[]>;
}
