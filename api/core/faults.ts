import type { z } from 'zod';
import type { PointedFault } from './problems';
import { membersAt, wantedAt } from './wanted';

type Issue = z.core.$ZodIssue;
type Kind =
  | 'missing'
  | 'null'
  | 'type'
  | 'tooShort'
  | 'tooLong'
  | 'tooFew'
  | 'tooMany'
  | 'tooSmall'
  | 'tooLarge'
  | 'format'
  | 'choice'
  | 'unknown'
  | 'combination';

/** What a sentence is made of: the place's name, what stands there, what is wanted. */
interface Facts {
  label: string;
  given: unknown;
  wanted: string;
  shape: string;
  /** The schema's own words, where it has some. */
  own: string;
  members: string[];
}

/** The one table of what a person is told of a fault: what is wrong, and what to do. */
const sentences: Record<Kind, (facts: Facts) => [detail: string, remedy: string]> = {
  missing: ({ label, wanted }) => [`${label} is missing`, `Give ${wanted}.`],
  null: ({ label, wanted }) => [`${label} has no value (null)`, `Give ${wanted}.`],
  type: ({ label, given, wanted }) => [`${label} is ${typeInWords(given)}`, `Give ${wanted}.`],
  tooShort: ({ label, given, wanted }) => [
    String(given).trim() === '' ? `${label} is empty` : `${label} has ${sizeOf(given)} characters only`,
    `Give ${wanted}.`,
  ],
  tooLong: ({ label, given, wanted }) => [`${label} has ${sizeOf(given)} characters, which is too long`, `Shorten it: give ${wanted}.`],
  tooFew: ({ label, given, wanted }) => [`${label} has ${sizeOf(given)} items, which is too few`, `Give ${wanted}.`],
  tooMany: ({ label, given, wanted }) => [`${label} has ${sizeOf(given)} items, which is too many`, `Give ${wanted}.`],
  tooSmall: ({ label, given, wanted }) => [`${label} is ${String(given)}, which is too low`, `Give ${wanted}.`],
  tooLarge: ({ label, given, wanted }) => [`${label} is ${String(given)}, which is too high`, `Give ${wanted}.`],
  format: ({ label, own, shape, wanted }) => [own ? `${label} ${own}` : `${label} is not ${shape}`, `Give ${wanted}.`],
  choice: ({ label, wanted }) => [`${label} is none of what can be chosen`, `Give ${wanted}.`],
  unknown: ({ members }) => [
    'This member is not known here',
    members.length > 0 ? `Leave it out; known are ${members.join(', ')}.` : 'Leave it out.',
  ],
  combination: ({ members, own, wanted }) => [
    `${sentence(members.join(', ') || 'The parts')} do not fit together`,
    own ? `${sentence(own)}.` : `Give ${wanted}.`,
  ],
};

/** What a part of a request says, or what is wrong with it. */
export type Read<Output> = { data: Output; faults?: undefined } | { data?: undefined; faults: PointedFault[] };

/** So many faults of one sort are told; nobody mends more at once, and a body of thousands must not hold others up. */
const MOST_FAULTS = 100;

/** Reads a part of a request by its schema: what it says, or every fault in it, none of them in the words of the library. */
export function readPart<Output>(schema: z.ZodType<Output>, value: unknown, place?: 'query'): Read<Output> {
  const read = schema.safeParse(value, { reportInput: true, error: () => '' });
  const texts = unkeepable(value, []);
  if (read.success && texts.length === 0) return { data: read.data };
  const seen = new Set<string>();
  const issues = told(read.error?.issues ?? []).flatMap((issue) => faultsOf(schema, issue, []));
  const faults = [...texts.slice(0, MOST_FAULTS), ...issues];
  const distinct = faults.filter(({ pointer, code }) => !seen.has(`${pointer} ${code}`) && seen.add(`${pointer} ${code}`));
  return { faults: distinct.map((fault) => (place ? { in: place, ...fault } : fault)) };
}

/** Of more than can be told those of the whole before those of its parts: that a list is too long before what is wrong in it. */
function told(issues: Issue[]): Issue[] {
  return issues.length <= MOST_FAULTS ? issues : [...issues].sort((a, b) => a.path.length - b.path.length).slice(0, MOST_FAULTS);
}

