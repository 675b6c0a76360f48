import { hseStatusOf, type HseStatus } from '../../domain/people/hse-status';
import type { LocalDate } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { NodeRow } from '../organisations/organisation.model';
import { EmploymentRow } from './employment.model';
import { CardRow, HseRecordRow, PersonRow } from './person.model';

/** A current employee: the employment, the person, the office, cards by number, and how he stands with health and safety (EMP-5). */
export interface Employee {
  employment: EmploymentRow;
  person: PersonRow;
  office: NodeRow;
  cards: CardRow[];
  hse: { status: HseStatus; expiresOn: LocalDate | null };
}

/** By what an employer's current employees are narrowed and sorted. */
export interface EmployeeFilter {
  organisation: string;
  /** Every node whose employees are meant, each by name, so that few among thousands are planned for as few; null for all there are. */
  nodes: string[] | null;
  search?: string | undefined;
  sort: 'name' | 'startedOn';
  cursor?: string | undefined;
  limit: number;
}

const SORTED = {
  name: { column: 'sorted_by', form: 'name', of: (row: EmploymentRow) => row.sortedBy },
  startedOn: { column: 'started_on', form: 'date', of: (row: EmploymentRow) => row.startedOn },
} as const;

/** Current employees of one employer, by name or by the start of their work (EMP-5); each index-backed (db/migrations/0028). */
export async function listEmployees(trx: Transaction, filter: EmployeeFilter, today: LocalDate): Promise<Page<Employee>> {
  const { items, next } = page(await employmentsOf(trx, filter), filter.limit, (last) => [SORTED[filter.sort].of(last), last.id]);
  return { items: await withPersons(trx, items, today), next };
}

/** The statement of a page of employments, and one more. */
export function employmentsOf(trx: Transaction, { organisation, nodes, search, sort, cursor, limit }: EmployeeFilter) {
  const { column, form } = SORTED[sort];
  const query = current(trx, organisation, nodes)
    .orderBy([column, 'id'])
    .limit(limit + 1);
  if (search) query.whereRaw('id = any(array(select employees_called(?)))', [search]);
  if (cursor) query.whereRaw(`(${column}, id) > (?, ?::uuid)`, decodeCursor(cursor, form, 'id'));
  return query;
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

function current(trx: Transaction, organisation: string, nodes: string[] | null) {
  const query = EmploymentRow.query(trx).where('organisation_id', organisation).whereNull('ended_on');
  if (nodes) query.whereIn('node_id', nodes);
  return query;
}

async function withPersons(trx: Transaction, rows: EmploymentRow[], today: LocalDate): Promise<Employee[]> {
  const ids = rows.map(({ personId }) => personId);
  const [persons, cards, records, offices] = await Promise.all([
    PersonRow.query(trx).findByIds(ids),
    CardRow.query(trx).whereIn('person_id', ids).where('state', 'issued').orderBy(['valid_to', 'number']),
    HseRecordRow.query(trx).whereIn('person_id', ids),
    NodeRow.query(trx).findByIds([...new Set(rows.map(({ nodeId }) => nodeId))]),
  ]);
  return rows.map((employment) => ({
    employment,
    person: persons.find(({ id }) => id === employment.personId)!,
    office: offices.find(({ id }) => id === employment.nodeId)!,
    cards: cards.filter(({ personId }) => personId === employment.personId),
    hse: hseStatusOf(
      records.filter(({ personId }) => personId === employment.personId),
      today,
    ),
  }));
}
