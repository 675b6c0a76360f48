import type { Clock } from './standing';
import { londonDate, workingDaysBetween, workingDaysLater, type Calendar, type Instant, type LocalDate } from './working-days';

/** A stage as the history keeps it. */
export interface StageEntered {
  stage: string;
  clock: Clock;
  enteredAt: Instant;
  event: string;
}

/** Elapsed working days by whose they are, with each change and its reason (WHY-2). */
export interface StopClock {
  workingDays: Record<Clock, number>;
  changes: { clock: Clock; from: Instant; stage: string; reason: string; workingDays: number }[];
}

/** How a case stands against its service level: our days alone count, and the clock pauses while somebody else is awaited (WHY-2). */
export interface ServiceLevel {
  days: number;
  used: number;
  paused: boolean;
  /** The day by which we are to be done, if nobody else is awaited meanwhile; null while the clock pauses. */
  dueOn: LocalDate | null;
}

/** The service level of a case at an instant, from its history of stages (WHY-2). */
export function serviceLevel(stages: StageEntered[], at: Instant, calendar: Calendar, days: number): ServiceLevel {
  const used = stopClock(stages, at, calendar).workingDays.ours;
  const paused = stages.at(-1)?.clock !== 'ours';
  return { days, used, paused, dueOn: paused ? null : workingDaysLater(londonDate(at), Math.max(0, days - used), calendar) };
}

/** Splits the working days from the first stage until `until`; they sum to the whole span (WHY-2). */
export function stopClock(stages: StageEntered[], until: Instant, calendar: Calendar): StopClock {
  const workingDays: Record<Clock, number> = { ours: 0, customer: 0, thirdParty: 0, stopped: 0 };
  const changes = stages.map((stage, index) => {
    const left = stages[index + 1]?.enteredAt ?? until;
    const days = workingDaysBetween(londonDate(stage.enteredAt), londonDate(left), calendar);
    workingDays[stage.clock] += days;
    return { clock: stage.clock, from: stage.enteredAt, stage: stage.stage, reason: stage.event, workingDays: days };
  });
  return { workingDays, changes };
}
