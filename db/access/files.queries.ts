import type { Transaction } from '../core/database';
import { FileRow } from './file.model';

/** A file without its content. */
export interface FileDetails {
  id: string;
  about: string;
  person: string;
  name: string;
  type: string;
  bytes: number;
  uploadedBy: string;
  uploadedAt: string;
}

const COLUMNS = ['id', 'entity_id', 'person_id', 'name', 'type', 'bytes', 'uploaded_by', 'uploaded_at'];

/** The files about a case or a user in scope, oldest first. */
export async function filesOf(trx: Transaction, entity: string): Promise<FileDetails[]> {
  return (await kept(trx).where('entity_id', entity).orderBy('id')).map(detailsOf);
}

/** A file in scope, or undefined. */
export async function findFile(trx: Transaction, id: string): Promise<FileDetails | undefined> {
  const row = await kept(trx).findById(id);
  return row && detailsOf(row);
}

function kept(trx: Transaction) {
  return FileRow.query(trx).select(COLUMNS).whereNull('removed_at');
}

function detailsOf({ id, entityId: about, personId: person, name, type, bytes, uploadedBy, uploadedAt }: FileRow): FileDetails {
  return { id, about, person, name, type, bytes, uploadedBy, uploadedAt };
}
