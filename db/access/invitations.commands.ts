import { v7 as uuid } from 'uuid';
import { INVITATION_MOVED, invitationId } from '../../domain/business-ids';
import type { CommitInput } from '../../domain/commit';
import type { Invitation } from '../../domain/access/invitation.state';
import { invitationStart } from '../../domain/starts';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { policyInForce } from '../core/policies.queries';
import { startProcess } from '../core/outbox.commands';
import { CommitRefused } from '../core/commit-refused';
import { lockRow, moveRow } from '../core/process-rows';

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
  await startProcess(trx, id, invitationStart(tenant, organisation, id, await policyInForce(trx)));
  return id;
}

/** The invitation of a user that still stands was accepted or withdrawn: its link is worthless at once, its process is told. */
export async function moveStanding(trx: Transaction, user: string, to: 'accepted' | 'withdrawn', at: Instant): Promise<void> {
  const moved = await trx('invitations')
    .where({ user_id: user })
    .whereIn('state', ['made', 'sent'])
    .whereNull('moved_at')
    .update({ moved_at: at })
    .returning(['id', 'tenant_id', 'organisation_id']);
  for (const { id, tenant_id, organisation_id } of moved)
    await trx('outbox').insert({
      id: uuid(),
      tenant_id,
      organisation_id,
      kind: 'signal',
      entity_id: id,
      name: INVITATION_MOVED,
      target: invitationId(id),
      facts: JSON.stringify({ to, at }),
    });
}

/** Writes an invitation; its link does not expire, and is not sent anew, once the row knows that it was used or withdrawn. */
export async function writeInvitation(trx: Transaction, input: CommitInput, next: Invitation): Promise<Record<string, unknown> | null> {
  const row = await lockRow<{ state: string; moved_at: string | null }>(trx, 'invitations', input);
  const isNews = next.state === 'accepted' || next.state === 'withdrawn';
  if (row.moved_at && !isNews) throw new CommitRefused();
  return moveRow(trx, 'invitations', input, next, { link: next.link, expires_at: next.schedule.at(-1)?.at ?? null });
}
