import { refuse, type Refusal } from '../refusal';
import type { LocalDate } from '../working-days';

/** One field of what is entered by hand of a certificate: schema as data, another one of each body (QUA-1). */
export interface EntryField {
  name: string;
  label: string;
  hint: string;
  /** A date as YYYY-MM-DD that is not to come, or text by a pattern. */
  as: 'date' | 'text';
  /** Of the whole text, without regard to case. */
  pattern?: string;
  /** The number by which the body knows the certificate: it is nobody else's. */
  isNumber?: true;
  /** The date from which on it holds. */
  isAwarded?: true;
}

/** An awarding body or reference type (QUA-1). */
export interface AwardingBody {
  code: string;
  name: string;
  /** It answers whether it knows a certificate. */
  isLookedUp: boolean;
  fields: readonly EntryField[];
}

/** A kind of qualification that a body awards, as its documents name it. */
export interface QualificationKind {
  code: string;
  body: string;
  name: string;
  /** The qualification's number on its documents; null where it has none. */
  number: string | null;
  /** How many years it holds; null for good. */
  validYears: number | null;
}

/** What was entered of a certificate, by the names of the body's fields. */
export type Entered = Record<string, string>;

/** Every fault of what was entered, each at its field (QUA-1). */
export function faultsOfEntry({ fields, name: body }: AwardingBody, entered: Entered, today: LocalDate): Refusal[] {
  const known = new Set(fields.map(({ name }) => name));
  const unknown = Object.keys(entered)
    .filter((name) => !known.has(name))
    .map((name) => fault(name, `${body} knows no ${name}`, `Leave it out; known are ${[...known].join(', ')}.`));
  return [...fields.flatMap((field) => faultOf(field, entered[field.name]?.trim() ?? '', today) ?? []), ...unknown];
}

/** What is entered as it is kept: spaces that do not count left away, the case of numbers made one. */
export function entryOf({ fields }: AwardingBody, entered: Entered): Entered {
  return Object.fromEntries(
    fields.map(({ name, as }) => [name, as === 'date' ? entered[name]!.trim() : entered[name]!.trim().toUpperCase()]),
  );
}

/** The number by which the body knows what was entered. */
export function numberIn({ fields }: AwardingBody, entry: Entered): string | null {
  const field = fields.find(({ isNumber }) => isNumber);
  return field ? (entry[field.name] ?? null) : null;
}

/** The date from which on what was entered holds. */
export function awardedIn({ fields }: AwardingBody, entry: Entered): LocalDate | null {
  const field = fields.find(({ isAwarded }) => isAwarded);
  return field ? (entry[field.name] ?? null) : null;
}

function faultOf({ name, label, hint, as, pattern }: EntryField, value: string, today: LocalDate): Refusal | null {
  if (value === '') return fault(name, `${label} is missing`, hint);
  if (as === 'text') return matches(pattern ?? '.*', value) ? null : fault(name, `${label} is not of the body's form`, hint);
  if (!isDate(value)) return fault(name, `${label} is no date`, 'Give a date as YYYY-MM-DD.');
  return value <= today ? null : fault(name, `${label} lies in the future`, 'Correct it.');
}

function matches(pattern: string, value: string): boolean {
  return new RegExp(`^(?:${pattern})$`, 'i').test(value);
}

function isDate(value: string): boolean {
  const read = new Date(`${value}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(read.getTime()) && read.toISOString().startsWith(value);
}

function fault(name: string, detail: string, remedy: string): Refusal {
  return refuse('field', 'QUA-1', detail, remedy, `/fields/${name.replace(/~/g, '~0').replace(/\//g, '~1')}`);
}
