import { isExternal, type Component, type ProductVersion } from '../catalogue/product';
import type { Window, WindowDates } from '../catalogue/window';
import { feeOn, type Fee, type Price } from '../orders/fee';
import type { Situation } from '../process';
import { refuse, type Refusal } from '../refusal';
import {
  clockOfDate,
  dateLater,
  dateWords,
  isWeekday,
  isWorkingDay,
  londonDate,
  londonWords,
  type Calendar,
  type Instant,
  type LocalDate,
} from '../working-days';
import { bandFees, bandWords, type Band, type BandAt } from './band';
import { bandOnPaper } from './paper-band';
import { bandInWindow, type WindowMoments } from './window-moments';

/** When and how one component is to be sat. */
export interface Sitting {
  component: string;
  /** By identifier; null outside windows. */
  window: string | null;
  assessmentOn: LocalDate;
  /** London clock time, `09:30`. */
  time: string;
  /** The band whose fee is accepted; null for an ordinary one only. */
  accepts: Band | null;
}
/** A sitting as it is decided: its band, until when that holds, and what each booking costs. */
export interface DecidedSitting extends Sitting {
  band: Band;
  changesAt: Instant | null;
  assessmentAt: Instant;
  /** Null where it costs nothing. */
  fee: Price | null;
  /** Moments that the band turned on (WHY-4). */
  evidence: Record<string, string>;
}
/** A window of the product; its moments are null where it is not open for bookings. */
export interface KnownWindow extends Window {
  moments: (WindowMoments & { policyVersion: string; calendarVersion: string }) | null;
}
/** What a sitting stands on. */
export interface SittingFacts {
  windows: KnownWindow[];
  fees: readonly Fee[];
}

/** Decides one component's day, band and fee as of the instant of receipt (BKG-1, BKG-3); every fault at its place. */
export function decideSitting(
  sitting: Sitting,
  index: number,
  product: ProductVersion,
  isQuote: boolean,
  about: Situation<SittingFacts>,
): { refusals: Refusal[]; decided: DecidedSitting | null } {
  const { at, calendar, policy, facts } = about;
  const component = product.components.find(({ code }) => code === sitting.component);
  const window = facts.windows.find(({ id }) => id === sitting.window) ?? null;
  const assessmentAt = clockOfDate(sitting.assessmentOn, sitting.time);
  const refusals = [
    ...componentRefusals(sitting, index, product, component),
    ...windowRefusals(sitting, index, product, window),
    ...dayRefusals(sitting, index, window, calendar),
  ];
  if (assessmentAt <= at)
    refusals.push(refuseAt(index, 'begun', 'BKG-3', 'The assessment has begun', 'Choose a later day.', 'assessmentOn'));
  if (refusals.length > 0 || !component) return { refusals, decided: null };
  const { band, changesAt } = bandOf(sitting, component.form === 'paper', window, about);
  if (!band)
    return {
      refusals: [ended(sitting.assessmentOn, index, window && shutBecause(window, at), policy.bookings.fastTrackWorkingDays)],
      decided: null,
    };
  const until = changesAt && changesAt < assessmentAt ? changesAt : null;
  const fee = feeOf(band, product.product, facts.fees, londonDate(at));
  if (fee === undefined) {
    const detail = `No fee for a ${bandWords[band].toLowerCase()} booking stands today`;
    return { refusals: [refuseAt(index, 'noFee', 'MON-3', detail, 'Ask us for it.', 'accepts')], decided: null };
  }
  const accepted = isQuote ? [] : acceptanceRefusals(sitting, index, { band, changesAt: until });
  if (accepted.length > 0) return { refusals: accepted, decided: null };
  const held: Record<string, string> = until ? { bandUntil: until } : {};
  const evidence = {
    receivedAt: at,
    band,
    assessmentAt,
    ...evidenceOf(window),
    ...held,
    calendar: calendar.version,
    policy: policy.version,
  };
  return { refusals: [], decided: { ...sitting, band, changesAt: until, assessmentAt, fee, evidence } };
}

/** Why nothing is booked in a window at an instant; null where it is (BKG-3). */
export function shutBecause(
  { name, moments }: { name: string; moments: Pick<WindowMoments, 'refusedFrom'> | null },
  at: Instant,
): string | null {
  if (!moments) return `${name} is not open for bookings`;
  return at < moments.refusedFrom ? null : `Bookings for ${name} ended at ${londonWords(moments.refusedFrom)}`;
}

function refuseAt(index: number, code: string, rule: string, detail: string, remedy: string, field: string): Refusal {
  return refuse(code, rule, detail, remedy, `/sittings/${index}/${field}`);
}

function componentRefusals(
  { component: code }: Sitting,
  index: number,
  product: ProductVersion,
  component: Component | undefined,
): Refusal[] {
  const no = (name: string, detail: string, remedy: string) => [refuseAt(index, name, 'BKG-2', detail, remedy, 'component')];
  if (!component) return no('component', `${product.code} has no component ${code}`, 'Take it from the product.');
  if (isExternal(component)) return [];
  return no('notExternal', `${component.title} is not assessed externally`, 'Book it at the desk of controlled assessments.');
}

