import type { Instant } from '../../domain/working-days';
import { prepared, type Transaction } from './database';
import type { RequestedBy } from './requests.commands';

const AUDIT = `
  insert into audit (tenant_id, organisation_id, entity_type, entity_id, event, at, user_id, session_id, api_key_id, ip, request_id, reason, before, after, policy_version, evidence, calendar_version)
  select tenant_id, organisation_id, entity_type, entity_id, event, at, user_id, session_id, api_key_id, ip, request_id, reason, before, after, policy_version(at), coalesce(evidence, '{}'), calendar_version()
  from jsonb_to_recordset($1) as c(tenant_id uuid, organisation_id uuid, entity_type text, entity_id uuid, event text, at timestamptz, user_id uuid,
    session_id uuid, api_key_id uuid, ip text, request_id uuid, reason text, before jsonb, after jsonb, evidence jsonb)`;

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
  /** Moments that the outcome turned on (WHY-4). */
  evidence?: Record<string, string>;
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
    before: change.before ?? null,
    after: change.after ?? null,
    evidence: change.evidence ?? null,
  }));
  if (rows.length > 0) await prepared(trx, 'audit-changes', AUDIT, [JSON.stringify(rows)]);
}
