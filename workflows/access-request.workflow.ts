import { proxyActivities } from '@temporalio/workflow';
import type { PeopleActivities } from '../activities/access.activities';
import { unasked, type AccessRequest, type AccessRequestEvent } from '../domain/access/access-request.state';
import * as decide from '../domain/access/access-request.decide';
import { eventSummary } from '../domain/access/access-request.standing';
import { entityOf } from '../domain/business-ids';
import { approveAccessUpdate, declineAccessUpdate } from '../messages/access.messages';
import type { ProcessStart } from '../messages/core.messages';
import { DurableProcess, type Resumed } from './process';

const { readAccessRequest } = proxyActivities<PeopleActivities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

/**
 * Somebody of a centre asks for an account (SEC-4): its Portal Admin decides, reminded after 2 working days; after 5, or where
 * there is no Portal Admin, our staff decides.
 */
export async function accessRequest(start: ProcessStart, resumed?: Resumed<AccessRequest>): Promise<string> {
  const id = entityOf(start.businessId);
  const initial = unasked(id, start.tenant, start.reference);
  const request = new DurableProcess<AccessRequestEvent, AccessRequest>(start, 'access-request', initial, resumed);

  request.accepts(approveAccessUpdate, (_body, at) => decide.settle(request.state, 'approved', at));
  request.accepts(declineAccessUpdate, (_body, at) => decide.settle(request.state, 'declined', at));

  const facts = () => readAccessRequest({ tenant: start.tenant, request: id, policyVersion: start.policyVersion });
  if (resumed || (await request.opensItself(facts, (read, at) => decide.open(request.state, read, at)))) {
    await request.keepSchedule(
      (due) => decide.onDue(request.state, due),
      (due) => eventSummary(request.state, due),
    );
  }
  return request.closed();
}
