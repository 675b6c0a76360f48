import { dueIn, type Counted } from '../../counts';
import type { Mail } from '../../decision';
import type { IdentityCheckFact } from '../../people/identity-check';
import { verifiedOn, verifiedSince } from '../../people/photo';
import type { Policy } from '../../policy';
import { ladder, type Step } from '../../schedule';
import { daysLater, londonDate, londonWords, type Instant } from '../../working-days';
import type { Held, Holder, HoldKind, HoldNews } from './hold-kind';

/** What an awaited verification of photo and identity does by itself (IDV-1). */
export type IdentityEvent = 'remindIdentity' | 'escalateIdentity' | 'lapseIdentity';

/** An application that waits until photo and identity of the operative are verified (IDV-1). */
export interface IdentityHold extends Held<'identity', IdentityEvent> {
  lapseAt: Instant;
  /** Decisions that did not end it, and those that were contested, by what the rows call them. */
  heard: string[];
  /** What a case operator is asked, until when; null where he is not. */
  asked: Asked | null;
}
interface Asked extends Counted {
  why: 'failed' | 'contested' | 'escalated';
  dueAt: Instant;
  /** Whose decision is contested: another one decides anew (AUT-1). */
  notBy: string | null;
}

/** The case operators' task about a photo or identity that the provider has not verified. */
export const DECIDE_IDENTITY = 'decideIdentity';
const QUEUE = 'caseOperator';

/** IDV-1: held from payment until photo and identity are verified; the operative is mailed at once and reminded; lapsed at 180 days. */
export const identity: HoldKind<IdentityHold> = {
  kind: 'identity',
  isOnHold: true,
  task: DECIDE_IDENTITY,
  events: {
    remindIdentity: 'the operative is reminded to verify photo and identity',
    escalateIdentity: 'it escalates to a case operator, as nobody has verified photo and identity',
    lapseIdentity: 'the application lapses, as photo and identity are not verified; the fee is kept',
  },
  begins: ({ at, facts, policy, calendar }, holder) => {
    if (verifiedOn(facts.photos, londonDate(at))) return null;
    const schedule = ladder(at, steps(policy.identity), calendar);
    const lapseAt = daysLater(at, policy.identity.lapseDays);
    const hold: IdentityHold = { kind: 'identity', since: at, schedule, lapseAt, heard: [], asked: null };
    return { hold, effects: { mails: [toOperative(holder, 'identity-asked', hold)] } };
  },
  news: ({ since, heard }, { photos, identityChecks }) => {
    const verified = verifiedSince(photos, since);
    const release = verified ? [{ key: verified.photo, at: verified.at, isRelease: true }] : [];
    const others = identityChecks.flatMap(newsOf).filter(({ key, at }) => at >= since && !heard.includes(key));
    const [first] = [...release, ...others].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    return first ?? null;
  },
  heard: (holder, hold, key, { at, facts, policy, calendar }) => {
    const [what, id] = key.split('/');
    const rest = { ...hold, heard: [...hold.heard, key] };
    const { decidedBy } = facts.identityChecks.find(({ check }) => check === id)!;
    if (what === 'declined') return { event: 'declined', hold: rest, effects: {} };
    const mails = what === 'fail' ? [toOperative(holder, 'identity-failed', hold)] : [];
    // What a case operator has refused himself asks nobody, until it is contested.
    if (what === 'fail' && decidedBy)
      return { event: 'failed', hold: { ...rest, asked: null }, effects: { mails, closes: [DECIDE_IDENTITY] } };
    const isContest = what === 'contest';
    const workingDays = isContest ? policy.dataProtection.contestWorkingDays : policy.applications.processingWorkingDays;
    const due = dueIn(at, workingDays, calendar);
    const asked: Asked = { why: isContest ? 'contested' : 'failed', ...due, notBy: isContest ? decidedBy : (hold.asked?.notBy ?? null) };
    const opens = [{ queue: QUEUE, task: DECIDE_IDENTITY, ...due }];
    return { event: isContest ? 'contested' : 'failed', hold: { ...rest, asked }, effects: { mails, opens } };
  },
  onDue: (holder, hold, due) => {
    const rest = { ...hold, schedule: hold.schedule.slice(1) };
    if (due.what === 'remindIdentity')
      return { event: 'reminded', hold: rest, effects: { mails: [toOperative(holder, 'identity-reminder', hold)] } };
    if (due.what === 'escalateIdentity') {
      if (hold.asked) return { event: 'escalated', hold: rest, effects: {} };
      const asked: Asked = { why: 'escalated', dueAt: hold.lapseAt, notBy: null };
      return {
        event: 'escalated',
        hold: { ...rest, asked },
        effects: { opens: [{ queue: QUEUE, task: DECIDE_IDENTITY, dueAt: asked.dueAt }] },
      };
    }
    const facts = { reference: holder.reference, paidAt: londonWords(hold.since), lapseAt: londonWords(due.at) };
    const mails = [{ template: 'identity-lapsed', to: { user: holder.finalisedBy }, facts }];
    return { event: 'lapsed', hold: rest, effects: { mails, evidence: { lapseAt: due.at } } };
  },
  told: ({ lapseAt, asked }, since) => {
    const lapse = `at ${londonWords(lapseAt)} the application lapses`;
    if (asked?.why === 'failed' || asked?.why === 'contested') {
      const what = asked.why === 'failed' ? 'did not verify photo and identity' : 'did not verify them, which the operative contests';
      const why = `Waiting on a case operator to decide about photo and identity, held since ${since}: a check ${what}; it ends when they are verified or the application is rejected, the decision is due at ${londonWords(asked.dueAt)}, and ${lapse}.`;
      return { awaiting: 'staff', why, dueAt: asked.dueAt };
    }
    const why = `Waiting on the operative since ${since} to verify photo and identity with the identity provider; it ends when they are verified or the operative declines, or ${lapse}.`;
    return { awaiting: 'operative', why, dueAt: lapseAt };
  },
};

/** What a decided check is to an application that waits for it: a pass is told by its photo. */
function newsOf({ check, outcome, at, contestedAt }: IdentityCheckFact): HoldNews[] {
  if (outcome === 'pass') return [];
  const news = [{ key: `${outcome}/${check}`, at, isRelease: false }];
  return contestedAt ? [...news, { key: `contest/${check}`, at: contestedAt, isRelease: false }] : news;
}

/** A reminder that would come with the lapse or after it has nothing to say. */
function steps({ reminderDays, escalationDays, lapseDays }: Policy['identity']): Step<IdentityEvent>[] {
  const reminders = reminderDays.filter((days) => days < lapseDays).map((days) => ({ what: 'remindIdentity' as const, days }));
  return [...reminders, { what: 'escalateIdentity', days: escalationDays }, { what: 'lapseIdentity', days: lapseDays }];
}

/** To whoever applies, with a link to his own pages, which is made when the mail leaves. */
function toOperative({ id, tenant, reference }: Holder, template: string, { lapseAt }: IdentityHold): Mail {
  return { template, to: { applicant: id }, facts: { application: id, tenant, reference, lapseAt: londonWords(lapseAt) } };
}
