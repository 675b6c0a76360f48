import { proxyActivities } from '@temporalio/workflow';
import type { PeopleActivities } from '../activities/access.activities';
import { entityOf } from '../domain/business-ids';
import * as decide from '../domain/access/invitation.decide';
import { unsent, type Invitation, type InvitationEvent } from '../domain/access/invitation.state';
import { eventSummary } from '../domain/access/invitation.standing';
import { policyOf } from '../domain/policy';
import type { ProcessStart } from '../messages/core.messages';
import { invitationMoved, resendInvitationUpdate } from '../messages/access.messages';
import { DurableProcess, type Resumed } from './process';

const { readInvitation } = proxyActivities<PeopleActivities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

/**
 * A link to activate an account, or to choose a new password (SEC-3): sent, reminded of, sent anew on request, until it is used,
 * withdrawn, or its 72 hours are over.
 */
export async function invitation(start: ProcessStart, resumed?: Resumed<Invitation>): Promise<string> {
  const policy = policyOf(start);
  const id = entityOf(start.businessId);
  const link = new DurableProcess<InvitationEvent, Invitation>(start, 'invitation', unsent(id, start.tenant), resumed);

  link.accepts(resendInvitationUpdate, (_body, at) => decide.resend(link.state, policy, at));
  link.hears(
    invitationMoved,
    ({ to }) => to,
    ({ to, at }) => decide.moved(link.state, to, at),
  );

  const facts = () => readInvitation({ tenant: start.tenant, invitation: id });
  if (resumed || (await link.opensItself(facts, (read, at) => decide.send(link.state, read, policy, at)))) {
    await link.keepSchedule((due) => decide.onDue(link.state, due), eventSummary);
  }
  return link.closed();
}
