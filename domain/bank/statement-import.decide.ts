import { dueIn } from '../counts';
import type { Effects, Mail } from '../decision';
import type { Policy } from '../policy';
import { daysLater, londonWords, type Calendar, type Instant } from '../working-days';
import type { ImportProgress } from './statement-import.process';

/** Finance's task about the lines of a statement that may be known already. */
export const DECIDE_LINES = 'decideLines';

/** What an import's rows are decided on. */
export interface ImportSituation {
  at: Instant;
  policy: Policy;
  calendar: Calendar;
}
/** How far it has come, when the next thing is due, and what was done where that was something. */
export interface ImportStep {
  progress: ImportProgress;
  nextDue: 'atOnce' | 'whenWoken' | Instant;
  event?: string;
  effects?: Effects;
}
type Counted = Pick<ImportProgress, 'lines' | 'posted' | 'asked'>;

/**
 * ADV-4: what follows when an import has posted what it may. Lines in doubt become a task of finance, due some working days later;
 * from then on finance is reminded every few days, and the date stands also where some of them are decided.
 */
export function afterPosting(now: Counted, before: Partial<ImportProgress>, { at, policy, calendar }: ImportSituation): ImportStep {
  const doubt = before.doubt ?? null;
  if (now.posted + now.asked < now.lines) return { progress: { ...now, doubt }, nextDue: 'atOnce' };
  if (now.asked === 0) return { progress: { ...now, doubt: null }, nextDue: 'whenWoken' };
  if (!doubt) {
    const due = dueIn(at, policy.statement.decideWorkingDays, calendar);
    const { dueAt, counted } = due;
    const remind = { remindAt: dueAt, counted: { ...counted, remindAt: counted['dueAt']! } };
    const progress = { ...now, doubt: { since: at, dueAt, ...remind } };
    return { progress, nextDue: dueAt, event: 'asked', effects: { opens: [{ queue: 'finance', task: DECIDE_LINES, ...due }] } };
  }
  if (at < doubt.remindAt) return { progress: { ...now, doubt }, nextDue: doubt.remindAt };
  const late = { ...now, doubt: { ...doubt, counted: {}, remindAt: nextReminder(doubt.remindAt, at, policy) } };
  return { progress: late, nextDue: late.doubt.remindAt, event: 'reminded', effects: { mails: [reminder(now, doubt.since)] } };
}

/** ADV-4: finance has said of some lines what they are: the import posts what is new; the last one closes the task. */
export function afterDecision(now: Counted, before: Partial<ImportProgress>, said: ImportProgress['said'] & object): ImportStep {
  const isLast = now.asked === 0;
  const progress = { ...now, doubt: isLast ? null : (before.doubt ?? null), said };
  return { progress, nextDue: 'atOnce', event: 'linesDecided', effects: { closes: isLast ? [DECIDE_LINES] : [] } };
}

/** One reminder stands for all that were missed while nothing ran. */
function nextReminder(due: Instant, at: Instant, policy: Policy): Instant {
  let next = due;
  while (next <= at) next = daysLater(next, policy.statement.remindEveryDays);
  return next;
}

function reminder({ asked, lines }: Counted, since: Instant): Mail {
  const facts = { asked: String(asked), lines: String(lines), since: londonWords(since) };
  return { template: 'lines-in-doubt', to: { queue: 'finance' }, facts };
}
