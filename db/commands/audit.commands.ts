import { currentPolicy } from '../../domain/policy';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../database';
import type { RequestedBy } from './requests.commands';

/** A change by a plain command, for the trail (AUD-1). */
export interface PlainChange {
  tenant: string;
  /** The organisation whose users see it in the trail, if any. */
  organisation?: string;
  entity: { type: string; id: string };
  event: string;
  at: Instant;
  before: unknown;
  after: unknown;
}

/** Writes the audit row of a plain command; decisions of processes write theirs in `record`. */
export async function auditChange(trx: Transaction, change: PlainChange, asked: Pick<RequestedBy, 'by' | 'reason'> | null): Promise<void> {
  await trx('audit').insert({
    tenant_id: change.tenant,
    organisation_id: change.organisation ?? null,
    entity_type: change.entity.type,
    entity_id: change.entity.id,
    event: change.event,
    at: change.at,
    ...asked?.by,
    reason: asked?.reason ?? null,
    before: JSON.stringify(change.before),
    after: JSON.stringify(change.after),
    policy_version: currentPolicy.version,
    calendar_version: trx.raw('calendar_version()'),
    evidence: '{}',
  });
}
