import { inScope, type Database } from '../../db/core/database';
import { listTenants } from '../../db/core/tenants.queries';
import { findImpossible } from '../../db/impossible-states.queries';
import { undeclaredFacts } from './register';

/** After each test file: no impossible state is left in any tenant. */
export async function insistOnPossible(database: Database): Promise<void> {
  for (const tenant of await database.transaction(listTenants)) {
    const found = await inScope(database, { tenant, organisation: null }, findImpossible);
    if (found.length > 0) throw new Error(`Impossible states: ${JSON.stringify(found)}`);
  }
}

/** And no message holds a fact that the register of personal data does not declare. */
export async function insistOnDeclared(owner: Database): Promise<void> {
  const found = await undeclaredFacts(owner);
  if (found.length > 0) throw new Error(`Undeclared facts of messages: ${found.join(', ')}`);
}
