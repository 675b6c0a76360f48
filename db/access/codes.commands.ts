import { raw } from 'objection';
import { v7 as uuid } from 'uuid';
import type { SignInPolicy } from '../../domain/policy';
import type { Instant } from '../../domain/working-days';
import { codeReference } from '../../platform/codes';
import type { Database, Transaction } from '../core/database';
import { sendToUser } from '../core/outbox.commands';
import { CodeRow } from './credential.model';
import { UserRow } from './user.model';

/** A code that was sent, as its row has it. */
export interface Code {
  id: string;
  tenant: string;
  user: string;
  purpose: 'signIn' | 'activation' | 'reset';
  sent: number;
  tries: number;
  expiresAt: Instant;
}

/** The tenant of a code: all that is told of it before its scope is known. */
export async function tenantOfCode(database: Database, id: string): Promise<string | null> {
  const { rows } = await database.raw('select find_code(?) as tenant', [id]);
  return rows[0].tenant;
}

/**
 * Sends a fresh code to a user, by SMS where a mobile number stands on the account, else by e-mail (SEC-1, SEC-3). One sign-in is
 * open at a time: its code makes those of earlier ones worthless, so that their tries don't add up.
 */
export async function sendCode(
  trx: Transaction,
  to: { tenant: string; user: string; purpose: Code['purpose'] },
  policy: SignInPolicy,
  at: Instant,
): Promise<Code> {
  const expiresAt = later(at, policy.codeMinutes);
  const row = { id: uuid(), tenantId: to.tenant, userId: to.user, purpose: to.purpose, sentAt: at, expiresAt };
  await UserRow.query(trx).findById(to.user).forNoKeyUpdate().throwIfNotFound();
  if (to.purpose === 'signIn')
    await CodeRow.query(trx).where({ user_id: to.user, purpose: 'signIn' }).whereNull('used_at').patch({ usedAt: at });
  await CodeRow.query(trx).insert(row);
  await deliver(trx, { id: row.id, tenant: to.tenant, user: to.user, sent: 1, expiresAt });
  return { ...to, id: row.id, sent: 1, tries: 0, expiresAt };
}

/** Sends another one in its place, the first is worthless then; null where it is used up or was sent too often. */
export async function sendAgain(trx: Transaction, id: string, policy: SignInPolicy, at: Instant): Promise<Code | null> {
  const code = await openCode(trx, id, policy, at, false);
  if (!code || code.sent >= policy.codesSent) return null;
  const next = { ...code, sent: code.sent + 1, expiresAt: later(at, policy.codeMinutes) };
  await CodeRow.query(trx).findById(id).patch({ sent: next.sent, sentAt: at, expiresAt: next.expiresAt });
  await deliver(trx, next);
  return next;
}

/** The code, locked, while it can still be used: not used, not out of time, not tried too often (SEC-1). */
export async function openCode(trx: Transaction, id: string, policy: SignInPolicy, at: Instant, inTime = true): Promise<Code | null> {
  const row = await CodeRow.query(trx).findById(id).forUpdate();
  if (!row || row.usedAt || row.tries >= policy.codeTries || (inTime && row.expiresAt <= at)) return null;
  const { tenantId: tenant, userId: user, purpose, sent, tries, expiresAt } = row;
  return { id, tenant, user, purpose, sent, tries, expiresAt };
}

/** Marks a right code as used, counts a wrong one. */
export async function tried(trx: Transaction, id: string, isRight: boolean, at: Instant): Promise<void> {
  await CodeRow.query(trx)
    .findById(id)
    .patch(isRight ? { usedAt: at } : { tries: raw('tries + 1') });
}

/** Where a code of a user goes, as it may be shown before he is known: `•••• 123`. */
export async function codeGoesTo(trx: Transaction, user: string): Promise<string> {
  const { mobile } = await UserRow.query(trx).findById(user).throwIfNotFound();
  return mobile ? `•••• ${mobile.slice(-3)}` : 'your e-mail address';
}

async function deliver(trx: Transaction, code: Pick<Code, 'id' | 'tenant' | 'user' | 'sent' | 'expiresAt'>): Promise<void> {
  const { mobile } = await UserRow.query(trx).findById(code.user).throwIfNotFound();
  await sendToUser(trx, {
    kind: mobile ? 'sms' : 'mail',
    tenant: code.tenant,
    about: code.id,
    template: 'code',
    user: code.user,
    facts: { code: code.id, sent: String(code.sent), reference: codeReference(code.id), expiresAt: code.expiresAt },
  });
}

function later(at: Instant, minutes: number): Instant {
  return new Date(Date.parse(at) + minutes * 60_000).toISOString();
}
