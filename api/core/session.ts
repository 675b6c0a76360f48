import { createHash } from 'node:crypto';
import { BlockList, isIPv6 } from 'node:net';
import type { Request } from 'express';
import { parse, serialize } from 'cookie';
import type { Database } from '../../db/core/database';
import { useCredential } from '../../db/access/offers';
import type { Config } from '../../platform/config';
import { isTrained } from '../../domain/access/permissions';
import { londonDate } from '../../domain/working-days';
import type { BusinessClock, Caller } from '../../platform/scope';
import { Problem, untrained } from './problems';

/** The session's cookie in a browser; machines send `Authorization: Bearer`. */
const COOKIE = 'countersign_session';
/** How an API key begins, so that it is told from a session's token and found by scanners for leaked secrets. */
export const KEY_PREFIX = 'csk_';

/** The hash under which a session's token or a key is kept. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The token of a request, or undefined. */
export function tokenOf(request: Request): string | undefined {
  return bearerOf(request) ?? parse(request.get('cookie') ?? '')[COOKIE];
}

/** Sets the session's cookie, or with an empty token takes it away: no script reads it, no other site sends it. */
export function sessionCookie(config: Config, token: string): string {
  return serialize(COOKIE, token, {
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
    secure: config.PUBLIC_URL.startsWith('https:'),
    ...(token ? {} : { maxAge: 0 }),
  });
}

/**
 * Who calls, by a live session (SEC-2: 30 idle minutes end it, and 12 hours however busy) or an API key. Throws 401 where there is neither, 403 where a
 * licensed organisation's key comes from an address that it has not registered (SEC-10).
 */
export async function authenticate(database: Database, request: Request): Promise<Caller> {
  const token = tokenOf(request);
  const isKey = token?.startsWith(KEY_PREFIX) ?? false;
  const isActivity = request.get('countersign-poll') === undefined;
  const ip = request.ip ?? '';
  const found = token ? await useCredential(database, { hash: hashToken(token), isKey, isActivity, ip }) : null;
  if (!found) {
    throw new Problem(401, 'sign-in', 'Sign in again', {
      detail: 'There is no live session: POST /v1/sessions, then send its token. What was saved is kept.',
      headers: { 'WWW-Authenticate': 'Bearer' },
    });
  }
  if (isKey && found.caller.role === 'checkerUser' && !isRegistered(ip, found.registeredAddresses))
    throw new Problem(403, 'address', 'This address is not registered', {
      detail: `Calls of a licensed organisation's programs are accepted from its registered addresses only; this one came from ${ip}.`,
    });
  return found.caller;
}

/** Staff see who somebody is while their data protection training is in force (SEC-8). Throws 403. */
export async function insistOnTraining(caller: Caller, clock: BusinessClock): Promise<void> {
  if (!isTrained(caller, londonDate((await clock()).toISOString()))) throw untrained();
}

/**
 * What a browser sends is taken from our own pages only, with a cookie or to get one: another site's page brings another origin.
 * Throws 403.
 */
export function requireOwnOrigin(request: Request): void {
  const origin = request.get('origin');
  const isForeign = origin
    ? !URL.canParse(origin) || new URL(origin).host !== request.get('host')
    : ['cross-site', 'same-site'].includes(request.get('sec-fetch-site') ?? '');
  if (bearerOf(request) || !isForeign || ['GET', 'HEAD'].includes(request.method)) return;
  throw new Problem(403, 'origin', 'This came from another site', { detail: 'Send commands from our own pages, or with a token.' });
}

function bearerOf(request: Request): string | undefined {
  return /^Bearer ([\w-]{20,100})$/.exec(request.get('authorization') ?? '')?.[1];
}

/** True where an address is one of those that are registered, or within one of their ranges (SEC-10). */
export function isRegistered(ip: string, registered: string[]): boolean {
  const list = new BlockList();
  for (const each of registered) {
    const [address, bits] = each.split('/') as [string, string?];
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits) list.addSubnet(address, Number(bits), family);
    else list.addAddress(address, family);
  }
  const plain = ip.replace(/^::ffff:/, '');
  return list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
}
