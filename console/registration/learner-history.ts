import type { components } from '../kit/api';
import type { ToldOf } from '../kit/case';
import { dayOf } from '../kit/cells';
import { data } from '../kit/client';
import type { Visit } from '../kit/page';
import type { Happened } from '../kit/timeline';
import { plural, words } from '../kit/words';

type Happening = components['schemas']['LearnerStory']['happened'][number];

const EVENTS: Record<Happening['event'], string> = {
  ...{ registered: 'Registered', edited: 'Edited', nameAmended: 'Name amended after the certification' },
  ...{ ulnSaved: 'ULN saved', ulnTakenAway: 'ULN taken away', ulnSent: 'ULN sent to the Learning Records Service' },
  ...{
    ulnVerified: 'ULN verified',
    ulnMismatch: 'ULN answered: it differs',
    ulnOutdated: 'ULN answered too late: the learner has changed',
  },
  ...{ noticed: 'Notice of the lapse', lapsed: 'Lapsed', withdrawn: 'Withdrawn', unwithdrawn: 'Taken back', cancelled: 'Cancelled' },
  ...{ transferred: 'Transferred', transferredIn: 'Came by a transfer', toppedUp: 'Topped up', toppedUpIn: 'Came by topping up' },
  ...{ toppedDown: 'Topped down', toppedDownIn: 'Came by topping down', certificated: 'Certificated', undone: 'Registration undone' },
};

/** What happened to a learner and the mails about it, as the centre's own people and staff read them (LRN-1..5, LAP-1, ULN-2). */
export async function learnerHistory({ id }: { id: string }, { api }: Visit): Promise<ToldOf> {
  const { happened, mails } = await data(api.GET('/v1/learners/{id}/events', { params: { path: { id } } }));
  return {
    history: happened.map(asHappened).reverse(),
    mails: mails.map(({ to, ...mail }) => ({ ...mail, to: to.map(({ name, email }) => `${name}, ${email}`) })),
  };
}

function asHappened(each: Happening): Happened {
  const { event, at, by, name, reason } = each;
  const told = { event: EVENTS[event], at, reason, isTold: true, stage: detailsOf(each), awaiting: null };
  return { ...told, by: by === null ? null : (name ?? (by === 'centre' ? 'the centre' : 'the awarding body')) };
}

function detailsOf({ changed, flags, lapsesOn, daysLeft }: Happening): string | null {
  const left = daysLeft === null ? '' : `, ${plural(daysLeft, 'day')} left`;
  const lastDay = lapsesOn === null ? [] : [`The last day is ${dayOf(lapsesOn)}${left}`];
  return [...changed.map(words), ...flags.map(({ detail }) => detail), ...lastDay].join(', ') || null;
}
