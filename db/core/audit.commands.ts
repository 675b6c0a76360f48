import type { Instant } from '../../domain/working-days';
import type { Transaction } from './database';
import type { RequestedBy } from './requests.commands';

/** A change by a plain command, for the trail (AUD-1). */
export interface PlainChange {
  tenant: string;
  /** The organisation whose users see it in the trail, if any. */
  organisation?: string | null;
  entity: { type: string; id: string };
  event: string;
  at: Instant;
  before: unknown;
  after: unknown;
}

/** Who did it, as far as somebody is known. */
interface AskedBy {
  by: Partial<RequestedBy['by']>;
  reason: string | null;
}

/** Writes the audit row of a plain command; decisions of processes write theirs in `record`. */
export function auditChange(trx: Transaction, change: PlainChange, asked: AskedBy | null): Promise<void> {
  return auditChanges(trx, [change], asked);
}

/** Writes the audit rows of many changes at once. */
export async function auditChanges(trx: Transaction, changes: PlainChange[], asked: AskedBy | null): Promise<void> {
  const rows = changes.map((change) => ({
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
    policy_version: trx.raw('policy_version(?)', [change.at]),
    calendar_version: trx.raw('calendar_version()'),
    evidence: '{}',
  }));
  if (rows.length > 0) await trx('audit').insert(rows);
}
