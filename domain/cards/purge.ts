import type { Policy } from '../policy';
import type { Scheduled } from '../process';
import { dateLater, hourOfDate, londonDate, startOfDate, type Instant } from '../working-days';

/** What happens by itself until the printer's copy is purged (CRD-2). */
export type PurgeEvent = 'askPurge' | 'remindPurge' | 'escalatePurge' | 'overduePurge';

/** How the purge of the printer's copy stands. */
export const purgeStages = ['kept', 'asked', 'reminded', 'escalated', 'overdue', 'confirmed'] as const;
export type PurgeStage = (typeof purgeStages)[number];

/** What each moment makes of it. */
export const purgeAfter: Record<PurgeEvent, PurgeStage> = {
  askPurge: 'asked',
  remindPurge: 'reminded',
  escalatePurge: 'escalated',
  overduePurge: 'overdue',
};

/**
 * CRD-2: when the purge is asked for, reminded, and goes to the DPO, each on its day after production at the hour of notices; the copy may
 * be kept to 24:00 London of the last day before it is overdue (TIM-4).
 */
export function purgeLadder(producedAt: Instant, { printing, notices }: Pick<Policy, 'printing' | 'notices'>): Scheduled<PurgeEvent>[] {
  const produced = londonDate(producedAt);
  const on = (days: number) => hourOfDate(dateLater(produced, days), notices.hour);
  return [
    { what: 'askPurge', at: on(printing.purgeAskedDays) },
    { what: 'remindPurge', at: on(printing.purgeRemindedDays) },
    { what: 'escalatePurge', at: on(printing.purgeEscalatedDays) },
    { what: 'overduePurge', at: startOfDate(dateLater(produced, printing.purgeOverdueDays)) },
  ];
}
