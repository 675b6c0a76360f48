import { z } from 'zod';

/** JSON Schema 2020-12, as OpenAPI 3.1 writes it. */
export interface JsonSchema {
  [keyword: string]: unknown;
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  additionalProperties?: JsonSchema | boolean;
  $defs?: Record<string, JsonSchema>;
}

/** Formats that say all; zod adds the pattern by which it checks them. */
const SAYS_ALL = new Set(['uuid', 'date', 'date-time', 'email', 'ipv4', 'ipv6', 'cidrv4', 'cidrv6']);

/** A zod schema as JSON Schema: what is accepted (`input`) or what is answered (`output`); named schemas stand in `$defs`. */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _dialect, ...made } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => tidy(jsonSchema as JsonSchema, io),
  }) as JsonSchema;
  return made;
}

/** Takes out what says nothing to a reader, in place. */
function tidy(schema: JsonSchema, io: 'input' | 'output'): void {
  if (SAYS_ALL.has(schema['format'] as string)) delete schema['pattern'];
  if (schema['minimum'] === Number.MIN_SAFE_INTEGER) delete schema['minimum'];
  if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
  if (JSON.stringify(schema['propertyNames']) === '{"type":"string"}') delete schema['propertyNames'];
  // A later version may answer more members: the contract does not forbid them (the tests do).
  if (io === 'output' && schema.additionalProperties === false) delete schema.additionalProperties;
  if (schema['const'] !== undefined) delete schema.type;
  orNull(schema);
}

/** What may be null needs no alternatives, where it is a plain type. */
function orNull(schema: JsonSchema): void {
  const [only, none, ...others] = schema.anyOf ?? [];
  if (others.length > 0 || none?.type !== 'null' || typeof only?.type !== 'string' || only['enum'] || only['const']) return;
  delete schema.anyOf;
  Object.assign(schema, { ...only, ...schema, type: [only.type, 'null'] });
}
