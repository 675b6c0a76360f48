import type { Effects } from '../../decision';
import type { Scheduled, Situation } from '../../process';
import { merged } from '../../schedule';
import { clockOf, type Hold } from '../../standing';
import { londonWords } from '../../working-days';
import type { ApplicationFacts } from '../application.facts';
import type { Held, Holder, HoldKind, HoldNews, HoldStep } from './hold-kind';
import { endorsement, type EndorsementEvent, type EndorsementHold } from './endorsement';
import { hse, type HseEvent, type HseHold } from './hse';
import { identity, type IdentityEvent, type IdentityHold } from './identity';
import { qualification, type QualificationHold, type QualificationHoldEvent } from './qualification';
import { processing, type ProcessingEvent, type ProcessingHold } from './processing';

/** What may hold a paid application. */
export type HeldFor = HseHold | IdentityHold | ProcessingHold | QualificationHold | EndorsementHold;
/** What happens by itself during the holds; no two kinds share a name. */
export type HoldEvent = HseEvent | IdentityEvent | ProcessingEvent | QualificationHoldEvent | EndorsementEvent;
export type HoldName = HeldFor['kind'];
/** A paid application with what holds it. */
export interface HeldBy extends Holder {
  holds: HeldFor[];
}

/** Each kind of hold: a file of its own (APP-4). */
export const holdKinds = { hse, identity, processing, qualification, endorsement } satisfies {
  [Kind in HoldName]: HoldKind<Extract<HeldFor, { kind: Kind }>>;
};
type AnyKind = HoldKind<Held<HoldName, HoldEvent>>;

/** What falls due by itself, in words. */
export const holdEvents: Record<HoldEvent, string> = {
  ...hse.events,
  ...identity.events,
  ...processing.events,
  ...qualification.events,
  ...endorsement.events,
};

/** The rules of a hold. */
export function kindOf({ kind }: Pick<HeldFor, 'kind'>): AnyKind {
  return holdKinds[kind] as unknown as AnyKind;
}

/** The holds that a paid application begins with, and what they do at once. */
export function beginning(holder: Holder, about: Situation<ApplicationFacts>): { holds: HeldFor[]; effects: Effects } {
  const begun = Object.values(holdKinds).flatMap((kind) => kind.begins(about, holder) ?? []);
  const opens = begun.flatMap(({ effects }) => effects.opens ?? []);
  const mails = begun.flatMap(({ effects }) => effects.mails ?? []);
  return { holds: begun.map(({ hold }) => hold), effects: { opens, mails } };
}

/** All that the holds do by themselves, soonest first. */
export function scheduleOf(holds: HeldFor[]): Scheduled<HoldEvent>[] {
  return merged<HoldEvent>(...holds.map(({ schedule }): Scheduled<HoldEvent>[] => schedule));
}

/** True where something beside ourselves is awaited: on hold, in the employer's eyes (APP-9). */
export function areOnHold(holds: HeldFor[]): boolean {
  return holds.some((hold) => kindOf(hold).isOnHold || kindOf(hold).awaitsOthers?.(hold));
}

/** What the rows show of the holds that none has heard of, each with its hold. */
export function newsOf({ holds }: Pick<HeldBy, 'holds'>, facts: ApplicationFacts): (HoldNews & { hold: HoldName })[] {
  return holds.flatMap((hold) => {
    const news = kindOf(hold).news(hold, facts);
    return news ? [{ ...news, hold: hold.kind }] : [];
  });
}

/** What one of an application's own moments does to the hold that it belongs to. Throws where none has it: a defect. */
export function dueOf(application: HeldBy, due: Scheduled): HoldStep<HeldFor> {
  const hold = application.holds.find(({ schedule }) => schedule[0]?.what === due.what && schedule[0].at === due.at);
  if (!hold) throw new Error(`No hold of ${application.reference} has ${due.what} at ${due.at}`);
  return kindOf(hold).onDue(application, hold, due) as HoldStep<HeldFor>;
}

/** How each hold stands: on whom, since when, what ends it, what comes next (WHY-1). */
export function toldHolds({ holds }: Pick<HeldBy, 'holds'>): Hold[] {
  return holds.map((hold) => {
    const { awaiting, why, dueAt } = kindOf(hold).told(hold, londonWords(hold.since));
    const next = hold.schedule.map(({ at, what }) => ({ at, what: holdEvents[what] }));
    return { name: hold.kind, awaiting, clock: clockOf(awaiting), since: hold.since, why, next, dueAt };
  });
}
