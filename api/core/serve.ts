import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type NextFunction, type Request, type RequestHandler, type Response, type Router } from 'express';
import { SpanKind } from '@opentelemetry/api';
import { v7 as uuid } from 'uuid';
import { may } from '../../domain/access/permissions';
import { codeOfError, UNIQUE_VIOLATION } from '../../db/core/database';
import { BadCursor } from '../../db/core/paging';
import { log } from '../../platform/log';
import { requestSeconds } from '../../platform/metrics';
import { NotDecided } from '../../platform/temporal';
import { inSpan, inTraceOf, traceId } from '../../platform/tracing';
import { queryOf } from './answers';
import { isUnkeepable, readPart, type Read } from './faults';
import { refuseMonsters } from './json-shape';
import { isSignIn, Limits } from './limits';
import { invalidProblem, missingPermission, notFound, onlyForPeople, Problem, sendProblem, type PointedFault } from './problems';
import type { Answer, ApiDeps, Call, Route } from './route';
import type { Caller } from '../../platform/scope';
import { authenticate, insistOnTraining, requireOwnOrigin } from './session';

const JSON_LIMIT = '100kb';
const LARGE_LIMIT = '1mb';
/** Values that a body may have, a large one of them; a bulk action lists 2,000. */
const MOST_VALUES = 5_000;
const LARGE_VALUES = 20_000;

/** Mounts routes: count, authenticate, authorise, parse, handle, answer; each request leaves one line in the log and one in the metrics. */
export function serveRoutes(router: Router, routes: Route[], deps: ApiDeps): void {
  const json = express.json({ limit: JSON_LIMIT, strict: true, verify: refuseMonsters(MOST_VALUES) });
  const large = express.json({ limit: LARGE_LIMIT, strict: true, verify: refuseMonsters(LARGE_VALUES) });
  const limits = new Limits(deps.config, deps.database);
  for (const definition of routes) {
    const { method, path } = definition;
    const parser = definition.body ? (definition.largeBody ? large : json) : null;
    const gate = async (request: Request, response: Response, next: NextFunction) => {
      observe(definition, response);
      await limits.count(isSignIn(request) ? 'signIn' : 'address', request.ip ?? '', response);
      next();
    };
    router[method](path, gate, (request: Request, response: Response) =>
      inTraceOf(request.headers, () =>
        inSpan(
          `${method.toUpperCase()} ${path}`,
          { 'http.route': path, 'countersign.request': String(response.locals['request']) },
          async () => {
            response.locals['trace'] = traceId();
            const call = await callOf(definition, request, response, deps, limits, parser);
            await send(response, await definition.handle(call));
          },
          SpanKind.SERVER,
        ),
      ),
    );
  }
}

/** Tells of a request when it is answered: its template and identifiers, nothing of its content. */
function observe({ method, path }: Route, response: Response): void {
  const started = process.hrtime.bigint();
  response.locals['request'] = uuid();
  response.locals['route'] = path;
  response.set('X-Request-Id', response.locals['request'] as string);
  response.once('finish', () => {
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    const { caller, request, trace } = response.locals as { caller?: Caller; request: string; trace?: string };
    requestSeconds.observe({ route: path, method, status: response.statusCode }, seconds);
    const who = caller && { tenant: caller.tenant, user: caller.user, session: caller.session, key: caller.key };
    log.info({ request, method, route: path, status: response.statusCode, ms: Math.round(seconds * 1000), ...who, trace }, 'answered');
  });
}

/** Everything that reaches the end: nothing here, or an error, as a problem. */
export function problemHandlers(router: Router): void {
  router.use((_request: Request, response: Response) => sendProblem(response, notFound()));
  router.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const problem = asProblem(error);
    // Its name and not its address, in which a link's token may stand.
    const route = response.locals['route'] as string | undefined;
    if (problem.status === 500) log.error({ route, error: (error as Error).message, stack: (error as Error).stack }, 'request failed');
    if (!response.headersSent) sendProblem(response, problem);
  });
}

