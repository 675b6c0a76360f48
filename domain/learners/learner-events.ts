import type { Policy } from '../policy';
import { dayNumbersBetween, hourOfDate, londonDate, type Instant, type LocalDate } from '../working-days';
import { noticedOn } from './lapse-moments';
import type { LearnerState, LearnerStateName } from './learner.state';
import type { UlnFlag } from './uln-flags';

/** What can have happened to a learner, as it is told. What the trail has beside it is the awarding body's own. */
export const learnerEvents = [
  'registered',
  'edited',
  'nameAmended',
  'ulnSaved',
  'ulnTakenAway',
  'ulnSent',
  'ulnVerified',
  'ulnMismatch',
  'ulnOutdated',
  'noticed',
  'lapsed',
  'withdrawn',
  'unwithdrawn',
  'cancelled',
  'transferred',
  'transferredIn',
  'toppedUp',
  'toppedUpIn',
  'toppedDown',
  'toppedDownIn',
  'certificated',
  'undone',
] as const;
export type LearnerEventName = (typeof learnerEvents)[number];

/** What happened, when, and by whom where it was no moment: somebody's identifier. */
export interface Happening {
  event: LearnerEventName;
  at: Instant;
  by: string | null;
  reason: string | null;
  /** Which of his fields an edit has changed. */
  changed: string[];
  /** What the Learning Records Service holds otherwise. */
  flags: UlnFlag[];
  /** The last day that follows from it, or on which it tells. */
  lapsesOn: LocalDate | null;
}
/** A row of the trail. */
export interface TrailedChange {
  event: string;
  at: Instant;
  by: string | null;
  reason: string | null;
  before: { state?: LearnerStateName; lapsesOn?: LocalDate } | null;
  after: { state?: LearnerStateName; lapsesOn?: LocalDate; changed?: string[]; hasUln?: boolean } | null;
}
/** A ULN that was sent, and what came of it; null as long as that is awaited. */
export interface SentUln {
  askedAt: Instant;
  endedAt: Instant | null;
  outcome: 'verified' | 'mismatch' | 'superseded' | 'outdated' | null;
  flags: UlnFlag[];
}
/** A day on which a batch had its notice, and the numbers that its wait ran on. */
export interface NoticeDay {
  day: LocalDate;
  policy: Pick<Policy, 'registrations' | 'notices'>;
}
/** All that is kept of a learner's life, the trail in its order. */
export interface LearnerLife {
  learner: Pick<LearnerState, 'registeredAt' | 'lapsesOn'>;
  registeredBy: string | null;
  /** He came by a transfer, or was topped up or down: the trail says how. */
  isFollowing: boolean;
  trail: TrailedChange[];
  ulns: SentUln[];
  notices: NoticeDay[];
}

const TOLD: ReadonlySet<string> = new Set(learnerEvents);
const ANSWERS = { verified: 'ulnVerified', mismatch: 'ulnMismatch', outdated: 'ulnOutdated', superseded: null } as const;
const NOTHING = { by: null, reason: null, changed: [], flags: [], lapsesOn: null };

/** What happened to a learner, oldest first (LAP-1, LRN-1..5, ULN-1, ULN-2). */
export function happenedTo(life: LearnerLife): Happening[] {
  const { learner, registeredBy, isFollowing, trail, ulns, notices } = life;
  const registered: Happening[] = isFollowing ? [] : [{ ...NOTHING, event: 'registered', at: learner.registeredAt, by: registeredBy }];
  const all = [...registered, ...trail.flatMap(ofTrail), ...ulns.flatMap(ofUln), ...notices.flatMap((notice) => ofNotice(life, notice))];
  return all.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
}

function ofTrail({ event, at, by, reason, after }: TrailedChange): Happening[] {
  const told = event === 'ulnChanged' ? (after?.hasUln ? 'ulnSaved' : 'ulnTakenAway') : event;
  if (!TOLD.has(told)) return [];
  const lapsesOn = event === 'unwithdrawn' || event.endsWith('In') ? (after?.lapsesOn ?? null) : null;
  return [{ ...NOTHING, event: told as LearnerEventName, at, by, reason, changed: after?.changed ?? [], lapsesOn }];
}

/** One that was sent again before its answer is told of as sent. */
function ofUln({ askedAt, endedAt, outcome, flags }: SentUln): Happening[] {
  const sent: Happening = { ...NOTHING, event: 'ulnSent', at: askedAt };
  const answer = outcome && ANSWERS[outcome];
  return answer ? [sent, { ...NOTHING, event: answer, at: endedAt!, flags: outcome === 'mismatch' ? flags : [] }] : [sent];
}

/** The notice of a day told of whoever was registered when it fell due, with one of the last days of which it tells (LAP-1). */
function ofNotice(life: LearnerLife, { day, policy }: NoticeDay): Happening[] {
  const at = hourOfDate(day, policy.notices.hour);
  const stood = standingBefore(life, at);
  if (stood?.state !== 'registered' || !noticedOn(day, policy).some(({ lapsesOn }) => lapsesOn === stood.lapsesOn)) return [];
  return [{ ...NOTHING, event: 'noticed', at, lapsesOn: stood.lapsesOn }];
}

/** How a learner stood just before an instant; null where he was not there yet. */
function standingBefore({ learner, trail }: LearnerLife, at: Instant): { state: LearnerStateName; lapsesOn: LocalDate } | null {
  if (at <= learner.registeredAt) return null;
  const first = trail.find(({ before }) => before?.lapsesOn)?.before?.lapsesOn ?? learner.lapsesOn;
  const changes = trail.filter((change) => change.at < at);
  return changes.reduce((stood, { after }) => ({ state: after?.state ?? stood.state, lapsesOn: after?.lapsesOn ?? stood.lapsesOn }), {
    state: 'registered' as LearnerStateName,
    lapsesOn: first,
  });
}

/** How many days a notice leaves; of anything else nothing. */
export function daysLeftOf({ event, at, lapsesOn }: Happening): number | null {
  return event === 'noticed' ? dayNumbersBetween(londonDate(at), lapsesOn!) : null;
}

/** Whether a mail about a batch is about a learner of it: one of the lapse where he was told of that day, any other always. */
export function isAbout(happened: readonly Happening[], { template, day }: { template: string; day: LocalDate | null }): boolean {
  if (day === null) return true;
  const event = template === 'lapse-notice' ? 'noticed' : 'lapsed';
  return happened.some((each) => each.event === event && londonDate(each.at) === day);
}
