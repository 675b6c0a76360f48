import { v7 as uuid } from 'uuid';
import { startOf } from '../../domain/processes';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { policyInForce } from '../core/policies.queries';
import { startProcess } from '../core/outbox.commands';

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
  await startProcess(
    trx,
    id,
    startOf('access-request', id, { owner: 'portalAdmin', tenant, organisation: centre, ...(await policyInForce(trx)) }),
  );
}
