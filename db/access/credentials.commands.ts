import { raw } from 'objection';
import type { Role } from '../../domain/access/permissions';
import { firstPolicy, policyOf, type PolicyChanges } from '../../domain/policy';
import type { Caller } from '../../platform/scope';
import type { Database, Transaction } from '../core/database';
import { ApiKeyRow, SessionRow } from './credential.model';

/** A credential as a request carries it: the hash of a session's token or of an API key. */
export interface Credential {
  hash: Buffer;
  isKey: boolean;
  /** False for a page that polls: it keeps no session alive (SEC-2). */
  isActivity: boolean;
  ip: string;
}

interface CredentialRow {
  session_id: string | null;
  key_id: string | null;
  tenant_id: string;
  organisation_id: string | null;
  user_id: string;
  role: Role;
  training_until: string | null;
  organisation_state: string | null;
  registered_addresses: string[] | null;
  limited_to: string[] | null;
  grants: Caller['grants'];
  policy_version: string | null;
  policy_changes: PolicyChanges | null;
}

/** The caller of a live credential with all that decides what he may do, or null; notes the activity (SEC-2). */
export async function useCredential(
  database: Database,
  { hash, isKey, isActivity, ip }: Credential,
): Promise<{ caller: Caller; registeredAddresses: string[] } | null> {
  const { rows } = await database.raw('select * from use_credential(?, ?, ?, ?, ?, ?)', [
    hash,
    isKey,
    firstPolicy.session.idleMinutes,
    firstPolicy.session.absoluteHours,
    isActivity,
    ip,
  ]);
  const [row] = rows as CredentialRow[];
  if (!row) return null;
  const policyVersion = row.policy_version
    ? { policyVersion: row.policy_version, policyChanges: row.policy_changes ?? {} }
    : { policyVersion: firstPolicy.version };
  return {
    caller: {
      tenant: row.tenant_id,
      organisation: row.organisation_id,
      person: row.role === 'individual' ? row.user_id : null,
      user: row.user_id,
      role: row.role,
      grants: row.grants,
      limitedTo: row.limited_to,
      organisationState: row.organisation_state,
      trainingUntil: row.training_until,
      session: row.session_id,
      key: row.key_id,
      ip,
      policy: policyOf(policyVersion),
      policyVersion,
    },
    registeredAddresses: row.registered_addresses ?? [],
  };
}

/** Ends the session of a token, if it is open. */
export async function endOwnSession(database: Database, hash: Buffer): Promise<void> {
  await database.raw('select end_session(?)', [hash]);
}

/** Ends open sessions of a user, and with `keys` his API keys too; answers how many sessions there were. */
export async function endSessions(
  trx: Transaction,
  of: { user: string; session?: string; except?: string | null; keys?: boolean },
  why: string,
): Promise<number> {
  const open = SessionRow.query(trx).where('user_id', of.user).whereNull('ended_at');
  if (of.session) open.where({ id: of.session });
  if (of.except) open.whereNot('id', of.except);
  const ended = await open.patch({ endedAt: raw('now()'), endReason: why });
  if (of.keys)
    await ApiKeyRow.query(trx)
      .where('user_id', of.user)
      .whereNull('revoked_at')
      .patch({ revokedAt: raw('now()') });
  return ended;
}
