import type { components } from '../kit/api';
import { dayOf, momentOf, type Cell, type Tag } from '../kit/cells';
import { nameOf } from '../kit/learners';
import { words } from '../kit/words';

type Booking = components['schemas']['FoundBooking'];
type Window = components['schemas']['AssessmentWindow'];
type Address = NonNullable<components['schemas']['Organisation']['addresses']>[number];
/** How near its assessment, or how long after the cut-off, a booking is received. */
export type Band = Booking['band'];

/** How bookings stand, to choose from (BKG-4). */
export const STATES: readonly (readonly [Booking['state'], string])[] = [
  ['active', 'Active'],
  ['cancelled', 'Cancelled'],
  ['transferred', 'Transferred'],
  ['pendingResult', 'Pending result'],
  ['resultIssued', 'Result issued'],
];
/** By whose names bookings are looked for, and how a list of them is sorted (REG-13). */
export const NAMES = [
  { name: 'forename', label: 'Beginning of the forename' },
  { name: 'surname', label: 'Beginning of the surname' },
] as const;
export const SORTED = {
  name: 'sort' as const,
  label: 'Sorted by',
  any: 'Newest',
  choices: [['name', 'Name'] as const, ['day', 'Day of assessment, the last one first'] as const],
};
/** What stands is green, what waits for others yellow, what is over grey. */
export const COLOURS: Record<Booking['state'], Tag['colour']> = {
  ...{ active: 'green', pendingResult: 'yellow', resultIssued: 'green', cancelled: 'grey', transferred: 'grey' },
};

/** What is booked, and of whom: `Ann Smith, Reading`. */
export function bookingName({ learner, component }: Pick<Booking, 'learner' | 'component'>): string {
  return `${nameOf(learner)}, ${component.title}`;
}

/** When it is sat: the day and the time in London, and the window where there is one. */
export function whenOf({ assessmentAt, window }: Pick<Booking, 'assessmentAt' | 'window'>): string {
  return [momentOf(assessmentAt), window?.name].filter(Boolean).join(', ');
}

/** An address on file as one line. */
export function addressWords({ label, lines, postcode }: Pick<Address, 'label' | 'lines' | 'postcode'>): string {
  return [label, ...lines, postcode].join(', ');
}

/** A band, red where it costs something. */
export function bandTag(band: Band): Cell {
  return { text: '', tags: [{ text: words(band), colour: band === 'ordinary' ? 'green' : 'orange' }] };
}

/** A window as it is chosen: its days, and in which period its bookings are until when (BKG-3). */
export function windowWords({ name, opensOn, closesOn, bookings }: Window): string {
  const days = `${name}, ${dayOf(opensOn)} to ${dayOf(closesOn)}`;
  if (!bookings?.band) return `${days}: not open for bookings`;
  const until = bookings.changesAt ? ` until ${momentOf(bookings.changesAt)}` : '';
  return `${days}: ${bookings.band === 'ordinary' ? 'ordinary bookings' : `${words(bookings.band).toLowerCase()} period, a fee is charged`}${until}`;
}

/** What each entry of the evidence is; what is no instant stands as it is. */
const EVIDENCE: Record<string, string> = {
  receivedAt: 'Received',
  bandUntil: 'The band holds until',
  lateFrom: 'Late bookings from',
  veryLateFrom: 'Very late bookings from',
  refusedFrom: 'No bookings from',
  assessmentAt: 'The assessment begins',
  calendar: 'Calendar of working days',
  policy: 'Policy in force',
  windowCalendar: 'Calendar by which the window was counted',
  windowPolicy: 'Policy by which the window was counted',
};

/** What a band turned on, a line each in words (WHY-4). */
export function evidenceRows(evidence: Record<string, string>): Cell[][] {
  const isInstant = (value: string) => /^\d{4}-\d\d-\d\dT/.test(value);
  return Object.entries(EVIDENCE).flatMap(([name, text]) => {
    const value = evidence[name];
    return value === undefined ? [] : [[text, isInstant(value) ? { moment: value } : value]];
  });
}

/** True for an instant to come; false for none. */
export function isToCome(at: string | null): boolean {
  return at !== null && Date.parse(at) > Date.now();
}
