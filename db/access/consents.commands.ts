import { refuse, type Refusal } from '../../domain/refusal';
import { dueIn } from '../../domain/counts';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { numbersInForce } from '../core/policies.queries';
import { currentCalendar } from '../core/calendars.queries';
import { raw } from 'objection';
import { v7 as uuid } from 'uuid';
import { auditChange } from '../core/audit.commands';
import type { RequestedBy } from '../core/requests.commands';
import { WorkItemRow } from '../work/work.model';
import { listPartners } from './consents.queries';
import { ConsentRow, standsUntilWithdrawn } from './consent.model';

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
  const stands = before?.stands ?? standsUntilWithdrawn(of.kind);
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

/** What a person answers when all consents are asked at once, with an application (CNS-1). */
export interface AnsweredConsents {
  marketing: boolean;
  partners: string[];
  optsOutOfAgencyChecks: boolean;
}
/** The task about data that an affinity partner is to have: no sharing agreement is in force. */
const SEND = 'sendToPartner';

/** Partners that are none of the scheme's, each at its place (CNS-1). */
export async function unknownPartners(trx: Transaction, partners: string[]): Promise<Refusal[]> {
  const known = await listPartners(trx);
  return partners.flatMap((partner, index) =>
    known.includes(partner)
      ? []
      : [refuse('partner', 'CNS-1', 'Consent is given to each partner by name', 'Take names from GET /v1/account.', `/partners/${index}`)],
  );
}

/** CNS-1: each consent as the person answers it. What a partner is to have then is a task: nothing is sent without an agreement in force. */
export async function answerConsents(
  trx: Transaction,
  { tenant, person }: Pick<ConsentOf, 'tenant' | 'person'>,
  { marketing, partners, optsOutOfAgencyChecks }: AnsweredConsents,
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  const answer = (kind: ConsentOf['kind'], given: boolean, partner = '') =>
    setConsent(trx, { tenant, person, kind, partner }, given, asked, at);
  await answer('marketing', marketing);
  for (const partner of await listPartners(trx)) await answer('affinityPartner', partners.includes(partner), partner);
  await answer('employmentBusinessChecks', !optsOutOfAgencyChecks);
  if (partners.length === 0) return;
  const due = dueIn(at, (await numbersInForce(trx)).applications.processingWorkingDays, await currentCalendar(trx));
  const task = { queue: 'dpo', task: SEND, entityType: 'user', entityId: person, ...due, openedAt: at };
  await WorkItemRow.query(trx)
    .insert({ ...task, id: uuid(), tenantId: tenant })
    .onConflict(raw('(entity_id, task) where closed_at is null'))
    .ignore();
}
