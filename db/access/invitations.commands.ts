import { v7 as uuid } from 'uuid';
import type { Invitation } from '../../domain/access/invitation.state';
import { startOf } from '../../domain/processes';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { policyInForce } from '../core/policies.queries';
import { startProcess } from '../core/outbox.commands';
import { wakeProcesses } from '../core/wakes';

/** Makes an invitation in the transaction that makes its user, or a reset; the relay starts its process (SEC-3). Answers its identifier. */
export async function makeInvitation(
  trx: Transaction,
  of: { tenant: string; organisation: string | null; user: string; purpose: Invitation['purpose']; madeBy: string | null },
  at: Instant,
): Promise<string> {
  const id = uuid();
  const { tenant, organisation, user, purpose, madeBy } = of;
  await moveStanding(trx, user, 'withdrawn', at);
  await trx('invitations').insert({
    id,
    tenant_id: tenant,
    organisation_id: organisation,
    user_id: user,
    purpose,
    made_by: madeBy,
    state_since: at,
  });
  await startProcess(trx, id, startOf('invitation', id, { owner: 'user', tenant, organisation, ...(await policyInForce(trx)) }));
  return id;
}

/** The invitation of a user that still stands was accepted or withdrawn: its link is worthless at once, its process is told. */
export async function moveStanding(trx: Transaction, user: string, to: 'accepted' | 'withdrawn', at: Instant): Promise<void> {
  const moved: { id: string }[] = await trx('invitations')
    .where({ user_id: user })
    .whereIn('state', ['made', 'sent'])
    .whereNull('moved_at')
    .update({ moved_at: at, moved_to: to })
    .returning('id');
  await wakeProcesses(
    trx,
    moved.map(({ id }) => id),
  );
}
