import type { ProductVersion } from '../catalogue/product';
import { refuse, type Refusal } from '../refusal';
import {
  dateWords,
  endOfDate,
  isWeekday,
  isWorkingDay,
  londonDate,
  londonWords,
  startOfDate,
  type Calendar,
  type Instant,
  type LocalDate,
} from '../working-days';
import type { KnownWindow } from './sitting.decide';

/** When a controlled assessment is taken: in a window, or on a day outside windows. */
export interface ControlledWhen {
  component: string;
  window: string | null;
  assessmentOn: LocalDate | null;
}
/** The same as it is decided. */
export interface ControlledPeriod {
  window: string | null;
  /** Its last day. */
  assessmentOn: LocalDate;
  /** When it begins at the earliest: 00:00 London of the first day of the window, or of the day. */
  assessmentAt: Instant;
  /** Until then it is booked. */
  bookedUntil: Instant;
  /** From then on there are no materials, and the result is awaited. */
  overFrom: Instant;
  /** The day whose topics are given. */
  topicDay: LocalDate;
  /** Moments that it turned on (WHY-4). */
  evidence: Record<string, string>;
}

/** CAS-1: Technical Awards are booked in the window itself, what else has windows until the cut-off of one. */
function isBookedInside({ type }: Pick<ProductVersion, 'type'>): boolean {
  return type === 'technicalAward';
}

/** From when until when a window takes controlled bookings of a product: both instants are London midnights, the second one no longer (CAS-1). */
export function bookedBetween(product: Pick<ProductVersion, 'type'>, window: KnownWindow): { from: Instant | null; until: Instant } | null {
  if (!window.moments) return null;
  const { lateFrom, overFrom } = window.moments;
  return isBookedInside(product) ? { from: startOfDate(window.opensOn), until: overFrom } : { from: null, until: lateFrom };
}

/** Decides when a controlled assessment is taken as of the instant of receipt; every fault at its place (CAS-1). */
export function decidePeriod(
  when: ControlledWhen,
  product: ProductVersion,
  windows: KnownWindow[],
  { at, calendar }: { at: Instant; calendar: Calendar },
): { refusals: Refusal[]; period: ControlledPeriod | null } {
  if (!product.hasWindows) return onDay(when, product, at, calendar);
  return inWindow(when, product, windows, at, calendar);
}

function onDay({ window, assessmentOn }: ControlledWhen, { code }: ProductVersion, at: Instant, calendar: Calendar) {
  const refusals: Refusal[] = [];
  const no = (fault: string, detail: string, remedy: string, field: string) =>
    refusals.push(refuse(fault, 'CAS-1', detail, remedy, `/${field}`));
  if (window !== null) no('window', `${code} has no windows`, 'Choose a day instead.', 'window');
  if (assessmentOn === null) no('dayMissing', `${code} is assessed on a day`, 'Choose it.', 'assessmentOn');
  else if (isWeekday(assessmentOn) && !isWorkingDay(assessmentOn, calendar))
    no('bankHoliday', `${dateWords(assessmentOn)} is a bank holiday`, 'Choose another day.', 'assessmentOn');
  const begins = assessmentOn && startOfDate(assessmentOn);
  if (begins && at >= begins)
    no('cutOffPassed', `Bookings for ${dateWords(assessmentOn)} ended at ${londonWords(begins)}`, 'Choose a later day.', 'assessmentOn');
  if (refusals.length > 0 || !begins) return { refusals, period: null };
  const overFrom = endOfDate(assessmentOn);
  const evidence = { receivedAt: at, bookedUntil: begins, overFrom, calendar: calendar.version };
  return {
    refusals,
    period: { window: null, assessmentOn, assessmentAt: begins, bookedUntil: begins, overFrom, topicDay: assessmentOn, evidence },
  };
}

function inWindow(when: ControlledWhen, product: ProductVersion, windows: KnownWindow[], at: Instant, calendar: Calendar) {
  const window = windows.find(({ id }) => id === when.window);
  const between = window && bookedBetween(product, window);
  const isOnDay = when.assessmentOn !== null;
  const noDay = refuse(
    'dayOfWindow',
    'CAS-1',
    `${product.code} is taken in a window, on no day of its own`,
    'Leave the day out.',
    '/assessmentOn',
  );
  const why = windowFault(when, product, window, at);
  const closed = why && refuse(why.code, 'CAS-1', why.detail, whenBooked(product, when.component, windows, at), '/window');
  const refusals = [...(isOnDay ? [noDay] : []), ...(closed ? [closed] : [])];
  if (refusals.length > 0 || !window || !between) return { refusals, period: null };
  const { policyVersion: windowPolicy, calendarVersion: windowCalendar, overFrom } = window.moments!;
  const first = startOfDate(window.opensOn);
  const evidence = {
    ...{ receivedAt: at, window: window.id, ...(between.from ? { bookedFrom: between.from } : {}), bookedUntil: between.until, overFrom },
    ...{ windowPolicy, windowCalendar, calendar: calendar.version },
  };
  const topicDay = at < first ? window.opensOn : londonDate(at);
  return {
    refusals,
    period: {
      window: window.id,
      assessmentOn: window.closesOn,
      assessmentAt: first,
      bookedUntil: between.until,
      overFrom,
      topicDay,
      evidence,
    },
  };
}

/** Why a window takes no booking at an instant; null where it does. */
function windowFault({ window: named, component }: ControlledWhen, product: ProductVersion, window: KnownWindow | undefined, at: Instant) {
  if (named === null) return { code: 'windowMissing', detail: `${product.code} is booked in windows` };
  if (!window) return { code: 'window', detail: 'This window is none of the product’s' };
  if (window.component !== null && window.component !== component)
    return { code: 'windowComponent', detail: `${window.name} is a window of ${window.component}` };
  const between = bookedBetween(product, window);
  if (!between) return { code: 'windowNotOpen', detail: `${window.name} is not open for bookings` };
  const { from, until } = between;
  if (from !== null && (at < from || at >= until))
    return {
      code: 'outsideWindow',
      detail: `${window.name} is booked from ${londonWords(from)} until ${londonWords(until)}, and only then`,
    };
  return at >= until ? { code: 'cutOffPassed', detail: `The cut-off of ${window.name} passed at ${londonWords(until)}` } : null;
}

/** What a centre is told where a window takes no bookings: which one does, or will (CAS-1). */
export function whenBooked(product: Pick<ProductVersion, 'type'>, component: string, windows: readonly KnownWindow[], at: Instant): string {
  const all = windows
    .filter((window) => window.component === null || window.component === component)
    .flatMap(({ name, ...window }) => {
      const between = bookedBetween(product, { name, ...window });
      return between && at < between.until ? [{ name, ...between }] : [];
    })
    .sort((one, other) => (one.until < other.until ? -1 : 1));
  const open = all.find(({ from }) => from === null || from <= at);
  if (open) return `Book ${open.name}, which takes bookings until ${londonWords(open.until)}.`;
  const next = all[0];
  return next ? `Book ${next.name} from ${londonWords(next.from!)} on.` : 'Ask us when the next window opens.';
}
