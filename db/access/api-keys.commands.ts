import { v7 as uuid } from 'uuid';
import type { Instant } from '../../domain/working-days';
import type { Caller } from '../../platform/scope';
import type { Transaction } from '../core/database';
import { auditChange } from '../core/audit.commands';
import type { RequestedBy } from '../core/requests.commands';
import { ApiKeyRow } from './credential.model';

/** A key to be kept: of its secret only the hash, and enough of its beginning to be recognised. */
export interface NewKey {
  name: string;
  prefix: string;
  secretHash: Buffer;
  permissions: string[];
  expiresAt: Instant;
}

/** Keeps a key of its user; answers its identifier. */
export async function addKey(trx: Transaction, key: NewKey, owner: Caller, asked: RequestedBy, at: Instant): Promise<string> {
  const id = uuid();
  const { tenant: tenantId, organisation: organisationId, user: userId } = owner;
  await ApiKeyRow.query(trx).insert({ ...key, id, tenantId, organisationId, userId, createdAt: at });
  const after = { user: owner.user, permissions: key.permissions, expiresAt: key.expiresAt };
  await auditChange(
    trx,
    { tenant: owner.tenant, organisation: owner.organisation, entity: { type: 'api-key', id }, event: 'made', at, before: null, after },
    asked,
  );
  return id;
}

/** Makes a key worthless; false where its user has no such key in use. */
export async function revokeKey(trx: Transaction, id: string, owner: Caller, asked: RequestedBy, at: Instant): Promise<boolean> {
  const revoked = await ApiKeyRow.query(trx).where({ id, user_id: owner.user }).whereNull('revoked_at').patch({ revokedAt: at });
  if (revoked === 0) return false;
  await auditChange(
    trx,
    {
      tenant: owner.tenant,
      organisation: owner.organisation,
      entity: { type: 'api-key', id },
      event: 'revoked',
      at,
      before: null,
      after: {},
    },
    asked,
  );
  return true;
}