/** True for text that no store keeps: with NUL, or half of a pair of UTF-16. */
export function isUnkeepable(text: string): boolean {
  return /\0|\p{Surrogate}/u.test(text);
}

/** Each text of a part that cannot be kept, names of members as well. */
function unkeepable(value: unknown, path: PropertyKey[]): PointedFault[] {
  if (typeof value === 'string') return isUnkeepable(value) ? [unkeepableFault(path)] : [];
  if (typeof value !== 'object' || value === null) return [];
  const members: [PropertyKey, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return members.flatMap(([name, each]) => [
    ...(typeof name === 'string' && isUnkeepable(name) ? [unkeepableFault([...path, name])] : []),
    ...unkeepable(each, [...path, name]),
  ]);
}

function unkeepableFault(path: PropertyKey[]): PointedFault {
  const detail = `${labelOf(path)} has a character that cannot be kept: NUL, or half of a surrogate pair`;
  return { pointer: pointerOf(path), code: 'characters', rule: '', detail, remedy: 'Send whole characters in UTF-8, without NUL.' };
}

function faultsOf(root: z.ZodType, issue: Issue, above: PropertyKey[]): PointedFault[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.slice(0, MOST_FAULTS).map((key) => fault('unknown', root, issue, [...path, key], path));
  if (issue.code === 'invalid_union' && issue.input !== undefined && issue.input !== null) return unionFaults(root, issue, path);
  return [fault(kindOf(issue), root, issue, path)];
}

/** Of several forms that a value may have, the faults of the one that it comes nearest to. */
function unionFaults(root: z.ZodType, issue: z.core.$ZodIssueInvalidUnion, path: PropertyKey[]): PointedFault[] {
  const forms = issue.errors.filter((issues) => issues.some((each) => each.path.length > 0));
  const nearest = forms.sort((one, other) => one.length - other.length)[0];
  if (nearest) return nearest.flatMap((each) => faultsOf(root, each, path));
  return [fault('choice', root, issue, path)];
}

function fault(kind: Kind, root: z.ZodType, issue: Issue, path: PropertyKey[], known?: PropertyKey[]): PointedFault {
  const wanted = wantedAt(root, path);
  const [detail, remedy] = sentences[kind]({
    label: labelOf(path),
    given: issue.input,
    wanted: wanted.words,
    shape: wanted.shape,
    own: issue.message,
    members: known ? membersAt(root, known) : ((issue as { params?: { members?: string[] } }).params?.members ?? []),
  });
  return { pointer: pointerOf(path), code: kind, rule: '', detail, remedy };
}

/** A rule of ours over several members, or over one value. */
function kindOfRule({ params }: z.core.$ZodIssueCustom): Kind {
  return params?.['members'] ? 'combination' : 'format';
}

function kindOf(issue: Issue): Kind {
  if (issue.code === 'custom') return kindOfRule(issue);
  if (issue.input === undefined) return 'missing';
  if (issue.input === null) return 'null';
  const isList = Array.isArray(issue.input);
  switch (issue.code) {
    case 'too_small':
      return isList ? 'tooFew' : typeof issue.input === 'string' ? 'tooShort' : 'tooSmall';
    case 'too_big':
      return isList ? 'tooMany' : typeof issue.input === 'string' ? 'tooLong' : 'tooLarge';
    case 'invalid_format':
    case 'invalid_key':
      return 'format';
    case 'invalid_value':
    case 'invalid_union':
      return 'choice';
    default:
      return 'type';
  }
}

/** `/lines/1` becomes "Lines, no. 2", `/columns/entryId` becomes "Entry id". */
function labelOf(path: PropertyKey[]): string {
  const last = path.at(-1);
  if (last === undefined) return 'The body';
  if (typeof last === 'number') return `${labelOf(path.slice(0, -1))}, no. ${last + 1},`;
  return sentence(String(last).replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function typeInWords(given: unknown): string {
  if (Array.isArray(given)) return 'a list';
  if (typeof given === 'string') return 'text';
  if (typeof given === 'boolean') return `${given}`;
  if (typeof given === 'number') return Number.isInteger(given) ? 'a number' : 'a number with a fraction, or out of range';
  return 'an object';
}

function sizeOf(given: unknown): number {
  return (given as { length: number }).length;
}

function pointerOf(path: PropertyKey[]): string {
  return path.map((part) => `/${String(part).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');
}
