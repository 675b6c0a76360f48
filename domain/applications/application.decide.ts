import { refusedBy, type Decision, type Effects } from '../decision';
import { notByTheSame } from '../people/identity-check';
import type { Situation } from '../process';
import { refuse, type Refusal } from '../refusal';
import { londonDate } from '../working-days';
import type { Application } from './application.state';
import type { ApplicationFacts } from './application.facts';
import { hasEnded, isEdited } from './states';
import { applicationLife, type ApplicationEvent } from './application.transitions';
import { areOnHold, kindOf, scheduleOf, type HeldFor, type HoldName } from './holds/holds';
import { askedOn } from './holds/endorsement';
import { extendedBy, type HseHold } from './holds/hse';
import type { IdentityHold } from './holds/identity';
import { askedForMore, givenMore, type ProcessingHold } from './holds/processing';
import { missingOf, refusalsOf, requirementsOf, type Requirement } from './requirements';
import { TERMS } from './terms';

const { step } = applicationLife;
export type About = Situation<ApplicationFacts>;
/** A decision about an application. */
export type Decided = Decision<Application>;

/** What whoever finalises says: which terms are agreed to, and that the guidance on a later assessment is understood (APP-3, HSE-2). */
export interface Finalise {
  terms: string | null;
  understandsHsePending: boolean;
}

/** Every requirement of an application on a London date. */
export function checkedOn(facts: ApplicationFacts, on: string): Requirement[] {
  return requirementsOf({ ...facts, on });
}

/** APP-3: every requirement met and the declaration ticked, all that is missing told at once; with the assessment to come, its guidance acknowledged (HSE-2). */
export function finalise(application: Application, { terms, understandsHsePending }: Finalise, about: About): Decided {
  const { at, by, facts } = about;
  if (hasEnded({ state: facts.rowState }) || hasEnded(application)) return refusedBy(application, applicationEnded(application));
  if (application.state !== 'none' && !isEdited(application)) return refusedBy(application, alreadyFinalised());
  const requirements = checkedOn(facts, londonDate(at));
  const isLater = requirements.some(({ kind, isMet, isVerified }) => kind === 'hse' && isMet && !isVerified);
  const faults = refusalsOf(requirements);
  if (terms !== TERMS.version) faults.push(notAgreed());
  if (isLater && !understandsHsePending) faults.push(notAcknowledged());
  if (faults.length > 0) return refusedBy(application, ...faults);
  const asked = askedOn(about, application);
  const holds = asked ? [asked.hold] : [];
  const change = { node: facts.node, finalisedBy: by!, terms, missing: [], holds, schedule: scheduleOf(holds), endorsedAt: null };
  return step(application, 'finalised', at, change, asked?.effects);
}

/** APP-4: it can be un-finalised until it is on a closed order; that takes it off an open one. It then awaits the employer, without a limit. */
export function unfinalise(application: Application, _command: object, { at, facts }: About): Decided {
  if (application.state !== 'finalised' && application.state !== 'ordered') return refusedBy(application, notFinalised(application));
  const closed = onClosedOrder(facts);
  if (closed) return refusedBy(application, closed);
  return backToEditing(application, 'unfinalised', at, facts);
}

/** It is edited again (APP-4): off its open order, and what was asked for is taken back. */
export function backToEditing(
  application: Application,
  event: 'unfinalised' | 'sentBack',
  at: string,
  facts: ApplicationFacts,
  effects: Effects = {},
): Decided {
  const change = { line: null, missing: missingOf(checkedOn(facts, londonDate(at))), endorsedAt: null };
  return step(application, event, at, { ...change, ...NOTHING_HELD }, { ...effects, closes: tasksOf(application) });
}

/** APP-10: a draft or finalised application can be abandoned until it is on a closed order. */
export function abandon(application: Application, _command: object, { at, facts }: About): Decided {
  if (hasEnded(application)) return refusedBy(application, applicationEnded(application));
  if (!isEdited(application) && application.state !== 'finalised' && application.state !== 'ordered')
    return refusedBy(application, paidAlready());
  const closed = onClosedOrder(facts);
  if (closed) return refusedBy(application, closed);
  return ended(application, 'abandoned', at, 'application-abandoned', { line: null });
}

/** HSE-3: a case operator lets the operative have more time for a pass. */
export function extend(application: Application, { days }: { days: number }, { at, policy }: About): Decided {
  const hold = application.holds.find((each): each is HseHold => each.kind === 'hse');
  if (!hold) return refusedBy(application, notHeld(application));
  const extended = extendedBy(hold, days, policy.hse);
  if ('code' in extended) return refusedBy(application, extended);
  const effects = { closes: [kindOf(hold).task], evidence: { lapseAt: extended.lapseAt } };
  return goesOn(application, 'extended', at, extended, effects);
}

/** APP-9: a case operator approves what no rule verifies; other holds go on. */
export function approve(application: Application, _command: object, { at }: About): Decided {
  if (!application.holds.some(({ kind }) => kind === 'processing')) return refusedBy(application, notProcessed(application));
  return released(application, 'processing', at);
}

/** APP-9, IDV-1: or rejects, with the reason, also one that nobody endorses (APP-6) or whose qualification is not accepted (QUA-1). The fee is kept (APP-3). What is contested is decided by another one (AUT-1). */
export function reject(application: Application, _command: object, { at, by }: About): Decided {
  const asked = application.holds.find((hold): hold is IdentityHold => hold.kind === 'identity')?.asked;
  const isOurs = application.holds.some(
    (hold) => hold.kind === 'processing' || hold.kind === 'qualification' || (hold.kind === 'endorsement' && hold.isWithStaff),
  );
  if (!(asked || isOurs) || !application.paidAt) return refusedBy(application, notProcessed(application));
  if (asked?.notBy === by) return refusedBy(application, notByTheSame());
  return ended(application, 'rejected', at, 'application-rejected');
}

