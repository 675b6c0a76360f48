import { changed, type Decision, type Effects } from './decision';
import type { CaseState } from './process';
import { clockOf, held, over, type Hold, type NextEvent, type Standing } from './standing';
import { londonWords, type Instant } from './working-days';

/** Since when a case stands that nobody has begun. */
export const NEVER: Instant = '1970-01-01T00:00:00.000Z';

/** A kind's one table: event → state before → state after. What is not there cannot happen. */
export type Transitions<Name extends string> = Record<string, Partial<Record<Name, Name>>>;

/** The life of a kind's cases: its table, how they stand, and the step along one of its edges. */
export interface Life<State extends CaseState, Event extends string> {
  transitions: Record<Event, Partial<Record<string, State['state']>>>;
  standing: (state: State) => Standing;
  /** A change of state by an event of the table. Throws where the state has no such edge: a defect. */
  step: (before: State, event: Event, at: Instant, change: Partial<State>, effects?: Effects) => Decision<State>;
}

/** Makes a kind's life of its table and of how its cases stand. */
export function life<State extends CaseState, Event extends string>(
  transitions: Record<Event, Partial<Record<string, State['state']>>>,
  standingOf: (state: State) => Standing,
): Life<State, Event> {
  return {
    transitions,
    standing: standingOf,
    step: (before, event, at, change, effects) => changed(transitions, before, event, at, change, effects),
  };
}

/** What a kind says of how its cases stand, in words. */
export interface Said<State extends CaseState> {
  stages: Record<State['state'], string>;
  /** What happens by itself. */
  events: Record<State['schedule'][number]['what'], string>;
  /**
   * What a case waits for, by what happens next by itself; null where it waits for nothing. Unless said, that is shown as next, the
   * first of it is when the case is due, and the clock is that of whoever is awaited.
   */
  holds(state: State, next: NextEvent[]): (Pick<Hold, 'name' | 'awaiting'> & Partial<Hold>) | null;
  /** On whom it waits since when, in London words, and what ends it. */
  why(state: State, since: string): string;
}

/** How the cases of a kind stand: stage, who is awaited, why, what comes next (WHY-1, WHY-2, OPS-5). */
export function standing<State extends CaseState>({ stages, events, holds, why }: Said<State>): (state: State) => Standing {
  return (state) => {
    const since = state.stateSince;
    const stage = stages[state.state as State['state']];
    const words = why(state, londonWords(since));
    const scheduled = state.schedule.map(({ at, what }) => ({ at, what: events[what as keyof typeof events] }));
    const hold = holds(state, scheduled);
    if (!hold) return over(stage, since, words);
    const next = hold.next ?? scheduled;
    return held(stage, { clock: clockOf(hold.awaiting), since, why: words, next, dueAt: next[0]?.at ?? null, ...hold });
  };
}
