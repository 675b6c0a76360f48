import type { Role } from '../../domain/access/permissions';
import type { OrganisationKind } from '../../domain/access/rights';
import type { Policy } from '../../domain/policy';
import type { LocalDate } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { ApiKeyRow, SessionRow } from './credential.model';
import { UserRow } from './user.model';

/** A user as those who administer users see him. */
export interface UserDetails {
  id: string;
  organisation: string | null;
  organisationKind: OrganisationKind | null;
  role: Role;
  givenName: string;
  familyName: string;
  name: string;
  email: string;
  mobile: string | null;
  state: 'invited' | 'active' | 'withdrawn';
  trainingUntil: LocalDate | null;
  grants: { right: string; node: string | null }[];
  version: number;
}

const COLUMNS = `
  u.id, u.organisation_id as organisation, o.kind as "organisationKind", u.role, u.given_name as "givenName", u.family_name as "familyName",
  trim(u.given_name || ' ' || u.family_name) as name, u.email, u.mobile, u.state, u.training_until as "trainingUntil", u.version,
  (select coalesce(jsonb_agg(jsonb_build_object('right', g.name, 'node', g.node_id) order by g.name), '[]') from grants g where g.user_id = u.id) as grants`;

/** A user in scope, or null. */
export async function findUser(trx: Transaction, id: string): Promise<UserDetails | null> {
  const { rows } = await trx.raw(`select ${COLUMNS} from users u left join organisations o on o.id = u.organisation_id where u.id = ?`, [
    id,
  ]);
  return rows[0] ?? null;
}

/** The user name of somebody in scope. */
export async function emailOf(trx: Transaction, user: string): Promise<string> {
  return (await UserRow.query(trx).findById(user).throwIfNotFound()).email;
}

/** The hash of the password that a user has; null where he has chosen none yet. */
export async function passwordHashOf(trx: Transaction, user: string): Promise<string | null> {
  return (await UserRow.query(trx).findById(user).throwIfNotFound()).passwordHash;
}

/** Users in scope, newest last: of one organisation, or the tenant's staff; those with rights at some nodes and below where `roots` are given. */
export async function listUsers(
  trx: Transaction,
  filter: { organisation: string | null; roots: string[] | null; cursor?: string | undefined; limit: number },
): Promise<Page<UserDetails>> {
  const { organisation, roots, cursor, limit } = filter;
  const after = cursor ? decodeCursor(cursor, 'id')[0]! : null;
  const { rows } = await trx.raw(
    `select ${COLUMNS} from users u left join organisations o on o.id = u.organisation_id
     where u.organisation_id is not distinct from ?::uuid and u.role <> 'individual' and (?::uuid is null or u.id > ?)
       and (?::uuid[] is null or exists (select from grants g where g.user_id = u.id and g.node_id in (select nodes_within(?))))
     order by u.id limit ?`,
    [organisation, after, after, roots, roots ?? [], limit + 1],
  );
  return page(rows as UserDetails[], limit, (last) => [last.id]);
}

/** Names of users in scope, for pages that show who did something; those that are not seen are left out. */
export async function namesOf(trx: Transaction, users: string[]): Promise<Map<string, string>> {
  const rows = await UserRow.query(trx).findByIds(users);
  return new Map(rows.map((row) => [row.id, row.fullName]));
}

/** The open sessions of a user, newest first. */
export async function sessionsOf(trx: Transaction, user: string, { idleMinutes, absoluteHours }: Policy['session']) {
  const rows = await SessionRow.query(trx)
    .where('user_id', user)
    .whereNull('ended_at')
    .whereRaw('last_seen_at > now() - make_interval(mins => ?)', [idleMinutes])
    .whereRaw('created_at > now() - make_interval(hours => ?)', [absoluteHours])
    .orderBy('created_at', 'desc');
  return rows.map(({ id, ip, agent, createdAt: since, lastSeenAt }) => ({ id, ip, agent, since, lastSeenAt }));
}

/** The keys of a user, newest first. */
export async function keysOf(trx: Transaction, user: string) {
  const rows = await ApiKeyRow.query(trx).where('user_id', user).orderBy('id', 'desc');
  return rows.map(({ id, name, prefix, permissions, createdAt, expiresAt, lastUsedAt, lastUsedIp: lastUsedFrom, revokedAt }) => ({
    id,
    name,
    prefix,
    permissions,
    createdAt,
    expiresAt,
    lastUsedAt,
    lastUsedFrom,
    revokedAt,
  }));
}
