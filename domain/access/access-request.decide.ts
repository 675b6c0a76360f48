import { countedAs, dueAs } from '../counts';
import { refusedBy, type Decision, type Mail } from '../decision';
import type { Scheduled, Situation } from '../process';
import { refuse, type Refusal } from '../refusal';
import { ladder } from '../schedule';
import type { Instant } from '../working-days';
import type { AccessRequest, AccessRequestEvent, AccessRequestFacts } from './access-request.state';
import { accessRequestLife } from './access-request.transitions';

const { step } = accessRequestLife;
type About = Situation<AccessRequestFacts>;
/** A decision about a request for access. */
export type Decided = Decision<AccessRequest>;

/** Staff's task about it. */
export const DECIDE_ACCESS = 'decideAccess';
const STAFF = 'caseOperator';

/** SEC-4: the request goes to the centre's Portal Admin; where there is none yet, to staff. */
export function open(request: AccessRequest, { at, facts, policy, calendar }: About): Decided {
  const { admins, askedAt } = facts;
  const { remindAdminWorkingDays, toStaffWorkingDays } = policy.users;
  const withAdmin = admins.length > 0 ? toStaffWorkingDays : 0;
  const known = { ...request, admins, ...countedAs('staffDueAt', askedAt, withAdmin + policy.work.serviceDays, calendar) };
  if (admins.length === 0) return toStaff(known, 'askedStaff', at);
  const schedule = ladder<AccessRequestEvent>(
    askedAt,
    [
      { what: 'remindAdmin', workingDays: remindAdminWorkingDays },
      { what: 'toStaff', workingDays: toStaffWorkingDays },
    ],
    calendar,
  );
  return step(known, 'asked', at, { schedule }, { mails: toAdmins({ ...known, schedule }) });
}

/** SEC-4: the Portal Admin is reminded after 2 working days; after 5 the request goes to staff. */
export function onDue(request: AccessRequest, due: Scheduled<AccessRequestEvent>): Decided {
  if (due.what === 'toStaff') return toStaff(request, 'passedToStaff', due.at);
  return step(request, 'reminded', due.at, { schedule: request.schedule.slice(1) }, { mails: toAdmins(request) });
}

/** SEC-4: approved, the commit makes the user and the invitation. */
export function approve(request: AccessRequest, _command: object, about: About): Decided {
  return settled(request, 'approved', about, []);
}

/** SEC-4: or declined, and the asker is told. */
export function decline(request: AccessRequest, _command: object, about: About): Decided {
  return settled(request, 'declined', about, [{ template: 'access-declined', to: { request: request.id }, facts: {} }]);
}

/** What a command to a request that was decided is told (SEC-4). */
export function requestEnded({ state }: AccessRequest): Refusal {
  return refuse('ended', 'SEC-4', `This request is ${state}`, 'Nothing is left to decide about it.');
}

function settled(request: AccessRequest, event: 'approved' | 'declined', { at }: About, mails: Mail[]): Decided {
  if (request.state !== 'asked' && request.state !== 'withStaff') return refusedBy(request, requestEnded(request));
  return step(request, event, at, { schedule: [] }, { mails, closes: [DECIDE_ACCESS] });
}

function toStaff(request: AccessRequest, event: 'askedStaff' | 'passedToStaff', at: Instant): Decided {
  const opens = [{ queue: STAFF, task: DECIDE_ACCESS, ...dueAs(request, 'staffDueAt') }];
  return step(request, event, at, { schedule: [] }, { opens });
}

function toAdmins({ admins, reference, schedule }: AccessRequest): Mail[] {
  const facts = { reference, toStaffAt: schedule.at(-1)!.at };
  return admins.map((user) => ({ template: 'access-asked', to: { user }, facts }));
}
