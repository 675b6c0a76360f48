import type { Instant } from '../../domain/working-days';
import { codeOfError, type Database, inScope, type Transaction } from '../core/database';
import { WebhookMessageRow } from './webhook-message.model';

/** A signed message of an outside service. */
export interface WebhookMessage {
  source: string;
  id: string;
  type: string;
  bodyHash: Buffer;
}
/** What became of it: done now, done before, or under a known identifier with another body. */
export type Reception = 'done' | 'repeated' | 'differs';

/**
 * Takes a message once. That it was received is kept first, so that a moment waits for what came before it (design 3); what it does and
 * that it is done is one transaction, as of the instant at which it first came, however often it is sent.
 */
export async function receive(
  database: Database,
  tenant: string,
  message: WebhookMessage,
  at: Instant,
  work: (trx: Transaction, receivedAt: Instant) => Promise<unknown>,
): Promise<Reception> {
  const scope = { tenant, organisation: null };
  const { source, id: messageId, type, bodyHash } = message;
  const key: [string, string] = [source, messageId];
  await inScope(database, scope, (trx) =>
    WebhookMessageRow.query(trx)
      .insert({ source, messageId, tenantId: tenant, bodyHash, type, receivedAt: at })
      .onConflict(['source', 'message_id'])
      .ignore()
      .execute(),
  );
  try {
    return await inScope(database, scope, async (trx) => {
      const known = await WebhookMessageRow.query(trx).findById(key).forUpdate();
      if (!known || !bodyHash.equals(known.bodyHash)) return 'differs';
      if (known.doneAt) return 'repeated';
      await work(trx, known.receivedAt);
      await WebhookMessageRow.query(trx).findById(key).patch({ doneAt: at, refusedAt: null });
      return 'done';
    });
  } catch (error) {
    // What the store could not do is tried again by its sender; what is wrong with the message keeps nobody waiting.
    if (!codeOfError(error))
      await inScope(database, scope, (trx) =>
        WebhookMessageRow.query(trx).findById(key).whereNull('done_at').patch({ refusedAt: at }).execute(),
      );
    throw error;
  }
}

/** The tenant whose message a provider tells of; null where it is none of ours. */
export async function tenantOfMessage(database: Database, outboxId: string): Promise<string | null> {
  const { rows } = await database.raw('select outbox_tenant(?) as tenant', [outboxId]);
  return rows[0].tenant;
}

/** The provider has handed a message over: the log says when. */
export async function markDelivered(trx: Transaction, outboxId: string, at: string): Promise<void> {
  await trx('outbox').where({ id: outboxId }).whereNull('delivered_at').update({ delivered_at: at });
}
