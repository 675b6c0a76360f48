import type { Response } from 'express';
import type { Permission } from '../../domain/access/permissions';
import type { Refusal } from '../../domain/refusal';
import type { RowFault } from '../../domain/bank/statement-row';

/** One fault of a request: where it stands, what is wrong, what to do (RFC 9457 extension). */
export interface PointedFault {
  /** Left out: in the body. */
  in?: 'query' | 'header';
  /** JSON pointer into the body, the query's or the header's name. */
  pointer: string;
  code: string;
  rule: string;
  detail: string;
  remedy: string;
}
export type Fault = PointedFault | RowFault;

/** Each problem by its status: its name in the contract, and what it tells. */
export const problemKinds = {
  400: ['Malformed', 'The query, a header or the JSON is malformed; all faults at once'],
  401: ['NotSignedIn', 'Sign in again; or what proves who you are does not hold'],
  403: ['Forbidden', 'A right is missing; it is named'],
  404: ['NotFound', 'There is nothing here, or it is not yours'],
  409: ['Conflict', 'The state of things forbids it, or the first request still runs'],
  410: ['UsedUp', 'Used up or out of time'],
  412: ['Changed', 'It has changed since you read it'],
  413: ['TooLarge', 'The body is too large'],
  415: ['WrongMediaType', 'The body is of another type or encoding'],
  422: ['Refused', 'The body or the rule refuses it; all faults at once'],
  428: ['VersionNeeded', 'An If-Match header is needed'],
  429: ['TooMany', 'Too many: wait for Retry-After'],
  500: ['OurFault', 'This is our fault; nothing half-done was kept'],
  503: ['NotNow', 'Not decided yet, or the store is away: repeat the key after Retry-After'],
} as const;
export type ProblemStatus = keyof typeof problemKinds;

/** An answer that is a problem (RFC 9457): throw it anywhere below a route. */
export class Problem extends Error {
  constructor(
    readonly status: ProblemStatus,
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
  'notIssued',
  'resultsAwaited',
  'nothingMissing',
  'notInSuspense',
  'reversed',
  'notAllocated',
  'ended',
  'feeTaken',
  'notDown',
  'decided',
  'claimed',
  'fundsMoved',
  'fourEyes',
  'ownAllocation',
  'approval',
  'userCap',
  'emailTaken',
  'lastPortalAdmin',
  'state',
  'finalised',
  'notFinalised',
  'orderClosed',
  'orderOpen',
  'paid',
  'onOrder',
  'fundsShort',
  'beingPaid',
  'notHeld',
  'extensions',
  'alreadyOpen',
  'accountThere',
  'notContestable',
  'alreadyAsked',
  'codeTaken',
  'listTaken',
  'countryThere',
  'versionTaken',
  'sessionTaken',
  'windowTaken',
  'windowMoved',
  'begun',
  'registered',
  'removed',
  'blocked',
  'undone',
  'undoOver',
  'allKept',
  'notFailed',
  'checkedOnly',
  'noRoom',
  'learnerState',
  'ulnTaken',
  'ulnNeeded',
  'notCertificated',
  'amendOver',
  'ofBundle',
  'papersState',
  'processedAlready',
  'despatchedAlready',
  'notProcessed',
  'notToDecide',
  'noResult',
  'learnerThere',
  'certificated',
  'notKeyedIn',
]);

/** The rule's refusals as one problem. */
export function refusedProblem(refusals: Refusal[]): Problem {
  const [first] = refusals;
  if (first?.code === 'changed')
    return new Problem(412, 'changed', 'It has changed since you read it', { detail: `${first.detail}: read it again, then decide.` });
  const conflict = refusals.every((refusal) => CONFLICTS.has(refusal.code));
  const errors = refusals.map(({ place, ...refusal }) => ({ pointer: place, ...refusal }));
  return new Problem(conflict ? 409 : 422, 'refused', refusals[0]!.detail, {
    detail: [...new Set(refusals.map((refusal) => refusal.remedy))].join(' '),
    errors,
  });
}

/** What is wrong with a request as it is written, all at once: 422 where its body alone is, else 400. */
export function invalidProblem(errors: PointedFault[]): Problem {
  const places = [...new Set(errors.map((fault) => fault.in ?? 'body'))];
  const [only, ...others] = errors;
  if (others.length === 0 && only!.in === 'header') return new Problem(400, only!.code, only!.detail, { detail: only!.remedy, errors });
  const where = places.length === 1 && places[0] !== 'header' ? places[0] : 'request';
  const title = `The ${where} has ${errors.length} fault${errors.length === 1 ? '' : 's'}`;
  return new Problem(where === 'body' ? 422 : 400, 'invalid', title, { errors });
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

/** What a key is not for: what no right of its own opens, such as its user's account. */
export function onlyForPeople(): Problem {
  return new Problem(403, 'key', 'A key does only what it was made for', {
    detail: 'It reaches operations that need one of its rights. Sign in with password and code for any other.',
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
