import type { Ask, Verdict } from '../../domain/commit';
import { canonicalJson, fromJson } from '../../platform/json';
import type { CaseState } from '../../domain/process';
import { createHash } from 'node:crypto';
import { prepared, type Transaction } from './database';

/** A case as a commit finds it, its row locked until the transaction ends. */
export interface Held {
  /** Null where nothing was decided yet. */
  state: CaseState | null;
  version: number;
  /** The version that a person's command last made; what `If-Match` names must not be older. */
  changedVersion: number;
  /** The result that the key had before, if it was used. */
  kept: Verdict | null;
  calendarVersion: string;
  /** The tenant's key, as people know it. */
  tenantKey: string;
}

interface HeldRead {
  calendar: string;
  tenant: string;
  input_hash: Buffer | null;
  result: unknown;
}

/** Shorter than a local try: one that was given up does not go on waiting with a connection in its hand. */
const LOCK_TIMEOUT_MS = 1500;

const LOCK = 'select state, version, changed_version from processes where business_id = $1 for update';
const READ = `
  select held_calendar() as calendar, (select key from tenants where id = $1) as tenant, c.input_hash, c.result
  from (select 1) one left join commits c on c.tenant_id = $1 and c.key = $2`;

/**
 * Locks a case's row, then reads what may have changed while it waited: in one statement the reading would see things as they
 * stood before the wait. Throws where the key comes back with another input: a defect.
 */
export async function hold(trx: Transaction, { process, key, trigger, body }: Ask): Promise<Held> {
  const [, [row], [read]] = await Promise.all([
    prepared(trx, 'wait-for-locks', `set local lock_timeout to '${LOCK_TIMEOUT_MS}ms'`, []),
    prepared<{ state: unknown; version: number; changed_version: number }>(trx, 'hold-case', LOCK, [process.businessId]),
    prepared<HeldRead>(trx, 'read-held', READ, [process.tenant, key]),
  ]);
  if (read!.input_hash && !read!.input_hash.equals(hashOf(process.businessId, trigger, body)))
    throw new Error(`Commit ${key} came back with another input`);
  return {
    state: row ? fromJson<CaseState>(JSON.stringify(row.state)) : null,
    version: row?.version ?? 0,
    changedVersion: row?.changed_version ?? 0,
    kept: read!.result ? fromJson<Verdict>(JSON.stringify(read!.result)) : null,
    calendarVersion: read!.calendar,
    tenantKey: read!.tenant,
  };
}

/** What a key is used with: another input under it is a defect. */
export function hashOf(businessId: string, trigger: string, body: unknown): Buffer {
  return createHash('sha256')
    .update(canonicalJson([businessId, trigger, body ?? null]))
    .digest();
}

/** What was decided under a key; null where nothing was yet. */
export async function verdictOf(trx: Transaction, tenant: string, key: string): Promise<Verdict | null> {
  const [kept] = await prepared<{ result: unknown }>(trx, 'verdict-of', 'select result from commits where tenant_id = $1 and key = $2', [
    tenant,
    key,
  ]);
  return kept ? fromJson<Verdict>(JSON.stringify(kept.result)) : null;
}

/** Keeps a refusal under its key: a repeat gets it again, whatever has changed since (IDM-1). */
export async function keepVerdict(trx: Transaction, { process, key, trigger, body, at }: Ask, verdict: Verdict): Promise<void> {
  await prepared(trx, 'keep-verdict', 'insert into commits (tenant_id, key, input_hash, result, at) values ($1, $2, $3, $4, $5)', [
    process.tenant,
    key,
    hashOf(process.businessId, trigger, body),
    JSON.stringify(verdict),
    at,
  ]);
}
