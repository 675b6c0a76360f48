import { endOf, type Count, type Counted } from '../counts';
import { daysLater, londonDate, type Calendar, type Instant, type LocalDate } from '../working-days';

/** An instant that another calendar moves: what it is the instant of, by its name in the state. */
export interface MovedInstant {
  what: string;
  from: Instant;
  to: Instant;
}

/** What another calendar makes of the instants of a wait. */
export interface Recounted<Value> {
  value: Value;
  moved: MovedInstant[];
  /** How many of them were counted in working days at all. */
  counted: number;
}

type Json = Record<string, unknown>;

const DAY_MS = 86_400_000;

/** The days that are a holiday in one of two calendars only, in their order (CAL-1). */
export function daysBetweenCalendars(one: Calendar, other: Calendar): LocalDate[] {
  const only = (here: Calendar, there: Calendar) => [...here.holidays].filter((day) => !there.holidays.has(day));
  return [...only(one, other), ...only(other, one)].sort();
}

/**
 * CAL-1, TIM-3: a wait by another calendar: each instant that stands with its count is counted anew from the same instant; all others
 * keep their date. A moment that would be over by then happens at once: at `at`. `days` are those that the calendars differ by: what
 * was counted over none of them is left alone; null where that is not known.
 */
export function recounted<Value>(value: Value, calendar: Calendar, days: readonly LocalDate[] | null, at: Instant): Recounted<Value> {
  const walk = new Walk(calendar, days, at);
  if (!walk.finds(value)) return { value, moved: [], counted: walk.counted };
  const anew = walk.of(value) as Value;
  return { value: walk.moved.length > 0 ? anew : value, moved: distinct(walk.moved), counted: walk.counted };
}

class Walk {
  readonly moved: MovedInstant[] = [];
  counted = 0;

  constructor(
    private readonly calendar: Calendar,
    private readonly days: readonly LocalDate[] | null,
    private readonly at: Instant,
  ) {}

  /** True where something was counted over a day that is another one now; looks at all, to know how much was counted. */
  finds(value: unknown): boolean {
    if (typeof value !== 'object' || value === null) return false;
    let found = false;
    for (const each of Object.values(value)) found = this.finds(each) || found;
    if (Array.isArray(value)) return found;
    for (const [name, count] of countsOf(value)) {
      this.counted += 1;
      found ||= this.isOver(count.from, (value as Json)[name] as Instant);
    }
    return found;
  }

  /** The same with each instant as the calendar has it. */
  of(value: unknown): unknown {
    if (Array.isArray(value)) return inOrder(value.map((each) => this.of(each)));
    if (typeof value !== 'object' || value === null) return value;
    const anew: Json = {};
    for (const [name, each] of Object.entries(value)) anew[name] = name === 'counted' ? each : this.of(each);
    for (const [name, count] of countsOf(value)) this.move(anew, name, count);
    return anew;
  }

  private move(of: Json, name: string, count: Count): void {
    const from = of[name] as Instant;
    if (!this.isOver(count.from, from)) return;
    const anew = endOf(count, this.calendar);
    if (anew === from) return;
    const isMoment = 'what' in of;
    const to = isMoment && anew < this.at && from > this.at ? this.at : anew;
    of[name] = to;
    this.moved.push({ what: isMoment ? String(of['what']) : name, from, to });
  }

  private isOver(from: Instant, to: Instant): boolean {
    if (!this.days) return true;
    // What was counted back to a day: that one is the last of which something may hang.
    if (to < from) return this.isOver(daysLater(to, -2), from);
    const [first, last] = [this.days[0], this.days.at(-1)];
    // London's date is an instant's own or the day after it: most waits are told apart without asking for it.
    if (!first || !last || last < from.slice(0, 10) || to < dayBefore(first)) return false;
    const [begun, ends] = [londonDate(from), londonDate(to)];
    return this.days.some((day) => day > begun && day <= ends);
  }
}

function countsOf(value: object): [string, Count][] {
  return Object.entries((value as Counted).counted ?? {});
}

/** A case keeps its schedule beside its holds, and a task its date: each instant is told once. */
function distinct(moved: MovedInstant[]): MovedInstant[] {
  return [...new Map(moved.map((each) => [`${each.what}/${each.from}`, each])).values()];
}

function dayBefore(day: LocalDate): LocalDate {
  return new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10);
}

/** What happens by itself stays soonest first. */
function inOrder(values: unknown[]): unknown[] {
  const isSchedule =
    values.length > 1 && values.every((each) => typeof each === 'object' && each !== null && 'what' in each && 'at' in each);
  if (!isSchedule) return values;
  return [...(values as { at: Instant }[])].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
