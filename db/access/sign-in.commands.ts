import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { firstPolicy, type SignInPolicy } from '../../domain/policy';
import type { Instant } from '../../domain/working-days';
import { inScope, type Database, type Transaction } from '../core/database';
import { auditChange } from '../core/audit.commands';
import { numbersInForce } from '../core/policies.queries';
import { listTenants } from '../core/tenants.queries';
import { SessionRow, SignInFailureRow } from './credential.model';

/** An account with the address that was typed; known or not, it is answered alike. */
export interface Found {
  user: string;
  tenant: string;
  passwordHash: string | null;
  state: 'invited' | 'active' | 'withdrawn';
}
/** What stands before a try (SEC-1). */
export interface Guard {
  lockedUntil: Instant | null;
  asksChallenge: boolean;
}

/** An address as it is compared and counted. */
export const addressOf = (email: string) => email.trim().toLowerCase();
const keyOf = (email: string) => createHash('sha256').update(addressOf(email)).digest();
const minutesBefore = (at: Instant, minutes: number) => new Date(Date.parse(at) - minutes * 60_000).toISOString();

/** The accounts with this e-mail address as user name: of all tenants at most one that is active (SEC-9). */
export async function accountsOf(database: Database, email: string): Promise<Found[]> {
  const { rows } = await database.raw('select * from find_sign_in(?)', [email.trim()]);
  const found = rows as { user_id: string; tenant_id: string; password_hash: string | null; state: Found['state'] }[];
  return found.map((row) => ({ user: row.user_id, tenant: row.tenant_id, passwordHash: row.password_hash, state: row.state }));
}

/**
 * Who signs in with this address, and by which numbers (SEC-1, TIM-3): those that are in force in his tenant. An address that nobody
 * signs in with takes one tenant's all the same, always the one that `draw` picks, so that tries don't tell which addresses are known.
 */
export async function findSignIn(
  database: Database,
  email: string,
  draw: (address: string) => number,
): Promise<{ found: Found | null; policy: SignInPolicy }> {
  const [accounts, tenants] = await Promise.all([accountsOf(database, email), database.transaction(listTenants)]);
  const found = accounts.find(({ state }) => state === 'active') ?? null;
  const tenant = found?.tenant ?? tenants.sort()[Math.floor(draw(addressOf(email)) * tenants.length)];
  const policy = tenant ? await inScope(database, { tenant, organisation: null }, numbersInForce) : firstPolicy;
  return { found, policy: policy.signIn };
}

/**
 * Counts a try before its password or code is looked at, under the row's lock: so many at once as may fail, and none more (SEC-1).
 * What keeps it from being tried is answered instead: a lock, or a challenge where none was solved.
 */
export function takeTry(database: Database, email: string, policy: SignInPolicy, at: Instant, isProved: boolean): Promise<Guard> {
  return database.transaction(async (trx) => {
    const { emailHash, row } = await lockFailures(trx, email);
    const counted = recent(row.failedAt, policy, at);
    const lockedUntil = counted.length >= policy.lockAfterFailures ? secondAfter(at) : lockOf(row, at);
    const asksChallenge = !isProved && (Boolean(row.lockedUntil) || counted.length >= policy.challengeAfterFailures);
    if (!lockedUntil && !asksChallenge)
      await SignInFailureRow.query(trx)
        .findById(emailHash)
        .patch({ failedAt: [...counted, at] });
    return { lockedUntil, asksChallenge };
  });
}

/** Until when an address is locked, if it is (SEC-1). */
function lockOf({ lockedUntil }: { lockedUntil: Instant | null }, at: Instant): Instant | null {
  return lockedUntil && lockedUntil > at ? lockedUntil : null;
}

/** A counted try has failed; the one too many locks the address for a while (SEC-1). */
export function noteFailure(database: Database, email: string, policy: SignInPolicy, at: Instant): Promise<Instant | null> {
  return database.transaction(async (trx) => {
    const { emailHash, row } = await lockFailures(trx, email);
    if (recent(row.failedAt, policy, at).length < policy.lockAfterFailures) return null;
    const lockedUntil = new Date(Date.parse(at) + policy.lockMinutes * 60_000).toISOString();
    await SignInFailureRow.query(trx).findById(emailHash).patch({ failedAt: [], lockedUntil });
    return lockedUntil;
  });
}

/** A counted try was right: it counts no more; those before it do until the code is right as well. */
export function forgetTry(database: Database, email: string, at: Instant): Promise<void> {
  return database.transaction(async (trx) => {
    const { emailHash, row } = await lockFailures(trx, email);
    const failedAt = row.failedAt.map((each) => new Date(each).toISOString());
    const index = failedAt.indexOf(at);
    await SignInFailureRow.query(trx)
      .findById(emailHash)
      .patch({ failedAt: failedAt.filter((_each, other) => other !== index) });
  });
}

/** True where this solved challenge was not given before: each serves once, in whatever process of ours (SEC-1). */
export async function useProof(database: Database, proof: string, until: Instant): Promise<boolean> {
  const { rowCount } = await database.raw(
    `with gone as (delete from used_proofs where until < now())
     insert into used_proofs (proof_hash, until) values (sha256(convert_to(?, 'UTF8')), ?) on conflict do nothing`,
    [proof, until],
  );
  return rowCount === 1;
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

async function lockFailures(trx: Transaction, email: string) {
  const emailHash = keyOf(email);
  await SignInFailureRow.query(trx).insert({ emailHash, failedAt: [] }).onConflict('email_hash').ignore();
  return { emailHash, row: await SignInFailureRow.query(trx).findById(emailHash).forUpdate().throwIfNotFound() };
}

/** So many tries are being looked at just now: one of them may be over in a second. */
function secondAfter(at: Instant): Instant {
  return new Date(Date.parse(at) + 1000).toISOString();
}

function recent(failures: string[] | Date[] | undefined, policy: SignInPolicy, at: Instant): string[] {
  const from = minutesBefore(at, policy.failuresWithinMinutes);
  return (failures ?? []).map((each) => new Date(each).toISOString()).filter((each) => each > from);
}
