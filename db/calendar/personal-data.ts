import { entity, type PersonalData } from '../core/register';

/** Calendars of working days, and what became of the waits that one moved. */
export const calendarPersonalData: PersonalData = {
  tables: {
    calendars: 'tenant_id number version holidays published_until since approval_id action_id',
    calendar_moves: {
      none: 'action_id wait position tenant_id kind reference entity_type outcome moves detail',
      people: [entity('entity_id')],
    },
  },
};
