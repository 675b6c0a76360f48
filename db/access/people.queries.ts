import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';

/** An invitation by its link, while that can still be used. */
export async function standingLink(trx: Transaction, id: string, link: number, at: Instant) {
  const row = await trx('invitations as i')
    .join('users as u', 'u.id', 'i.user_id')
    .where('i.id', id)
    .forUpdate('i')
    .first('i.*', 'u.state as user_state');
  if (!row || row.state !== 'sent' || row.moved_at || row.link !== link || row.expires_at <= at || row.user_state === 'withdrawn')
    return null;
  return {
    id,
    tenant: row.tenant_id as string,
    organisation: row.organisation_id as string | null,
    user: row.user_id as string,
    purpose: row.purpose as 'activation' | 'reset',
    code: row.code_id as string | null,
    expiresAt: row.expires_at as Instant,
  };
}

/** True where another tenant's user has activated his account with the address of this one (SEC-9). */
export async function isProvenElsewhere(trx: Transaction, user: string): Promise<boolean> {
  const { rows } = await trx.raw('select is_proven_elsewhere(?) as elsewhere', [user]);
  return rows[0].elsewhere;
}

/** The newest invitation of a user, with how its process stands; undefined where there is none. */
export async function latestInvitation(trx: Transaction, user: string) {
  return trx('invitations')
    .where({ user_id: user })
    .orderBy('id', 'desc')
    .first('id', 'purpose', 'state', 'expires_at as expiresAt', 'link') as Promise<
    { id: string; purpose: 'activation' | 'reset'; state: string; expiresAt: string | null; link: number } | undefined
  >;
}

/** A request for access, as those who decide see it. */
export interface AccessRequestRow {
  id: string;
  organisation: string;
  organisationName: string;
  givenName: string;
  familyName: string;
  email: string;
  mobile: string;
  state: string;
  since: string;
  user: string | null;
}

/** Requests for access in scope, newest first: the open ones, or all. */
export async function listAccessRequests(trx: Transaction, isOpen: boolean): Promise<AccessRequestRow[]> {
  const query = accessRequests(trx).orderBy('r.id', 'desc').limit(200);
  if (isOpen) query.whereIn('r.state', ['none', 'asked', 'withStaff']);
  return query;
}

/** A request for access in scope, or undefined. */
export async function findAccessRequest(trx: Transaction, id: string): Promise<AccessRequestRow | undefined> {
  return accessRequests(trx).where('r.id', id).first();
}

function accessRequests(trx: Transaction) {
  return trx('access_requests as r').join('organisations as o', 'o.id', 'r.organisation_id').select({
    id: 'r.id',
    organisation: 'r.organisation_id',
    organisationName: 'o.name',
    givenName: 'r.given_name',
    familyName: 'r.family_name',
    email: 'r.email',
    mobile: 'r.mobile',
    state: 'r.state',
    since: 'r.state_since',
    user: 'r.user_id',
  });
}
