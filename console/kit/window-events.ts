import type { components } from './api';

/** What happens of a window on a day (BKG-3). */
export const WINDOW_EVENTS: Record<components['schemas']['WindowDay']['events'][number]['what'], string> = {
  ...{ opens: 'Opens', closes: 'Closes', cutOff: 'Cut-off', late: 'Late from', veryLate: 'Very late from', refused: 'No bookings from' },
};
