import { v7 as uuid } from 'uuid';
import type { Decision } from '../../domain/decision';
import type { Refusal } from '../../domain/refusal';
import { inScope, type Transaction } from '../../db/core/database';
import { keepAnswer, reserve, type KeptAnswer, type RequestedBy, type Reserved } from '../../db/core/requests.commands';
import { CommitRefused } from '../../db/core/commit-refused';
import { toMoney } from '../../domain/money';
import { ProcessEnded } from '../../platform/temporal';
import type { CommandAnswer } from '../../messages/core.messages';
import { Problem, refusedProblem } from './problems';
import type { Answer, Call } from './route';

type AnyCall = Call<unknown, unknown, unknown>;

/** What a command to a process needs of its route. */
export interface ProcessCommand {
  /** Checks against rows and mints the business ID of a new process; throws problems. Its transaction reserves the request. */
  prepare(trx: Transaction): Promise<string | null>;
  /** What is asked of the first request only, a repeat gets its answer whatever has changed since: throws problems. */
  precondition?(): void;
  /** Sends the reserved command; all of it is derived from the request, so that a repeat sends the same. */
  send(reserved: { id: string; businessId: string; at: string }): Promise<CommandAnswer>;
  /** The answer once it is decided, from the rows that the decision left. */
  answer(trx: Transaction, reserved: { id: string; businessId: string | null }): Promise<Answer>;
}

const running = new Set<string>();

/** Reserve, then command (design 3): the answer is the decision, kept for repeats; refusals are kept likewise (IDM-1). */
export async function processCommand(call: AnyCall, command: ProcessCommand): Promise<Answer> {
  const { database, config, clock } = call.deps;
  const receivedAt = (await clock()).toISOString();
  const reserved = await inScope(database, call.caller, async (trx) => {
    const businessId = await command.prepare(trx);
    const reservation = { route: call.route, key: call.key, body: call.body ?? null, receivedAt, businessId };
    const first = await reserve(trx, call.caller, reservation, config.COUNTERSIGN_KEYS);
    if (first.isNew) command.precondition?.();
    return first;
  });
  const kept = keptAnswer(reserved);
  if (kept) return kept;
  running.add(reserved.id);
  try {
    const decided = await sendOrEnded(command, reserved);
    return asAnswer(
      await inScope(database, call.caller, async (trx) => {
        const answer = decided.outcome === 'refused' ? refusedAnswer(decided.refusals) : keepable(await command.answer(trx, reserved));
        return keepAnswer(trx, reserved.id, answer);
      }),
    );
  } finally {
    running.delete(reserved.id);
  }
}

/** A command on data without a wait of its own: reserved, done and answered in one transaction. */
export async function plainCommand(
  call: AnyCall,
  body: unknown,
  work: (trx: Transaction, asked: RequestedBy, at: string) => Promise<Answer>,
): Promise<Answer> {
  const { database, config, clock } = call.deps;
  const receivedAt = (await clock()).toISOString();
  const { user, session, key, ip } = call.caller;
  const by = { user_id: user, session_id: session, api_key_id: key, ip };
  const reason = (body as { reason?: string } | null)?.reason ?? null;
  const doIt = (trx: Transaction, requestId: string, at: string) =>
    work(trx, { by: { ...by, request_id: requestId }, body: (body ?? {}) as Record<string, unknown>, reason }, at);
  if (call.dryRun) return orRefused(rehearse(call, (trx) => doIt(trx, uuid(), receivedAt)));
  const what = { route: call.route, key: call.key, body, receivedAt, businessId: null };
  return orRefused(
    inScope(database, call.caller, async (trx) => {
      const reserved = await reserve(trx, call.caller, what, config.COUNTERSIGN_KEYS);
      const kept = keptAnswer(reserved);
      if (kept) return kept;
      return asAnswer(await keepAnswer(trx, reserved.id, keepable(await doIt(trx, reserved.id, reserved.receivedAt))));
    }),
  );
}

/** What a command's transaction refuses becomes a problem; nothing of it was kept. */
export async function orRefused<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof CommitRefused) throw refusedProblem(error.result.refusals);
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

/** What a command would do, in words and dates; nothing is done and no key is used up (WHY-3). */
export function preview(decision: Decision<unknown>): Answer {
  if (decision.refusals.length > 0) throw refusedProblem(decision.refusals);
  const money = decision.entries.flatMap((entry) =>
    entry.postings.map((posting) => ({ account: posting.account, ...toMoney(posting.pence) })),
  );
  return {
    headers: { 'Countersign-Dry-Run': 'true' },
    body: {
      dryRun: true,
      event: decision.event,
      stage: decision.standing.stage,
      why: decision.standing.why,
      next: decision.standing.next,
      money,
      mails: decision.mails.map((mail) => mail.template),
      tasksOpened: decision.opens.map((item) => item.task),
      tasksClosed: decision.closes,
    },
  };
}

async function sendOrEnded(command: ProcessCommand, reserved: Reserved): Promise<CommandAnswer> {
  try {
    return await command.send({ id: reserved.id, businessId: reserved.businessId!, at: reserved.receivedAt });
  } catch (error) {
    if (!(error instanceof ProcessEnded)) throw error;
    const refusal: Refusal = {
      code: 'holdEnded',
      rule: 'ADV-3',
      place: '',
      detail: 'This process has ended',
      remedy: 'Read it again to see how; later business is a process of its own.',
    };
    return { outcome: 'refused', refusals: [refusal] };
  }
}

function keptAnswer(reserved: Reserved): Answer | null {
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

function refusedAnswer(refusals: Refusal[]): KeptAnswer {
  const problem = refusedProblem(refusals);
  return { status: problem.status, headers: { 'Content-Type': 'application/problem+json' }, body: problem.body };
}

function keepable({ status = 200, headers = {}, body }: Answer): KeptAnswer {
  return { status, headers, body: body ?? null };
}

function asAnswer({ status, headers, body }: KeptAnswer): Answer {
  const { 'Content-Type': type, ...rest } = headers;
  return type ? { status, headers: rest, type, body: JSON.stringify(body) } : { status, headers: rest, body };
}