/** Whoever books accepts the fee of the very band that it is in when it is received. */
function acceptanceRefusals(
  { accepts, window }: Sitting,
  index: number,
  { band, changesAt }: { band: Band; changesAt: Instant | null },
): Refusal[] {
  if (band === 'ordinary' || accepts === band) return [];
  const held = changesAt ? ` until ${londonWords(changesAt)}` : '';
  const detail = `This is a ${bandWords[band].toLowerCase()} booking${held}, for which a fee is charged`;
  return [refuseAt(index, 'bandNotAccepted', window ? 'BKG-3' : 'BKG-1', detail, `Accept it by "accepts": "${band}".`, 'accepts')];
}

function windowRefusals({ window: asked }: Sitting, index: number, product: ProductVersion, window: KnownWindow | null): Refusal[] {
  const no = (code: string, detail: string, remedy: string) => [refuse(code, 'BKG-3', detail, remedy, `/sittings/${index}/window`)];
  if (asked === null)
    return product.hasWindows ? no('windowMissing', `${product.code} is sat in windows`, 'Choose one of its assessment windows.') : [];
  if (!window) return no('window', 'This window is none of the product’s', 'Choose one of its assessment windows.');
  if (!window.moments) return no('windowNotOpen', `${window.name} is not open for bookings`, 'Ask us, or choose another window.');
  return [];
}

function dayRefusals({ component, assessmentOn }: Sitting, index: number, window: KnownWindow | null, calendar: Calendar): Refusal[] {
  const no = (code: string, rule: string, detail: string, remedy: string, field = 'assessmentOn') =>
    refuse(code, rule, detail, remedy, `/sittings/${index}/${field}`);
  const refusals: Refusal[] = [];
  if (isHoliday(assessmentOn, calendar))
    refusals.push(no('bankHoliday', 'BKG-2', `${dateWords(assessmentOn)} is a bank holiday`, 'Choose another day.'));
  if (window && (assessmentOn < window.opensOn || assessmentOn > window.closesOn)) {
    const detail = `${window.name} is sat from ${dateWords(window.opensOn)} to ${dateWords(window.closesOn)}`;
    refusals.push(no('outsideWindow', 'BKG-3', detail, 'Choose a day of the window.'));
  }
  if (window && window.component !== null && window.component !== component)
    refusals.push(
      no('windowComponent', 'BKG-3', `${window.name} is a window of ${window.component}`, 'Choose a window of the component.', 'window'),
    );
  return refusals;
}

/** The first and the last day of a window on which something is sat: no bank holiday; its own where it has no other (BKG-2). */
export function daysSat(
  { opensOn, closesOn }: Pick<WindowDates, 'opensOn' | 'closesOn'>,
  calendar: Calendar,
): { first: LocalDate; last: LocalDate } {
  let [first, last] = [opensOn, closesOn];
  while (first < closesOn && isHoliday(first, calendar)) first = dateLater(first, 1);
  while (last > opensOn && isHoliday(last, calendar)) last = dateLater(last, -1);
  return { first, last };
}

function isHoliday(day: LocalDate, calendar: Calendar): boolean {
  return isWeekday(day) && !isWorkingDay(day, calendar);
}

/** What is sat on screen outside windows needs no paper, and no notice (BKG-1). */
function bandOf(sitting: Sitting, isPaper: boolean, window: KnownWindow | null, { at, policy, calendar }: Situation<unknown>): BandAt {
  if (window) return bandInWindow(at, window.moments!);
  return isPaper ? bandOnPaper(at, sitting.assessmentOn, policy, calendar) : { band: 'ordinary', changesAt: null };
}

function ended(day: LocalDate, index: number, shut: string | null, fastTrackDays: number): Refusal {
  const place = `/sittings/${index}/${shut ? 'window' : 'assessmentOn'}`;
  if (shut) return refuse('bookingsEnded', 'BKG-3', shut, 'Choose another window.', place);
  const detail = `Paper for ${dateWords(day)} is booked at least ${fastTrackDays} working days before`;
  return refuse('tooLate', 'BKG-1', detail, 'Choose a later day.', place);
}

/** What a booking in a band costs on a day: null for nothing, undefined where a fee is due and none stands (MON-3). */
function feeOf(band: Band, product: string, fees: readonly Fee[], day: LocalDate): Price | null | undefined {
  const item = bandFees[band];
  if (!item) return null;
  const fee = feeOn(fees, { item, cardType: null, product }, day);
  return fee && { net: fee.net, vat: fee.vat, vatRate: fee.vatRate };
}

function evidenceOf(window: KnownWindow | null): Record<string, string> {
  if (!window) return {};
  const { lateFrom, veryLateFrom, refusedFrom, policyVersion, calendarVersion } = window.moments!;
  return { window: window.id, lateFrom, veryLateFrom, refusedFrom, windowPolicy: policyVersion, windowCalendar: calendarVersion };
}
