import type { Instant } from '../../domain/working-days';
import { fromJson } from '../../platform/json';
import type { Transaction } from '../database';
import type { MailRow } from '../models/work.model';
import { auditChange } from './audit.commands';
import type { RequestedBy } from './requests.commands';

/** A row to deliver. */
export interface OutboxRow {
  id: string;
  tenant: string;
  kind: 'mail' | 'signal' | 'start';
  entity: string;
  name: string;
  target: string;
  facts: Record<string, string>;
  /** An earlier try began and never told its end. */
  begunBefore: boolean;
  done: boolean;
}

/** Marks a row as being sent and reads it; null where it is gone. */
export async function beginDelivery(trx: Transaction, id: string): Promise<OutboxRow | null> {
  const row = await trx('outbox').where({ id }).forUpdate().first();
  if (!row) return null;
  const begunBefore = row.sending_at !== null && row.done_at === null;
  if (row.done_at === null) {
    await trx('outbox')
      .where({ id })
      .update({ sending_at: trx.fn.now(), ...(begunBefore && row.kind === 'mail' ? { possible_repeats: row.possible_repeats + 1 } : {}) });
  }
  return { id, tenant: row.tenant_id, kind: row.kind, entity: row.entity_id, name: row.name, target: row.target, facts: fromJson(JSON.stringify(row.facts)), begunBefore, done: row.done_at !== null };
}

/** Marks a row as delivered. */
export async function endDelivery(trx: Transaction, id: string, messageId: string | null): Promise<void> {
  await trx('outbox').where({ id }).update({ done_at: trx.fn.now(), failed_at: null, message_id: messageId });
}

/** Takes back the mark of a try that surely delivered nothing. */
export async function releaseDelivery(trx: Transaction, id: string): Promise<void> {
  await trx('outbox').where({ id }).update({ sending_at: null });
}

/** The last try failed: it waits for a person (OPS-2). */
export async function failDelivery(trx: Transaction, id: string): Promise<void> {
  await trx('outbox').where({ id }).update({ failed_at: trx.fn.now() });
}

/** The addresses behind a target: one user, or everybody of a queue's role. */
export async function addressesOf(trx: Transaction, target: string): Promise<string[]> {
  const [kind, name] = target.split('/') as [string, string];
  const users = trx('users').select('email');
  const rows = await (kind === 'user' ? users.where({ id: name }) : users.where({ role: name }));
  return rows.map((row) => row.email as string);
}

/** How a process is started again from its rows: what the relay needs for `start`. */
export async function processToStart(trx: Transaction, entity: string) {
  return trx('processes').where({ entity_id: entity }).first();
}

/** Puts an unsent mail at the head of its queue again, with its audit row. Answers false where it was sent. */
export async function retryMail(trx: Transaction, tenant: string, mail: MailRow, asked: RequestedBy, at: Instant): Promise<boolean> {
  const { rows } = await trx.raw('select retry_delivery(?) as queued', [mail.id]);
  if (!rows[0].queued) return false;
  await auditChange(trx, { tenant, entity: { type: 'mail', id: mail.id }, event: 'retried', at, before: { status: mail.status, attempts: mail.attempts }, after: { status: 'waiting' } }, asked);
  return true;
}
