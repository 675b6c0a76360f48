import { v7 as uuid } from 'uuid';
import type { ProcessStart } from '../../domain/processes';
import type { Instant } from '../../domain/working-days';
import { fromJson } from '../../platform/json';
import { prepared, type Database, type Transaction } from './database';
import type { MailRow } from '../work/work.model';
import { auditChange } from './audit.commands';
import type { RequestedBy } from './requests.commands';

/** Rows of a lane wait for none of another: a receipt's cases hold up no code and no news. */
export type Lane = 'mail' | 'sms' | 'process' | 'case' | 'identity' | 'gateway' | 'printer' | 'lrs';

/** A row to deliver. */
export interface OutboxRow {
  id: string;
  tenant: string;
  kind: 'mail' | 'sms' | 'signal' | 'start' | 'identity' | 'gateway' | 'printer' | 'lrs';
  lane: Lane;
  entity: string;
  name: string;
  target: string;
  facts: Record<string, string>;
  isLastTry: boolean;
  /** Of a mail: one user, or everybody of a queue's role whom no try has reached yet; of an SMS the user with the mobile number. */
  recipients: Recipient[];
}

/** Somebody to whom a message goes, by the identifier of user or request. */
export interface Recipient {
  id: string;
  address: string;
}

/**
 * How one try ended: delivered, a message under its receiver's identifier; skipped, where nobody is left for it; or not to all, surely nothing having left to those or
 * perhaps, and whether a further try can mend it.
 */
export type DeliveryEnd = {
  id: string;
  /** Whether an outside service answered, yes or no to this message; undefined where none was called (OUT-1). */
  answered?: boolean | undefined;
} & ({ messageId: string | null; isSkipped?: boolean } | { error: string; nothingSent: boolean; isFinal?: boolean; reached?: string[] });

/** The calls of an outside service that its circuit has to hear of, of those that ended together. */
export interface EndedCalls {
  tenant: string;
  service: string;
  failed: number;
  answered: boolean;
  error: string | null;
}

/** A failed delivery is tried so often, over four days. */
const MOST_TRIES = 25;
/** The net below a relay that neither ends nor frees what it claimed; longer than any delivery takes. */
const LEASE = '15 minutes';

/** It returns nothing: a person who asks for himself does not see the row. */
const ASK_PROVIDER = "insert into outbox (id, tenant_id, kind, entity_id, name, target, facts) values ($1, $2, $3, $4, $5, $6, '{}')";

interface ClaimedRow {
  id: string;
  tenant_id: string;
  tenant_name: string;
  kind: OutboxRow['kind'];
  lane: Lane;
  entity_id: string;
  name: string;
  target: string;
  facts: unknown;
  attempts: number;
  recipients: Recipient[] | null;
}

/** A message to one user: its template, and the identifiers, dates and amounts that the template needs. */
export interface MessageToUser {
  kind: 'mail' | 'sms';
  tenant: string;
  organisation?: string | null;
  /** The entity whose log shows it (OPS-3). */
  about: string;
  template: string;
  user: string;
  /** Of an SMS: the number that he had before, by its row, instead of the one on his account. */
  formerMobile?: string;
  facts: Record<string, string>;
}

/** Lets a process start once the transaction is committed: the relay starts it. */
export async function startProcess(trx: Transaction, entity: string, start: ProcessStart): Promise<void> {
  await trx('outbox').insert({
    id: uuid(),
    tenant_id: start.tenant,
    organisation_id: start.organisation,
    kind: 'start',
    entity_id: entity,
    name: start.kind,
    target: start.businessId,
    facts: JSON.stringify({ start }),
  });
}

/** What is asked of an outside service: what it is about, what is wanted, and by which identifier of ours. */
export interface AskedOfProvider {
  provider: 'identity' | 'gateway' | 'printer';
  tenant: string;
  about: string;
  name: string;
  target: string;
}

/** Lets something be asked of an outside service once the transaction is committed; the row belongs to what waits for it (IDV-1, ORD-5). */
export async function askProvider(trx: Transaction, { provider, tenant, about, name, target }: AskedOfProvider): Promise<void> {
  await prepared(trx, 'ask-provider', ASK_PROVIDER, [uuid(), tenant, provider, about, name, target]);
}

/** Lets a mail or an SMS leave with the transaction. */
export async function sendToUser(trx: Transaction, message: MessageToUser): Promise<void> {
  await sendToUsers(trx, [message]);
}

/** Lets many leave with the transaction, by one statement. */
export async function sendToUsers(trx: Transaction, messages: MessageToUser[]): Promise<void> {
  const rows = messages.map(({ tenant, organisation = null, kind, about, template, formerMobile, user, facts }) => ({
    ...{ id: uuid(), tenant_id: tenant, organisation_id: organisation, kind, entity_id: about, name: template },
    ...{ target: formerMobile ? `former/${formerMobile}` : `user/${user}`, facts: JSON.stringify(facts) },
  }));
  await trx('outbox').insert(rows);
}

/** Claims due rows of each lane, so many at most, as one try of each begun: a mail that an earlier try may have sent is counted (OPS-3). Those due longest come first. */
export async function claimDeliveries(database: Database, places: Record<string, number>): Promise<OutboxRow[]> {
  const { rows } = await database.raw('select * from claim_deliveries(?::jsonb, ?::interval)', [JSON.stringify(places), LEASE]);
  return (rows as ClaimedRow[]).map((row) => ({
    id: row.id,
    tenant: row.tenant_id,
    kind: row.kind,
    lane: row.lane,
    entity: row.entity_id,
    name: row.name,
    target: row.target,
    facts:
      row.kind === 'mail' ? { ...(row.facts as Record<string, string>), tenantName: row.tenant_name } : fromJson(JSON.stringify(row.facts)),
    isLastTry: row.attempts >= MOST_TRIES,
    recipients: row.recipients ?? [],
  }));
}

/**
 * Writes down how tries ended; each that failed is due again after a pause that grows to six hours, the last one is a task for an
 * administrator (OPS-2, OPS-3); tries while a service is away count as none. Answers what circuits have to hear (OUT-1).
 */
export async function endDeliveries(database: Database, ends: DeliveryEnd[]): Promise<EndedCalls[]> {
  const given = ends.map(({ id, answered, ...end }) =>
    'error' in end
      ? { id, answered, error: end.error, nothing_sent: end.nothingSent, final: end.isFinal ?? false, reached: end.reached ?? [] }
      : { id, answered, skipped: end.isSkipped ?? false, message_id: end.messageId },
  );
  const { rows } = await database.raw('select * from end_deliveries(?::jsonb, ?)', [JSON.stringify(given), MOST_TRIES]);
  return rows as EndedCalls[];
}

/** Frees what a dead relay, or a claim whose answer was lost, had claimed; not what is under way. */
export async function freeDeliveries(database: Database, underWay: string[] = []): Promise<void> {
  await database.raw('select free_deliveries(?::uuid[])', [underWay]);
}

/** Puts an unsent mail at the head of its queue again, with its audit row. Answers false where it was sent. */
export async function retryMail(trx: Transaction, tenant: string, mail: MailRow, asked: RequestedBy, at: Instant): Promise<boolean> {
  const { rows } = await trx.raw('select retry_delivery(?) as queued', [mail.id]);
  if (!rows[0].queued) return false;
  await auditChange(
    trx,
    {
      tenant,
      entity: { type: 'mail', id: mail.id },
      event: 'retried',
      at,
      before: { status: mail.status, attempts: mail.attempts },
      after: { status: 'waiting' },
    },
    asked,
  );
  return true;
}
