import { v7 as uuid } from 'uuid';
import { refuse } from '../../domain/refusal';
import type { Instant } from '../../domain/working-days';
import { FileRow } from '../access/file.model';
import { recheckOf } from '../applications/offers';
import { ApplicationRow } from '../applications/application.model';
import { auditChange } from '../core/audit.commands';
import { CommitRefused } from '../core/commit-refused';
import type { Transaction } from '../core/database';
import type { RequestedBy } from '../core/requests.commands';
import { HseExemptionRow } from './hse-result.model';

/**
 * HSE-1, HSE-5: a case operator accepts that the applicant needs no assessment, by a file about the application as evidence: it is
 * the person's from then on. Throws a refusal where the evidence is no file about it.
 */
export async function exempt(
  trx: Transaction,
  application: ApplicationRow,
  evidence: string,
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  const file = await FileRow.query(trx).findOne({ id: evidence, entity_id: application.id }).whereNull('removed_at').select('id');
  if (!file) {
    const remedy = 'Upload it about the application first: POST /v1/files?about=….';
    throw new CommitRefused([refuse('evidence', 'HSE-5', 'There is no such file about this application', remedy, '/evidence')]);
  }
  const { id: applicationId, tenantId, personId, organisationId: organisation } = application;
  const of = { id: uuid(), tenantId, personId, applicationId, evidenceId: evidence };
  await HseExemptionRow.query(trx).insert({ ...of, acceptedAt: at, acceptedBy: asked.by.user_id, reason: asked.reason ?? '' });
  const change = { event: 'exempted', at, before: null, after: { evidence } };
  await auditChange(trx, { tenant: tenantId, organisation, entity: { type: 'application', id: applicationId }, ...change }, asked);
  await recheckOf(trx, [personId], at);
}
