import type { DayProgress } from '../../domain/bookings/assessment-day.process';
import { endOfDate } from '../../domain/working-days';
import type { RowsStore } from '../core/rows';
import { letAwaitResults } from './pending.commands';

/** How a day of assessments meets its bookings: from the day after it they await their results, in chunks (BKG-4). */
export const assessmentDayStore: RowsStore = {
  act: async (trx, { entity, at, before }) => {
    const progress = before as DayProgress;
    const overFrom = endOfDate(progress.day);
    if (at < overFrom) return { progress, nextDue: overFrom };
    const pending = await letAwaitResults(trx, 'day_id', entity, overFrom);
    if (pending === null) return { progress, nextDue: 'atOnce' };
    return { progress: { ...progress, pending, isOver: true }, nextDue: 'whenWoken' };
  },
};
