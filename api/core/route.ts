import type { Request } from 'express';
import type { z } from 'zod';
import type { Permission } from '../../domain/access/permissions';
import type { Database } from '../../db/core/database';
import type { Config } from '../../platform/config';
import type { BusinessClock, Caller } from '../../platform/scope';
import type { Processes } from '../../platform/temporal';
import type { ProblemStatus } from './problems';

/** What routes are served with. */
export interface ApiDeps {
  config: Config;
  database: Database;
  processes: Processes;
  clock: BusinessClock;
}

/** An answer: JSON by default, or text of another type. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  /** What is sent as it comes is an iteration over its texts. */
  body?: unknown;
  /** Content type where `body` is a string, bytes or an iteration that are not JSON. */
  type?: string;
}

/** One parsed and authorised request. */
export interface Call<Params, Query, Body> {
  deps: ApiDeps;
  caller: Caller;
  params: Params;
  query: Query;
  body: Body;
  /** The Idempotency-Key of a command. */
  key: string;
  dryRun: boolean;
  /** The template of the path with its parameters filled in: what a key belongs to. */
  route: string;
  request: Request;
}

/** One operation of the API: how it is parsed, who may call it, which rules it stands for; OpenAPI is made of these. */
export interface Route<Params = unknown, Query = unknown, Body = unknown> {
  /** Its name in the contract (`operationId`): a verb and what it is done to, `placeAdvanceOrder`. */
  name: string;
  method: 'get' | 'post' | 'put' | 'delete';
  /** Express's form: `/v1/advance-orders/:id`. */
  path: string;
  /** What it does, for the human page. */
  summary: string;
  /** What it needs; null where every signed-in user may. */
  permission: Permission | null;
  /** Served without a session. */
  isPublic?: true;
  /** It names no person: staff whose training is not in force may use it, and nothing else (SEC-8). */
  namesNobody?: true;
  rules: string[];
  params?: z.ZodType<Params>;
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  /** A command needs an Idempotency-Key and accepts `?dryRun=true` (IDM-1, WHY-3): `process` ones preview their decision, `plain` ones their answer. */
  command?: 'plain' | 'process';
  /** A JSON body of up to a megabyte, where it lists thousands. */
  largeBody?: true;
  /** A body that is a file instead of JSON, by content type. */
  file?: string;
  /** It overwrites what was read: `If-Match` with its version must be sent (428 without). */
  needsVersion?: true;
  /** What of its answer its body takes back: what is read can be written (`layout` of a bank account). */
  edits?: (answer: Record<string, unknown>) => unknown;
  /** Problems that it answers with beside those which follow from the rest of this declaration (`api/core/answers.ts`). */
  refuses?: ProblemStatus[];
  answers: { status: number; description: string; schema?: z.ZodType; type?: string; orText?: string };
  handle(call: Call<Params, Query, Body>): Promise<Answer>;
}

/** Gives a route its types from its schemas. */
export function route<Params, Query, Body>(definition: Route<Params, Query, Body>): Route {
  return definition as unknown as Route;
}

/** A request of somebody who is not signed in. */
export type PublicCall<Params, Query, Body> = Pick<Call<Params, Query, Body>, 'deps' | 'params' | 'query' | 'body' | 'request'>;

/** An operation that needs no session. */
export function publicRoute<Params, Query, Body>(
  definition: Omit<Route<Params, Query, Body>, 'permission' | 'command' | 'handle'> & {
    handle(call: PublicCall<Params, Query, Body>): Promise<Answer>;
  },
): Route {
  return { ...definition, permission: null, isPublic: true } as unknown as Route;
}

/** What of an answer can be written back, where it has the same names in both (`edits`). */
export const members =
  (...names: string[]) =>
  (answer: Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(names.map((name) => [name, answer[name]]));
