import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { openApiDocument, type Contract, type Example } from '../../api/openapi';
import type { JsonSchema } from '../../api/core/json-schema';
import { routes } from '../../api/routes';
import type { Route } from '../../api/core/route';
import { keepExample, writeExamples } from './examples';

interface Content {
  schema?: JsonSchema;
}
type Responses = Record<string, { $ref?: string; content?: Record<string, Content> }>;

/** The contract as it judges answers: a member that no schema names is a violation as well. */
export class ContractJudge {
  private readonly document: Contract = openApiDocument();
  private readonly ajv = addFormats(new Ajv2020({ strict: false, allErrors: true, validateFormats: true }));
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor() {
    for (const format of ['cidrv4', 'cidrv6']) this.ajv.addFormat(format, true);
    this.ajv.addSchema({ $id: 'contract', ...(closed(this.document) as object) });
  }

  /** What is wrong with an answer of an operation; nothing where the contract says that it can be given. */
  faultsOf(
    { name, method, path }: Pick<Route, 'name' | 'method' | 'path'>,
    status: number,
    type: string | undefined,
    body: string,
  ): string[] {
    const place = ['paths', path.replace(/:(\w+)/g, '{$1}'), method, 'responses', String(status)];
    const responses = this.document.paths[place[1]!]![method]!['responses'] as Responses;
    const declared = responses[status];
    if (!declared) return [`${name} answered ${status}, which the contract does not have`];
    const shared = declared.$ref?.split('/').slice(1);
    const { content } = shared ? (this.document.components['responses']![shared[2]!] as { content: Record<string, Content> }) : declared;
    const media = type?.split(';')[0];
    if (!content) return body === '' ? [] : [`${name} answered ${status} with a body, the contract has none`];
    if (!media || !content[media]) {
      if (Object.keys(content).every((each) => !each.includes('json')) && body !== '') return [];
      return [`${name} answered ${status} as ${media}, the contract has ${Object.keys(content).join(', ')}`];
    }
    if (!/^application\/(problem\+)?json$/.test(media)) return [];
    if (body === '') return [`${name} answered ${status} as ${media} without a body`];
    const validate = this.validatorAt([...(shared ?? place), 'content', media, 'schema']);
    if (validate(JSON.parse(body))) return [];
    return validate.errors!.map((error) => `${name} ${status} ${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`);
  }

  /** Whether an example is what its operation answers today. */
  accepts({ operation, status, body }: Example): boolean {
    const route = routes.find(({ name }) => name === operation);
    return route !== undefined && this.faultsOf(route, status, 'application/json', JSON.stringify(body)).length === 0;
  }

  private validatorAt(place: string[]): ValidateFunction {
    const pointer = place.map((part) => encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1'))).join('/');
    const known = this.compiled.get(pointer) ?? this.ajv.compile({ $ref: `contract#/${pointer}` });
    this.compiled.set(pointer, known);
    return known;
  }
}

/** A listener that answers as another one does, and remembers what the contract does not have. */
export function watched(app: RequestListener): { listener: RequestListener; violations: string[] } {
  const judge = new ContractJudge();
  const violations: string[] = [];
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    const route = routeOf(request);
    const read = route && bodyOf(response);
    response.once('finish', () => {
      if (!route || !read) return;
      const type = response.getHeader('content-type') as string | undefined;
      const faults = judge.faultsOf(route, response.statusCode, type, read());
      violations.push(...faults, ...editFaults(route, response, faults.length === 0 ? read() : ''));
      if (faults.length === 0 && type?.startsWith('application/json')) keepExample(route.name, response.statusCode, JSON.parse(read()));
    });
    app(request, response);
  };
  return { listener, violations };
}

/** After each test file: no answer has left the API that the contract does not have. */
export function insistOnContract(violations: string[]): void {
  let judge: ContractJudge | undefined;
  writeExamples((example) => (judge ??= new ContractJudge()).accepts(example));
  const distinct = [...new Set(violations)];
  if (distinct.length > 0) throw new Error(`Answers that openapi.json does not have:\n${distinct.join('\n')}`);
}

/** What an edit answers can be sent to it again, as it was read. */
function editFaults({ name, edits, body }: Route, response: ServerResponse, text: string): string[] {
  if (!edits || response.statusCode >= 300 || text === '') return [];
  const written = body!.safeParse(edits(JSON.parse(text) as Record<string, unknown>));
  return written.success ? [] : [`${name} does not take back what it answers: ${written.error.message}`];
}

/** The operation that a request is for: one without parameters before one with them. */
export function routeOf({ method = '', url = '' }: Pick<IncomingMessage, 'method' | 'url'>): Route | undefined {
  const path = url.split('?')[0]!;
  return byPattern.find(({ route, pattern }) => route.method === method.toLowerCase() && pattern.test(path))?.route;
}
const byPattern = routes
  .map((route) => ({ route, pattern: new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+')}$`) }))
  .sort((one, other) => Number(one.route.path.includes(':')) - Number(other.route.path.includes(':')));

function bodyOf(response: ServerResponse): () => string {
  const chunks: Buffer[] = [];
  for (const name of ['write', 'end'] as const) {
    const original = response[name].bind(response) as (...args: unknown[]) => never;
    response[name] = (...args: unknown[]) => {
      if (typeof args[0] === 'string' || args[0] instanceof Uint8Array) chunks.push(Buffer.from(args[0] as string));
      return original(...args);
    };
  }
  return () => Buffer.concat(chunks).toString();
}

function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const made = Object.fromEntries(Object.entries(value).map(([name, each]) => [name, closed(each)]));
  return made['type'] === 'object' && 'properties' in made && !('additionalProperties' in made)
    ? { ...made, additionalProperties: false }
    : made;
}
