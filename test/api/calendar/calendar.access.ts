import { REASON, type AccessFixtures } from '../../support/access';
import { added } from '../../support/calendars';

/** Proposals of another calendar. */
export const calendarAccess = {
  entities: {
    '/v1/calendar-proposals/': ({ as, made }) =>
      made(as.administrator, '/v1/calendar-proposals', { changes: [added('2027-02-10')], ...REASON }),
  },
  kinds: {},
  bodies: {
    '/v1/calendar-proposals': { changes: [added('2027-02-11')], ...REASON },
    '/v1/calendar-proposals/:id/approve': REASON,
    '/v1/calendar-proposals/:id/decline': REASON,
  },
} satisfies AccessFixtures;
