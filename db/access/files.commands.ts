import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Instant } from '../../domain/working-days';
import type { CleanFile } from '../../platform/file-content';
import type { Keyring } from '../../platform/keys';
import { makePersonKey, sealFor, unsealFor, type WrappedKey } from '../../platform/person-keys';
import type { Transaction } from '../core/database';
import { auditChange } from '../core/audit.commands';
import type { RequestedBy } from '../core/requests.commands';

/** What a file belongs to: the case or user that it is about, and the person whose data it is. */
export interface FileOwner {
  tenant: string;
  organisation: string | null;
  entity: { type: string; id: string };
  person: string;
}

/** Keeps a file under the key of its person (SEC-12); answers its identifier. */
export async function keepFile(
  trx: Transaction,
  owner: FileOwner,
  file: CleanFile,
  ring: Keyring,
  asked: RequestedBy,
  at: Instant,
): Promise<string> {
  const id = uuid();
  const key = await keyOf(trx, owner, ring);
  await trx('files').insert({
    id,
    tenant_id: owner.tenant,
    organisation_id: owner.organisation,
    entity_id: owner.entity.id,
    person_id: owner.person,
    name: file.name,
    type: file.type,
    bytes: file.content.length,
    sha256: createHash('sha256').update(file.content).digest(),
    content: sealFor(key, ring, file.content),
    uploaded_by: asked.by.user_id,
    uploaded_at: at,
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
  const row = await trx('files as f')
    .join('person_keys as k', 'k.user_id', 'f.person_id')
    .where('f.id', id)
    .whereNull('f.removed_at')
    .first('f.name', 'f.type', 'f.content', 'k.wrapped', 'k.key_id as keyId');
  return row ? { name: row.name, type: row.type, content: unsealFor(row, ring, row.content) } : null;
}

async function keyOf(trx: Transaction, { person, tenant }: FileOwner, ring: Keyring): Promise<WrappedKey> {
  const made = makePersonKey(ring);
  await trx('person_keys')
    .insert({ user_id: person, tenant_id: tenant, wrapped: made.wrapped, key_id: made.keyId })
    .onConflict('user_id')
    .ignore();
  return trx('person_keys').where({ user_id: person }).first('wrapped', 'key_id as keyId');
}
