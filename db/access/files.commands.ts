import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Instant } from '../../domain/working-days';
import type { CleanFile } from '../../platform/file-content';
import type { Keyring } from '../../platform/keys';
import { makePersonKey, sealFor, unsealFor, type WrappedKey } from '../../platform/person-keys';
import type { Transaction } from '../core/database';
import { auditChange } from '../core/audit.commands';
import type { RequestedBy } from '../core/requests.commands';
import { personOfUser } from '../people/offers';
import { FileRow, PersonKeyRow } from './file.model';

/** What a file belongs to: the case or user that it is about, and whose data it is, a user's or a person's. */
export interface FileOwner {
  tenant: string;
  organisation: string | null;
  entity: { type: string; id: string };
  user: string;
}

/** The same, where the person is known, who may have no account. */
export type PersonsFile = Omit<FileOwner, 'user'> & { person: string };

/** Who brought a file or asked for it, and as far as it is known by which request. */
interface Uploader {
  by: Partial<RequestedBy['by']> & { user_id: string };
  reason: string | null;
}

/** Keeps a file under the key of its person (SEC-12); answers its identifier. */
export async function keepFile(
  trx: Transaction,
  owner: FileOwner,
  file: CleanFile,
  ring: Keyring,
  asked: Uploader,
  at: Instant,
): Promise<string> {
  return keepPersonsFile(trx, { ...owner, person: await personOfUser(trx, owner.tenant, owner.user) }, file, ring, asked, at);
}

/** Keeps a file under the key of a person (SEC-12); answers its identifier. */
export async function keepPersonsFile(
  trx: Transaction,
  owner: PersonsFile,
  file: CleanFile,
  ring: Keyring,
  asked: Uploader,
  at: Instant,
): Promise<string> {
  const id = uuid();
  const { person } = owner;
  const key = await keyOf(trx, owner.tenant, person, ring);
  await FileRow.query(trx).insert({
    id,
    tenantId: owner.tenant,
    organisationId: owner.organisation,
    entityId: owner.entity.id,
    personId: person,
    name: file.name,
    type: file.type,
    bytes: file.content.length,
    sha256: createHash('sha256').update(file.content).digest(),
    content: sealFor(key, ring, file.content),
    uploadedBy: asked.by.user_id,
    uploadedAt: at,
  });
  const { tenant, entity, organisation } = owner;
  const change = { before: null, after: { file: id, type: file.type, bytes: file.content.length } };
  await auditChange(trx, { tenant, organisation, entity, event: 'fileAdded', at, ...change }, asked);
  return id;
}

/** A file's content, opened with its person's key; null where it is gone. */
export async function openFile(
  trx: Transaction,
  id: string,
  ring: Keyring,
): Promise<{ name: string; type: string; content: Buffer } | null> {
  const row = await FileRow.query(trx).findById(id).whereNull('removed_at');
  const key = row && (await PersonKeyRow.query(trx).findById(row.personId));
  return key ? { name: row.name, type: row.type, content: unsealFor(key, ring, row.content) } : null;
}

/** Takes a file away for good: what it held is gone, that it was there stays (RET-1). */
export async function removeFile(trx: Transaction, id: string, at: Instant): Promise<void> {
  await FileRow.query(trx)
    .findById(id)
    .whereNull('removed_at')
    .patch({ content: Buffer.alloc(0), removedAt: at });
}

async function keyOf(trx: Transaction, tenant: string, person: string, ring: Keyring): Promise<WrappedKey> {
  const made = makePersonKey(ring);
  await PersonKeyRow.query(trx)
    .insert({ ...made, personId: person, tenantId: tenant })
    .onConflict('person_id')
    .ignore();
  return PersonKeyRow.query(trx).findById(person).throwIfNotFound();
}
