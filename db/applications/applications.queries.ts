import { checkedOn } from '../../domain/applications/application.decide';
import { endorsementKinds, type EndorsementKind } from '../../domain/applications/endorsement';
import type { Requirement } from '../../domain/applications/requirements';
import type { ApplicationState } from '../../domain/applications/states';
import { londonDate, type Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { ProcessRow } from '../core/process.model';
import { NodeRow } from '../organisations/organisation.model';
import { PersonRow } from '../people/person.model';
import { factsOf } from './application-facts.queries';
import { ApplicationMessageRow, ApplicationRow } from './application.model';

/** An application with its applicant, its office, every requirement with its mark, its order and its case (APP-4, APP-7). */
export interface ApplicationDetails {
  application: ApplicationRow;
  person: PersonRow;
  office: NodeRow;
  requirements: Requirement[];
  order: string | null;
  /** What was asked, answered and given as a reason, oldest first (APP-6, APP-9). */
  messages: ApplicationMessageRow[];
  /** Null before it is finalised for the first time. */
  process: ProcessRow | null;
}

/** What a list of applications is narrowed by; nodes stand for all below them, null for all there are (SEC-7). */
export interface ApplicationFilter {
  roots: string[] | null;
  state?: ApplicationState | undefined;
  level?: string | undefined;
  order?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** Applications, newest first (APP-7). */
export async function listApplications(trx: Transaction, filter: ApplicationFilter, at: Instant): Promise<Page<ApplicationDetails>> {
  const { state, level, order, cursor, limit, roots } = filter;
  const query = ApplicationRow.query(trx)
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (roots) query.whereRaw('node_id = any(array(select nodes_within(?::uuid[])))', [roots]);
  if (level) query.whereRaw('node_id = any(array(select nodes_within(array[?::uuid])))', [level]);
  if (state) query.where('state', state);
  if (order) query.whereRaw('id in (select application_id from application_order_lines where order_id = ?)', [order]);
  if (cursor) query.where('id', '<', decodeCursor(cursor, 'id')[0]!);
  const { items, next } = page(await query, limit, (last) => [last.id]);
  return { items: await described(trx, items, at), next };
}

/** Applications that wait for an endorsement, newest first, by the nodes at and below which each kind may be given; null for everywhere in scope (APP-6). */
export async function listEndorsements(
  trx: Transaction,
  { where, cursor, limit }: { where: Record<EndorsementKind, string[] | null>; cursor?: string | undefined; limit: number },
  at: Instant,
): Promise<Page<ApplicationDetails>> {
  const query = ApplicationRow.query(trx)
    .whereNotNull('endorsement')
    .orderBy('id', 'desc')
    .limit(limit + 1);
  query.where((any) => {
    for (const kind of endorsementKinds) {
      const nodes = where[kind];
      const within = nodes ? 'endorsement = ? and node_id = any(array(select nodes_within(?::uuid[])))' : 'endorsement = ?';
      void any.orWhereRaw(within, nodes ? [kind, nodes] : [kind]);
    }
  });
  if (cursor) query.where('id', '<', decodeCursor(cursor, 'id')[0]!);
  const { items, next } = page(await query, limit, (last) => [last.id]);
  return { items: await described(trx, items, at), next };
}

/** An application in scope at the given nodes or below, or undefined. */
export async function findApplication(
  trx: Transaction,
  id: string,
  roots: string[] | null,
  at: Instant,
): Promise<ApplicationDetails | undefined> {
  const row = await applicationRow(trx, id, roots);
  return row && (await described(trx, [row], at))[0];
}

/** Its row alone. */
export async function applicationRow(trx: Transaction, id: string, roots: string[] | null): Promise<ApplicationRow | undefined> {
  const query = ApplicationRow.query(trx).findById(id);
  if (roots) query.whereRaw('node_id = any(array(select nodes_within(?::uuid[])))', [roots]);
  return query;
}

async function described(trx: Transaction, rows: ApplicationRow[], at: Instant): Promise<ApplicationDetails[]> {
  const ids = rows.map(({ id }) => id);
  const [facts, persons, offices, processes] = await Promise.all([
    factsOf(trx, ids, at),
    PersonRow.query(trx).findByIds(rows.map(({ personId }) => personId)),
    NodeRow.query(trx).findByIds([...new Set(rows.map(({ nodeId }) => nodeId))]),
    ProcessRow.query(trx).whereIn('entity_id', ids),
  ]);
  const messages = await ApplicationMessageRow.query(trx).whereIn('application_id', ids).orderBy('id');
  return rows.map((application) => {
    const known = facts.get(application.id)!;
    return {
      application,
      person: persons.find(({ id }) => id === application.personId)!,
      office: offices.find(({ id }) => id === application.nodeId)!,
      requirements: checkedOn(known, londonDate(at)),
      order: known.order?.order ?? null,
      messages: messages.filter(({ applicationId }) => applicationId === application.id),
      process: processes.find(({ entityId }) => entityId === application.id) ?? null,
    };
  });
}
