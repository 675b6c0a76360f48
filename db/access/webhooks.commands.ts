import { type Database, inScope, type Transaction } from '../core/database';

/** A signed message of an outside service. */
export interface WebhookMessage {
  source: string;
  id: string;
  type: string;
  bodyHash: Buffer;
}
/** What became of it: done now, done before, or under a known identifier with another body. */
export type Reception = 'done' | 'repeated' | 'differs';

/** Takes a message once: what it does and that it was taken is one transaction. */
export function receive(
  database: Database,
  tenant: string,
  message: WebhookMessage,
  work: (trx: Transaction) => Promise<unknown>,
): Promise<Reception> {
  return inScope(database, { tenant, organisation: null }, async (trx) => {
    const { source, id: message_id, type, bodyHash } = message;
    const taken = await trx('webhook_messages')
      .insert({ source, message_id, tenant_id: tenant, body_hash: bodyHash, type })
      .onConflict(['source', 'message_id'])
      .ignore()
      .returning('message_id');
    if (taken.length > 0) {
      await work(trx);
      return 'done';
    }
    const known = await trx('webhook_messages').where({ source, message_id }).first('body_hash');
    return bodyHash.equals(known.body_hash) ? 'repeated' : 'differs';
  });
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
