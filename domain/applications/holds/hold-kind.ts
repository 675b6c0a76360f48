import type { Effects } from '../../decision';
import type { Scheduled, Situation } from '../../process';
import type { Hold } from '../../standing';
import type { Instant } from '../../working-days';
import type { ApplicationFacts } from '../application.facts';

/** What every hold of an application has. */
export interface Held<Kind extends string, What extends string> {
  kind: Kind;
  /** The wait counts from here (HSE-3). */
  since: Instant;
  /** What it does by itself: its own ladder, soonest first. */
  schedule: Scheduled<What>[];
}

/** The application that a hold is of, as far as its words and mails name it. */
export interface Holder {
  id: string;
  tenant: string;
  reference: string;
  /** Who finalised it last: told what becomes of it. */
  finalisedBy: string;
}

/** What a hold does at one of its own moments, or on news of it: it goes on as another one, or ends the application. */
export interface HoldStep<Of> {
  event: 'reminded' | 'escalated' | 'failed' | 'contested' | 'awaited' | 'lapsed' | 'declined';
  hold: Of;
  effects: Effects;
}

/** News that the rows show of a hold: what it is, what tells it from others, and when it happened. */
export interface HoldNews {
  key: string;
  at: Instant;
  /** Released, or something that it goes on after. */
  isRelease: boolean;
}

/**
 * One kind of hold of a paid application: when it begins, its ladder, its words, and what releases it. A file each; several hold an
 * application at once and are released in any order (APP-4).
 */
export interface HoldKind<Of extends Held<string, string>> {
  kind: Of['kind'];
  /** False where only we are awaited: being produced, in the employer's eyes (APP-9). */
  isOnHold: boolean;
  /** True where it waits for somebody else just now, though as a rule for us. */
  awaitsOthers?(hold: Of): boolean;
  /** The case operators' task about it, closed when it is over. */
  task: string;
  /** What happens by itself, in words. */
  events: Record<Of['schedule'][number]['what'], string>;
  /** The hold that an application begins with when it is paid; null where nothing is to be waited for. */
  begins(about: Situation<ApplicationFacts>, holder: Holder): { hold: Of; effects: Effects } | null;
  /** What the rows show that it has not heard of. */
  news(hold: Of, facts: ApplicationFacts): HoldNews | null;
  /** What news that does not release it changes. */
  heard(holder: Holder, hold: Of, key: string, about: Situation<ApplicationFacts>): HoldStep<Of>;
  /** What falls due by itself. */
  onDue(holder: Holder, hold: Of, due: Scheduled): HoldStep<Of>;
  /** On whom it waits since when, and what ends it (WHY-1). */
  told(hold: Of, since: string): Pick<Hold, 'awaiting' | 'why' | 'dueAt'>;
}
