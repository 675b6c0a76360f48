import type { JsonSchema } from '../../api/core/json-schema';

/** A request with something wrong, and where that must be told. */
export interface BadInput {
  what: string;
  value: unknown;
  pointers: string[];
}

const FORMATS: Record<string, string> = {
  uuid: '018f2c6e-0000-7000-8000-000000000001',
  date: '2026-11-02',
  'date-time': '2026-11-02T09:00:00Z',
  email: 'ann.other@volt.example',
  ipv4: '192.0.2.1',
};

/** A value that a schema accepts, every optional member given. */
export function goodInput(schema: JsonSchema): unknown {
  const [example] = (schema['examples'] as unknown[] | undefined) ?? [];
  if (example !== undefined) return example;
  if (schema['const'] !== undefined) return schema['const'];
  if (schema['enum']) return (schema['enum'] as unknown[])[0];
  if (alternatives(schema).length > 0) return goodInput(alternatives(schema)[0]!);
  switch (typeOf(schema)) {
    case 'string':
      return FORMATS[schema['format'] as string] ?? 'x'.repeat((schema['minLength'] as number | undefined) ?? 1);
    case 'integer':
    case 'number':
      return (schema['minimum'] as number | undefined) ?? 1;
    case 'boolean':
      return true;
    case 'array':
      return Array.from({ length: Math.max(1, (schema['minItems'] as number | undefined) ?? 1) }, () => goodInput(schema.items!));
    default:
      return Object.fromEntries([
        ...Object.entries(schema.properties ?? {}).map(([name, each]) => [name, goodInput(each)]),
        ...(typeof schema.additionalProperties === 'object' ? [['some', goodInput(schema.additionalProperties)]] : []),
      ]);
  }
}

/** For each place of a schema every way to get it wrong, and all places wrong at once. */
export function badInputs(schema: JsonSchema, isQuery = false): BadInput[] {
  const good = goodInput(schema);
  const found: BadInput[] = [];
  const leaves: [string[], unknown][] = [];
  visit(schema, [], (place, each, isRequired) => {
    const pointer = place.map((part) => `/${part}`).join('');
    const wrongs = wrongValues(each, isQuery).filter(([what]) => place.length > 0 || what === 'wrong type');
    for (const [what, value] of wrongs) found.push({ what: `${pointer} ${what}`, value: put(good, place, value), pointers: [pointer] });
    if (isRequired) found.push({ what: `${pointer} missing`, value: put(good, place, undefined), pointers: [pointer] });
    if (each.additionalProperties === false)
      found.push({ what: `${pointer} unknown member`, value: put(good, [...place, 'strange'], 1), pointers: [`${pointer}/strange`] });
    if (place.length === 1 && wrongs.length > 0) leaves.push([place, wrongs[0]![1]]);
  });
  const all = leaves.reduce((made, [place, value]) => put(made, place, value), put(good, ['strange'], 1));
  if (leaves.length > 0)
    found.push({ what: 'everything', value: all, pointers: ['/strange', ...leaves.map(([place]) => `/${place[0]!}`)] });
  return found;
}

function visit(
  schema: JsonSchema,
  place: string[],
  see: (place: string[], schema: JsonSchema, isRequired: boolean) => void,
  isRequired = false,
): void {
  see(place, schema, isRequired);
  const [first] = alternatives(schema);
  const inside = schema['examples'] && !schema.properties ? {} : (first ?? schema);
  for (const [name, each] of Object.entries(inside.properties ?? {}))
    visit(each, [...place, name], see, (inside.required ?? []).includes(name) && !('default' in each));
  if (inside.items) visit(inside.items, [...place, '0'], see);
  if (typeof inside.additionalProperties === 'object') visit(inside.additionalProperties, [...place, 'some'], see);
}

/** The first is one that the type alone refuses. */
function wrongValues(schema: JsonSchema, isQuery: boolean): [string, unknown][] {
  const several = alternatives(schema);
  const isNullable = [schema.type].flat().includes('null') || (schema.anyOf ?? []).some((each) => each.type === 'null');
  const type = several.length > 0 ? typeOf(several[0]!) : typeOf(schema);
  const number = (name: string) => schema[name] as number | undefined;
  const ways: [string, unknown, boolean][] = [
    ['wrong type', ['array', 'object'].includes(type) ? 'text' : { not: 'it' }, !(type === 'object' && isAnything(schema))],
    ['a list instead', [], type === 'object' && schema.properties !== undefined && several.length === 0 && !isQuery],
    ['null', null, !isNullable && !isQuery && !isAnything(schema)],
    ['too short', '', type === 'string' && (number('minLength') ?? 0) > 0],
    [
      'too long',
      'x'.repeat((number('maxLength') ?? 0) + 1),
      type === 'string' && number('maxLength') !== undefined && several.length === 0,
    ],
    ['wrong format', 'not it\u0001', type === 'string' && (schema['format'] ?? schema['pattern']) !== undefined],
    ['no choice', 'nonsense', schema['enum'] !== undefined || schema['const'] !== undefined],
    ['too low', (number('minimum') ?? 0) - 1, number('minimum') !== undefined],
    ['too high', (number('maximum') ?? 0) + 1, number('maximum') !== undefined],
    ['a fraction', 1.5, type === 'integer'],
    ['too few', [], number('minItems') !== undefined],
    [
      'too many',
      Array(Math.min(60_000, number('maxItems') ?? 0) + 1).fill(schema.items && goodInput(schema.items)),
      number('maxItems') !== undefined,
    ],
  ];
  return ways.filter(([, , applies]) => applies).map(([what, value]) => [what, value]);
}

function isAnything(schema: JsonSchema): boolean {
  return Object.keys(schema).filter((name) => name !== 'description').length === 0;
}

function alternatives(schema: JsonSchema): JsonSchema[] {
  return (schema.anyOf ?? schema.oneOf ?? []).filter((each) => each.type !== 'null');
}

function typeOf(schema: JsonSchema): string {
  const [type] = [schema.type ?? (schema['enum'] || schema['const'] !== undefined ? 'string' : 'object')].flat();
  return type!;
}

function put(value: unknown, [first, ...rest]: string[], given: unknown): unknown {
  if (first === undefined) return given;
  const inner = put((value as Record<string, unknown> | undefined)?.[first], rest, given);
  if (Array.isArray(value)) return value.map((each: unknown, index) => (String(index) === first ? inner : each));
  const { [first]: _old, ...others } = (value ?? {}) as Record<string, unknown>;
  return inner === undefined ? others : { ...others, [first]: inner };
}
