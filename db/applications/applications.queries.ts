import { checkedOn } from '../../domain/applications/application.decide';
import { endorsementKinds, type EndorsementKind } from '../../domain/applications/endorsement';
import type { Requirement } from '../../domain/applications/requirements';
import { londonDate, type Instant } from '../../domain/working-days';
import type { PrintedCardRow } from '../cards/card.model';
import { cardsOf } from '../cards/offers';
import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { ProcessRow } from '../core/process.model';
import { NodeRow, OrganisationRow } from '../organisations/organisation.model';
import { PersonRow } from '../people/person.model';
import { factsOf } from './application-facts.queries';
import { ApplicationMessageRow, ApplicationOrderRow, ApplicationRow, OrderLineRow } from './application.model';
import { pageOfList, type ListFilter } from './application-lists.queries';

/** An application with its applicant, its office, every requirement with its mark, its order and its case (APP-4, APP-7). */
export interface ApplicationDetails {
  application: ApplicationRow;
  asOf: Instant;
  person: PersonRow;
  office: NodeRow;
  /** The group right above the office; null where it lies in none. */
  group: NodeRow | null;
  organisation: OrganisationRow;
  requirements: Requirement[];
  order: string | null;
  /** Where the order says that its card goes. */
  cardsGoTo: ApplicationOrderRow['cardsGoTo'];
  /** The card that came of it; null before it is approved. */
  card: PrintedCardRow | null;
  /** What was asked, answered and given as a reason, oldest first (APP-6, APP-9). */
  messages: ApplicationMessageRow[];
  /** When it came to us: its order was paid. */
  receivedAt: Instant | null;
  /** Null before it is finalised for the first time. */
  process: ProcessRow | null;
}

/** A page of a list of applications (APP-7). */
export async function listApplications(trx: Transaction, filter: ListFilter, at: Instant): Promise<Page<ApplicationDetails>> {
  const { items, next } = await pageOfList(trx, filter, at);
  return { items: await described(trx, await inOrder(trx, items), at), next };
}

/** The applications on an order, newest first, at some nodes; anywhere in scope with null. */
export async function listOfOrder(
  trx: Transaction,
  { order, nodes, cursor, limit }: { order: string; nodes: string[] | null; cursor?: string | undefined; limit: number },
  at: Instant,
): Promise<Page<ApplicationDetails>> {
  const query = ApplicationRow.query(trx)
    .whereIn('id', OrderLineRow.query(trx).where({ order_id: order }).select('application_id'))
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (nodes) query.whereIn('node_id', nodes);
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

async function inOrder(trx: Transaction, ids: string[]): Promise<ApplicationRow[]> {
  const rows = new Map((await ApplicationRow.query(trx).findByIds(ids)).map((row) => [row.id, row]));
  return ids.flatMap((id) => rows.get(id) ?? []);
}

async function described(trx: Transaction, rows: ApplicationRow[], at: Instant): Promise<ApplicationDetails[]> {
  const ids = rows.map(({ id }) => id);
  const [facts, persons, offices, processes, organisations] = await Promise.all([
    factsOf(trx, ids, at),
    PersonRow.query(trx).findByIds(rows.map(({ personId }) => personId)),
    NodeRow.query(trx).findByIds([...new Set(rows.map(({ nodeId }) => nodeId))]),
    ProcessRow.query(trx).whereIn('entity_id', ids),
    OrganisationRow.query(trx).findByIds([...new Set(rows.map(({ organisationId }) => organisationId))]),
  ]);
  const orders = await ApplicationOrderRow.query(trx).findByIds([
    ...new Set([...facts.values()].flatMap(({ order }) => order?.order ?? [])),
  ]);
  const cards = await cardsOf(trx, ids);
  const messages = await ApplicationMessageRow.query(trx).whereIn('application_id', ids).orderBy('id');
  const above = await NodeRow.query(trx)
    .findByIds([...new Set(offices.flatMap(({ parentId }) => parentId ?? []))])
    .where('kind', 'group');
  return rows.map((application) => {
    const known = facts.get(application.id)!;
    const office = offices.find(({ id }) => id === application.nodeId)!;
    return {
      application,
      asOf: at,
      person: persons.find(({ id }) => id === application.personId)!,
      office,
      group: above.find(({ id }) => id === office.parentId) ?? null,
      organisation: organisations.find(({ id }) => id === application.organisationId)!,
      requirements: checkedOn(known, londonDate(at)),
      order: known.order?.order ?? null,
      cardsGoTo: orders.find(({ id }) => id === known.order?.order)?.cardsGoTo ?? 'deliveryOffice',
      card: cards.get(application.id) ?? null,
      messages: messages.filter(({ applicationId }) => applicationId === application.id),
      receivedAt: known.order?.paidAt ?? null,
      process: processes.find(({ entityId }) => entityId === application.id) ?? null,
    };
  });
}
