import type { Instant } from '../../domain/working-days';
import { fromJson } from '../../platform/json';
import { prepared, type Transaction } from './database';

/** A reserved command that nobody has decided yet, with the message that was or is to be sent. */
export interface UndecidedRequest {
  id: string;
  receivedAt: Instant;
  command: string;
  body: unknown;
  /** The version that its client had seen; null where it did not say. */
  expectedVersion: number | null;
}

type Message = Pick<UndecidedRequest, 'command' | 'body'> & { expectedVersion?: number | null };

const UNDECIDED = `
  select id, received_at, message from requests r
  where business_id = $1 and answer is null and message is not null and received_at < $2::timestamptz
    and received_at >= $2::timestamptz - make_interval(mins => $3)
    and not exists (select from commits c where c.tenant_id = r.tenant_id and c.key = r.id::text)
  order by received_at, id limit 20`;

/** The commands to a case that were received before a moment, within so many minutes, and are undecided: they go first, in their order (design 3). */
export async function undecidedRequests(
  trx: Transaction,
  businessId: string,
  before: Instant,
  heldMinutes: number,
): Promise<UndecidedRequest[]> {
  const rows = await prepared<{ id: string; received_at: Instant; message: unknown }>(trx, 'undecided', UNDECIDED, [
    businessId,
    before,
    heldMinutes,
  ]);
  return rows.map(({ id, received_at, message }) => {
    const { command, body, expectedVersion = null } = fromJson<Message>(JSON.stringify(message));
    return { id, receivedAt: received_at, command, body, expectedVersion };
  });
}
