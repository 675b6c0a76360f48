import { ApplicationRow } from '../applications/application.model';
import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { PersonRow } from '../people/person.model';
import { ExemptionRow } from './exemption.model';

/** An exemption with whom it is asked for. */
export interface ExemptionDetails {
  exemption: ExemptionRow;
  person: PersonRow;
}

/** Exemptions that were asked for at the given nodes and below, newest first; everywhere in scope with null (HSE-5). */
export async function listExemptions(
  trx: Transaction,
  filter: {
    roots: string[] | null;
    state?: string | undefined;
    application?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<Page<ExemptionDetails>> {
  const query = exemptionsAt(trx, filter.roots)
    .orderBy('id', 'desc')
    .limit(filter.limit + 1);
  if (filter.state) query.where('state', filter.state);
  if (filter.application) query.where('application_id', filter.application);
  if (filter.cursor) query.where('id', '<', decodeCursor(filter.cursor, 'id')[0]!);
  const { items, next } = page(await query, filter.limit, (last) => [last.id]);
  return { items: await withPersons(trx, items), next };
}

/** One of them, or undefined. */
export async function findExemption(trx: Transaction, id: string, roots: string[] | null): Promise<ExemptionDetails | undefined> {
  return (await withPersons(trx, await exemptionsAt(trx, roots).findByIds([id])))[0];
}

function exemptionsAt(trx: Transaction, roots: string[] | null) {
  const query = ExemptionRow.query(trx);
  const within = ApplicationRow.query(trx)
    .select('id')
    .whereRaw('node_id = any(array(select nodes_within(?::uuid[])))', [roots ?? []]);
  if (roots) query.whereIn('application_id', within);
  return query;
}

async function withPersons(trx: Transaction, rows: ExemptionRow[]): Promise<ExemptionDetails[]> {
  const persons = await PersonRow.query(trx).findByIds(rows.map(({ personId }) => personId));
  return rows.map((exemption) => ({ exemption, person: persons.find(({ id }) => id === exemption.personId)! }));
}
