import type { QualificationState } from '../../domain/qualifications/qualification.state';
import type { LocalDate } from '../../domain/working-days';
import { FileRow } from '../access/file.model';
import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { ProcessRow } from '../core/process.model';
import { PersonRow } from '../people/person.model';
import { GivingRow, QualificationKindRow, QualificationRow } from './qualification.model';

/** A qualification with whose it is, its kind's name, all that was given and its case. */
export interface QualificationDetails {
  qualification: QualificationRow;
  person: PersonRow;
  kindName: string | null;
  /** Oldest first. */
  givings: GivingRow[];
  /** The type of the document that was given last; null where none was. */
  documentType: string | null;
  /** Null before the relay has started it. */
  process: ProcessRow | null;
}

/** What a list is narrowed by. */
export interface QualificationFilter {
  /** The nodes at which the caller may look, for those who are employed there; null for all there are in scope. */
  nodes: string[] | null;
  /** A registration number. */
  person?: string | undefined;
  state?: QualificationState | undefined;
  /** Those of whom an application in scope is. */
  application?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** Qualifications in scope, newest first. */
export async function listQualifications(trx: Transaction, filter: QualificationFilter): Promise<Page<QualificationDetails>> {
  const { nodes, person, state, application, cursor, limit } = filter;
  const query = qualificationsAt(trx, nodes)
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (person) query.whereIn('person_id', PersonRow.query(trx).select('id').where({ number: person }));
  if (application) query.whereRaw('person_id = (select person_id from applications where id = ?)', [application]);
  if (state) query.where({ state });
  if (cursor) query.where('id', '<', decodeCursor(cursor, 'id')[0]!);
  const { items, next } = page(await query, limit, (last) => [last.id]);
  return { items: await described(trx, items), next };
}

/** What a person's qualifications are called that are verified or accepted and in date on a London date, by name (QUA-1). */
export async function qualificationsOnRecord(trx: Transaction, person: string, on: LocalDate): Promise<string[]> {
  const rows = await QualificationRow.query(trx)
    .where({ person_id: person })
    .whereIn('state', ['verified', 'accepted'])
    .whereRaw('(valid_to is null or valid_to >= ?)', [on]);
  const kinds = await QualificationKindRow.query(trx).whereIn(
    'code',
    rows.flatMap(({ kind }) => kind ?? []),
  );
  return kinds.map(({ name }) => name).sort();
}

/** A qualification in scope of whom is employed at the given nodes, or undefined. */
export async function findQualification(trx: Transaction, id: string, nodes: string[] | null): Promise<QualificationDetails | undefined> {
  return (await described(trx, await qualificationsAt(trx, nodes).findByIds([id])))[0];
}

function qualificationsAt(trx: Transaction, nodes: string[] | null) {
  const query = QualificationRow.query(trx);
  const employed =
    'exists (select from employments e where e.person_id = qualifications.person_id and e.ended_on is null and e.node_id = any(?::uuid[]))';
  if (nodes) query.whereRaw(employed, [nodes]);
  return query;
}

/** The document that was given last, or undefined. */
export function lastDocument(trx: Transaction, id: string): Promise<GivingRow | undefined> {
  return GivingRow.query(trx).where({ qualification_id: id }).whereNotNull('file_id').orderBy('round', 'desc').first().execute();
}

async function described(trx: Transaction, rows: QualificationRow[]): Promise<QualificationDetails[]> {
  const ids = rows.map(({ id }) => id);
  const [persons, kinds, givings, processes] = await Promise.all([
    PersonRow.query(trx).findByIds(rows.map(({ personId }) => personId)),
    QualificationKindRow.query(trx),
    GivingRow.query(trx).whereIn('qualification_id', ids).orderBy('round'),
    ProcessRow.query(trx).whereIn('entity_id', ids),
  ]);
  const files = await FileRow.query(trx)
    .select('id', 'type')
    .findByIds(givings.flatMap(({ fileId }) => fileId ?? []));
  return rows.map((qualification) => ({
    qualification,
    documentType: typeOfLast(
      files,
      givings.filter(({ qualificationId }) => qualificationId === qualification.id),
    ),
    person: persons.find(({ id }) => id === qualification.personId)!,
    kindName: kinds.find(({ code }) => code === qualification.kind)?.name ?? null,
    givings: givings.filter(({ qualificationId }) => qualificationId === qualification.id),
    process: processes.find(({ entityId }) => entityId === qualification.id) ?? null,
  }));
}

function typeOfLast(files: FileRow[], givings: GivingRow[]): string | null {
  const last = givings.filter(({ fileId }) => fileId).at(-1);
  return files.find(({ id }) => id === last?.fileId)?.type ?? null;
}
