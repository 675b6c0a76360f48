import { refusedBy, type Decision, type Mail } from '../decision';
import type { Scheduled, Situation, Unheard } from '../process';
import { refuse, type Refusal } from '../refusal';
import { ladder, later, merged } from '../schedule';
import type { Begin, Registration, RegistrationEvent, RegistrationFacts } from './registration.state';
import { registrationLife } from './registration.transitions';

const { step } = registrationLife;
export type About = Situation<RegistrationFacts>;
/** A decision about a registration. */
export type Decided = Decision<Registration>;

/** The administrators' task about a file that could not be checked. */
export const RETRY_CHECK = 'retryCheck';
const ADMINISTRATORS = { queue: 'administrator' };

/** REG-7, REG-8: a file was sent and is kept, it is checked; REG-1: or learners are to be keyed in. */
export function send(registration: Registration, begin: Begin, about: About): Decided {
  if (begin.isKeyedIn) return step(registration, 'begun', about.at, opened(begin, about));
  return step(registration, 'sent', about.at, { ...opened(begin, about), round: 1 });
}

/** The last row of the file was checked; or the last group that could be confirmed was removed. */
export function unheard({ state, schedule }: Registration, facts: RegistrationFacts): Unheard | null {
  if (state === 'checking' && facts.checkedAt) return { news: 'checked', key: 'checked', body: null, at: facts.checkedAt };
  const isLeft = state === 'open' && facts.openGroups === 0 && facts.removedAt !== null && canUndo(schedule);
  return isLeft ? { news: 'restRemoved', key: facts.removedAt!, body: null, at: facts.removedAt! } : null;
}

/** REG-9: every row is checked. */
export function checked(registration: Registration, _news: null, { at }: About): Decided {
  return step(registration, 'checked', at, { hasFailed: false }, { closes: [RETRY_CHECK] });
}

/** No group is left to be confirmed: what is registered can still be undone. */
export function restRemoved(registration: Registration, _news: null, { at }: About): Decided {
  return step(registration, 'restRemoved', at, { schedule: undoAlone(registration) });
}

/** OPS-2: no try to check the file was left; administrators have a task. */
export function failed(registration: Registration, _news: null, about: About): Decided {
  if (registration.state !== 'checking' || registration.hasFailed) return refusedBy(registration, notFailed());
  const dueAt = later(about.at, { days: about.policy.document.remindEveryDays }, about.calendar).at;
  return step(registration, 'failed', about.at, { hasFailed: true }, { opens: [{ ...ADMINISTRATORS, task: RETRY_CHECK, dueAt }] });
}

/** OPS-2: a file that could not be checked is checked again. */
export function retry(registration: Registration, _command: object, { at }: About): Decided {
  if (!registration.hasFailed) return refusedBy(registration, notFailed());
  return step(registration, 'retried', at, { hasFailed: false, round: registration.round + 1 }, { closes: [RETRY_CHECK] });
}

/** REG-1: whatever is not registered is given up. */
export function discard(registration: Registration, _command: object, { at }: About): Decided {
  if (!isUnderWay(registration)) return refusedBy(registration, notOpen(registration));
  return ended(registration, 'discarded', 'restDiscarded', at, []);
}

/** REG-1: whoever began it is reminded and it lapses; IMP-1: the time in which the last of it can be undone is over. */
export function onDue(registration: Registration, due: Scheduled<RegistrationEvent>, _about: About): Decided {
  const { state, reference, madeBy, schedule } = registration;
  const rest = schedule.filter(({ what }) => what !== due.what);
  if (due.what === 'undoOver') return step(registration, state === 'registered' ? 'over' : 'undoEnded', due.at, { schedule: rest });
  const tell = (template: string): Mail => ({
    template,
    to: { user: madeBy },
    facts: { reference, lapseAt: schedule.find(({ what }) => what === 'lapse')!.at },
  });
  if (due.what === 'remind') return step(registration, 'reminded', due.at, { schedule: rest }, { mails: [tell('registration-waiting')] });
  return ended(registration, 'lapsed', 'restLapsed', due.at, [tell('registration-lapsed')]);
}

/** What a command on a registration is told that is not under way any more (REG-1). */
export function notOpen({ state }: Registration): Refusal {
  const remedy = state === 'registered' ? 'Undo a group of it, or begin another registration.' : 'Begin another registration.';
  return refuse('ended', 'REG-1', `This registration is ${state === 'checking' ? 'being checked' : state}`, remedy);
}

/** True while groups may still be confirmed, or its file is being checked. */
export function isUnderWay({ state }: Registration): boolean {
  return state === 'open' || state === 'checking';
}

/** The schedule without what ends a draft. */
export function undoAlone({ schedule }: Registration): Scheduled<RegistrationEvent>[] {
  return schedule.filter(({ what }) => what === 'undoOver');
}

/** The schedule with the end of the time in which what is registered now can be undone (IMP-1). */
export function withUndo(schedule: Scheduled<RegistrationEvent>[], { at, policy, calendar }: About): Scheduled<RegistrationEvent>[] {
  const before = schedule.filter(({ what }) => what !== 'undoOver');
  return merged(before, ladder<RegistrationEvent>(at, [{ what: 'undoOver', hours: policy.registrations.undoHours }], calendar));
}

function opened({ isCheckOnly }: Begin, { at, by, policy, calendar }: About): Partial<Registration> {
  const { remindDraftDays, draftDays } = policy.registrations;
  const schedule = ladder<RegistrationEvent>(
    at,
    [
      { what: 'remind', days: remindDraftDays },
      { what: 'lapse', days: draftDays },
    ],
    calendar,
  );
  return { isCheckOnly, madeBy: by!, schedule };
}

function ended(
  registration: Registration,
  all: 'discarded' | 'lapsed',
  rest: 'restDiscarded' | 'restLapsed',
  at: string,
  mails: Mail[],
): Decided {
  const schedule = undoAlone(registration);
  if (schedule.length > 0) return step(registration, rest, at, { schedule }, { mails });
  return step(registration, all, at, { schedule }, { mails, closes: [RETRY_CHECK] });
}

function canUndo(schedule: Scheduled<RegistrationEvent>[]): boolean {
  return schedule.some(({ what }) => what === 'undoOver');
}

function notFailed(): Refusal {
  return refuse('notFailed', 'OPS-2', 'This file is not one that could not be checked', 'Read it again.');
}
