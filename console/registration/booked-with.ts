import type { components } from '../kit/api';
import { dayOf, moneyOf, momentOf } from '../kit/cells';
import { Refused, type Problem } from '../kit/client';
import type { Field } from '../kit/fields';
import { field, fields, type Visit } from '../kit/page';
import { plural, words } from '../kit/words';
import type { RegisteredOn } from './registration-products';

type Schemas = components['schemas'];
type Sitting = NonNullable<Schemas['ConfirmRegistrationBody']['sittings']>[number];
type Quoted = NonNullable<Schemas['DryRun']['bookings']>[number];
type Product = RegisteredOn | null;

/** What a form of what is booked with a registration has to choose from. */
export interface Places {
  /** Each by identifier, with its words. */
  addresses: readonly (readonly [string, string])[];
  locations: string[];
}

const NOWHERE = ['', 'None: it is sat on screen'] as const;

/** The components that registering on a product books (REG-17). */
export function bookedOf(product: Product): RegisteredOn['components'] {
  return product?.booksOnRegistration ? product.components.filter(({ form }) => form === 'paper' || form === 'onScreen') : [];
}

/** Whether registering on a product asks for a window and a mode (REG-11, REG-17). */
export function asksForWindow(product: Product): product is RegisteredOn {
  return product !== null && (product.type === 'vCert' || product.booksOnRegistration);
}

/** A window as it is chosen: where it is booked in, with its days. */
export function windowChoice(product: RegisteredOn, { id, name, opensOn, closesOn }: RegisteredOn['windows'][number]) {
  return [id, product.booksOnRegistration ? `${name}, ${dayOf(opensOn)} to ${dayOf(closesOn)}` : name] as const;
}

/** When and where what is booked with the registration is sat, and where its papers go. */
export function bookedFields(product: Product, visit: Visit, { addresses, locations }: Places): Field[] {
  const booked = bookedOf(product);
  if (booked.length === 0) return [];
  const sent = sentOf(product, visit);
  const isPaper = booked.some(({ form }) => form === 'paper');
  return [
    ...booked.flatMap(({ code, title }): Field[] => {
      const at = `sittings/${Math.max(0, sent.indexOf(code))}`;
      return [
        { name: `day-${code}`, label: `Date of ${title}`, as: 'date', pointer: `${at}/assessmentOn`, section: `Booked with it: ${title}` },
        { name: `time-${code}`, label: `Time of ${title}`, as: 'time', hint: 'In London', pointer: `${at}/time` },
      ];
    }),
    { name: 'location', label: 'Where it is sat', suggestions: locations, section: 'For all that is booked with it' },
    { name: 'paperAddress', label: 'Address for the papers', as: 'choice', choices: [...(isPaper ? [] : [NOWHERE]), ...addresses] },
  ];
}

/** What a form of it says, as the API takes it; nothing where nothing is booked. */
export function bookedBody(product: Product, visit: Visit): { sittings: Sitting[]; location?: string; paperAddress?: string } | null {
  if (bookedOf(product).length === 0) return null;
  const [location, paperAddress] = [field(visit, 'location'), field(visit, 'paperAddress')];
  const sittings = sentOf(product, visit).map((component) => ({
    ...{ component, assessmentOn: field(visit, `day-${component}`), time: field(visit, `time-${component}`) },
    accepts: (field(visit, `accept-${component}`) || null) as Sitting['accepts'],
  }));
  return { sittings, ...(location ? { location } : {}), ...(paperAddress ? { paperAddress } : {}) };
}

/** What a quote tells of it, kept with the form: band by band what it costs until when (WHY-3). */
export function bookedKnown(product: Product, quoted: readonly Quoted[]): Record<string, string> {
  const told = quoted.flatMap((each): [string, string][] => [
    [`told-${each.component}`, toldOf(titleOf(product, each.component), each)],
    [`band-${each.component}`, each.band],
  ]);
  return Object.fromEntries(told);
}

/** The names of all fields that a review carries along. */
export function bookedNames(product: Product): string[] {
  const booked = bookedOf(product);
  const own = booked.flatMap(({ code }) => [`day-${code}`, `time-${code}`, `told-${code}`, `band-${code}`]);
  return booked.length === 0 ? [] : [...own, 'location', 'paperAddress'];
}

/** What a review says of it. */
export function bookedLines(product: Product, visit: Visit, { addresses }: Places): string[] {
  const told = bookedOf(product).flatMap(({ code }) => field(visit, `told-${code}`) || []);
  if (told.length === 0) return [];
  const address = addresses.find(([id]) => id === field(visit, 'paperAddress'))?.[1];
  const places = [`Where it is sat: ${field(visit, 'location')}.`, ...(address ? [`Address for the papers: ${address}.`] : [])];
  return [...told, ...places, 'The moment at which the registration is received decides the band.'];
}

/** A fee that a band costs is accepted by whoever registers (BKG-3). */
export function acceptances(product: Product, visit: Visit): Field[] {
  return sentOf(product, visit).flatMap((code, index): Field[] => {
    const band = field(visit, `band-${code}`);
    if (!band || band === 'ordinary') return [];
    const title = titleOf(product, code);
    const choices = [[band, `I accept the ${words(band).toLowerCase()} fee for ${title}`]] as const;
    return [{ name: `accept-${code}`, label: `Fee for ${title}`, as: 'ticks', choices, pointer: `sittings/${index}/accepts` }];
  });
}

const NOT_ACCEPTED = 'notAccepted';

/** Nothing is sent before each fee is accepted: throws a refusal, which the review tells itself. */
export function insistOnAcceptance(product: Product, visit: Visit): void {
  const missing = acceptances(product, visit).filter(({ name }) => field(visit, name) === '');
  if (missing.length === 0) return;
  const what = { code: NOT_ACCEPTED, rule: 'BKG-3', detail: 'The fee is not accepted', remedy: 'Accept it, or go back.' };
  throw new Refused(422, { title: 'Something is missing', errors: missing.map(({ pointer }) => ({ ...what, pointer: `/${pointer}` })) });
}

/** True where nothing but that is refused. */
export function isNotAccepted({ errors = [] }: Problem): boolean {
  return errors.length > 0 && errors.every(({ code }) => code === NOT_ACCEPTED);
}

/** What was booked with a group, for a link: none where nobody may look at bookings. */
export function bookedHref({ bookings }: Pick<Schemas['RegistrationGroup'], 'bookings'>): string | null {
  if (bookings.length === 0) return null;
  return `/bookings/booked?${new URLSearchParams(bookings.map(({ group }): [string, string] => ['group', group]))}`;
}

/** Components of which a day or a time is filled in; the first one where none is, so that it says what is missing. */
function sentOf(product: Product, visit: Visit): string[] {
  const all = bookedOf(product).map(({ code }) => code);
  const filled = all.filter((code) =>
    fields(visit, `day-${code}`)
      .concat(fields(visit, `time-${code}`))
      .some(Boolean),
  );
  return filled.length > 0 ? filled : all.slice(0, 1);
}

function toldOf(title: string, { assessmentAt, band, changesAt, bookings, fee, total }: Quoted): string {
  const until = changesAt ? ` until ${momentOf(changesAt)}` : '';
  const costs = fee.amount === 0 ? 'without a fee' : `for ${moneyOf(fee)} each, ${moneyOf(total)} in all, with VAT`;
  return `${title} is booked for ${momentOf(assessmentAt)}: ${plural(bookings, `${words(band).toLowerCase()} booking`)}${until}, ${costs}.`;
}

function titleOf(product: Product, code: string): string {
  return product?.components.find((each) => each.code === code)?.title ?? code;
}
