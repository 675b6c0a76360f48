import { accessImpossible } from './access/impossible-states';
import { applicationsImpossible } from './applications/impossible-states';
import { bankImpossible } from './bank/impossible-states';
import { prepared, type Transaction } from './core/database';
import { coreImpossible } from './core/impossible-states';
import { bookingsImpossible } from './bookings/impossible-states';
import { learnersImpossible } from './learners/impossible-states';
import { ordersImpossible } from './orders/impossible-states';
import { organisationsImpossible } from './organisations/impossible-states';
import { outagesImpossible } from './outages/impossible-states';
import { peopleImpossible } from './people/impossible-states';
import { accountImpossible } from './registration/impossible-states';
import { stores } from './stores';

/** A state that no sequence of commits should leave, and the rows that are in it. */
export interface Impossible {
  what: string;
  rows: string[];
}

const CHECKS: Record<string, string> = {
  ...coreImpossible,
  ...accessImpossible,
  ...organisationsImpossible,
  ...bankImpossible,
  ...ordersImpossible,
  ...applicationsImpossible,
  ...peopleImpossible,
  ...outagesImpossible,
  ...accountImpossible,
  ...learnersImpossible,
  ...bookingsImpossible,
  ...Object.fromEntries(Object.entries(stores).flatMap(([kind, { table }]) => (table ? [rowAndCase(kind, table)] : []))),
};

/** Looks for impossible states in a tenant: none is the only right answer; run after each test file and daily. */
export async function findImpossible(trx: Transaction): Promise<Impossible[]> {
  const found: Impossible[] = [];
  for (const [index, [what, sql]] of Object.entries(CHECKS).entries()) {
    const rows = await prepared<{ row: string }>(trx, `impossible-${index}`, sql, []);
    if (rows.length > 0) found.push({ what, rows: rows.slice(0, 20).map(({ row }) => row) });
  }
  return found;
}

/** Of each kind: state and version of the entity's row, the case and its history are the same. */
function rowAndCase(kind: string, table: string): [string, string] {
  const sql = `
    select p.business_id as row from processes p join ${table} e on e.id = p.entity_id
    where p.kind = '${kind}' and (e.state <> p.state->>'state' or e.version <> p.version
      or p.version <> (select count(*) from process_stages s where s.business_id = p.business_id))`;
  return [`${kind}: its row, its case and its history disagree`, sql];
}
