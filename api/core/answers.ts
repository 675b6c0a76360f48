import { z } from 'zod';
import type { ProblemStatus } from './problems';
import type { Route } from './route';
import { dryRun, orRehearsed } from './schemas';

/** One answer that is no problem. */
export interface Success {
  description: string;
  schema?: z.ZodType;
  /** Content type of the schema. */
  type: string;
  /** Another content type that may be asked for, as text. */
  orText?: string;
}

/** The answers of an operation that are no problems, by status: a command is rehearsed with 200 (WHY-3). */
export function successesOf({ answers, command }: Route): Map<number, Success> {
  const { status, schema, description, type = 'application/json', orText } = answers;
  const given: Success = { description, type, ...(schema && { schema }), ...(orText && { orText }) };
  if (!command || !schema) return new Map([[status, given]]);
  const rehearsed = command === 'process' ? dryRun : schema;
  if (status !== 200) return new Map([...both(rehearsed, type), [status, given]]);
  return new Map([[200, { ...given, schema: rehearsed === schema ? schema : orRehearsed(schema) }]]);
}

function both(schema: z.ZodType, type: string): [number, Success][] {
  return [[200, { description: 'With dryRun=true: what it would do', schema, type }]];
}

/** Every problem that an operation can answer with, derived from what its route declares, in ascending order. */
export function problemsOf(route: Route): ProblemStatus[] {
  const found = new Set<ProblemStatus>([400, 429, 500, 503, ...(route.refuses ?? [])]);
  const add = (applies: unknown, ...statuses: ProblemStatus[]) => {
    if (applies) for (const each of statuses) found.add(each);
  };
  add(!route.isPublic, 401, 403);
  // From another site's page (SEC-2).
  add(route.method !== 'get', 403);
  add(route.params, 404);
  add(route.body, 413, 415, 422);
  add(route.file, 413);
  add(route.command, 409, 422);
  add(route.command === 'process', 412);
  add(route.needsVersion, 412, 428);
  return [...found].sort((one, other) => one - other);
}

/** What an operation takes in its query; a member that nobody knows is a fault. */
export function queryOf({ query, command }: Route): z.ZodObject {
  const own = (query as z.ZodObject | undefined) ?? z.object({});
  return (command ? own.safeExtend({ dryRun: z.enum(['true', 'false']).optional() }) : own).strict();
}
