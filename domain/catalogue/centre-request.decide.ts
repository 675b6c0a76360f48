import { dueIn } from '../counts';
import { refusedBy, type Decision } from '../decision';
import type { Scheduled, Situation } from '../process';
import { refuse, type Refusal } from '../refusal';
import { ladder } from '../schedule';
import { londonWords } from '../working-days';
import { answering, type CentreRequest, type CentreRequestEvent, type CentreRequestFacts, type WantedKind } from './centre-request.state';
import { centreRequestLife } from './centre-request.transitions';

const { step } = centreRequestLife;
type About = Situation<CentreRequestFacts>;
/** A decision about a centre's request. */
export type Decided = Decision<CentreRequest>;
/** What the case is told of what is asked for: the kind, and of a product or a country its code (SEC-12). */
export interface Asked {
  what: WantedKind;
  code: string | null;
}

/** Staff's task about it. */
export const ANSWER_CENTRE_REQUEST = 'answerCentreRequest';
/** The administrators' task about one that nobody has answered. */
export const CHASE_CENTRE_REQUEST = 'chaseCentreRequest';
const ADMINISTRATORS = 'administrator';

/** REG-18: a centre asks; staff have a task, are reminded after working days, and later the administrators hear of it. */
export function ask(request: CentreRequest, { what }: Asked, { at, by, facts, policy, calendar }: About): Decided {
  if (request.state !== 'none') return refusedBy(request, requestEnded(request));
  if (facts.faults.length > 0) return refusedBy(request, ...facts.faults);
  const { remindWorkingDays, escalateWorkingDays } = policy.centreRequests;
  const schedule = ladder<CentreRequestEvent>(
    at,
    [
      { what: 'remind', workingDays: remindWorkingDays },
      { what: 'escalate', workingDays: escalateWorkingDays },
    ],
    calendar,
  );
  const opens = [{ queue: answering[what].queue, task: ANSWER_CENTRE_REQUEST, ...dueIn(at, escalateWorkingDays, calendar) }];
  return step(request, 'asked', at, { what, askedBy: by!, schedule }, { opens });
}

/** REG-18: staff grant it: the commit makes the approval, the address or the country. */
export function grant(request: CentreRequest, _command: object, about: About): Decided {
  if (request.state === 'asked' && about.facts.faults.length > 0) return refusedBy(request, ...about.facts.faults);
  return answered(request, 'granted', about);
}

/** REG-18: or decline it, with an answer. */
export function decline(request: CentreRequest, _command: object, about: About): Decided {
  return answered(request, 'declined', about);
}

/** REG-18: the centre needs it no more. */
export function withdraw(request: CentreRequest, _command: object, { at }: About): Decided {
  if (request.state !== 'asked') return refusedBy(request, requestEnded(request));
  return step(request, 'withdrawn', at, { schedule: [] }, { closes: TASKS });
}

/** REG-18: nobody has answered: staff are reminded, then it goes to the administrators. */
export function onDue(request: CentreRequest, due: Scheduled<CentreRequestEvent>, { policy, calendar }: About): Decided {
  const { reference, stateSince, what } = request;
  const facts = { reference, since: londonWords(stateSince) };
  const schedule = request.schedule.slice(1);
  if (due.what === 'remind') {
    const mails = [{ template: 'centre-request-reminder', to: { queue: answering[what].queue }, facts }];
    return step(request, 'reminded', due.at, { schedule }, { mails });
  }
  const mails = [{ template: 'centre-request-escalated', to: { queue: ADMINISTRATORS }, facts }];
  const opens = [{ queue: ADMINISTRATORS, task: CHASE_CENTRE_REQUEST, ...dueIn(due.at, policy.work.serviceDays, calendar) }];
  return step(request, 'escalated', due.at, { schedule }, { mails, opens });
}

/** What a command to a request that was answered is told (REG-18). */
export function requestEnded({ state }: CentreRequest): Refusal {
  return refuse(
    'ended',
    'REG-18',
    `This request is ${state}`,
    state === 'granted' ? 'Read it again.' : 'Ask again where it is still needed.',
  );
}

const TASKS = [ANSWER_CENTRE_REQUEST, CHASE_CENTRE_REQUEST];

function answered(request: CentreRequest, event: 'granted' | 'declined', { at }: About): Decided {
  if (request.state !== 'asked') return refusedBy(request, requestEnded(request));
  const { reference, askedBy } = request;
  const mails = [{ template: `centre-request-${event}`, to: { user: askedBy }, facts: { reference } }];
  return step(request, event, at, { schedule: [] }, { mails, closes: TASKS });
}
