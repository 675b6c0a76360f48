import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Policy } from '../../domain/policy';
import type { Instant } from '../../domain/working-days';
import { inScope, type Database, type Transaction } from '../core/database';
import { auditChange } from '../core/audit.commands';
import { SessionRow, SignInFailureRow } from './credential.model';

/** Someone whose address was typed; known or not, it is answered alike. */
export interface Found {
  user: string;
  tenant: string;
  passwordHash: string | null;
  state: 'invited' | 'active' | 'withdrawn';
}
/** What failures before this try ask for (SEC-1). */
export interface Guard {
  lockedUntil: Instant | null;
  asksChallenge: boolean;
}
type SignInPolicy = Policy['signIn'];

const keyOf = (email: string) => createHash('sha256').update(email.trim().toLowerCase()).digest();
const minutesBefore = (at: Instant, minutes: number) => new Date(Date.parse(at) - minutes * 60_000).toISOString();

/** Whoever has this e-mail address as user name, in any tenant. */
export async function findSignIn(database: Database, email: string): Promise<Found | null> {
  const { rows } = await database.raw('select * from find_sign_in(?)', [email.trim()]);
  const [row] = rows as { user_id: string; tenant_id: string; password_hash: string | null; state: Found['state'] }[];
  return row ? { user: row.user_id, tenant: row.tenant_id, passwordHash: row.password_hash, state: row.state } : null;
}

/** How an address is guarded by the failures before (SEC-1). */
export function guardOf(database: Database, email: string, policy: SignInPolicy, at: Instant): Promise<Guard> {
  return database.transaction(async (trx) => {
    const row = await SignInFailureRow.query(trx).findById(keyOf(email));
    const lockedUntil = row?.lockedUntil && row.lockedUntil > at ? row.lockedUntil : null;
    return {
      lockedUntil,
      asksChallenge: Boolean(row?.lockedUntil) || recent(row?.failedAt, policy, at).length >= policy.challengeAfterFailures,
    };
  });
}

/** Counts a failure, under the row's lock; the one too many locks the address for a while (SEC-1). */
export function noteFailure(database: Database, email: string, policy: SignInPolicy, at: Instant): Promise<Instant | null> {
  return database.transaction(async (trx) => {
    const emailHash = keyOf(email);
    await SignInFailureRow.query(trx).insert({ emailHash, failedAt: [] }).onConflict('email_hash').ignore();
    const row = await SignInFailureRow.query(trx).findById(emailHash).forUpdate().throwIfNotFound();
    const failures = [...recent(row.failedAt, policy, at), at];
    const isTooMany = failures.length >= policy.lockAfterFailures;
    const lockedUntil = isTooMany ? new Date(Date.parse(at) + policy.lockMinutes * 60_000).toISOString() : row.lockedUntil;
    await SignInFailureRow.query(trx)
      .findById(emailHash)
      .patch({ failedAt: isTooMany ? [] : failures, lockedUntil });
    return isTooMany ? lockedUntil : null;
  });
}

/** A success forgets what failed before. */
export async function forgetFailures(trx: Transaction, email: string): Promise<void> {
  await SignInFailureRow.query(trx).deleteById(keyOf(email));
}

/** Notes in the trail of a known user that sign-in is locked for a while (AUD-1). */
export async function auditLock(database: Database, { tenant, user }: Found, until: Instant, ip: string, at: Instant): Promise<void> {
  const change = { tenant, entity: { type: 'user', id: user }, event: 'signInLocked', at, before: null, after: { until } };
  await inScope(database, { tenant, organisation: null }, (trx) => auditChange(trx, change, { by: { ip }, reason: null }));
}

/** Opens the session of a user who gave password and code, with its row in the trail. */
export async function openSession(
  trx: Transaction,
  session: { tenant: string; user: string; tokenHash: Buffer; ip: string; agent: string },
  at: Instant,
): Promise<void> {
  const { tenant, user, tokenHash, ip, agent } = session;
  const id = uuid();
  await SessionRow.query(trx).insert({ id, tenantId: tenant, userId: user, tokenHash, ip, agent: agent.slice(0, 200) });
  const change = { tenant, entity: { type: 'user', id: user }, event: 'signedIn', at, before: null, after: { session: id } };
  await auditChange(trx, change, { by: { user_id: user, session_id: id, ip }, reason: null });
}

function recent(failures: string[] | Date[] | undefined, policy: SignInPolicy, at: Instant): string[] {
  const from = minutesBefore(at, policy.failuresWithinMinutes);
  return (failures ?? []).map((each) => new Date(each).toISOString()).filter((each) => each > from);
}
