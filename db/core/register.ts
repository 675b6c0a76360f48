import type { PolicyName } from '../../domain/policy-numbers';

/** Whose data: our own people, those of employers, centres and checkers, card holders, learners, and whoever sent a transfer. */
export type Whose = 'staff' | 'contact' | 'operative' | 'learner' | 'sender';

/** The lawful basis, by its letter in article 6(1) of the UK GDPR. */
export type Basis = 'a' | 'b' | 'c' | 'd' | 'e' | 'f';

/** How long something is kept: in words and, where a clock runs, by which number of policy from which column on (RET-1). */
export interface Kept {
  until: string;
  rule: string;
  number?: PolicyName;
  from?: string;
}

/** What an erasure does (ERA-1): deletes the row, makes the fields blank, destroys the person's key; or why they have to stay. */
export type Erasable = 'row' | 'blank' | 'key' | { not: string };

/** Why data is held: stated once, and shared by all that serves the same end. */
export interface Purpose {
  whose: readonly Whose[];
  why: string;
  basis: Basis;
  kept: Kept;
  erasable: Erasable;
}

/** Personal data of one kind in one or more fields, with the key that it is sealed under where it is (SEC-12). */
export interface Datum extends Purpose {
  fields: string;
  what: string;
  key?: 'master' | 'person';
}

/** How the rows of a person are found: the field that refers to him, and whether the row is about him or he acted on it. */
export interface Reference {
  field: string;
  as: 'subject' | 'actor';
  /** What it refers to: a user's identifier unless said; `any` is the identifier of any row, himself included. */
  of: `${string}.${string}` | 'any';
  /** What stands before the identifier: `user/`. */
  behind?: string;
  /** The identifier stands somewhere within JSON. */
  within?: true;
  /** A hash of it stands there. */
  hashed?: true;
}

/** Fields, each declared once: those that are no personal data, those that refer to a person by identifier, and personal data. */
export interface Fields {
  none?: string;
  people?: readonly Reference[];
  personal?: readonly Datum[];
}

/** Where all fields are no personal data, their names say all. */
export type Declared = string | Fields;

/** A view shows what its table holds, and these beside. */
export interface ViewOf {
  view: string;
  none?: string;
}

/** A message by its template: to whom it goes, what it names, and the identifiers that its row keeps to make secrets from when it leaves (OPS-3). */
export interface MessageFields extends Fields {
  to: readonly Whose[];
  keeps?: string;
}

/** Somebody outside who is sent data, by the file that sends it. */
export interface Party extends Fields {
  name: string;
  why: string;
}

/** What an area holds of people, beside its tables; all areas together are the register (RET-1, SAR-1, ERA-1, SEC-12). */
export interface PersonalData {
  tables?: Record<string, Declared | ViewOf>;
  /** Kinds of files, by the name under which they are kept or read. */
  files?: Record<string, Omit<Datum, 'fields'> | string>;
  /** Templates, by their file's name. */
  messages?: Record<string, MessageFields>;
  /** What a line of the log may carry. */
  logs?: Fields;
  /** By the file of their adapter. */
  parties?: Record<string, Party>;
  /** Schemas of libraries that hold nothing of ours. */
  schemas?: Record<string, string>;
}

/** The row is about the user whom a field names. */
export function subject(field: string, more: Partial<Reference> = {}): Reference {
  return { field, as: 'subject', of: 'users.id', ...more };
}

/** The user whom a field names acted on the row. */
export function actor(field: string, more: Partial<Reference> = {}): Reference {
  return { field, as: 'actor', of: 'users.id', ...more };
}

/** The row belongs to another one, and is about whom that one is about. */
export function entity(field: string, more: Partial<Reference> = {}): Reference {
  return { field, as: 'subject', of: 'any', ...more };
}

/** Personal data: these fields, what they are, for this purpose. */
export function datum(fields: string, what: string, purpose: Purpose, key?: Datum['key']): Datum {
  return { fields, what, ...purpose, ...(key ? { key } : {}) };
}

/** The fields that a declaration names, each as often as it is declared; a reference within a personal field counts once. */
export function namesIn(declared: Declared): string[] {
  const { none = '', people = [], personal = [] } = typeof declared === 'string' ? { none: declared } : declared;
  const data = [none, ...personal.map(({ fields }) => fields)].flatMap((list) => list.split(' ').filter(Boolean));
  const own = personal.flatMap(({ fields }) => fields.split(' '));
  return [...data, ...new Set(people.map(({ field }) => field).filter((field) => !own.includes(field)))];
}
