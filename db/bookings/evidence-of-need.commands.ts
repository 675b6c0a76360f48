import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { modifiedPapersNames } from '../../domain/bookings/modified-papers';
import { isEvidenceOpen } from '../../domain/bookings/modified-papers.state';
import { notGiven } from '../../domain/bookings/papers-marking';
import type { Instant } from '../../domain/working-days';
import type { CleanFile } from '../../platform/file-content';
import type { Keyring } from '../../platform/keys';
import { makePersonKey, sealFor, unsealFor } from '../../platform/person-keys';
import { auditChange } from '../core/audit.commands';
import { CommitRefused } from '../core/commit-refused';
import type { Transaction } from '../core/database';
import { lockRow } from '../core/edits';
import type { RequestedBy } from '../core/requests.commands';
import { wakeProcesses } from '../core/wakes';
import { EvidenceRow, ModifiedPapersRow } from './modified-papers.model';

/** REG-15: keeps the evidence of need that a centre uploads where it is asked for, under a key of its own; the case hears of it. Throws a refusal where none is. */
export async function giveEvidence(
  trx: Transaction,
  papers: string,
  file: CleanFile,
  ring: Keyring,
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  const row = await lockRow(trx, ModifiedPapersRow, papers);
  const last = await EvidenceRow.query(trx).where({ papers_id: papers }).orderBy('round', 'desc').select('round', 'uploaded_at').first();
  const isAwaited = row.isOpen && isEvidenceOpen(row) && row.evidence !== 'toDecide';
  const refusal = notGiven({ isAwaited, askedAt: row.evidenceSince, lastAt: last?.uploadedAt ?? null });
  if (refusal) throw new CommitRefused([refusal]);
  const { tenantId, organisationId } = row;
  const key = makePersonKey(ring);
  const round = (last?.round ?? 0) + 1;
  const { name, type, content } = file;
  const kept = { bytes: content.length, sha256: createHash('sha256').update(content).digest(), content: sealFor(key, ring, content) };
  const of = { id: uuid(), tenantId, organisationId, papersId: papers, round, uploadedBy: asked.by.user_id, uploadedAt: at };
  await EvidenceRow.query(trx).insert({ ...of, name, type, ...kept, ...key });
  const entity = { type: modifiedPapersNames.entity, id: papers };
  const change = { event: 'evidenceUploaded', at, before: null, after: { round, type, bytes: content.length } };
  await auditChange(trx, { tenant: tenantId, organisation: organisationId, entity, ...change }, asked);
  await wakeProcesses(trx, [papers]);
}

/** The evidence that was uploaded last, opened; null where none was. That it was read stands in the trail: it tells of somebody's health. */
export async function readEvidence(
  trx: Transaction,
  papers: string,
  ring: Keyring,
  asked: { by: Partial<RequestedBy['by']> & { user_id: string }; reason: string | null },
  at: Instant,
): Promise<CleanFile | null> {
  const row = await EvidenceRow.query(trx).where({ papers_id: papers }).orderBy('round', 'desc').first();
  if (!row) return null;
  const { tenantId: tenant, organisationId: organisation, round, name, type } = row;
  const entity = { type: modifiedPapersNames.entity, id: papers };
  await auditChange(trx, { tenant, organisation, entity, event: 'evidenceRead', at, before: null, after: { round } }, asked);
  return { name, type, content: unsealFor(row, ring, row.content) };
}
