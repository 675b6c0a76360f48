import type { LocalDate } from '../working-days';
import { plainText, type CellReader, type LineCells, type LineRules, type Tell } from './cells';
import { ethnicities, ETHNICITY_UNTOLD } from './codes';
import { genders, type Gender, type Learner, type LearnerField, type LineFault } from './learner';
import { fieldWords, type LineField } from './learner-columns';
import { readArrangements } from './learner-needs';
import { ulnFault, ulnWords } from './uln';
import { readWrittenDate } from './written-date';

/** A learner as a line is read: null where a fault keeps it from being one; with every fault and warning (REG-9). */
export interface ReadLine {
  learner: Learner | null;
  faults: LineFault[];
}

const LONGEST_NAME = 100;
const LONGEST_REFERENCE = 50;
const [YOUNGEST, OLDEST] = [10, 100];
/** Fields in which an apostrophe at the beginning is a spreadsheet's, never a name's. */
const UNQUOTED: ReadonlySet<LineField> = new Set([
  'birthDate',
  'uln',
  'startOn',
  'plannedEndOn',
  'ethnicity',
  'centreReference',
  'postcode',
]);
/** What begins like a formula has an apostrophe before it in files that come out. */
const NEUTRALISED = /^'[=+@\t\r＝＋－＠-]/;
const POSTCODE = /^(?:GIR 0AA|(?:[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d(?:\d|[ABEHMNPRV-Y])?|\d[A-HJKPS-UW])) \d[ABD-HJLNP-UW-Z]{2})$/;
const HOME = 'GB';

/** Reads a line as a learner: what is mandatory, codes, dates, ULN, needs, window and mode; every fault at once, and what is worth saying (REG-4, REG-5, REG-6, REG-11, REG-12, REG-17, ULN-1). */
export function readLine(cells: LineCells, rules: LineRules): ReadLine {
  const faults: LineFault[] = [];
  const tell: Tell = (field, code, rule, detail, remedy, isWarning = false) => {
    const told = (field.startsWith('arrangement.') ? 'arrangements' : field) as LearnerField;
    faults.push({ code, rule, field: told, column: rules.columnOf.get(field) ?? null, detail, remedy, isWarning });
  };
  const reader: CellReader = { rules, tell, text: (field) => unquoted(cells, field, rules, tell) };
  const birthDate = readBirthDate(reader);
  const [startOn, plannedEndOn] = readPeriod(reader);
  const { modifications, arrangements, contactEmail } = readArrangements(reader);
  const country = readCountry(reader);
  const learner = {
    forename: readName(reader, 'forename', true),
    middleNames: readName(reader, 'middleNames', false) || null,
    surname: readName(reader, 'surname', true),
    birthDate,
    gender: readGender(reader),
    ethnicity: readEthnicity(reader),
    country,
    uln: readUln(reader),
    centreReference: readReference(reader),
    postcode: readPostcode(reader, country),
    startOn,
    plannedEndOn,
    contactEmail,
    arrangements,
    modifications,
    window: readChoice(reader, 'window', rules.product?.windows ?? []),
    mode: readChoice(reader, 'mode', rules.product?.modes ?? []),
  };
  return { learner: faults.every(({ isWarning }) => isWarning) ? (learner as Learner) : null, faults };
}

function unquoted(cells: LineCells, field: LineField, { way }: LineRules, tell: Tell): string {
  const text = cells[field] ?? '';
  if (!text.startsWith("'") || !(UNQUOTED.has(field) || NEUTRALISED.test(text))) return text;
  if (way !== 'keyIn')
    tell(field, 'apostrophe', 'IMP-1', 'A spreadsheet’s apostrophe before it is left out', 'Nothing is to be done.', true);
  return text.slice(1).trim();
}