async function callOf(
  definition: Route,
  request: Request,
  response: Response,
  deps: ApiDeps,
  limits: Limits,
  parser: RequestHandler | null,
): Promise<Call<unknown, unknown, unknown>> {
  requireOwnOrigin(request);
  const caller = definition.isPublic ? nobody : await callerOf(definition, request, deps);
  response.locals['caller'] = caller;
  if (!definition.isPublic) {
    await limits.count('tenant', caller.tenant, response);
    await limits.count('user', caller.user, response);
  }
  // Nobody has us unpack and read his body before it is known who he is.
  if (parser) await bodyRead(parser, request, response);
  return {
    deps,
    caller,
    ...parsed(definition, request),
    request,
  };
}

function bodyRead(parser: RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => void parser(request, response, (error?: unknown) => (error ? reject(error) : resolve())));
}

/** What stands where a route is public: such routes do not see it. */
const nobody = undefined as unknown as Caller;

async function callerOf(definition: Route, request: Request, deps: ApiDeps): Promise<Caller> {
  const caller = await authenticate(deps.database, request);
  if (definition.permission && !may(caller, definition.permission)) throw missingPermission(definition.permission);
  if (caller.key && !definition.permission) throw onlyForPeople();
  if (!definition.namesNobody) await insistOnTraining(caller, deps.clock);
  return caller;
}

/** All that a request says; whatever is wrong with query, headers and body is told at once. */
function parsed(definition: Route, request: Request) {
  const { body, command, needsVersion } = definition;
  const inPath = pathOf(definition, request);
  if (body && !request.is('application/json'))
    throw new Problem(415, 'media-type', 'The body must be application/json', { detail: 'Send JSON with Content-Type: application/json.' });
  const query = readPart(queryOf(definition), request.query, 'query');
  const said = body ? readPart(body, request.body) : { data: undefined };
  const { dryRun, ...asked } = (query.data ?? {}) as { dryRun?: string };
  const key = command ? keyOf(request, dryRun === 'true') : { data: '' };
  const faults = [query, said, key].flatMap((part) => part.faults ?? []);
  if (faults.length > 0) throw invalidProblem(faults);
  if (needsVersion && request.get('if-match') === undefined)
    throw new Problem(428, 'if-match', 'An If-Match header is needed', {
      detail: 'Send the version that you read, in quotes, so that nobody else is overwritten.',
    });
  const isDry = command !== undefined && dryRun === 'true';
  return { params: inPath, query: asked, body: said.data, key: key.data!, dryRun: isDry, route: filledIn(definition, inPath) };
}

/** The operation with what its path names, as it is read: one however an identifier is written. */
function filledIn({ method, path }: Route, params: Record<string, unknown>): string {
  return `${method.toUpperCase()} ${path.replace(/:(\w+)/g, (_, name: string) => String(params[name]))}`;
}

/** What a path names; whatever it is that no path of ours can hold, there is nothing there. */
function pathOf({ params }: Route, request: Request): Record<string, unknown> {
  const read = params?.safeParse(request.params);
  if (read?.success === false || Object.values(request.params).some((part) => isUnkeepable(String(part)))) throw notFound();
  return { ...request.params, ...(read?.data as object) };
}

/** The key of a command; a dry run has none. */
function keyOf(request: Request, isDry: boolean): Read<string> {
  const key = isDry ? '' : request.get('idempotency-key');
  return isDry || (key && key.length <= 255) ? { data: key! } : { faults: [noKey] };
}

const noKey: PointedFault = {
  in: 'header',
  pointer: 'Idempotency-Key',
  code: 'idempotency-key',
  rule: 'IDM-1',
  detail: 'An Idempotency-Key of 1 to 255 characters is needed',
  remedy: 'Send a fresh random value with each new command, and the same value when you repeat it: a repeat gets the first answer.',
};

