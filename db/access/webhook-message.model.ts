import type { Instant } from '../../domain/working-days';
import { Row } from '../core/row';

/** A row of `webhook_messages`: a signed message of an outside service, from its reception until it is done or refused (ORD-5, HSE-5). */
export class WebhookMessageRow extends Row {
  static override tableName = 'webhook_messages';
  static override idColumn = ['source', 'message_id'];
  source!: string;
  messageId!: string;
  tenantId!: string;
  bodyHash!: Buffer;
  type!: string;
  receivedAt!: Instant;
  /** What it does is done; null before. */
  doneAt!: Instant | null;
  /** Its last try was refused: it may come again, and nothing waits for it. */
  refusedAt!: Instant | null;
}
