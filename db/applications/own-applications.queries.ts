import { checkedOn } from '../../domain/applications/application.decide';
import type { Requirement } from '../../domain/applications/requirements';
import { londonDate, type Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { ProcessRow } from '../core/process.model';
import { factsOf } from './application-facts.queries';
import { ApplicationRow } from './application.model';

/** An application as the person whose it is sees it (SEC-13). */
export interface OwnApplication {
  application: ApplicationRow;
  requirements: Requirement[];
  /** Null before it is finalised for the first time. */
  process: ProcessRow | null;
}

const MOST = 100;

/** The applications of a person in scope, newest first, a hundred at most; or one of them. */
export async function ownApplications(trx: Transaction, person: string, at: Instant, id?: string): Promise<OwnApplication[]> {
  const query = ApplicationRow.query(trx).where('person_id', person).orderBy('id', 'desc').limit(MOST);
  if (id) query.where('id', id);
  const rows = await query;
  const ids = rows.map((row) => row.id);
  const [facts, processes] = await Promise.all([factsOf(trx, ids, at), ProcessRow.query(trx).whereIn('entity_id', ids)]);
  return rows.map((application) => ({
    application,
    requirements: checkedOn(facts.get(application.id)!, londonDate(at)),
    process: processes.find(({ entityId }) => entityId === application.id) ?? null,
  }));
}
