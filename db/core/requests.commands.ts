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

/** Inserts the request before its command is sent; the caller's key and this body belong together from then on (IDM-1). */
export async function reserve(trx: Transaction, caller: Caller, what: Reservation, ring: Keyring): Promise<Reserved> {
  const bodyHash = createHash('sha256')
    .update(`${what.route}\n${canonicalJson(what.body)}`)
    .digest();
  const { keyId, sealed } = seal(Buffer.from(JSON.stringify(what.body)), ring);
  const row = {
    id: uuid(),
    tenant_id: caller.tenant,
    organisation_id: caller.organisation,
    user_id: caller.user,
    session_id: caller.session,
    api_key_id: caller.key,
    ip: caller.ip,
    route: what.route,
    key: what.key,
    body_hash: bodyHash,
    body: sealed,
    body_key_id: keyId,
    received_at: what.receivedAt,
    business_id: what.businessId,
    message: what.message && toJson(what.message),
  };
  const inserted = await trx('requests').insert(row).onConflict(['user_id', 'key']).ignore().returning('id');
  if (inserted.length > 0) {
    return {
      id: row.id,
      businessId: what.businessId,
      receivedAt: what.receivedAt,
      answer: null,
      message: what.message,
      sameBody: true,
      isNew: true,
    };
  }
  const known = await trx('requests').where({ user_id: caller.user, key: what.key }).first();
  return {
    id: known.id,
    businessId: known.business_id,
    receivedAt: known.received_at,
    answer: known.answer,
    message: known.message && fromJson<object>(JSON.stringify(known.message)),
    sameBody: bodyHash.equals(known.body_hash),
    isNew: false,
  };
}

/** Keeps the answer for repeats; the first one kept stands and is returned. */
export async function keepAnswer(trx: Transaction, requestId: string, answer: KeptAnswer): Promise<KeptAnswer> {
  const { rows } = await trx.raw(
    `update requests set answer = coalesce(answer, ?::json), answered_at = coalesce(answered_at, now()) where id = ? returning answer`,
    [JSON.stringify(answer), requestId],
  );
  return rows[0].answer;
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
