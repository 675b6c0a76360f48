import { randomInt } from 'node:crypto';
import type { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import { staffRoles, type Role } from '../../domain/access/permissions';

/** A user of a seeded tenant. */
export interface SeededUser {
  id: string;
  email: string;
  role: Role;
  organisation: string | null;
  mobile: string;
}
/** Makes a user by the local part of his address, with rights at an organisation if he is of one. */
export type SeedUser = (local: string, role: Role, at?: { organisation: string; node?: string; rights: string[] }) => Promise<SeededUser>;

/** Until when seeded staff are trained (SEC-8). */
export const TRAINED_UNTIL = '2099-12-31';

/** Makes users of one tenant, all with one password. */
export function userSeeder(trx: Knex, tenant: string, key: string, passwordHash: string): SeedUser {
  return async (local, role, at) => {
    const row = { id: uuid(), email: `${local}@${key}.example`, role, mobile: newMobile() };
    await trx('users').insert({
      ...row,
      tenant_id: tenant,
      organisation_id: at?.organisation ?? null,
      given_name: local.replace(/^./, (first) => first.toUpperCase()),
      family_name: 'Example',
      password_hash: passwordHash,
      training_until: (staffRoles as readonly string[]).includes(role) ? TRAINED_UNTIL : null,
    });
    const grants = (at?.rights ?? []).map((right) => ({
      user_id: row.id,
      node_id: at?.node ?? null,
      name: right,
      tenant_id: tenant,
      organisation_id: at!.organisation,
      granted_at: new Date(),
    }));
    if (grants.length > 0) await trx('grants').insert(grants);
    return { ...row, organisation: at?.organisation ?? null };
  };
}

/** From the range that is kept for drama: such a number belongs to nobody. */
export function newMobile(): string {
  return `+447700900${String(randomInt(1000)).padStart(3, '0')}`;
}
