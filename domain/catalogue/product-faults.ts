import { refuse, type Refusal } from '../refusal';
import { dateWords, type LocalDate } from '../working-days';
import { isExternal, isMadeOfOthers, type Component, type ProductType } from './product';

/** A unit of a version: mandatory, or one of a group of which some are chosen. */
export interface ProposedUnit {
  /** By its identifier. */
  unit: string;
  isMandatory: boolean;
  /** The group of optional units that it belongs to; null for none. */
  group: string | null;
}

/** A version as somebody enters it: what a product is from a London day on (REG-18). */
export interface ProposedVersion {
  from: LocalDate;
  name: string;
  number: string | null;
  sector: string;
  type: ProductType;
  isRegulated: boolean;
  isOpen: boolean;
  lapseMonths: number;
  gradeScale: string;
  components: Component[];
  modes: string[];
  hasWindows: boolean;
  lateAllowed: boolean;
  booksOnRegistration: boolean;
  isElectronicOnly: boolean;
  takesArrangements: boolean;
  /** By its identifier; null for none. */
  suite: string | null;
  units: ProposedUnit[];
  /** Of an apprenticeship or a bundle: the products that it is made of, by identifier. */
  members: string[];
}

/** What is known when a version is entered: its product's other versions, and what it refers to, as far as it is there. */
export interface KnownAround {
  today: LocalDate;
  /** The product itself; null for a new one. */
  product: string | null;
  /** The days from which its versions stand. */
  standing: LocalDate[];
  suites: ReadonlySet<string>;
  units: ReadonlySet<string>;
  /** The types that products have from the version's day on, by identifier. */
  types: ReadonlyMap<string, ProductType>;
}

const OFQUAL = /^\d{3}\/\d{4}\/[\dX]$/;
const RULE = 'REG-18';

/** What keeps a version from standing, all at once, each at its place (REG-18, REG-11, BKG-3). */
export function versionFaults(version: ProposedVersion, known: KnownAround): Refusal[] {
  return [
    ...dayFaults(version, known),
    ...numberFaults(version),
    ...kindFaults(version),
    ...memberFaults(version, known),
    ...partFaults(version, known),
  ];
}

function dayFaults({ from }: ProposedVersion, { today, standing }: KnownAround): Refusal[] {
  if (from < today) return [refuse('from', RULE, 'A version cannot reach back', `Choose ${dateWords(today)} or a later day.`, '/from')];
  const isTaken = standing.includes(from);
  return isTaken ? [refuse('versionTaken', RULE, `A version stands from ${from} already`, 'Choose another day.', '/from')] : [];
}

function numberFaults({ isRegulated, number }: ProposedVersion): Refusal[] {
  if (!isRegulated)
    return number === null ? [] : [refuse('number', RULE, 'Only what is regulated has a number', 'Leave the number out.', '/number')];
  if (number !== null && OFQUAL.test(number)) return [];
  const remedy = 'Give it as the regulator writes it, like 603/2476/0.';
  return [refuse('number', RULE, number === null ? 'What is regulated has a number' : `${number} is no such number`, remedy, '/number')];
}

function kindFaults(version: ProposedVersion): Refusal[] {
  const { hasWindows, lateAllowed, modes, components, booksOnRegistration } = version;
  const faults: Refusal[] = [];
  const add = (place: string, detail: string, remedy: string, rule = RULE) =>
    faults.push(refuse(place.slice(1), rule, detail, remedy, place));
  if (lateAllowed && !hasWindows)
    add('/lateAllowed', 'Nothing is late without windows', 'Give it windows, or allow no late bookings.', 'BKG-3');
  if (version.type === 'vCert') {
    if (modes.length === 0) add('/modes', 'A V Cert has modes of assessment to choose from', 'Name one at least.', 'REG-11');
    if (!hasWindows) add('/hasWindows', 'A V Cert has assessment windows', 'Give it windows.', 'REG-11');
  }
  if (isMadeOfOthers(version)) {
    const remedy = 'Leave it to the products that it is made of.';
    if (components.length > 0) add('/components', 'What is made of other products has no components', remedy, 'REG-11');
    if (modes.length > 0) add('/modes', 'What is made of other products has no modes', remedy, 'REG-11');
    if (hasWindows) add('/hasWindows', 'What is made of other products has no windows', remedy, 'REG-11');
    if (booksOnRegistration) add('/booksOnRegistration', 'What is made of other products is not booked', remedy, 'REG-17');
  } else if (booksOnRegistration && !components.some(isExternal))
    add('/booksOnRegistration', 'There is nothing to book', 'Give it a component that is assessed on paper or on screen.', 'REG-17');
  return faults;
}

function memberFaults(version: ProposedVersion, { types, product }: KnownAround): Refusal[] {
  const { members } = version;
  const told = (detail: string, remedy: string, place: string) => refuse('members', 'REG-11', detail, remedy, place);
  if (!isMadeOfOthers(version))
    return members.length === 0 ? [] : [told('Only an apprenticeship or a bundle is made of products', 'Leave them out.', '/members')];
  if (members.length === 0) return [told('It is made of products', 'Name one at least.', '/members')];
  return members.flatMap((member, index) => {
    const type = types.get(member);
    const place = `/members/${index}`;
    if (!type || member === product) return [told('There is no such product on that day', 'Take it from GET /v1/products.', place)];
    if (isMadeOfOthers({ type })) return [told('It is made of products itself', 'Name the products that it is made of.', place)];
    return members.indexOf(member) < index ? [told('It stands there twice', 'Leave it out once.', place)] : [];
  });
}

function partFaults({ components, units, modes, suite }: ProposedVersion, known: KnownAround): Refusal[] {
  const unitIds = units.map(({ unit }) => unit);
  const faults = [
    ...twice(
      components.map(({ code }) => code),
      (index) => `/components/${index}/code`,
    ),
    ...twice(unitIds, (index) => `/units/${index}/unit`),
    ...twice(modes, (index) => `/modes/${index}`),
  ];
  units.forEach(({ unit, isMandatory, group }, index) => {
    if (!known.units.has(unit))
      faults.push(refuse('unit', RULE, 'There is no such unit', 'Take it from GET /v1/units.', `/units/${index}/unit`));
    if (isMandatory && group !== null)
      faults.push(refuse('group', RULE, 'A mandatory unit is of no group', 'Leave the group out.', `/units/${index}/group`));
  });
  if (suite !== null && !known.suites.has(suite))
    faults.push(refuse('suite', RULE, 'There is no such suite', 'Take it from GET /v1/suites.', '/suite'));
  return faults;
}

function twice(values: string[], placeOf: (index: number) => string): Refusal[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) < index ? [refuse('twice', RULE, 'It stands there twice', 'Leave it out once.', placeOf(index))] : [],
  );
}
