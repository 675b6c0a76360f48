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
    const { many, isMore } = await letAwaitResults(trx, 'day_id', entity, overFrom);
    const pending = progress.pending + many;
    const event = many > 0 ? { event: 'sat' } : {};
    return { progress: { ...progress, pending, isOver: !isMore }, nextDue: isMore ? 'atOnce' : 'whenWoken', ...event };
  },
};
