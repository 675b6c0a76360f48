import { refusedBy, type Effects } from '../decision';
import type { Unheard } from '../process';
import { refuse } from '../refusal';
import { laterOf, londonDate } from '../working-days';
import { ended, goesOn, onClosedOrder, released, stands, checkedOn, type About, type Decided } from './application.decide';
import { APPLICANT, type Application } from './application.state';
import type { ApplicationFacts } from './application.facts';
import { hasEnded, isEdited } from './states';
import { applicationLife } from './application.transitions';
import { toStaff } from './holds/endorsement';
import { areOnHold, beginning, kindOf, newsOf, scheduleOf, type HeldFor, type HoldName } from './holds/holds';
import type { HoldStep } from './holds/hold-kind';
import { givenMore } from './holds/processing';
import { missingOf } from './requirements';

const { step } = applicationLife;

/** What the rows show and the application has not heard of: the earliest, unless a moment of its own comes first; at one instant the moment does. */
export function unheard(application: Application, facts: ApplicationFacts): Unheard | null {
  const all = [edited, ordering, paying, checking, holding, producing, leaving].flatMap((of) => of(application, facts) ?? []);
  const [news] = all.sort((a, b) => (a.at < b.at ? -1 : 1));
  const moment = application.schedule[0];
  return news && !(moment && moment.at <= news.at) ? news : null;
}

/** What was edited since makes it ready, or no longer ready (APP-4). */
function edited(application: Application, facts: ApplicationFacts): Unheard | null {
  if (!isEdited(application)) return null;
  const isReady = missingOf(checkedOn(facts, londonDate(facts.asOf))).length === 0;
  if (isReady === (application.state === 'readyToFinalise')) return null;
  return { news: 'rechecked', key: `${application.stateSince}/${application.state}`, body: null, at: facts.asOf };
}

function ordering({ state, stateSince, line }: Application, { order, asOf }: ApplicationFacts): Unheard | null {
  if (state === 'finalised' && order && order.addedAt <= asOf)
    return { news: 'ordered', key: order.line, body: { line: order.line }, at: laterOf(order.addedAt, stateSince) };
  if (state === 'ordered' && order?.line !== line) return { news: 'takenOff', key: line!, body: null, at: asOf };
  return null;
}

function paying({ state, line }: Application, { order }: ApplicationFacts): Unheard | null {
  if (state !== 'ordered' || order?.line !== line || !order?.paidAt) return null;
  return { news: 'paid', key: order.order, body: null, at: order.paidAt };
}

/** It is looked at as soon as it is paid for. */
function checking({ state, paidAt }: Application): Unheard | null {
  return state === 'paid' ? { news: 'checked', key: 'paid', body: null, at: paidAt! } : null;
}

function holding(application: Application, facts: ApplicationFacts): Unheard | null {
  const [first] = newsOf(application, facts).sort((a, b) => (a.at < b.at ? -1 : 1));
  if (!first) return null;
  const { hold, key, at, isRelease } = first;
  return { news: 'heard', key: `${hold}/${key}`, body: { hold, key, isRelease }, at };
}

function producing({ state, holds, stateSince }: Application, { acceptedAt }: ApplicationFacts): Unheard | null {
  if (state !== 'beingProduced' || holds.length > 0 || !acceptedAt) return null;
  return { news: 'accepted', key: 'card', body: null, at: laterOf(acceptedAt, stateSince) };
}

function leaving(application: Application, { leftAt }: ApplicationFacts): Unheard | null {
  if (!leftAt || application.leftAt || hasEnded(application)) return null;
  return { news: 'left', key: 'left', body: null, at: laterOf(leftAt, application.stateSince) };
}

/** APP-4: ready to finalise once nothing is missing. */
export function rechecked(application: Application, _news: null, { at, facts }: About): Decided {
  const missing = missingOf(checkedOn(facts, londonDate(at)));
  return step(application, missing.length === 0 ? 'filledIn' : 'fellShort', at, { missing });
}

/** ORD-2: it was put on an order. */
export function ordered(application: Application, { line }: { line: string }, { at }: About): Decided {
  return step(application, 'ordered', at, { line });
}

/** It was taken off an open order. */
export function takenOff(application: Application, _news: null, { at }: About): Decided {
  return step(application, 'takenOff', at, { line: null });
}

/** Its order is paid for: what it is held for counts from here (HSE-3). */
export function paid(application: Application, _news: null, { at }: About): Decided {
  return step(application, 'paid', at, { paidAt: at });
}

/** APP-9, HSE-2: what holds it, on the day of payment; what every requirement of is verified is approved by itself. */
export function checked(application: Application, _news: null, about: About): Decided {
  const { holds, effects } = beginning(application, about);
  return stands(application, [...application.holds, ...holds], about.at, effects);
}

/** Something became of what it is held for: that hold is over at once, or goes on. */
export function heard(
  application: Application,
  { hold: kind, key, isRelease }: { hold: HoldName; key: string; isRelease: boolean },
  about: About,
): Decided {
  const { at } = about;
  const hold = application.holds.find((each) => each.kind === kind);
  if (!hold) return refusedBy(application, refuse('notHeld', 'APP-4', `It is not held for ${kind}`, 'Read how it stands.'));
  if (isRelease) return released(application, kind, at, { evidence: { releasedBy: key } });
  const { event, hold: next, effects } = kindOf(hold).heard(application, hold, key, about) as HoldStep<HeldFor>;
  if (event === 'declined') return ended(application, 'declined', at, 'application-declined');
  return goesOn(application, event, at, next, effects);
}

/** APP-4: the printer has accepted its card. */
export function accepted(application: Application, _news: null, { at }: About): Decided {
  return ended(application, 'completed', at, 'application-completed');
}

/** APP-10: what is on no closed order is abandoned when the employee leaves; anything else goes on for him, and he alone is told. */
export function left(application: Application, _news: null, about: About): Decided {
  const { at, facts } = about;
  const { leftAt } = facts;
  if (!onClosedOrder(facts)) return ended(application, 'abandoned', at, 'application-abandoned', { line: null, leftAt });
  const taken = application.holds.map((hold) => withoutEmployer(hold, about));
  const holds = taken.map(({ hold }) => hold);
  const opens = taken.flatMap(({ effects }) => effects.opens ?? []);
  const event = areOnHold(application.holds) && !areOnHold(holds) ? 'givenBack' : 'left';
  return step(application, event, at, { leftAt, finalisedBy: APPLICANT, holds, schedule: scheduleOf(holds) }, { opens });
}

/** What the employer was awaited for is a case operator's to decide. */
function withoutEmployer(hold: HeldFor, { at, calendar }: About): { hold: HeldFor; effects: Effects } {
  if (hold.kind === 'endorsement' && !hold.isWithStaff) return toStaff(hold);
  if (hold.kind === 'processing' && hold.asked) return givenMore(hold, at, calendar);
  return { hold, effects: {} };
}
