import { openLists } from '../../domain/applications/lists';
import { hseStatusOf, type HseStatus } from '../../domain/people/hse-status';
import type { LocalDate } from '../../domain/working-days';
import { ApplicationRow } from '../applications/application.model';
import { goneOnFrom } from './cards.queries';
import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { NodeRow, OrganisationRow } from '../organisations/organisation.model';
import { EmploymentRow, PersonLookUpRow } from './employment.model';
import { CardRow, HseRecordRow, PersonRow } from './person.model';

/** A current employee: the employment, the person, the office, cards by number, and how he stands with health and safety (EMP-5). */
export interface Employee {
  employment: EmploymentRow;
  person: PersonRow;
  office: NodeRow;
  organisation: OrganisationRow;
  cards: CardRow[];
  /** Those that an application goes on from, a card among them that was revoked and can be replaced (APP-1, CER-3). */
  goneOnFrom: CardRow[];
  hse: { status: HseStatus; expiresOn: LocalDate | null };
  /** Applications of his that go on, as far as the caller sees them (APP-7). */
  inProgress: number;
}

/** By what an employer's current employees are narrowed and sorted. */
export interface EmployeeFilter {
  /** Null for all employers, for staff. */
  organisation: string | null;
  /** Every node whose employees are meant, each by name, so that few among thousands are planned for as few; null for all there are. */
  nodes: string[] | null;
  search?: string | undefined;
  /** Those whose card runs out by a day, or has, the first one first (EMP-5). */
  cardsBy?: LocalDate | undefined;
  /** Those who stand so with health and safety, whose pass runs out first one first; those without one by name. */
  hse?: HseStatus | undefined;
  sort: 'name' | 'startedOn';
  cursor?: string | undefined;
  limit: number;
}

const SORTED = {
  name: { column: 'sorted_by', form: 'name', of: (row: EmploymentRow) => row.sortedBy },
  startedOn: { column: 'started_on', form: 'date', of: (row: EmploymentRow) => row.startedOn },
  cards: { column: 'cards_until', form: 'date', of: (row: EmploymentRow) => row.cardsUntil! },
  hse: { column: 'hse_until', form: 'date', of: (row: EmploymentRow) => row.hseUntil! },
} as const;

/** Current employees of one employer, by name or by the start of their work (EMP-5); each index-backed (db/migrations/0028, 0033). */
export async function listEmployees(trx: Transaction, filter: EmployeeFilter, today: LocalDate): Promise<Page<Employee>> {
  const { of } = orderOf(filter);
  const { items, next } = page(await employmentsOf(trx, filter, today), filter.limit, (last) => [of(last), last.id]);
  return { items: await withPersons(trx, items, today), next };
}

/** The current employment by an organisation of whom a look-up found; null where it found nobody whom it employs. */
export async function employmentFound(trx: Transaction, lookUp: string, organisation: string): Promise<string | null> {
  const found = PersonLookUpRow.query(trx).select('person_id').findById(lookUp);
  const row = await EmploymentRow.query(trx).findOne({ organisation_id: organisation, ended_on: null }).where('person_id', found);
  return row?.id ?? null;
}

/** The statement of a page of employments, and one more. */
export function employmentsOf(trx: Transaction, filter: EmployeeFilter, today: LocalDate) {
  const { organisation, nodes, search, cardsBy, hse, cursor, limit } = filter;
  const { column, form } = orderOf(filter);
  const query = current(trx, organisation, nodes)
    .orderBy([column, 'id'])
    .limit(limit + 1);
  if (search) query.whereRaw('id = any(array(select employees_called(?)))', [search]);
  if (cardsBy) query.where('cards_until', '<=', cardsBy);
  if (hse === 'none') query.whereNull('hse_until');
  else if (hse) query.where('hse_until', hse === 'inDate' ? '>=' : '<', today);
  if (cursor) query.whereRaw(`(${column}, id) > (?, ?::uuid)`, decodeCursor(cursor, form, 'id'));
  return query;
}

/** How many current employees have a card that runs out by a day, or has, counted up to a number (EMP-7). */
export async function countExpiring(
  trx: Transaction,
  { organisation, nodes }: Pick<EmployeeFilter, 'organisation' | 'nodes'>,
  by: LocalDate,
  most: number,
): Promise<number> {
  const counted = current(trx, organisation, nodes).where('cards_until', '<=', by).select('id').limit(most);
  return (await counted).length;
}

function orderOf({ cardsBy, hse, sort }: EmployeeFilter) {
  if (cardsBy) return SORTED.cards;
  if (hse) return hse === 'none' ? SORTED.name : SORTED.hse;
  return SORTED[sort];
}

/** Whoever lets employees leave waits until the transaction ends, and it waits for them: nothing is begun for who has left meanwhile (EMP-3). */
export async function holdEmployees(trx: Transaction, ids: string[]): Promise<void> {
  await EmploymentRow.query(trx).select('id').findByIds(ids).orderBy('id').forShare();
}

/** A current employee at one of the given nodes, or undefined: whoever has left is none any more (EMP-3). */
export async function findEmployee(
  trx: Transaction,
  id: string,
  { organisation, nodes }: Pick<EmployeeFilter, 'organisation' | 'nodes'>,
  today: LocalDate,
): Promise<Employee | undefined> {
  const row = await current(trx, organisation, nodes).findById(id);
  return row && (await withPersons(trx, [row], today))[0];
}

function current(trx: Transaction, organisation: string | null, nodes: string[] | null) {
  const query = EmploymentRow.query(trx).whereNull('ended_on');
  if (organisation) query.where('organisation_id', organisation);
  if (nodes) query.whereIn('node_id', nodes);
  return query;
}

async function withPersons(trx: Transaction, rows: EmploymentRow[], today: LocalDate): Promise<Employee[]> {
  const ids = rows.map(({ personId }) => personId);
  const [persons, cards, records, offices, applications, organisations] = await Promise.all([
    PersonRow.query(trx).findByIds(ids),
    CardRow.query(trx).whereIn('person_id', ids).where(goneOnFrom).orderBy(['valid_to', 'number']),
    HseRecordRow.query(trx).whereIn('person_id', ids),
    NodeRow.query(trx).findByIds([...new Set(rows.map(({ nodeId }) => nodeId))]),
    ApplicationRow.query(trx).whereIn('person_id', ids).whereIn('state', openLists.inProgress).select('person_id'),
    OrganisationRow.query(trx).findByIds([...new Set(rows.map(({ organisationId }) => organisationId))]),
  ]);
  return rows.map((employment) => ({
    employment,
    person: persons.find(({ id }) => id === employment.personId)!,
    office: offices.find(({ id }) => id === employment.nodeId)!,
    organisation: organisations.find(({ id }) => id === employment.organisationId)!,
    cards: cards.filter(({ personId, state }) => personId === employment.personId && state !== 'revoked'),
    goneOnFrom: cards.filter(({ personId }) => personId === employment.personId),
    hse: hseStatusOf(
      records.filter(({ personId }) => personId === employment.personId),
      today,
    ),
    inProgress: applications.filter(({ personId }) => personId === employment.personId).length,
  }));
}
