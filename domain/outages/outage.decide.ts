import { refusedBy, type Decision, type Mail } from '../decision';
import type { Scheduled, Situation, Unheard } from '../process';
import { refuse, type Refusal } from '../refusal';
import { ladder } from '../schedule';
import { daysLater, laterOf, type Instant } from '../working-days';
import type { HeardSpell, Outage, OutageEvent, OutageFacts } from './outage.state';
import { stages } from './outage.standing';
import { outageLife } from './outage.transitions';
import { serviceWords } from './service';

const { step } = outageLife;
type About = Situation<OutageFacts>;
/** A decision about an outage. */
export type Decided = Decision<Outage>;

/** The administrators' task about a service that does not answer. */
export const LOOK_AFTER = 'lookAfterService';

/** OUT-1: enough calls failed one after the other; administrators have a task and hear of it. */
export function open(outage: Outage, about: About): Decided {
  const { facts, at } = about;
  const began = { ...outage, service: facts.service, spells: 1 };
  const backAt = facts.spells.at(-1)?.backAt;
  const schedule = backAt ? [{ what: 'look' as const, at: justAfter(laterOf(backAt, at)) }] : reminder(about);
  const change = { stateSince: facts.since, schedule };
  return step(began, 'began', at, change, alarm(began, facts.since, about));
}

/** OUT-1: somebody has mended it, or wants to know: the next call is made at once. */
export function tryNow(outage: Outage, _command: object, { at }: About): Decided {
  return outage.state === 'down' ? step(outage, 'triedNow', at, {}) : refusedBy(outage, outageEnded(outage));
}

/** What the circuit shows and it has not heard of: the service answered, or went down again; at one instant its own moment comes first. */
export function unheard(outage: Outage, { spells }: OutageFacts): Unheard | null {
  const news = newsOf(outage, spells);
  const moment = outage.schedule[0];
  return news && !(moment && moment.at <= news.at) ? news : null;
}

/** OUT-1: a call was answered. It is back once that lasts. */
export function answered(outage: Outage, backAt: Instant, about: About): Decided {
  return step(outage, 'answered', about.at, { backAt, schedule: looks(about) });
}

/** OUT-1: a service that flaps is one outage: it is down again. */
export function failedAgain(outage: Outage, downAt: Instant, about: About): Decided {
  const again = { ...outage, spells: outage.spells + 1 };
  return step(again, 'failedAgain', about.at, { backAt: null, schedule: reminder(about) }, alarm(again, downAt, about));
}

/** OUT-1: administrators are reminded as long as it lasts. It is over once the service stayed and the last case has gone on, or has had the time to. */
export function onDue(outage: Outage, due: Scheduled<OutageEvent>, about: About): Decided {
  const then = { ...about, at: due.at };
  if (due.what === 'remind')
    return step(outage, 'reminded', due.at, { schedule: reminder(then) }, { mails: [tell(outage, 'outage-lasts', outage.stateSince)] });
  const hasTime = due.at < daysLater(outage.backAt!, about.policy.outages.resumeDays);
  if (about.facts.waiting > 0 && hasTime) return step(outage, 'stillWaiting', due.at, { schedule: looks(then) });
  return step(outage, 'ended', due.at, { schedule: [] }, { closes: [LOOK_AFTER], mails: [tell(outage, 'outage-over', outage.backAt!)] });
}

/** What a command to an outage is told whose service is not down. */
export function outageEnded({ state }: Outage): Refusal {
  return refuse('notDown', 'OUT-1', `The service is not down: this outage is ${stages[state].toLowerCase()}`, 'Read its report.');
}

function newsOf({ state, spells: heard, stateSince }: Outage, spells: HeardSpell[]): Unheard | null {
  const last = spells[heard - 1];
  if (state === 'down' && last?.backAt) return told('answered', last.id, last.backAt, stateSince);
  const next = spells[heard];
  return state === 'back' && next ? told('failedAgain', next.id, next.downAt, stateSince) : null;
}

function told(news: 'answered' | 'failedAgain', key: string, when: Instant, since: Instant): Unheard {
  return { news, key, body: when, at: laterOf(when, since) };
}

/** A service that was back before the outage was opened is heard of at once. */
function justAfter(at: Instant): Instant {
  return new Date(Date.parse(at) + 1).toISOString();
}

function looks({ at, policy, calendar }: Pick<About, 'at' | 'policy' | 'calendar'>): Scheduled<OutageEvent>[] {
  return ladder<OutageEvent>(at, [{ what: 'look', minutes: policy.outages.quietMinutes }], calendar);
}

function reminder({ at, policy, calendar }: Pick<About, 'at' | 'policy' | 'calendar'>): Scheduled<OutageEvent>[] {
  return ladder<OutageEvent>(at, [{ what: 'remind', hours: policy.outages.taskHours }], calendar);
}

function alarm(outage: Outage, since: Instant, about: About) {
  const [due] = reminder(about);
  return { opens: [{ queue: 'administrator', task: LOOK_AFTER, dueAt: due!.at }], mails: [tell(outage, 'outage-began', since)] };
}

function tell({ reference, service }: Outage, template: string, since: Instant): Mail {
  return { template, to: { queue: 'administrator' }, facts: { reference, subject: serviceWords[service!], since } };
}
