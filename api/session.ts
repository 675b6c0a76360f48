import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { parse } from 'cookie';
import { currentPolicy } from '../domain/policy';
import type { Database } from '../db/database';
import type { Caller } from '../platform/scope';
import { Problem } from './problems';

/** The session's cookie in a browser; machines send `Authorization: Bearer`. */
export const COOKIE = 'countersign_session';

/** The hash under which a session's token is kept. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The token of a request, or undefined. */
export function tokenOf(request: Request): string | undefined {
  return /^Bearer ([\w-]{20,100})$/.exec(request.get('authorization') ?? '')?.[1] ?? parse(request.get('cookie') ?? '')[COOKIE];
}

/** Who calls, by a live session (SEC-2: 30 idle minutes end it). Throws 401 where there is none. */
export async function authenticate(database: Database, request: Request): Promise<Caller> {
  const token = tokenOf(request);
  const found = token
    ? await database.raw(`select * from use_session(?, make_interval(mins => ?))`, [hashToken(token), currentPolicy.session.idleMinutes])
    : { rows: [] };
  const session = found.rows[0];
  if (!session) {
    throw new Problem(401, 'sign-in', 'Sign in again', {
      detail: 'There is no live session: POST /v1/sessions, then send its token. What was saved is kept.',
      headers: { 'WWW-Authenticate': 'Bearer' },
    });
  }
  return {
    tenant: session.tenant_id,
    organisation: session.organisation_id,
    node: session.node_id,
    user: session.user_id,
    role: session.role,
    session: session.session_id,
    ip: request.ip ?? '',
  };
}
