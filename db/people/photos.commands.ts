import { v7 as uuid } from 'uuid';
import { newestOf, validityOf, verifiedOn } from '../../domain/people/photo';
import { londonDate, type Instant } from '../../domain/working-days';
import type { CleanFile } from '../../platform/file-content';
import type { Keyring } from '../../platform/keys';
import { keepPersonsFile, openFile } from '../access/offers';
import { recheckOf } from '../applications/offers';
import type { Transaction } from '../core/database';
import { numbersInForce } from '../core/policies.queries';
import type { RequestedBy } from '../core/requests.commands';
import { PhotoRow } from './photo.model';

/** Whose photo it is, and the organisation that brings it; null where staff or the person do. */
export interface PhotoOf {
  tenant: string;
  organisation: string | null;
  person: string;
}

/** Keeps a photo under the person's key; what is applied for or held looks at it. Answers its identifier (APP-2, SEC-12). */
export async function givePhoto(
  trx: Transaction,
  { tenant, organisation, person }: PhotoOf,
  file: CleanFile,
  ring: Keyring,
  asked: RequestedBy,
  at: Instant,
): Promise<string> {
  const owner = { tenant, organisation, entity: { type: 'person', id: person }, person };
  const fileId = await keepPersonsFile(trx, owner, file, ring, asked, at);
  const id = uuid();
  await PhotoRow.query(trx).insert({ id, tenantId: tenant, personId: person, fileId, givenAt: at, givenBy: asked.by.user_id });
  await recheckOf(trx, [person], at);
  return id;
}

/** A photo is verified: it holds for so many years, and serves whatever the person applies for (IDV-1). */
export async function verifyPhoto(trx: Transaction, id: string, at: Instant): Promise<void> {
  const { identity } = await numbersInForce(trx);
  await PhotoRow.query(trx)
    .findById(id)
    .whereNull('verified_at')
    .patch({ verifiedAt: at, ...validityOf(at, identity.photoYears) });
}

/** The photo of a person that is to be verified next: the newest one; undefined where there is none. */
export async function photoToVerify(trx: Transaction, person: string): Promise<PhotoRow | undefined> {
  return newestOf(await photosOf(trx, person)) ?? undefined;
}

/** True where a verified photo is in date on the London day of an instant (IDV-1). */
export async function isVerified(trx: Transaction, person: string, at: Instant): Promise<boolean> {
  return verifiedOn(await photosOf(trx, person), londonDate(at)) !== null;
}

/** The photo that a person is known by: the verified one in date, else the newest; null where there is none or it is gone. */
export async function openPhoto(trx: Transaction, person: string, ring: Keyring, at: Instant): Promise<CleanFile | null> {
  const rows = await photosOf(trx, person);
  const row = verifiedOn(rows, londonDate(at)) ?? newestOf(rows);
  return row && openFile(trx, row.fileId, ring);
}

function photosOf(trx: Transaction, person: string): Promise<PhotoRow[]> {
  return PhotoRow.query(trx).where('person_id', person).orderBy(['given_at', 'id']).execute();
}
