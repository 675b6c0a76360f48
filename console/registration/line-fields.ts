import { field, fields, type Field } from '../kit/fields';
import type { Visit } from '../kit/page';
import type { Line } from './registration-words';

type Cells = Line['cells'];
type Choice = readonly [value: string, text: string];

/** What a form of a learner has to choose from: it goes by the product. */
export interface Choices {
  countries: Choice[];
  windows: string[];
  modes: string[];
  takesArrangements: boolean;
}

/** Codes as they are sent, each with its words (REG-5). */
export const GENDERS: readonly Choice[] = [
  ['M', 'Male'],
  ['F', 'Female'],
  ['U', 'Prefer not to say'],
];
/** The same of ethnicities (REG-5). */
export const ETHNICITIES: readonly Choice[] = [
  ['31', 'English / Welsh / Scottish / Northern Irish / British'],
  ['32', 'Irish'],
  ['33', 'Gypsy or Irish Traveller'],
  ['34', 'Any other White background'],
  ['35', 'White and Black Caribbean'],
  ['36', 'White and Black African'],
  ['37', 'White and Asian'],
  ['38', 'Any other mixed / multiple ethnic background'],
  ['39', 'Indian'],
  ['40', 'Pakistani'],
  ['41', 'Bangladeshi'],
  ['42', 'Chinese'],
  ['43', 'Any other Asian background'],
  ['44', 'African'],
  ['45', 'Caribbean'],
  ['46', 'Any other Black / African / Caribbean background'],
  ['47', 'Arab'],
  ['98', 'Any other ethnic group'],
  ['99', 'Not provided'],
];
/** Each modified paper with what it is chosen by and its detail (REG-7). */
const PAPERS = [
  ['enlarged', 'Enlarged paper', 'size', 'Size', 'For instance A3'],
  ['coloured', 'Coloured paper', 'shade', 'Shade', 'For instance cream'],
  ['braille', 'Braille', 'grade', 'Grade of braille', '1 or 2'],
] as const;
const ARRANGEMENTS: Choice[] = [
  ['extraTime25', 'Extra time up to 25%'],
  ['extraTimeMore', 'Extra time over 25%'],
  ['reader', 'Reader or computer reader'],
  ['scribe', 'Scribe or speech recognition'],
  ['wordProcessor', 'Word processor'],
  ['restBreaks', 'Supervised rest breaks'],
  ['signLanguage', 'Sign language interpreter'],
  ['separateRoom', 'Separate room'],
  ['assistive', 'Assistive technology or other'],
];
const TEXTS = [
  ['forename', 'Forename'],
  ['middleNames', 'Middle names'],
  ['surname', 'Surname'],
  ['birthDate', 'Date of birth'],
  ['gender', 'Gender'],
  ['ethnicity', 'Ethnicity'],
  ['uln', 'ULN'],
  ['centreReference', 'Your reference'],
  ['postcode', 'Postcode'],
  ['country', 'Country of study'],
  ['startOn', 'Start date'],
  ['plannedEndOn', 'Planned end date'],
  ['window', 'Assessment window'],
  ['mode', 'Mode of assessment'],
  ['contactEmail', 'E-mail address of the contact about arrangements'],
] as const;
type TextName = (typeof TEXTS)[number][0];

/** What stands in a table of lines of every learner, by field; other fields only where something is wrong with them. */
export const SHOWN: readonly string[] = ['forename', 'surname', 'birthDate', 'gender', 'uln', 'country'];
/** What all needs of a learner are called together. */
export const NEEDS = 'needs';
const needed: ReadonlySet<string> = new Set(['arrangements', ...PAPERS.flatMap(([choice, , detail]) => [choice, detail])]);

/** The column in which a fault's field stands; null for a fault of the whole line. */
export function columnOf(name: string | null): string | null {
  return name !== null && needed.has(name) ? NEEDS : name;
}

/** A column's head. */
export function headOf(column: string): string {
  return column === NEEDS ? 'Needs' : (TEXTS.find(([name]) => name === column)?.[1] ?? column);
}

/** All columns in the order of the form. */
export const COLUMNS: readonly string[] = [...TEXTS.map(([name]) => name), NEEDS];

/** What a learner needs as sent, in words (REG-12). */
export function needsOf(cells: Cells): string {
  const papers = PAPERS.flatMap(([choice, text, detail]) =>
    cells[choice] || cells[detail] ? [[text, cells[detail]].filter(Boolean).join(' ')] : [],
  );
  return [...papers, ...ARRANGEMENTS.flatMap(([code, text]) => (isYes(cells[`arrangement.${code}`]) ? [text] : []))].join('; ');
}

