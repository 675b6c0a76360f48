import { v7 as uuid } from 'uuid';
import { codeOfError, inScope, UNIQUE_VIOLATION, type Transaction } from '../../db/core/database';
import { keepAnswer, reserve, type KeptAnswer, type RequestedBy, type Reserved } from '../../db/core/requests.commands';
import { CommitRefused, MomentRefused } from '../../db/core/commit-refused';
import { refusedProblem, Problem } from './problems';
import type { Answer, Call } from './route';

type AnyCall = Call<unknown, unknown, unknown>;

/** What a plain command does in its transaction: who asked, and the instant at which it was received. */
type PlainWork = (trx: Transaction, asked: RequestedBy, at: string) => Promise<Answer>;

/** What the rules refuse is kept; what is forbidden, unknown or broken is not. */
const KEPT = new Set([409, 412, 422]);

/** Requests that this process is deciding just now. */
export const running = new Set<string>();

/** A command on data without a wait of its own: reserved, done and answered in one transaction. */
export async function plainCommand(call: AnyCall, body: unknown, work: PlainWork): Promise<Answer> {
  const { database, config, clock } = call.deps;
  const receivedAt = (await clock()).toISOString();
  const doIt = (trx: Transaction, requestId: string, at: string) => work(trx, askedBy(call, requestId, body), at);
  if (call.dryRun) return orRefused(onceMore(() => rehearse(call, (trx) => doIt(trx, uuid(), receivedAt))));
  const what = { route: call.route, key: call.key, body, receivedAt, businessId: null, message: null };
  return orRefused(
    onceMore(() =>
      inScope(database, call.caller, async (trx) => {
        const reserved = await reserve(trx, call.caller, what, config.COUNTERSIGN_KEYS);
        const kept = keptAnswer(reserved);
        if (kept) return kept;
        return asAnswer(
          await keepAnswer(trx, reserved.id, keepable(await doIt(trx, reserved.id, reserved.receivedAt)), config.COUNTERSIGN_KEYS),
        );
      }),
    ),
  );
}

/** Where another command was first with a row that is there but once, this one is tried again beside it: it finds what is there. */
async function onceMore<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (codeOfError(error) !== UNIQUE_VIOLATION) throw error;
    return work();
  }
}

/**
 * A plain command whose outcome turns on a moment: reserved first, in a transaction of its own, so that a repeat is decided as of
 * the instant at which the first request was received; its refusals are kept like its answers (design 3).
 */
export async function reservedCommand(call: AnyCall, body: unknown, work: PlainWork): Promise<Answer> {
  if (call.dryRun) return plainCommand(call, body, work);
  const { database, config, clock } = call.deps;
  const receivedAt = (await clock()).toISOString();
  const what = { route: call.route, key: call.key, body, receivedAt, businessId: null, message: null };
  const reserved = await inScope(database, call.caller, (trx) => reserve(trx, call.caller, what, config.COUNTERSIGN_KEYS));
  const kept = keptAnswer(reserved);
  if (kept) return kept;
  running.add(reserved.id);
  const keep = (answer: KeptAnswer) =>
    inScope(database, call.caller, (trx) => keepAnswer(trx, reserved.id, answer, config.COUNTERSIGN_KEYS));
  try {
    return asAnswer(
      await onceMore(() =>
        inScope(database, call.caller, async (trx) => {
          const answer = await work(trx, askedBy(call, reserved.id, body), reserved.receivedAt);
          return keepAnswer(trx, reserved.id, keepable(answer), config.COUNTERSIGN_KEYS);
        }),
      ),
    );
  } catch (error) {
    const problem = error instanceof CommitRefused ? refusedProblem(error.refusals) : error;
    if (!(problem instanceof Problem) || !KEPT.has(problem.status)) throw error;
    return asAnswer(await keep(keptProblem(problem)));
  } finally {
    running.delete(reserved.id);
  }
}

/** What a command's transaction refuses becomes a problem; nothing of it was kept. */
export async function orRefused<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof CommitRefused) throw refusedProblem(error.refusals);
    if (error instanceof MomentRefused)
      throw new Problem(503, 'not-decided', 'An earlier moment of this case cannot be decided yet', {
        detail: 'An engineer has been told. Ask again later.',
        headers: { 'Retry-After': '60' },
      });
    throw error;
  }
}

/** Carries the answer of a dry run out of its transaction, which is rolled back. */
class Rehearsed extends Error {
  constructor(readonly answer: Answer) {
    super('dry run');
  }
}

/** Does it and undoes it: the answer is what the command would have answered (WHY-3). */
async function rehearse(call: AnyCall, work: (trx: Transaction) => Promise<Answer>): Promise<Answer> {
  try {
    return await inScope(call.deps.database, call.caller, async (trx) => {
      throw new Rehearsed(await work(trx));
    });
  } catch (error) {
    if (!(error instanceof Rehearsed)) throw error;
    const { Location: _none, ...headers } = error.answer.headers ?? {};
    return { ...error.answer, status: 200, headers: { ...headers, 'Countersign-Dry-Run': 'true' } };
  }
}

/** What a repeat gets: the first answer; null where there is none yet. Throws where the key is another request's, or its first one runs. */
export function keptAnswer(reserved: Reserved): Answer | null {
  if (!reserved.sameBody) {
    throw new Problem(422, 'key-reused', 'This Idempotency-Key was used with another request', {
      detail: 'Send a fresh key with a new command; the first one stands as it was.',
    });
  }
  if (reserved.answer) return { ...asAnswer(reserved.answer), headers: { ...reserved.answer.headers, 'Idempotency-Replayed': 'true' } };
  if (running.has(reserved.id)) {
    throw new Problem(409, 'still-running', 'The first request with this Idempotency-Key is still running', {
      detail: 'Repeat it in a moment; it then gets the first answer.',
      headers: { 'Retry-After': '1' },
    });
  }
  return null;
}

/** A refusal as it is kept for repeats. */
export function keptProblem({ status, body }: Problem): KeptAnswer {
  return { status, headers: { 'Content-Type': 'application/problem+json' }, body };
}

/** An answer as it is kept for repeats. */
export function keepable({ status = 200, headers = {}, body }: Answer): KeptAnswer {
  return { status, headers, body: body ?? null };
}

/** A kept answer as it is sent. */
export function asAnswer({ status, headers, body }: KeptAnswer): Answer {
  const { 'Content-Type': type, ...rest } = headers;
  return type ? { status, headers: rest, type, body: JSON.stringify(body) } : { status, headers: rest, body };
}

/** Who asks, from where and why, as a commit reads it from the reserved request. */
export function askedBy(call: AnyCall, requestId: string, body: unknown): RequestedBy {
  const { user, session, key, ip } = call.caller;
  const by = { user_id: user, session_id: session, api_key_id: key, ip, request_id: requestId };
  return { by, body: (body ?? {}) as Record<string, unknown>, reason: (body as { reason?: string } | null)?.reason ?? null };
}
