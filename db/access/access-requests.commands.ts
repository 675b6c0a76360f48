import { v7 as uuid } from 'uuid';
import type { AccessRequest } from '../../domain/access/access-request.state';
import type { CommitInput } from '../../domain/commit';
import { accessRequestStart } from '../../domain/starts';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { policyInForce } from '../core/policies.queries';
import { startProcess } from '../core/outbox.commands';
import { moveRow } from '../core/process-rows';
import type { RequestedBy } from '../core/requests.commands';
import { makeUser } from './users.commands';

/** Who asks for an account at a centre. */
export interface Asker {
  givenName: string;
  familyName: string;
  email: string;
  mobile: string;
}

/** Keeps a request and lets its process start; does nothing where the same person's request is open already (SEC-4). */
export async function askForAccess(trx: Transaction, tenant: string, centre: string, asker: Asker, at: Instant): Promise<void> {
  const id = uuid();
  const made = await trx('access_requests')
    .insert({
      id,
      tenant_id: tenant,
      organisation_id: centre,
      given_name: asker.givenName,
      family_name: asker.familyName,
      email: asker.email,
      mobile: asker.mobile,
      state_since: at,
    })
    .onConflict(trx.raw(`(organisation_id, lower(email)) where state in ('none', 'asked', 'withStaff')`))
    .ignore()
    .returning('id');
  if (made.length === 0) return;
  await startProcess(trx, id, accessRequestStart(tenant, centre, id, await policyInForce(trx)));
}

/** Writes a request; an approved one makes the user, with the permissions that the approver chose, and his invitation (SEC-4). */
export async function writeAccessRequest(
  trx: Transaction,
  input: CommitInput,
  next: AccessRequest,
  asked: RequestedBy | null,
): Promise<Record<string, unknown> | null> {
  if (next.state !== 'approved') return moveRow(trx, 'access_requests', input, next);
  const row = await trx('access_requests').where({ id: next.id }).first();
  const user = await makeUser(
    trx,
    {
      tenant: next.tenant,
      organisation: row.organisation_id,
      role: 'centreUser',
      givenName: row.given_name,
      familyName: row.family_name,
      email: row.email,
      mobile: row.mobile,
      rights: asked!.body['rights'] as string[],
      node: null,
    },
    asked!,
    input.at,
  );
  return moveRow(trx, 'access_requests', input, next, { user_id: user });
}
