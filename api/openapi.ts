import { extendZodWithOpenApi, OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z, type ZodObject } from 'zod';
import type { Route } from './core/route';
import { routes } from './routes';
import { dryRun, problem } from './core/schemas';

extendZodWithOpenApi(z);

const problems: Record<number, string> = {
  400: 'Malformed: key, query or JSON',
  401: 'Sign in again',
  403: 'A right is missing; it is named',
  404: 'There is nothing here, or it is not yours',
  409: 'The state of things forbids it, or the first request still runs',
  422: 'The body or the rule refuses it; all faults at once',
  410: 'Used up or out of time',
  429: 'Too many: wait for Retry-After',
  503: 'Not decided yet, or the store is away: repeat the key',
};

/** The OpenAPI 3.1 document, generated from the schemas that validate (committed as openapi.json). */
export function openApiDocument(): ReturnType<OpenApiGeneratorV31['generateDocument']> {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'session', { type: 'http', scheme: 'bearer' });
  for (const definition of routes) registry.registerPath(operation(definition));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
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
  });
}

function operation(definition: Route): RouteConfig {
  const { status, description, schema, type } = definition.answers;
  const answer = {
    description,
    ...(schema
      ? { content: { [type ?? 'application/json']: { schema: definition.command === 'process' ? z.union([schema, dryRun]) : schema } } }
      : {}),
  };
  const headers = definition.command ? z.object({ 'Idempotency-Key': z.string().min(1).max(255).optional() }) : undefined;
  const query = z.object({
    ...((definition.query as ZodObject | undefined)?.shape ?? {}),
    ...(definition.command ? { dryRun: z.enum(['true', 'false']).optional() } : {}),
  });
  const codes = [
    ...(definition.isPublic ? [401, 404, 410, 429] : [401, 403, 404, 429]),
    ...(definition.command ? [400, 409, 422, 503] : [400]),
  ];
  return {
    method: definition.method,
    path: definition.path.replace(/:(\w+)/g, '{$1}'),
    operationId: operationId(definition),
    tags: [definition.path.split('/')[2]!],
    summary: definition.summary,
    ...(definition.isPublic ? { security: [] } : { 'x-permission': definition.permission }),
    'x-rules': definition.rules,
    request: {
      ...(definition.params ? { params: definition.params as ZodObject } : {}),
      ...(Object.keys(query.shape).length > 0 ? { query } : {}),
      ...(headers ? { headers } : {}),
      ...bodyOf(definition),
    },
    responses: { [status]: answer, ...Object.fromEntries(codes.map((code) => [code, problemAnswer(code)])) },
  };
}

function bodyOf(definition: Route): Pick<NonNullable<RouteConfig['request']>, 'body'> {
  if (definition.body) return { body: { required: true, content: { 'application/json': { schema: definition.body } } } };
  if (definition.file) return { body: { required: true, content: { [definition.file]: { schema: z.string() } } } };
  return {};
}

function operationId({ method, path }: Route): string {
  const words = path
    .replace('/v1/', '')
    .split('/')
    .map((part) => part.replace(':', 'by-'));
  return [method, ...words].join('-').replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

function problemAnswer(status: number) {
  return { description: problems[status]!, content: { 'application/problem+json': { schema: problem } } };
}
