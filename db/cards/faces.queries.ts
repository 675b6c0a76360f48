import { verifiedOn, newestOf } from '../../domain/people/photo';
import type { LocalDate } from '../../domain/working-days';
import type { Keyring } from '../../platform/keys';
import { openFile } from '../access/offers';
import { findOccupation } from '../applications/offers';
import type { Transaction } from '../core/database';
import { PersonRow } from '../people/person.model';
import { PhotoRow } from '../people/photo.model';
import { qualificationsOnRecord } from '../qualifications/offers';
import type { PrintedCardRow } from './card.model';

/** What stands on a card: in front whose and what it is, on the back the qualifications on record. */
export interface CardFace {
  number: string;
  name: string;
  type: string;
  occupation: string | null;
  validTo: LocalDate;
  /** The code of its public page. */
  code: string;
  qualifications: string[];
  /** JPEG; null where none is on record. */
  photo: Buffer | null;
}

/** What stands on a card on a London date, with the photo that holds longest. */
export async function faceOf(trx: Transaction, card: PrintedCardRow, ring: Keyring, on: LocalDate): Promise<CardFace> {
  const { personId, number, type, occupation, grade, validTo, code } = card;
  const [person, photos, qualifications, known] = await Promise.all([
    PersonRow.query(trx).findById(personId).throwIfNotFound(),
    PhotoRow.query(trx).where({ person_id: personId }).orderBy(['given_at', 'id']),
    qualificationsOnRecord(trx, personId, on),
    occupation ? findOccupation(trx, occupation, grade, on) : undefined,
  ]);
  const photo = verifiedOn(photos, on) ?? newestOf(photos);
  const file = photo && (await openFile(trx, photo.fileId, ring));
  const face = { number, type, validTo, code, qualifications, name: person.fullName, occupation: known?.name ?? null };
  return { ...face, photo: file?.content ?? null };
}
