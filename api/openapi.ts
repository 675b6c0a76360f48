import type { z } from 'zod';
import { problemsOf, queryOf, successesOf, type Success } from './core/answers';
import { jsonSchemaOf, type JsonSchema } from './core/json-schema';
import { problemKinds, type ProblemStatus } from './core/problems';
import type { Route } from './core/route';
import { problem } from './core/schemas';
import { routes } from './routes';

/** One example of an operation's answer, as a test got it. */
export interface Example {
  operation: string;
  status: number;
  body: unknown;
}
interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  description?: string;
  schema: JsonSchema;
}
interface Operation {
  operationId: string;
  parameters?: unknown[];
  responses: Record<string, unknown>;
  [member: string]: unknown;
}
/** An OpenAPI 3.1 document, as far as we read it ourselves. */
export interface Contract {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema>; [kind: string]: Record<string, unknown> };
  [member: string]: unknown;
}

/** The OpenAPI 3.1 document, made of what the routes declare and validate by (committed as openapi.json); in the order of names. */
export function openApiDocument(examples: Example[] = []): Contract {
  const schemas = new Components();
  const paths: Contract['paths'] = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = sorted({ ...paths[path], [route.method]: operation(route, schemas, examples) });
  }
  schemas.refer(problem, 'output', 'Problem');
  const parameters = shareParameters(Object.values(paths).flatMap((methods) => Object.values(methods)));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Countersign',
      version: '1.0.0',
      description:
        'The durable back office of certification schemes and awarding bodies. Every command needs an Idempotency-Key; a repeat gets the first answer.',
      license: { name: 'Proprietary', identifier: 'LicenseRef-Countersign' },
    },
    servers: [{ url: '/' }],
    security: [{ session: [] }],
    paths: sorted(paths),
    components: {
      securitySchemes: { session: { type: 'http', scheme: 'bearer' } },
      parameters: sorted(parameters),
      responses: sorted(problemResponses()),
      schemas: sorted(schemas.all),
    },
  };
}

/** Schemas by their names; one that has none of its own is called by where it stands first. */
class Components {
  readonly all: Record<string, JsonSchema> = {};
  private readonly names = new Map<z.ZodType, string>();

  refer(schema: z.ZodType, io: 'input' | 'output', otherwise: string): JsonSchema {
    const name = (schema.meta()?.['id'] as string | undefined) ?? this.names.get(schema) ?? otherwise;
    this.names.set(schema, name);
    const { $defs = {}, ...made } = rereferred(jsonSchemaOf(schema, io)) as JsonSchema;
    // A named schema comes as a reference to its own definition.
    for (const [each, definition] of Object.entries({ ...$defs, ...(made['$ref'] ? {} : { [name]: made }) })) this.keep(each, definition);
    return { $ref: `#/components/schemas/${name}` };
  }

  private keep(name: string, { id: _id, ...definition }: JsonSchema): void {
    const known = this.all[name];
    if (known && JSON.stringify(known) !== JSON.stringify(definition)) throw new Error(`Two schemas are called ${name}.`);
    this.all[name] = definition;
  }
}

function rereferred(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('#/$defs/', '#/components/schemas/'));
}

function operation(route: Route, schemas: Components, examples: Example[]): Operation {
  const name = upper(route.name);
  const responses: Record<string, unknown> = {};
  for (const [status, success] of successesOf(route)) {
    const example = examples.find((each) => each.operation === route.name && each.status === status);
    responses[status] = successResponse(success, schemas, `${name}Answer`, example);
  }
  for (const status of problemsOf(route)) responses[status] = { $ref: `#/components/responses/${problemKinds[status][0]}` };
  const parameters = parametersOf(route);
  return {
    operationId: route.name,
    tags: [route.path.split('/')[2]!],
    summary: route.summary,
    ...(route.isPublic ? { security: [] } : { 'x-permission': route.permission }),
    'x-rules': route.rules,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...bodyOf(route, schemas, `${name}Body`),
    responses,
  };
}

function successResponse({ description, schema, type, orText }: Success, schemas: Components, name: string, example?: Example) {
  if (!schema) return { description };
  const text = { schema: { type: 'string' } };
  if (type !== 'application/json') return { description, content: { [type]: text } };
  const json = { schema: schemas.refer(schema, 'output', name), ...(example && { example: example.body }) };
  return { description, content: { [type]: json, ...(orText && { [orText]: text }) } };
}

function bodyOf({ body, file }: Route, schemas: Components, name: string) {
  if (body) return { requestBody: { required: true, content: { 'application/json': { schema: schemas.refer(body, 'input', name) } } } };
  return file ? { requestBody: { required: true, content: { [file]: {} } } } : {};
}

function parametersOf(route: Route): Parameter[] {
  const { params, command, needsVersion } = route;
  const header = (name: string, required: boolean, description: string): Parameter => ({
    name,
    in: 'header',
    ...(required && { required }),
    description,
    schema: { type: 'string' },
  });
  return [
    ...parametersIn('path', params),
    ...parametersIn('query', queryOf(route)),
    ...(command ? [header('Idempotency-Key', false, 'Needed, but for a dry run: 1 to 255 characters, the same when repeated')] : []),
    ...(needsVersion || command === 'process' ? [header('If-Match', needsVersion ?? false, 'The version that was read, in quotes')] : []),
  ];
}

function parametersIn(place: 'path' | 'query', schema?: z.ZodType): Parameter[] {
  const { properties = {}, required = [] } = schema ? jsonSchemaOf(schema, 'input') : {};
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    ...(required.includes(name) && { required: true }),
    ...(typeof description === 'string' && { description }),
    schema: rest,
  }));
}

/** What several operations take stands once, under its name. */
function shareParameters(operations: Operation[]): Record<string, Parameter> {
  const uses = new Map<string, number>();
  for (const each of operations.flatMap(({ parameters = [] }) => parameters.map((one) => JSON.stringify(one))))
    uses.set(each, (uses.get(each) ?? 0) + 1);
  const shared: Record<string, Parameter> = {};
  const names = new Map<string, string>();
  for (const [text] of [...uses].filter(([, count]) => count > 1)) {
    const parameter = JSON.parse(text) as Parameter;
    const name = upper(parameter.name.replace(/-/g, ''));
    const free = name in shared ? `${name}${Object.keys(shared).length}` : name;
    shared[free] = parameter;
    names.set(text, free);
  }
  const referred = (one: unknown) => {
    const name = names.get(JSON.stringify(one));
    return name ? { $ref: `#/components/parameters/${name}` } : one;
  };
  for (const each of operations) if (each.parameters) each.parameters = each.parameters.map(referred);
  return shared;
}

function problemResponses(): Record<string, unknown> {
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  const wait = { headers: { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } } };
  return Object.fromEntries(
    (Object.entries(problemKinds) as unknown as [ProblemStatus, [string, string]][]).map(([status, [name, description]]) => [
      name,
      { description, ...(['429', '503'].includes(String(status)) ? wait : {}), content },
    ]),
  );
}

function upper(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function sorted<Value>(record: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
}
