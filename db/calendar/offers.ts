/** What other areas may use of calendars: a second person brings one into force, and a bulk action goes over the open waits (CAL-1). */
export { adoptCalendar, faultsOfCalendar } from './calendars.commands';
export { recountNext } from './recount.commands';
export { countWaits } from './waits.queries';
