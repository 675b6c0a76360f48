import type { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import { knownLayouts } from '../../domain/bank/statement-layout';

/** The bank accounts of a seeded tenant, by the layout that their statements have. */
export type SeededAccounts = Record<'lloyds' | 'barclays' | 'unmapped', string>;

/** Makes a tenant's bank accounts; answers their identifiers. */
export async function seedAccounts(trx: Knex, tenant: string): Promise<SeededAccounts> {
  const account = async (label: string, accountNumber: string, layout: unknown): Promise<string> => {
    const id = uuid();
    await trx('bank_accounts').insert({
      id,
      tenant_id: tenant,
      name: label,
      sort_code: '826219',
      account_number: accountNumber,
      pays_in: layout === knownLayouts.lloyds,
      layout: layout ? JSON.stringify(layout) : null,
    });
    return id;
  };
  return {
    lloyds: await account('Current account (Lloyds)', '12345678', knownLayouts.lloyds),
    barclays: await account('Deposit account (Barclays)', '87654321', knownLayouts.barclays),
    unmapped: await account('Collection account (layout not yet mapped)', '11223344', null),
  };
}
