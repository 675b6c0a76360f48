import { v7 as uuid } from 'uuid';
import type { ProcessStart } from '../../domain/processes';
import type { Instant } from '../../domain/working-days';
import { fromJson } from '../../platform/json';
import { prepared, type Transaction } from './database';
import type { MailRow } from '../work/work.model';
import { auditChange } from './audit.commands';
import type { RequestedBy } from './requests.commands';

/** A row to deliver. */
export interface OutboxRow {
  id: string;
  tenant: string;
  kind: 'mail' | 'sms' | 'signal' | 'start';
  entity: string;
  name: string;
  target: string;
  facts: Record<string, string>;
  /** Of a mail: one user's, or everybody's of a queue's role; of an SMS the mobile number. */
  addresses: string[];
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

/** Lets a mail or an SMS leave with the transaction. */
export async function sendToUser(trx: Transaction, message: MessageToUser): Promise<void> {
  await trx('outbox').insert({
    id: uuid(),
    tenant_id: message.tenant,
    organisation_id: message.organisation ?? null,
    kind: message.kind,
    entity_id: message.about,
    name: message.template,
    target: `user/${message.user}`,
    facts: JSON.stringify(message.facts),
  });
}

const BEGIN = `
  with old as (select id, sending_at from outbox where id = $1 and done_at is null for update)
  update outbox o set sending_at = now(), possible_repeats = possible_repeats + (case when o.kind in ('mail', 'sms') and old.sending_at is not null then 1 else 0 end)
  from old where o.id = old.id
  returning o.id, o.tenant_id, (select name from tenants t where t.id = o.tenant_id) as tenant_name, o.kind, o.entity_id, o.name, o.target, o.facts,
    case when o.kind = 'sms' then array(select mobile from users u where u.id::text = substr(o.target, 6))
         when o.target like 'user/%' then array(select email from users u where u.id::text = substr(o.target, 6))
         when o.target like 'request/%' then array(select email from access_requests q where q.id::text = substr(o.target, 9))
         when o.target like 'queue/%' then array(select email from users u where u.role = substr(o.target, 7) and u.state = 'active') else '{}' end as addresses`;

/** Marks a row as being sent and reads it, a mail with its addresses; null where it is gone or done. A mail that an earlier try may have sent is counted. */
export async function beginDelivery(trx: Transaction, id: string): Promise<OutboxRow | null> {
  const [row] = await prepared<{
    id: string;
    tenant_id: string;
    tenant_name: string;
    kind: OutboxRow['kind'];
    entity_id: string;
    name: string;
    target: string;
    facts: unknown;
    addresses: string[];
  }>(trx, 'begin-delivery', BEGIN, [id]);
  if (!row) return null;
  return {
    id,
    tenant: row.tenant_id,
    kind: row.kind,
    entity: row.entity_id,
    name: row.name,
    target: row.target,
    facts:
      row.kind === 'mail' ? { ...(row.facts as Record<string, string>), tenantName: row.tenant_name } : fromJson(JSON.stringify(row.facts)),
    addresses: row.addresses,
  };
}

/** Marks a row as delivered. */
export async function endDelivery(trx: Transaction, id: string, messageId: string | null): Promise<void> {
  await prepared(
    trx,
    'end-delivery',
    `with delivered as (update outbox set done_at = now(), failed_at = null, message_id = $2 where id = $1)
     update work_items set closed_at = now(), closed_by = 'delivered' where entity_id = $1 and closed_at is null`,
    [id, messageId],
  );
}

/** Takes back the mark of a try that surely delivered nothing. */
export async function releaseDelivery(trx: Transaction, id: string): Promise<void> {
  await trx('outbox').where({ id }).update({ sending_at: null });
}

/** The last try failed: it is a task for an administrator (OPS-2, OPS-3). */
export async function failDelivery(trx: Transaction, row: OutboxRow): Promise<void> {
  await trx('outbox').where({ id: row.id }).update({ failed_at: trx.fn.now() });
  const about = { tenant_id: row.tenant, entity_type: 'message', entity_id: row.id };
  await trx('work_items')
    .insert({ ...about, id: uuid(), queue: 'administrator', task: 'messageFailed', due_at: trx.fn.now(), opened_at: trx.fn.now() })
    .onConflict(trx.raw('(entity_id, task) where closed_at is null'))
    .ignore();
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