async function send(response: Response, { status = 200, headers = {}, body, type }: Answer): Promise<void> {
  response.status(status).set(headers);
  if (type && isIteration(body)) await sendAsItComes(response.type(type), body);
  else if (type) response.type(type).send(body as string);
  else if (body === undefined) response.end();
  else response.type('application/json').send(JSON.stringify(body));
}

function isIteration(body: unknown): body is AsyncIterable<string> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/** As fast as it is taken, and no further ahead than a page; who goes away in the middle is no fault of ours. */
async function sendAsItComes(response: Response, body: AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(body, { highWaterMark: 1 }), response);
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof BadCursor)
    return new Problem(400, 'cursor', 'This cursor is none of ours', {
      detail: 'Take it from the "next" of the page before, or leave it out.',
    });
  if (error instanceof NotDecided) {
    return new Problem(503, 'not-decided', 'Not decided yet', {
      detail:
        'The process engine did not answer in time. Repeat with the same Idempotency-Key: the first moment of receipt counts, and nothing happens twice.',
      headers: { 'Retry-After': '5' },
    });
  }
  return (
    parserProblem(error) ??
    storeProblem(error) ??
    takenProblem(error) ??
    new Problem(500, 'internal', 'This is our fault', {
      detail: 'Nothing half-done was kept. Repeat with the same Idempotency-Key; if it stays, tell the operators.',
    })
  );
}

function parserProblem(error: unknown): Problem | undefined {
  const { type, message, status } = error as { type?: string; message?: string; status?: number };
  if (type === 'entity.parse.failed')
    return new Problem(400, 'json', 'The body is not JSON', {
      detail: message ?? '',
      errors: [{ pointer: '', code: 'json', rule: '', detail: message ?? '', remedy: 'Send one JSON object, UTF-8.' }],
    });
  if (type === 'entity.too.large')
    return new Problem(413, 'too-large', 'The body is too large', { detail: 'A JSON body may have 100 kB, of a bulk action 1 MB.' });
  if (type === 'entity.too.complex')
    return new Problem(413, 'too-large', 'The body is too large', {
      detail: `A JSON body may be nested 32 levels deep and have ${MOST_VALUES} values, of a bulk action ${LARGE_VALUES}.`,
    });
  if (type === 'encoding.unsupported' || type === 'charset.unsupported')
    return new Problem(415, 'media-type', 'The encoding of the body is not supported', {
      detail: 'Send UTF-8, not compressed otherwise than with gzip.',
    });
  // A body that is not what its encoding says, breaks off, or a path that is no text.
  if (status === 400 || type?.startsWith('request.') || error instanceof URIError)
    return new Problem(400, 'request', 'The request broke off or is malformed', { detail: 'Send it again, whole.' });
  return undefined;
}

/** Somebody else was first with what is there but once: nothing of this was kept. */
function takenProblem(error: unknown): Problem | undefined {
  if (codeOfError(error) !== UNIQUE_VIOLATION) return undefined;
  const detail = 'Something like it is there already, or was made at the same moment';
  const remedy = 'Read what is there, and change that or give another name or number.';
  return new Problem(409, 'taken', detail, { detail: remedy, errors: [{ pointer: '', code: 'taken', rule: 'IDM-1', detail, remedy }] });
}

/** PostgreSQL away, starting or stopping: nothing was done. */
function storeProblem(error: unknown): Problem | undefined {
  const { code, name, message } = error as { code?: string; name?: string; message?: string };
  const away =
    /^(ECONN|EPIPE|57P0|08|ENOENT)/.test(code ?? '') || name === 'KnexTimeoutError' || /Connection (terminated|ended)/.test(message ?? '');
  if (!away) return undefined;
  return new Problem(503, 'store-away', 'The store is away', {
    detail: 'Nothing was changed. Repeat with the same Idempotency-Key.',
    headers: { 'Retry-After': '5' },
  });
}