function readName(reader: CellReader, field: 'forename' | 'middleNames' | 'surname', isMandatory: boolean): string {
  const { tell } = reader;
  const name = plainText(reader, field, 'REG-4');
  if (!name && isMandatory) tell(field, 'missing', 'REG-4', `${fieldWords[field]} is missing`, 'Every learner has one: type it.');
  if (name.length > LONGEST_NAME)
    tell(field, 'tooLong', 'REG-4', `${fieldWords[field]} has ${name.length} characters`, `Shorten it to ${LONGEST_NAME}.`);
  if (/^[=+@＝＋＠]/.test(name))
    tell(
      field,
      'formula',
      'REG-9',
      `${fieldWords[field]} begins like a formula of a spreadsheet`,
      'See that this is the name; files that come out have an apostrophe before it.',
      true,
    );
  return name;
}

function readBirthDate(reader: CellReader): LocalDate | null {
  const { rules, tell } = reader;
  const born = readDate(reader, 'birthDate', true, 'REG-4');
  if (!born) return null;
  const years = ageOn(born, rules.today);
  if (born > rules.today) tell('birthDate', 'future', 'REG-4', 'The date of birth lies ahead', 'Correct the year.');
  else if (years < YOUNGEST || years > OLDEST)
    tell(
      'birthDate',
      'age',
      'REG-4',
      `The learner would be ${years} years old`,
      'Compare the date of birth with the learner’s documents; leave it where it is right.',
      true,
    );
  return born;
}

/** Whole years on a day: one more from each birthday on, of a 29 February from 1 March on where there is none. */
function ageOn(born: LocalDate, day: LocalDate): number {
  const years = Number(day.slice(0, 4)) - Number(born.slice(0, 4));
  return day.slice(5) < born.slice(5) ? years - 1 : years;
}

function readPeriod(reader: CellReader): [LocalDate | null, LocalDate | null] {
  const { rules, tell } = reader;
  const isAsked = rules.product?.asksForDates ?? false;
  const [start, end] = [readDate(reader, 'startOn', isAsked, 'REG-4'), readDate(reader, 'plannedEndOn', isAsked, 'REG-4')];
  if (start && end && start > end)
    tell('plannedEndOn', 'endBeforeStart', 'REG-4', 'The planned end lies before the start', 'Correct one of the two dates.');
  return [start, end];
}

const DATE_FAULTS = {
  dateOrder: [
    'This looks like a month before its day, as a spreadsheet set to another country writes it',
    'Write the day first: dd/mm/yyyy.',
  ],
  dateSerial: [
    'This is a spreadsheet’s count of days, not a date',
    'Format the column as text, type the date as dd/mm/yyyy, and save as CSV.',
  ],
  dateYear: ['The year has two digits only', 'Write the year in full: dd/mm/yyyy.'],
  date: ['This is no date of the calendar', 'Write it as dd/mm/yyyy, for instance 03/04/2009.'],
} as const;

function readDate(
  { rules, text, tell }: CellReader,
  field: 'birthDate' | 'startOn' | 'plannedEndOn',
  isAsked: boolean,
  rule: string,
): LocalDate | null {
  const written = text(field);
  if (!written) {
    if (isAsked) tell(field, 'missing', rule, `${fieldWords[field]} is missing`, 'Write it as dd/mm/yyyy.');
    return null;
  }
  const read = readWrittenDate(written);
  if ('fault' in read) {
    const [detail, remedy] = DATE_FAULTS[read.fault];
    tell(field, read.fault, read.fault === 'date' ? rule : 'IMP-1', detail, remedy);
    return null;
  }
  if (read.isEitherOrder && rules.monthFirstRow !== null) {
    const detail = `Row ${rules.monthFirstRow} has a month before its day: nobody can tell which is which here`;
    tell(
      field,
      'dateOrder',
      'IMP-1',
      detail,
      'Format all dates of the file as dd/mm/yyyy and send it again, or write this one as yyyy-mm-dd.',
    );
    return null;
  }
  if (read.isMended && rules.way !== 'keyIn')
    tell(field, 'dateMended', 'IMP-1', 'The date was written in another form and is certain all the same', 'Nothing is to be done.', true);
  return read.date;
}

