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

/** The commands on rows that may bring what keeps a moment from happening: staff's alone, so that nobody else puts one off. */
const RESULTS = '^POST /v1/(hse-results(/|$)|applications/[^/]+/(accept|refuse)-identity$)';
/** Of what is being taken before a moment: when the last of it was received; null where there is nothing. */
const BEING_TAKEN = `
  select max(received_at) as last from (
    select received_at from requests where tenant_id = $1 and answer is null and message is null and route ~ '${RESULTS}'
    union all select received_at from webhook_messages where tenant_id = $1 and done_at is null and refused_at is null) taken
  where received_at < $2::timestamptz and received_at > $3::timestamptz - make_interval(mins => $4)`;
/** A moment that waits looks again so soon at first, then after as long again as it has waited. */
const FIRST_LOOK_MS = 5_000;
const MINUTE_MS = 60_000;

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

/**
 * When a moment that turns on results looks again, because commands whose outcome turns on a moment or messages of outside services
 * were received before it and are still undecided at an instant; null where none are, or for longer than so many minutes.
 */
export async function waitsForResults(
  trx: Transaction,
  { tenant, moment, at, heldMinutes }: { tenant: string; moment: Instant; at: Instant; heldMinutes: number },
): Promise<Instant | null> {
  const [row] = await prepared<{ last: Instant | null }>(trx, 'being-taken', BEING_TAKEN, [tenant, moment, at, heldMinutes]);
  if (!row!.last) return null;
  const waited = Date.parse(at) - Date.parse(moment);
  const end = Date.parse(row!.last) + heldMinutes * MINUTE_MS;
  return new Date(Math.min(Date.parse(at) + Math.max(waited, FIRST_LOOK_MS), end)).toISOString();
}
