import { refuse, type Refusal } from '../refusal';
import { dateWords, type LocalDate } from '../working-days';
import type { ProductVersion } from './product';

/** When a product or one of its components is sat, and the last day of ordinary bookings; all days are London's (BKG-3). */
export interface WindowDates {
  opensOn: LocalDate;
  cutOffOn: LocalDate;
  closesOn: LocalDate;
}
/** An assessment window of a product. */
export interface Window extends WindowDates {
  id: string;
  name: string;
  /** The one component that is sat in it, by its code; null for all. */
  component: string | null;
}
/** A window that is proposed: a new one, or other dates of one that stands. */
export interface ProposedWindow extends WindowDates {
  /** Null for a new one. */
  window: string | null;
  product: string;
  name: string;
  component: string | null;
  /** The dates that it had when it was proposed; null for a new one. */
  before: WindowDates | null;
}
/** What is known around it: the product as it stands on its first day, and its other windows. */
export interface AroundWindow {
  product: ProductVersion | undefined;
  today: LocalDate;
  windows: Window[];
}

const RULE = 'BKG-3';

/** What keeps a window from coming into force, all at once, each at its place (BKG-3). */
export function windowFaults(proposed: ProposedWindow, around: AroundWindow): Refusal[] {
  return [...productFaults(proposed, around), ...standingFaults(proposed, around), ...dateFaults(proposed, around)];
}

function productFaults({ component }: ProposedWindow, { product }: AroundWindow): Refusal[] {
  if (!product) return [refuse('product', RULE, 'There is no such product on that day', 'Take it from GET /v1/products.', '/product')];
  if (!product.hasWindows)
    return [refuse('product', RULE, `${product.code} has no windows`, 'Give it windows in a new version first.', '/product')];
  if (component === null || product.components.some(({ code }) => code === component)) return [];
  return [refuse('component', RULE, `${product.code} has no component ${component}`, 'Take it from the product.', '/component')];
}

function standingFaults({ window, name, component, before }: ProposedWindow, { windows, today }: AroundWindow): Refusal[] {
  const stands = windows.find(({ id }) => id === window);
  if (!stands) {
    const isTaken = windows.some((each) => each.name === name && each.component === component);
    const remedy = 'Choose another name, or move the dates of that one.';
    return isTaken ? [refuse('windowTaken', RULE, `The product has a window ${name} already`, remedy, '/name')] : [];
  }
  if (stands.opensOn <= today) return [refuse('begun', RULE, 'This window has begun', 'Make another window.', '/window')];
  if (before === null || datesOf(stands) === datesOf(before)) return [];
  const remedy = 'Decline it, and propose them anew.';
  return [refuse('windowMoved', RULE, 'Its dates have moved since this was proposed', remedy, '/window')];
}

function dateFaults({ opensOn, cutOffOn, closesOn }: ProposedWindow, { today }: AroundWindow): Refusal[] {
  const opens = dateWords(opensOn);
  const faults: Refusal[] = [];
  const add = (place: string, detail: string, remedy: string) => faults.push(refuse(place, RULE, detail, remedy, `/${place}`));
  if (opensOn <= today) add('opensOn', 'A window opens on a day to come', `Choose a day after ${dateWords(today)}.`);
  if (cutOffOn > opensOn) add('cutOffOn', 'Bookings end before the window opens', `Choose ${opens} or a day before it.`);
  if (closesOn < opensOn) add('closesOn', 'It closes before it opens', `Choose ${opens} or a later day.`);
  return faults;
}

/** What is proposed, in words; of one product, where its name is not told. */
export function windowInWords({ window, name, opensOn, closesOn }: ProposedWindow, product = 'one product'): string {
  return `Window ${name} of ${product} ${window ? 'moves to' : 'from'} ${dateWords(opensOn)} to ${dateWords(closesOn)}`;
}

/** The dates of a window before and after they are changed (SEC-8). */
export function windowRows(proposed: ProposedWindow): { label: string; before: string | null; after: string; unit: null }[] {
  const rows = [
    ['Opens', 'opensOn'],
    ['Last day of ordinary bookings', 'cutOffOn'],
    ['Closes', 'closesOn'],
  ] as const;
  return rows.map(([label, day]) => ({
    ...{ label, before: proposed.before && dateWords(proposed.before[day]), after: dateWords(proposed[day]), unit: null },
  }));
}

function datesOf({ opensOn, cutOffOn, closesOn }: WindowDates): string {
  return [opensOn, cutOffOn, closesOn].join();
}