function readGender({ text, tell }: CellReader): Gender | null {
  const given = text('gender').toUpperCase();
  if ((genders as readonly string[]).includes(given)) return given as Gender;
  if (given) tell('gender', 'gender', 'REG-5', 'This is no code of a gender', 'Write M, F, or U where it is not told.');
  else tell('gender', 'missing', 'REG-4', 'Gender is missing', 'Write M, F, or U where it is not told.');
  return null;
}

function readEthnicity({ text, tell, rules }: CellReader): string {
  const given = text('ethnicity');
  const code = given.replace(/\.0+$/, '');
  if (!given) return ETHNICITY_UNTOLD;
  if (!ethnicities[code])
    tell('ethnicity', 'ethnicity', 'REG-5', 'This is no code of an ethnicity', 'Write 31 to 47, 98, or 99 where it is not told.');
  else if (code !== given && rules.way !== 'keyIn')
    tell('ethnicity', 'codeMended', 'IMP-1', 'A spreadsheet’s decimals are left out', 'Nothing is to be done.', true);
  return code;
}

function readCountry({ text, tell, rules }: CellReader): string {
  const given = text('country').toUpperCase();
  if (!given && rules.way !== 'single') return HOME;
  if (!given)
    tell('country', 'missing', 'REG-4', 'Country is missing', 'Write the code of the country of study, GB for the United Kingdom.');
  else if (!rules.countries.has(given))
    tell(
      'country',
      'country',
      'REG-6',
      'This is no code of a country of study',
      'Write two letters, as GB, or 99 for another one; ask for a country that is not listed.',
    );
  return given;
}

function readUln({ text, tell }: CellReader): string | null {
  const uln = text('uln').replace(/\s/g, '');
  if (!uln) {
    const remedy = 'We strongly advise to register with a verified ULN; it can be added later.';
    tell('uln', 'ulnMissing', 'ULN-1', 'There is no ULN', remedy, true);
    return null;
  }
  const fault = ulnFault(uln);
  if (fault) tell('uln', fault, fault === 'ulnScientific' ? 'IMP-1' : 'ULN-1', ulnWords[fault].detail, ulnWords[fault].remedy);
  return uln;
}

function readReference(reader: CellReader): string | null {
  const { tell } = reader;
  const reference = plainText(reader, 'centreReference', 'REG-7');
  if (reference.length > LONGEST_REFERENCE)
    tell('centreReference', 'tooLong', 'REG-7', `The reference has ${reference.length} characters`, `Shorten it to ${LONGEST_REFERENCE}.`);
  if (/^\d[.,]\d+e\+\d+$/i.test(reference))
    tell(
      'centreReference',
      'scientific',
      'IMP-1',
      'A spreadsheet has turned the reference into a rounded number',
      'Format the column as text, type it again, and save as CSV.',
    );
  return reference || null;
}

function readPostcode({ text, tell }: CellReader, country: string): string | null {
  const compact = text('postcode').toUpperCase().replace(/\s/g, '');
  if (!compact) return null;
  const postcode = `${compact.slice(0, -3)} ${compact.slice(-3)}`;
  if (POSTCODE.test(postcode)) return postcode;
  if (country === HOME) tell('postcode', 'postcode', 'REG-4', 'This is no postcode', 'Correct it, or leave it out for an address abroad.');
  else
    tell(
      'postcode',
      'postcodeAbroad',
      'REG-4',
      'This is no postcode of the United Kingdom and is left out',
      'Nothing is to be done.',
      true,
    );
  return null;
}

function readChoice({ text, tell, rules }: CellReader, field: 'window' | 'mode', choices: readonly string[]): string | null {
  const given = text(field);
  if (!given || !rules.product) return null;
  const found = choices.find((choice) => choice.toLowerCase() === given.toLowerCase());
  const shut = field === 'window' && found ? rules.product.shut.get(found) : undefined;
  if (shut) tell(field, 'bookingsEnded', 'BKG-3', shut, 'Write another window of the product.');
  if (found) return found;
  const remedy = choices.length > 0 ? `Write one of: ${choices.slice(0, 8).join('; ')}.` : 'Leave it empty: this product asks for none.';
  tell(field, field, 'REG-11', `${fieldWords[field]} is none of this product’s`, remedy);
  return null;
}
