import type { Response } from 'express';
import type { ZodError } from 'zod';
import type { Permission } from '../../domain/access/permissions';
import type { Refusal } from '../../domain/refusal';
import type { RowFault } from '../../domain/bank/statement-row';

/** One fault of a request: where it stands, what is wrong, what to do (RFC 9457 extension). */
export type Fault = { pointer: string; code: string; rule: string; detail: string; remedy: string } | RowFault;

/** An answer that is a problem (RFC 9457): throw it anywhere below a route. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly more: { detail?: string; errors?: Fault[]; headers?: Record<string, string>; [member: string]: unknown } = {},
  ) {
    super(title);
  }

  /** The body as RFC 9457 writes it. */
  get body(): Record<string, unknown> {
    const { headers: _headers, ...members } = this.more;
    return { type: `urn:countersign:problem:${this.code}`, title: this.title, status: this.status, ...members };
  }
}

/** Refusals that tell of the state of things, not of the request itself: 409. All others are 422. */
const CONFLICTS = new Set([
  'holdEnded',
  'alreadyTaken',
  'nothingReceived',
  'notAwaited',
  'nothingMissing',
  'notInSuspense',
  'reversed',
  'notAllocated',
  'ended',
  'decided',
  'claimed',
  'fundsMoved',
  'fourEyes',
  'ownAllocation',
  'approval',
  'userCap',
  'lastPortalAdmin',
  'state',
]);

/** The rule's refusals as one problem. */
export function refusedProblem(refusals: Refusal[]): Problem {
  const [first] = refusals;
  if (first?.code === 'changed')
    return new Problem(412, 'changed', 'It has changed since you read it', { detail: `${first.detail}: read it again, then decide.` });
  const conflict = refusals.every((refusal) => CONFLICTS.has(refusal.code));
  const errors = refusals.map(({ place, ...refusal }) => ({ pointer: place, ...refusal }));
  return new Problem(conflict ? 409 : 422, 'refused', refusals[0]!.detail, {
    detail: refusals.map((refusal) => refusal.remedy).join(' '),
    errors,
  });
}

/** Every fault that a schema found, at once. */
export function invalidProblem(error: ZodError, where: 'body' | 'query' | 'path'): Problem {
  const errors = error.issues.flatMap((issue): Fault[] => {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return keys.map((path) => ({
      pointer: path.map((part) => `/${String(part).replace(/~/g, '~0').replace(/\//g, '~1')}`).join(''),
      code: issue.code,
      rule: '',
      detail: issue.code === 'unrecognized_keys' ? 'This member is not known here' : issue.message,
      remedy: issue.code === 'unrecognized_keys' ? 'Leave it out.' : `Correct it; /docs describes the ${where}.`,
    }));
  });
  const status = where === 'body' ? 422 : 400;
  return new Problem(status, 'invalid', `The ${where} has ${errors.length} fault${errors.length === 1 ? '' : 's'}`, { errors });
}

/** A missing and a foreign identifier answer alike (SEC-9). */
export function notFound(): Problem {
  return new Problem(404, 'not-found', 'There is nothing here', { detail: 'It does not exist, or it is not yours to see.' });
}

/** The right that is missing, by its name (SEC-9). */
export function missingPermission(permission: Permission): Problem {
  return new Problem(403, 'forbidden', `The right "${permission}" is missing`, {
    detail: 'Ask an administrator of your organisation for it.',
    permission,
  });
}

/** What a key is not for: its user's own account. */
export function onlyForPeople(): Problem {
  return new Problem(403, 'key', 'A key does only what it was made for', {
    detail: 'Sign in with password and code to change your own account.',
  });
}

/** Staff whose data protection training is not in force (SEC-8). */
export function untrained(): Problem {
  return new Problem(403, 'training', 'Your data protection training is not in force', {
    detail: 'Personal data is shown again once an administrator has entered the date until which your training holds.',
  });
}

/** Writes a problem as the answer. */
export function sendProblem(response: Response, problem: Problem): void {
  response
    .status(problem.status)
    .set(problem.more.headers ?? {})
    .type('application/problem+json')
    .send(JSON.stringify(problem.body));
}
