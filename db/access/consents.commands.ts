import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { auditChange } from '../core/audit.commands';
import type { RequestedBy } from '../core/requests.commands';
import { ConsentRow } from './consent.model';

/** A consent of a person: affinity partners each by name (CNS-1). */
export interface ConsentOf {
  tenant: string;
  person: string;
  kind: 'marketing' | 'affinityPartner' | 'employmentBusinessChecks' | 'specialCategory';
  partner: string;
}

/** Gives or withdraws a consent at a moment; false where it stands so already. The trail keeps every change (CNS-1, AUD-1). */
export async function setConsent(trx: Transaction, of: ConsentOf, given: boolean, asked: RequestedBy, at: Instant): Promise<boolean> {
  const key = { user_id: of.person, kind: of.kind, partner: of.partner };
  const before = await ConsentRow.query(trx).findOne(key).forUpdate();
  const stands = before?.stands ?? false;
  if (stands === given) return false;
  const times = given ? { given_at: at, withdrawn_at: null } : { withdrawn_at: at };
  await trx('consents')
    .insert({ ...key, tenant_id: of.tenant, ...times })
    .onConflict(['user_id', 'kind', 'partner'])
    .merge(Object.keys(times));
  const change = { before: { given: stands }, after: { kind: of.kind, partner: of.partner, given } };
  await auditChange(
    trx,
    { tenant: of.tenant, entity: { type: 'user', id: of.person }, event: given ? 'consentGiven' : 'consentWithdrawn', at, ...change },
    asked,
  );
  return true;
}
