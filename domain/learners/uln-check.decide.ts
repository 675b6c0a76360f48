import type { Counted } from '../counts';
import { dueAs, dueIn } from '../counts';
import type { Effects } from '../decision';
import type { Policy } from '../policy';
import type { Calendar, Instant } from '../working-days';

/** How the ULNs of a submission stand, in learners. */
export interface UlnProgress extends Counted {
  asked: number;
  awaited: number;
  /** From then on what is unanswered is the case operators' (ULN-1). */
  dueAt: Instant;
  isLate: boolean;
}
/** How far it has come, when the next thing is due, and what happened where something did. */
export interface UlnStep {
  progress: UlnProgress;
  nextDue: 'whenWoken' | Instant;
  event?: string;
  effects?: Effects;
}

const CHASE = 'chaseLrs';

/** ULN-1: a submission before anything is answered: so many working days are given. */
export function sent(asked: number, at: Instant, policy: Pick<Policy, 'learners'>, calendar: Calendar): UlnProgress {
  return { asked, awaited: asked, ...dueIn(at, policy.learners.ulnAnswerWorkingDays, calendar), isLate: false };
}

/** ULN-1: what is unanswered when it is due becomes a task of the case operators, which ends with the last answer. */
export function afterAnswers(before: UlnProgress, awaited: number, at: Instant): UlnStep {
  const progress = { ...before, awaited };
  if (awaited === 0 && before.awaited === 0) return { progress, nextDue: 'whenWoken' };
  if (awaited === 0) return { progress, nextDue: 'whenWoken', event: 'answered', effects: { closes: before.isLate ? [CHASE] : [] } };
  if (before.isLate) return { progress, nextDue: 'whenWoken', ...(awaited === before.awaited ? {} : { event: 'counted' }) };
  if (at < before.dueAt) return { progress, nextDue: before.dueAt, ...(awaited === before.awaited ? {} : { event: 'counted' }) };
  const opens = [{ queue: 'caseOperator', task: CHASE, ...dueAs(before, 'dueAt') }];
  return { progress: { ...progress, isLate: true }, nextDue: 'whenWoken', event: 'late', effects: { opens } };
}
