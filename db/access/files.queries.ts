import type { Transaction } from '../core/database';

/** A file without its content. */
export interface FileRow {
  id: string;
  about: string;
  person: string;
  name: string;
  type: string;
  bytes: number;
  uploadedBy: string;
  uploadedAt: string;
}

const COLUMNS = [
  'id',
  'entity_id as about',
  'person_id as person',
  'name',
  'type',
  'bytes',
  'uploaded_by as uploadedBy',
  'uploaded_at as uploadedAt',
];

/** The files about a case or a user in scope, oldest first. */
export async function filesOf(trx: Transaction, entity: string): Promise<FileRow[]> {
  return trx('files').where({ entity_id: entity }).whereNull('removed_at').orderBy('id').select(COLUMNS);
}

/** A file in scope, or undefined. */
export async function findFile(trx: Transaction, id: string): Promise<FileRow | undefined> {
  return trx('files').where({ id }).whereNull('removed_at').first(COLUMNS);
}
