import { UserRow } from '../access/user.model';
import type { Transaction } from '../core/database';
import { CardRow, HseRecordRow, PersonRow } from './person.model';
import { IdentityCheckRow, PhotoRow } from './photo.model';

/** All that is on record of a person, as he may see it (SEC-13). */
export interface OwnRecord {
  person: PersonRow;
  photos: PhotoRow[];
  cards: CardRow[];
  assessments: HseRecordRow[];
}

/** The person whom an individual's account stands for. */
export async function personOf(trx: Transaction, user: string): Promise<string> {
  return (await UserRow.query(trx).findById(user).throwIfNotFound()).personId!;
}

/** What is on record of a person. */
export async function recordOf(trx: Transaction, id: string): Promise<OwnRecord> {
  const of = { person_id: id };
  const [person, photos, cards, assessments] = await Promise.all([
    PersonRow.query(trx).findById(id).throwIfNotFound(),
    PhotoRow.query(trx).where(of).orderBy(['given_at', 'id']),
    CardRow.query(trx).where(of).whereNot('state', 'approved').orderBy('valid_from', 'desc'),
    HseRecordRow.query(trx).where(of).orderBy('taken_on', 'desc'),
  ]);
  return { person, photos, cards, assessments };
}

/** The check of photo and identity that was asked or decided last, by application. */
export async function lastChecks(trx: Transaction, applications: string[]): Promise<Map<string, IdentityCheckRow>> {
  const rows = await IdentityCheckRow.query(trx).whereIn('application_id', applications).orderBy(['asked_at', 'id']);
  return new Map(rows.map((row) => [row.applicationId, row]));
}
