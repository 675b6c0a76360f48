import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { canonicalJson, fromJson, toJson } from '../../platform/json';
import { seal, unseal, type Keyring } from '../../platform/keys';
import type { Caller } from '../../platform/scope';
import { prepared, type Transaction } from './database';

/** An HTTP answer as it is kept for repeats (IDM-1). */
export interface KeptAnswer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

/** A reserved request: the first one under its key, or the one that was reserved before. */
export interface Reserved {
  id: string;
  businessId: string | null;
  receivedAt: string;
  answer: KeptAnswer | null;
  message: object | null;
  /** False where the key was used before with another body or on another route. */
  sameBody: boolean;
  /** True where this call reserved it. */
  isNew: boolean;
}

/** What is reserved before a command is sent (design 3). */
export interface Reservation {
  route: string;
  key: string;
  body: unknown;
  receivedAt: string;
  businessId: string | null;
  /** The message that a case is sent, so that a moment can let it be decided first (design 3); null for plain commands. */
  message: object | null;
}

/** Who asked, from where and why, for the audit trail (AUD-1). */
export interface RequestedBy {
  by: { user_id: string; session_id: string | null; api_key_id: string | null; ip: string; request_id: string };
  body: Record<string, unknown>;
  reason: string | null;
}

const RESERVE = `
  insert into requests (id, tenant_id, organisation_id, user_id, session_id, api_key_id, ip, route, key, body_hash, body, body_key_id, received_at, business_id, message)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict (user_id, key) do nothing returning id`;

interface ReservedRow {
  id: string;
  business_id: string | null;
  received_at: string;
  answer: StoredAnswer | null;
  message: unknown;
  body_hash: Buffer;
}

/** Inserts the request before its command is sent; the caller's key and this body belong together from then on (IDM-1). */
export async function reserve(trx: Transaction, caller: Caller, what: Reservation, ring: Keyring): Promise<Reserved> {
  const bodyHash = createHash('sha256')
    .update(`${what.route}\n${canonicalJson(what.body)}`)
    .digest();
  const { keyId, sealed } = seal(Buffer.from(JSON.stringify(what.body)), ring);
  const id = uuid();
  const { tenant, organisation, user, session, key: apiKey, ip } = caller;
  const of = [id, tenant, organisation, user, session, apiKey, ip];
  const [row] = await prepared<ReservedRow>(trx, 'reserve', RESERVE, [
    ...of,
    what.route,
    what.key,
    bodyHash,
    sealed,
    keyId,
    what.receivedAt,
    what.businessId,
    what.message && toJson(what.message),
  ]);
  if (row)
    return {
      id,
      businessId: what.businessId,
      receivedAt: what.receivedAt,
      answer: null,
      message: what.message,
      sameBody: true,
      isNew: true,
    };
  const [known] = await prepared<ReservedRow>(trx, 'reserved', 'select * from requests where user_id = $1 and key = $2', [user, what.key]);
  return {
    id: known!.id,
    businessId: known!.business_id,
    receivedAt: known!.received_at,
    answer: known!.answer && openAnswer(known!.answer, ring),
    message: known!.message ? fromJson<object>(JSON.stringify(known!.message)) : null,
    sameBody: bodyHash.equals(known!.body_hash),
    isNew: false,
  };
}

/**
 * Says that a transaction keeps only what a repeat would make again, such as the answer of a decision that stands: its commit does
 * not wait for the disk (docs/decisions/0024).
 */
export async function canBeMadeAgain(trx: Transaction): Promise<void> {
  await prepared(trx, 'can-be-made-again', 'set local synchronous_commit to off', []);
}

/** Keeps the answer for repeats, sealed as the body is; the first one kept stands and is returned. */
export async function keepAnswer(trx: Transaction, requestId: string, answer: KeptAnswer, ring: Keyring): Promise<KeptAnswer> {
  const { keyId, sealed } = seal(Buffer.from(JSON.stringify(answer)), ring);
  const [kept] = await prepared<{ answer: StoredAnswer }>(
    trx,
    'keep-answer',
    'update requests set answer = coalesce(answer, $1::json), answered_at = coalesce(answered_at, now()) where id = $2 returning answer',
    [JSON.stringify({ keyId, sealed: sealed.toString('base64') }), requestId],
  );
  return openAnswer(kept!.answer, ring);
}

/** An answer as its row keeps it; before answers were sealed it stood there open. */
type StoredAnswer = { keyId: string; sealed: string } | KeptAnswer;

function openAnswer(stored: StoredAnswer, ring: Keyring): KeptAnswer {
  return 'sealed' in stored ? JSON.parse(unseal(Buffer.from(stored.sealed, 'base64'), stored.keyId, ring).toString()) : stored;
}

/** The reserved request behind a commit, its body opened. Throws where there is none. */
export async function requestedBy(trx: Transaction, requestId: string, ring: Keyring): Promise<RequestedBy> {
  const [row] = await prepared<{
    user_id: string;
    session_id: string | null;
    api_key_id: string | null;
    ip: string;
    body: Buffer;
    body_key_id: string;
  }>(trx, 'requested-by', 'select user_id, session_id, api_key_id, ip, body, body_key_id from requests where id = $1', [requestId]);
  if (!row) throw new Error(`There is no request ${requestId}`);
  const body = JSON.parse(unseal(row.body, row.body_key_id, ring).toString()) ?? {};
  const { user_id, session_id, api_key_id, ip } = row;
  return { by: { user_id, session_id, api_key_id, ip, request_id: requestId }, body, reason: body.reason ?? null };
}
