import { decideSitting, type DecidedSitting, type KnownWindow } from '../bookings/sitting.decide';
import { addressRefusals } from '../bookings/paper-address';
import { isExternal, type Component, type ProductVersion } from '../catalogue/product';
import type { BookedAlong } from '../decision';
import { distinct, refuse, type Refusal } from '../refusal';
import { chargeEntry } from './charge';
import type { About } from './registration.decide';
import type { Chosen } from './registration.refusals';
import type { BookingWithFacts, Confirm, ConfirmFacts, WantedBooking } from './registration.state';

/** What is booked with a registration, or why nothing of both is done. */
export interface BookedWith {
  refusals: Refusal[];
  sittings: DecidedSitting[];
}
/** A component that is booked with the registration, in a window; null outside windows. */
interface Due {
  component: Component;
  window: string | null;
}

const NONE: WantedBooking = { sittings: [], hasLocation: false, address: null, isQuote: false };
const NOTHING: BookedWith = { refusals: [], sittings: [] };

/**
 * REG-17: all that is assessed externally is booked with the registration, as of the instant at which that is received, by the rules of every
 * booking (BKG-1, BKG-2, BKG-3). What is controlled has a desk of its own (CAS-1). Every refusal at once, each at its field or its row.
 */
export function bookingsWith(command: Confirm, facts: ConfirmFacts, chosen: Chosen, about: About): BookedWith {
  const { product, booking } = facts;
  const wanted = command.booking ?? NONE;
  if (!product) return NOTHING;
  if (!booking) return wanted.sittings.length > 0 ? { ...NOTHING, refusals: [notBookedWith(product)] } : NOTHING;
  if (product.hasWindows && !booking.windows.some(({ id }) => id === chosen.window)) return NOTHING;
  const due = dueOf(product, booking.windows, chosen.window);
  const { policy, calendar } = booking;
  const decided = wanted.sittings.map((sitting, index) => {
    const window = due.find(({ component }) => component.code === sitting.component)?.window ?? chosen.window;
    return decideSitting({ ...sitting, window }, index, product, wanted.isQuote, { ...about, policy, calendar, facts: booking });
  });
  const refusals = [...missing(due, wanted), ...decided.flatMap((each) => each.refusals), ...placeRefusals(due, wanted, booking)];
  return { refusals: placed(refusals, command, facts), sittings: decided.flatMap(({ decided: sitting }) => sitting ?? []) };
}

/** The windows in which components of a group may be booked: the one that is chosen, and those of its name for other components. */
export function windowsNamed<Named extends { id: string; name: string }>(windows: readonly Named[], chosen: string | null): Named[] {
  const name = windows.find(({ id }) => id === chosen)?.name;
  return windows.filter((window) => window.name === name);
}

/** What a preview tells of bookings that so many learners have (WHY-3). */
export function bookedAlong(sittings: readonly DecidedSitting[], centre: string, learners: number): BookedAlong[] {
  return sittings.map(({ component, assessmentAt, band, changesAt, fee }) => ({
    ...{ component, assessmentAt, band, changesAt, bookings: learners, fee: fee ? fee.net + fee.vat : 0n },
    mail: 'booked',
    postings: (fee && chargeEntry(centre, component, fee, learners)?.postings) ?? [],
  }));
}

function dueOf(product: ProductVersion, windows: readonly KnownWindow[], chosen: string | null): Due[] {
  const external = product.components.filter(isExternal);
  if (!product.hasWindows) return external.map((component) => ({ component, window: null }));
  const named = windowsNamed(windows, chosen);
  return external.flatMap((component) => {
    const own = named.find((window) => window.component === null || window.component === component.code);
    return own ? [{ component, window: own.id }] : [];
  });
}

function notBookedWith({ code }: ProductVersion): Refusal {
  return refuse(
    'notBookedWith',
    'REG-17',
    `${code} is not booked with the registration`,
    'Leave the sittings out, and book it.',
    '/sittings',
  );
}

function missing(due: readonly Due[], { sittings }: WantedBooking): Refusal[] {
  const named = sittings.map(({ component }) => component);
  const absent = due.filter(({ component }) => !named.includes(component.code));
  const no = (code: string, detail: string, remedy: string) => refuse(code, 'REG-17', detail, remedy, '/sittings');
  return [
    ...absent.map(({ component: { code, title } }) =>
      no('sittingMissing', `${title} is booked with the registration`, `Say on which day and at what time ${code} is sat.`),
    ),
    ...(new Set(named).size < named.length ? [no('componentTwice', 'A component is named twice', 'Name each component once.')] : []),
  ];
}

function placeRefusals(due: readonly Due[], { hasLocation, address }: WantedBooking, { addresses }: BookingWithFacts): Refusal[] {
  if (due.length === 0) return [];
  const sat = due.map(({ component }) => component);
  const where = refuse('locationMissing', 'BKG-2', 'Where it is sat is missing', 'Name the place.', '/location');
  return [...(hasLocation ? [] : [where]), ...addressRefusals(sat, address, addresses, '/paperAddress')];
}

/** The window is told once, at its own field; where lines tell it, by their rows, as other changes since they were read are. */
function placed(refusals: Refusal[], { window: asked }: Confirm, { batch, windowRows }: ConfirmFacts): Refusal[] {
  const told = refusals.map((each) => ({ ...each, place: placeOf(each) }));
  const once = distinct(told);
  if (asked || batch || windowRows.length === 0) return once;
  const remedy = 'Write another window on the line, or remove it.';
  return once.flatMap((each) =>
    each.place === '/window'
      ? windowRows.map((row) => ({ ...each, detail: `Row ${row}: ${each.detail}`, remedy, place: `/lines/${row}` }))
      : each,
  );
}

function placeOf({ code, place }: Refusal): string {
  if (code === 'windowComponent') return place.replace(/window$/, 'component');
  return place.replace(/^\/sittings\/\d+\/window$/, '/window');
}
