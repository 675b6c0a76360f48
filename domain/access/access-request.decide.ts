import { decided, refusedBy, type Decision, type Effects, type Mail } from '../decision';
import type { Scheduled } from '../process';
import { refuse } from '../refusal';
import type { Instant } from '../working-days';
import type { AccessRequest, AccessRequestEvent, AccessRequestFacts } from './access-request.state';
import { standingOf } from './access-request.standing';
import { after, type AccessRequestChange } from './access-request.transitions';

/** A decision about a request for access. */
export type Decided = Decision<AccessRequest>;

/** Staff's task about it. */
export const DECIDE_ACCESS = 'decideAccess';
const STAFF = 'caseOperator';

/** SEC-4: the request goes to the centre's Portal Admin; where there is none yet, to staff. */
export function open(request: AccessRequest, { admins, schedule, staffDueAt }: AccessRequestFacts, at: Instant): Decided {
  const known = { ...request, admins, staffDueAt };
  if (admins.length === 0) return toStaff(known, 'askedStaff', at);
  return changed(known, 'asked', at, { schedule }, { mails: toAdmins({ ...known, schedule }) });
}

/** SEC-4: the Portal Admin is reminded after 2 working days; after 5 the request goes to staff. */
export function onDue(request: AccessRequest, due: Scheduled<AccessRequestEvent>): Decided {
  if (due.what === 'toStaff') return toStaff(request, 'passedToStaff', due.at);
  return changed(request, 'reminded', due.at, { schedule: request.schedule.slice(1) }, { mails: toAdmins(request) });
}

/** SEC-4: approved, the commit makes the user and the invitation; or declined, and the asker is told. */
export function settle(request: AccessRequest, event: 'approved' | 'declined', at: Instant): Decided {
  if (request.state !== 'asked' && request.state !== 'withStaff') {
    const refusal = refuse('ended', 'SEC-4', `This request is ${request.state}`, 'Nothing is left to decide about it.');
    return refusedBy(request, standingOf(request), [refusal]);
  }
  const mails: Mail[] = event === 'declined' ? [{ template: 'access-declined', to: { request: request.id }, facts: {} }] : [];
  return changed(request, event, at, { schedule: [] }, { mails, closes: [DECIDE_ACCESS] });
}

function toStaff(request: AccessRequest, event: 'askedStaff' | 'passedToStaff', at: Instant): Decided {
  return changed(request, event, at, { schedule: [] }, { opens: [{ queue: STAFF, task: DECIDE_ACCESS, dueAt: request.staffDueAt }] });
}

function toAdmins({ admins, reference, schedule }: AccessRequest): Mail[] {
  const facts = { reference, toStaffAt: schedule.at(-1)!.at };
  return admins.map((user) => ({ template: 'access-asked', to: { user }, facts }));
}

function changed(
  request: AccessRequest,
  event: AccessRequestChange,
  at: Instant,
  change: Partial<AccessRequest>,
  effects: Effects,
): Decided {
  const state = after(request.state, event);
  const next = { ...request, ...change, state, stateSince: state === request.state ? request.stateSince : at };
  return decided(next, event, standingOf(next), effects);
}