/** The form of a learner: all cells as sent, with what is wrong told at each field (REG-4, REG-9, REG-12). */
export function lineFields(cells: Cells, faults: Line['faults'], choices: Choices): Field[] {
  const texts = TEXTS.map(([name, label]) => ({
    name,
    label,
    pointer: `cells/${name}`,
    value: cells[name],
    ...shapeOf(name, cells, choices),
  }));
  const shown = texts.filter(({ name }) => !['window', 'mode', 'contactEmail'].includes(name) || isAsked(name, cells, choices));
  const needs = choices.takesArrangements || needsOf(cells) !== '' ? needFields(cells) : [];
  const isContact = ({ name }: Field) => name === 'contactEmail';
  const all: Field[] = [...shown.filter((each) => !isContact(each)), ...needs, ...shown.filter(isContact)];
  return all.map((each) => ({ ...each, ...hinted(each, faults) }));
}

/** The cells that a form sent; what is empty is left out. */
export function cellsOf(visit: Visit): Cells {
  const texts = TEXTS.map(([name]) => [name, field(visit, name)] as const);
  const papers = PAPERS.flatMap(([choice, , detail]) => [
    [choice, field(visit, choice) === 'yes' ? 'Y' : ''] as const,
    [detail, field(visit, detail)] as const,
  ]);
  const arrangements = fields(visit, 'arrangements').map((code) => [`arrangement.${code}`, 'Y'] as const);
  return Object.fromEntries([...texts, ...papers, ...arrangements].filter(([, value]) => value !== ''));
}

function isAsked(name: string, cells: Cells, { windows, modes, takesArrangements }: Choices): boolean {
  if (cells[name]) return true;
  return name === 'window' ? windows.length > 0 : name === 'mode' ? modes.length > 0 : takesArrangements;
}

function shapeOf(name: TextName, cells: Cells, { countries, windows, modes }: Choices): Partial<Field> {
  const chosen = (choices: readonly Choice[]) => ({ as: 'choice' as const, choices: withSent(cells[name], choices) });
  switch (name) {
    case 'gender':
      return chosen(GENDERS);
    case 'ethnicity':
      return chosen(ETHNICITIES);
    case 'country':
      return chosen(countries);
    case 'window':
      return chosen(windows.map((each) => [each, each]));
    case 'mode':
      return chosen(modes.map((each) => [each, each]));
    case 'birthDate':
      return { hint: 'Like 03/04/2009' };
    case 'startOn':
    case 'plannedEndOn':
      return { hint: 'Like 03/04/2026; regulated products ask for it', isOptional: true };
    case 'uln':
      return { hint: 'Ten digits. We strongly advise a verified ULN', isOptional: true };
    case 'contactEmail':
      return { hint: 'Whom we tell when modified papers are made; needed with any arrangement', isOptional: true };
    case 'middleNames':
    case 'centreReference':
    case 'postcode':
      return { isOptional: true };
    default:
      return {};
  }
}

/** What was sent stays to be seen where it is none of the choices. */
function withSent(sent: string | undefined, choices: readonly Choice[]): Choice[] {
  const all: Choice[] = [['', 'Choose'], ...choices];
  return sent && !all.some(([value]) => value === sent) ? [...all, [sent, `${sent}, as sent`]] : all;
}

function needFields(cells: Cells): Field[] {
  const papers = PAPERS.flatMap(([choice, label, detail, detailLabel, hint]): Field[] => [
    { name: choice, label, as: 'tick', pointer: `cells/${choice}`, value: isYes(cells[choice]) ? 'yes' : '' },
    { name: detail, label: detailLabel, hint, pointer: `cells/${detail}`, value: cells[detail], isOptional: true },
  ]);
  const ticked = ARRANGEMENTS.flatMap(([code]) => (isYes(cells[`arrangement.${code}`]) ? [code] : []));
  return [...papers, { name: 'arrangements', label: 'Access arrangements', as: 'ticks', choices: ARRANGEMENTS, value: ticked }];
}

function hinted({ name, hint }: Field, faults: Line['faults']): { hint?: string } {
  const told = faults.filter((fault) => fault.field === name).map(({ detail, remedy }) => `${detail}. ${remedy}`);
  const all = [...told, ...(hint ? [hint] : [])].join(' – ');
  return all === '' ? {} : { hint: all };
}

function isYes(cell: string | undefined): boolean {
  return /^(y|yes|true|1|x)$/i.test(cell ?? '');
}