/** APP-9, WHY-2: or asks the employer for more, with a text: our days pause until that is answered. */
export function askMore(application: Application, _command: object, { at, policy, calendar }: About): Decided {
  const hold = processingOf(application);
  if (!hold || hold.asked) return refusedBy(application, notProcessed(application));
  const mails = [
    { template: 'application-more-asked', to: { user: application.finalisedBy }, facts: { reference: application.reference } },
  ];
  return goesOn(application, 'moreAsked', at, askedForMore(hold, at, { policy, calendar }), { mails, closes: [kindOf(hold).task] });
}

/** APP-9: the employer answers: it is a case operator's again, for the working days that were left. */
export function giveMore(application: Application, _command: object, { at, calendar }: About): Decided {
  const hold = processingOf(application);
  if (!hold?.asked) return refusedBy(application, notAsked(application));
  const given = givenMore(hold, at, calendar);
  const holds = application.holds.map((each) => (each.kind === 'processing' ? given.hold : each));
  return goesOn(application, areOnHold(holds) ? 'moreGiven' : 'givenBack', at, given.hold, given.effects);
}

/** One of the holds is over: where it was the last one, the application is approved (APP-9). */
export function released(application: Application, hold: HoldName, at: string, effects: Effects = {}): Decided {
  const holds = application.holds.filter(({ kind }) => kind !== hold);
  return stands(application, holds, at, { ...effects, closes: [kindOf({ kind: hold }).task] });
}

/** How an application stands by what holds it: one that is not paid yet is where it was. */
export function stands(application: Application, holds: HeldFor[], at: string, effects: Effects): Decided {
  const change = { holds, schedule: scheduleOf(holds) };
  if (!application.paidAt) return step(application, 'released', at, change, effects);
  if (holds.length === 0) return step(application, 'approved', at, change, effects);
  if (!areOnHold(holds)) return step(application, 'processing', at, change, effects);
  return step(application, application.state === 'paid' ? 'held' : 'released', at, change, effects);
}

/** A hold goes on as another one. */
export function goesOn(application: Application, event: ApplicationEvent, at: string, hold: HeldFor, effects: Effects): Decided {
  const holds = application.holds.map((each) => (each.kind === hold.kind ? hold : each));
  return step(application, event, at, { holds, schedule: scheduleOf(holds) }, effects);
}

/** APP-10: an end: nothing is awaited any more, and whoever finalised it is told. */
export function ended(
  application: Application,
  event: 'abandoned' | 'rejected' | 'declined' | 'completed',
  at: string,
  template: string,
  change: Partial<Application> = {},
): Decided {
  const mails = [{ template, to: { user: application.finalisedBy }, facts: { reference: application.reference } }];
  return step(application, event, at, { ...change, ...NOTHING_HELD }, { mails, closes: tasksOf(application) });
}

/** What is left of the holds at an end. */
export const NOTHING_HELD = { holds: [], schedule: [] };

/** The tasks that are answered when an application ends. */
export function tasksOf({ holds }: Application): string[] {
  return holds.map((hold) => kindOf(hold).task);
}

/** What a command to an application that has ended is told (APP-10). */
export function applicationEnded({ state }: Application): Refusal {
  return refuse('ended', 'APP-10', `This application is ${state}`, 'Start a new application for the employee.');
}

/** Why it is changed no more; null where it is on no closed order (APP-4). */
export function onClosedOrder({ order }: Pick<ApplicationFacts, 'order'>): Refusal | null {
  if (!order || order.state === 'open') return null;
  return refuse('orderClosed', 'APP-4', 'It is on an order that is closed', 'What is on a closed order is paid for.');
}

function alreadyFinalised(): Refusal {
  return refuse('finalised', 'APP-4', 'It is finalised already', 'Un-finalise it first, as long as it is on no closed order.');
}

function notFinalised({ state }: Application): Refusal {
  const remedy = isEdited({ state }) ? 'Change it: nobody has finalised it.' : 'What is paid for is not changed any more.';
  return refuse('notFinalised', 'APP-4', `It is ${state}`, remedy);
}

function paidAlready(): Refusal {
  return refuse('paid', 'APP-10', 'It is paid for', 'Wait for what it is held for; fees are not refunded.');
}

function notHeld({ state }: Application): Refusal {
  return refuse('notHeld', 'HSE-3', `No assessment is awaited: it is ${state}`, 'Only a hold that goes on can be extended.');
}

function notProcessed({ state }: Application): Refusal {
  return refuse('notAwaited', 'APP-9', `No case operator's decision is awaited: it is ${state}`, 'Read how it stands.');
}

function notAsked({ state }: Application): Refusal {
  return refuse('notAwaited', 'APP-9', `Nothing more was asked for: it is ${state}`, 'Read how it stands.');
}

function processingOf({ holds }: Application): ProcessingHold | undefined {
  return holds.find((hold): hold is ProcessingHold => hold.kind === 'processing');
}

function notAgreed(): Refusal {
  return refuse(
    'terms',
    'APP-3',
    'The terms and conditions are not agreed to',
    `Agree to version ${TERMS.version}: fees are not refunded.`,
    '/terms',
  );
}

function notAcknowledged(): Refusal {
  const remedy = 'Read the guidance, and say that it is understood: the application is held until a pass is recorded.';
  return refuse('hsePending', 'HSE-2', 'The assessment follows later, which has to be understood', remedy, '/understandsHsePending');
}
