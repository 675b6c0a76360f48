import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { startOfDate, type Instant, type LocalDate } from '../../domain/working-days';
import type { CleanFile } from '../../platform/file-content';
import { seal, unseal, type Keyring } from '../../platform/keys';
import type { Asking } from '../catalogue/offers';
import { auditChange } from '../core/audit.commands';
import { refused } from '../core/commit-refused';
import type { Transaction } from '../core/database';
import { editRow, insistOnVersion, lockRow } from '../core/edits';
import { MaterialRow, TopicRow } from './controlled.model';

/** What a material is called, and when it is released: at 00:00 London of a day, or at an instant. */
export interface WantedMaterial {
  title: string;
  releasedOn?: LocalDate | undefined;
  releasedAt?: Instant | undefined;
}

/** Keeps a file as a material of a list, of one of its topics or of all (MAT-1); answers its identifier. Throws a refusal where the topic is another list's. */
export async function addMaterial(
  trx: Transaction,
  { list, topic, ...wanted }: WantedMaterial & { list: string; topic: string | null },
  file: CleanFile,
  ring: Keyring,
  { tenant, asked, at }: Asking,
): Promise<string> {
  if (topic !== null && !(await TopicRow.query(trx).findOne({ id: topic, list_id: list })))
    throw refused('topic', 'MAT-1', 'The list has no such topic', 'Take it from GET /v1/topics.', '/topic');
  const id = uuid();
  const { keyId: contentKeyId, sealed: content } = seal(file.content, ring);
  const sha256 = createHash('sha256').update(file.content).digest();
  const { name, type } = file;
  const bytes = file.content.length;
  const release = releaseOf(wanted);
  const of = { id, tenantId: tenant, listId: list, topicId: topic, withdrawnAt: null, uploadedAt: at, ...release };
  await MaterialRow.query(trx).insert({ ...of, name, type, bytes, sha256, content, contentKeyId });
  const after = { list, topic, ...release, type, bytes };
  await auditChange(trx, { tenant, entity: { type: 'material', id }, event: 'made', at, before: null, after }, asked);
  return id;
}

/** Renames a material, moves its release, withdraws it or takes it back in (MAT-1). Throws a refusal where it is at another version than was read. */
export async function changeMaterial(
  trx: Transaction,
  id: string,
  seen: number | null,
  { isWithdrawn, ...wanted }: WantedMaterial & { isWithdrawn?: boolean | undefined },
  { tenant, asked, at }: Asking,
): Promise<void> {
  const before = await lockRow(trx, MaterialRow, id);
  insistOnVersion(before, seen);
  const withdrawnAt = (isWithdrawn ?? before.withdrawnAt !== null) ? (before.withdrawnAt ?? at) : null;
  const columns = { ...releaseOf(wanted), withdrawnAt };
  const was = { title: before.title, releasedAt: before.releasedAt, withdrawnAt: before.withdrawnAt };
  const change = { tenant, entity: { type: 'material', id }, event: 'changed', at, before: was, after: columns };
  await editRow(trx, MaterialRow, columns, change, asked);
}

/** The file of a material. */
export async function openMaterial(trx: Transaction, id: string, ring: Keyring): Promise<CleanFile> {
  const { name, type, content, contentKeyId } = await MaterialRow.query(trx).findById(id).throwIfNotFound();
  return { name, type, content: unseal(content, contentKeyId, ring) };
}

function releaseOf({ title, releasedOn, releasedAt }: WantedMaterial): { title: string; releasedAt: Instant } {
  return { title, releasedAt: releasedAt ?? startOfDate(releasedOn!) };
}
