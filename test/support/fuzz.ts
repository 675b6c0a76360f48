import fc from 'fast-check';
import type { JsonSchema } from '../../api/core/json-schema';

/** Texts that programs stumble over: none of them may bring one down. */
const nastyText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    'x\udfffy',
    '\u202e',
    'null',
    'NaN',
    '1e309',
    '__proto__',
    'constructor',
    '../../etc',
  ),
  fc.constantFrom('0000-01-01', '9999-12-31', '2026-02-30', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '-271821-04-20T00:00:00Z'),
  fc.constantFrom(
    `funds/${'-'.repeat(36)}`,
    `debt/${'f'.repeat(36)}`,
    'x'.repeat(6000),
    `'; select pg_sleep(1); --`,
    '%00',
    '{{7*7}}',
    '\r\nX: y',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const nasty: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: nastyText },
  { weight: 2, arbitrary: fc.constantFrom(null, true, -1, 0, 0.1, 2 ** 31, 2 ** 53, 1e300, [], {}, [[]], { __proto__: null, a: 1 }) },
  { weight: 1, arbitrary: fc.jsonValue() },
);

/** Values for a schema of the contract: mostly what it accepts, anywhere in it what it does not; identifiers are of things that are there. */
export function fromSchema(schema: JsonSchema, defs: Record<string, JsonSchema>, ids: readonly string[]): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 9, arbitrary: accepted(schema, defs, ids) }, { weight: 1, arbitrary: nasty });
}

function accepted(schema: JsonSchema, defs: Record<string, JsonSchema>, ids: readonly string[]): fc.Arbitrary<unknown> {
  const inside = (each: JsonSchema) => fromSchema(each, defs, ids);
  const name = /^#\/\$defs\/(.+)$/.exec(String(schema['$ref']))?.[1];
  if (name) return inside(defs[name]!);
  const several = schema.anyOf ?? schema.oneOf;
  if (several) return fc.oneof(...several.map(inside));
  if (schema['const'] !== undefined) return fc.constant(schema['const']);
  if (schema['enum']) return fc.constantFrom(...(schema['enum'] as unknown[]));
  const [type] = [schema.type ?? (schema.properties ? 'object' : 'any')].flat();
  const bound = (keyword: string, otherwise: number) => (schema[keyword] as number | undefined) ?? otherwise;
  switch (type) {
    case 'string':
      return text(schema, ids);
    case 'integer':
    case 'number':
      return fc.oneof(
        fc.integer({ min: Math.max(bound('minimum', 0), -1e9), max: Math.min(bound('maximum', 1e9), 2 ** 31 - 1) }),
        fc.constantFrom(1, 250_00),
      );
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(inside(schema.items ?? {}), {
        maxLength: Math.min(bound('maxItems', 4), 4),
        minLength: Math.min(bound('minItems', 0), 4),
      });
    case 'object':
      return members(schema, inside);
    default:
      return nasty;
  }
}

function text(schema: JsonSchema, ids: readonly string[]): fc.Arbitrary<unknown> {
  const examples = schema['examples'] as string[] | undefined;
  const ofFormat: Record<string, fc.Arbitrary<string>> = {
    uuid: fc.constantFrom(...ids),
    date: fc.constantFrom('2026-11-02', '2027-01-31', '2199-12-31', '1900-01-01'),
    'date-time': fc.constantFrom('2026-11-02T09:00:00Z', '2199-12-31T23:59:59.999Z', '1900-01-01T00:00:00Z'),
    email: fc.nat({ max: 9999 }).map((number) => `fuzz${number}@volt.example`),
    ipv4: fc.constant('192.0.2.1'),
  };
  const known = ofFormat[schema['format'] as string];
  if (known) return known;
  return fc.oneof(
    ...(examples ? [fc.constantFrom(...examples)] : []),
    fc.constantFrom('Text', '1', 'finance', 'me', ...ids.slice(0, 2)),
    nastyText,
  );
}

function members(schema: JsonSchema, inside: (each: JsonSchema) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const own = Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, each]) => [name, inside(each)]));
  const required = fc.boolean().chain((all) => fc.record(own, { requiredKeys: all ? (schema.required ?? []) : [] }));
  const free =
    typeof schema.additionalProperties === 'object'
      ? fc.dictionary(nastyText, inside(schema.additionalProperties), { maxKeys: 3 })
      : fc.constant({});
  return fc.tuple(required, free).map(([given, more]) => ({ ...more, ...given }));
}

/** What stands in a path, a cursor or a header. */
export const nastyParts = {
  path: nastyText.map((part) => encodeURIComponent(Buffer.from(part).toString() || 'x')),
  cursor: fc.oneof(
    fc
      .array(fc.oneof(nastyText, fc.constantFrom('infinity', '2026-11-02T09:00:00Z', 'advance-order/ECS1')), { maxLength: 3 })
      .map((values) => Buffer.from(JSON.stringify(values)).toString('base64url')),
    nastyText,
  ),
  header: fc.constantFrom('', '"1"', '*', '"-1"', '"99999999999999999999"', 'W/"1"', 'é', 'x'.repeat(300), 'ok'),
};
