import type { Express } from 'express';
import type { components } from '../kit/api';
import { stateTag, type Cell } from '../kit/cells';
import { data } from '../kit/client';
import type { Field } from '../kit/fields';
import { serveFile } from '../kit/files';
import { ofCentre } from '../kit/learners';
import { serveList, type List } from '../kit/list';
import { commandOf, field, type Said } from '../kit/page';

type Paper = components['schemas']['BookingPaperwork'];

const NAMES: Record<Paper['kind'], string> = {
  'booking-confirmation': 'Booking confirmation',
  'invigilator-register': 'Invigilator register',
  'entry-learner-list': 'Entry learner list',
  'bookings-report': 'Bookings report',
};
const OF_A_GROUP = ['booking-confirmation', 'invigilator-register'] as const;

const list: List<'/v1/booking-paperwork'> = {
  path: '/booking-papers',
  title: 'Papers of bookings',
  order: 'Newest first',
  from: '/v1/booking-paperwork',
  isPaged: true,
  filters: [{ name: 'kind', label: 'Paper', choices: Object.entries(NAMES) }],
  ownFilters: async (visit) => [
    ...(await ofCentre(visit)),
    ...(visit.query['group'] ? [{ name: 'group' as const, label: 'Booked', choices: [[visit.query['group'], 'Together'] as const] }] : []),
  ],
  columns: [
    { head: 'Paper', of: ({ kind }) => NAMES[kind] },
    { head: 'Bookings as they stood', of: ({ requestedAt }) => ({ moment: requestedAt }) },
    { head: 'Of', of: (paper) => subjectOf(paper) },
    { head: 'PDF', of: ({ id, file, state }) => (file ? { text: 'Download it', href: `/booking-papers/${id}/file` } : stateTag(state)) },
  ],
  things: ['paper', 'papers'],
  nothing: 'No papers have been asked for.',
  form: {
    title: 'Ask for a paper as the bookings stand now',
    says: 'It replaces none of those that were made before.',
    permission: 'viewBookings',
    fields: ({ query }) => (query['window'] ? ofWindow(query['window']) : ofGroup(query['group'])),
    button: 'Ask for it',
    act: async (visit): Promise<Said> => {
      const [group, window] = [field(visit, 'group'), field(visit, 'window')];
      const grouped = field(visit, 'kind') === 'invigilator-register' ? 'invigilator-register' : 'booking-confirmation';
      const kind = window ? 'entry-learner-list' : grouped;
      const body = { kind, ...(window ? { window } : { group }) } as const;
      await data(visit.api.POST('/v1/booking-paperwork', { params: commandOf(visit), body }));
      const to = window ? `/booking-papers?kind=${kind}` : `/booking-papers?group=${group}`;
      return { to, text: `${NAMES[kind]} asked for. It is made in a moment.` };
    },
  },
};

/** The papers of bookings: each as it was asked for, to be downloaded, and fresh ones (BKG-6). */
export function paperPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serveList(app, list);
    serveFile(app, '/booking-papers/:id/file', (id) => `${apiUrl}/v1/booking-paperwork/${id}/file`);
  };
}

function ofGroup(group: string | undefined): Field[] {
  return [
    { name: 'kind', label: 'Paper', as: 'choice', choices: OF_A_GROUP.map((kind) => [kind, NAMES[kind]]) },
    {
      ...{ name: 'group', label: 'Booked together', hint: 'From the page of a booking', value: group },
      ...(group ? { as: 'hidden' as const } : {}),
    },
  ];
}

function ofWindow(window: string): Field[] {
  return [
    { name: 'kind', label: 'Paper', as: 'choice', choices: [['entry-learner-list', NAMES['entry-learner-list']]] },
    { name: 'window', label: 'Window', as: 'hidden', value: window },
  ];
}

function subjectOf({ kind, group, window }: Paper): Cell {
  if (kind === 'bookings-report') return 'What a search found';
  if (group) return { text: 'Those who were booked together', href: `/bookings/booked?group=${group}` };
  return window ? { text: 'A window', href: `/assessment-windows/${window}` } : 'A product and session';
}
