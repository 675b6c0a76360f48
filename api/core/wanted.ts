import type { z } from 'zod';
import { jsonSchemaOf, type JsonSchema } from './json-schema';

type Path = PropertyKey[];

const FORMATS: Record<string, string> = {
  uuid: 'an identifier, a UUID',
  date: 'a date as YYYY-MM-DD',
  'date-time': 'an instant as 2026-11-02T09:00:00Z',
  email: 'an e-mail address, like name@example.org',
  ipv4: 'an IP address',
  ipv6: 'an IPv6 address',
  cidrv4: 'a range of addresses, like 192.0.2.0/24',
  cidrv6: 'a range of IPv6 addresses',
};

const schemas = new WeakMap<z.ZodType, JsonSchema>();

/** What is wanted at a place of a request: its shape in words, and before it the field's own ones; both from the published schema. */
export interface Wanted {
  shape: string;
  words: string;
}

/** What is wanted at a place. */
export function wantedAt(schema: z.ZodType, path: Path): Wanted {
  const root = publishedOf(schema);
  return wordsOf(path.reduce((found, part) => found.flatMap((each) => below(each, part)), branchesOf(root, root.$defs ?? {})));
}

/** What a schema of the contract wants, in words; `schemas` are those it refers to. */
export function wordsFor(schema: JsonSchema, defs: Record<string, JsonSchema>): string {
  return wordsOf(branchesOf(schema, defs)).words;
}

/** The members that are known at a place, in words. */
export function membersAt(schema: z.ZodType, path: Path): string[] {
  const root = publishedOf(schema);
  const found = path.reduce((each, part) => each.flatMap((one) => below(one, part)), branchesOf(root, root.$defs ?? {}));
  return [...new Set(found.flatMap(({ schema: { properties } }) => Object.keys(properties ?? {})))];
}

function publishedOf(schema: z.ZodType): JsonSchema {
  const root = schemas.get(schema) ?? jsonSchemaOf(schema, 'input');
  schemas.set(schema, root);
  return root;
}

interface Branch {
  schema: JsonSchema;
  defs: Record<string, JsonSchema>;
}

/** A schema's alternatives, references followed, null left out. */
function branchesOf(schema: JsonSchema, defs: Record<string, JsonSchema>): Branch[] {
  const name = /^#\/(?:\$defs|components\/schemas)\/(.+)$/.exec(String(schema['$ref']))?.[1];
  if (name) return branchesOf(defs[name]!, defs);
  const own = schema['description'] as string | undefined;
  const several = schema.anyOf ?? schema.oneOf;
  if (!several) return schema.type === 'null' ? [] : [{ schema, defs }];
  return several.flatMap((each) => branchesOf(own ? { description: own, ...each } : each, defs));
}

function below({ schema, defs }: Branch, part: PropertyKey): Branch[] {
  const found = typeof part === 'number' ? schema.items : (schema.properties?.[String(part)] ?? schema.additionalProperties);
  return found && found !== true ? branchesOf(found, defs) : [];
}

function wordsOf(branches: Branch[]): Wanted {
  const [own] = branches.flatMap(({ schema }) => (schema['description'] as string | undefined) ?? []);
  const choices = branches.flatMap(({ schema }) => (schema['enum'] as unknown[] | undefined) ?? [schema['const']]);
  const quoted = choices.filter((each) => each !== undefined).map((each) => JSON.stringify(each));
  const shapes = branches.flatMap(({ schema, defs }) => ((schema['enum'] ?? schema['const']) === undefined ? [shapeOf(schema, defs)] : []));
  const chosen = quoted.length > 1 ? [`one of ${quoted.join(', ')}`] : quoted;
  const shape = [...new Set([...shapes, ...chosen])].join(' or ') || 'what /docs describes';
  return { shape, words: own ? `${own.replace(/^[A-Z](?=[a-z ])/, (letter) => letter.toLowerCase())} (${shape})` : shape };
}

function shapeOf(schema: JsonSchema, defs: Record<string, JsonSchema>): string {
  const [type] = [schema.type ?? 'object'].flat();
  if (type === 'string') return FORMATS[schema['format'] as string] ?? `text${range(schema, 'Length', ' characters')}`;
  if (type === 'integer') return `a whole number${range(schema, 'imum', '')}`;
  if (type === 'number') return `a number${range(schema, 'imum', '')}`;
  if (type === 'boolean') return 'true or false';
  if (type === 'array') return `a list${range(schema, 'Items', '')}, each ${wordsOf(branchesOf(schema.items ?? {}, defs)).words}`;
  return schema.properties ? `an object of ${Object.keys(schema.properties).join(', ')}` : 'an object';
}

function range(schema: JsonSchema, what: 'Length' | 'Items' | 'imum', unit: string): string {
  const [least, most] = [schema[`min${what}`] ?? above(schema['exclusiveMinimum']), schema[`max${what}`]] as (number | undefined)[];
  const from = what === 'imum' ? ' from ' : ' of ';
  if (least !== undefined && most !== undefined) return `${from}${least} to ${most}${unit}`;
  if (least !== undefined) return ` of at least ${least}${unit}`;
  return most === undefined ? '' : ` of at most ${most}${unit}`;
}

/** Of whole numbers alone. */
function above(exclusive: unknown): number | undefined {
  return typeof exclusive === 'number' ? exclusive + 1 : undefined;
}
