import { v7 as uuid } from 'uuid';
import type { Ask, Rehearsal, Verdict } from '../../domain/commit';
import { toMoney } from '../../domain/money';
import { caseOfKind, type CaseKind, type CommandOf, type ProcessStart } from '../../domain/processes';
import { rehearse } from '../../db/core/commit';
import { inScope, type Transaction } from '../../db/core/database';
import { verdictOf } from '../../db/core/held';
import { endedProcess, openProcess } from '../../db/core/processes.queries';
import { canBeMadeAgain, keepAnswer, reserve } from '../../db/core/requests.commands';
import { storeOf } from '../../db/stores';
import type { CommandAnswer, CommandMessage } from '../../messages/core.messages';
import { NotDecided, ProcessEnded } from '../../platform/temporal';
import { asAnswer, askedBy, keepable, keptAnswer, keptProblem, orRefused, running } from './command';
import { Problem, refusedProblem } from './problems';
import type { Answer, Call } from './route';

type AnyCall = Call<unknown, unknown, unknown>;

/** The case that a command is for: how it is started or was, and the version at which it stands, if it has one. */
export interface Target {
  start: ProcessStart;
  version?: number;
  /** True where there is no case yet and nobody starts one: it begins with the command. */
  begins?: boolean;
}

/** What a command to a case needs of its route. */
export interface ProcessCommand<Kind extends CaseKind> {
  kind: Kind;
  command: CommandOf<Kind>;
  /** True where the command starts the case that does not run. */
  opens?: true;
  /** Checks against rows in the caller's scope and names the case; throws problems. Its transaction reserves the request. */
  prepare(trx: Transaction): Promise<Target>;
  /** What is asked of the first request only, a repeat gets its answer whatever has changed since: throws problems. */
  precondition?(): void;
  /** What the case is told: identifiers, amounts, choices; read after `prepare`. */
  body(): unknown;
  /** The answer once it is decided, from the rows that the decision left. */
  answer(trx: Transaction, reserved: { id: string; start: ProcessStart }): Promise<Answer>;
}

/** What is reserved with a command to a case. */
interface Message extends Pick<CommandMessage, 'body' | 'expectedVersion'> {
  command: string;
  start: ProcessStart;
}

/** Reserve, then command (design 3): the answer is the decision, kept for repeats; refusals are kept likewise (IDM-1). A dry run rehearses it (WHY-3). */
export async function processCommand<Kind extends CaseKind>(call: AnyCall, command: ProcessCommand<Kind>): Promise<Answer> {
  if (call.dryRun) return dryRun(call, command);
  const { database, config, clock } = call.deps;
  const receivedAt = (await clock()).toISOString();
  const expectedVersion = ifMatch(call);
  let opens = command.opens ?? false;
  const reserved = await inScope(database, call.caller, async (trx) => {
    const target = await command.prepare(trx);
    opens ||= target.begins ?? false;
    const { businessId } = target.start;
    const message: Message = { command: command.command, body: command.body(), start: target.start, expectedVersion };
    const reservation = { route: call.route, key: call.key, body: call.body ?? null, receivedAt, businessId, message };
    const reserved = await reserve(trx, call.caller, reservation, config.COUNTERSIGN_KEYS);
    if (reserved.isNew) {
      command.precondition?.();
      insistOnVersion(expectedVersion, target.version);
    }
    return reserved;
  });
  const kept = keptAnswer(reserved);
  if (kept) return kept;
  running.add(reserved.id);
  try {
    // What the first request asked: a repeat's own headers change nothing of it.
    const { start, body, expectedVersion: seen } = reserved.message as Message;
    const message: CommandMessage = { requestId: reserved.id, at: reserved.receivedAt, body, expectedVersion: seen };
    const decided = await decidedOrMended(call, { command: command.command, opens }, start, message);
    return asAnswer(
      await inScope(database, call.caller, async (trx) => {
        const answered = async () =>
          decided.outcome === 'refused'
            ? keptProblem(refusedProblem(decided.refusals))
            : keepable(await command.answer(trx, { id: reserved.id, start }));
        const [answer] = await Promise.all([answered(), canBeMadeAgain(trx)]);
        return keepAnswer(trx, reserved.id, answer, config.COUNTERSIGN_KEYS);
      }),
    );
  } finally {
    running.delete(reserved.id);
  }
}

/** The same commit, rolled back: what it would do, in words and dates; no key and no number is used up (WHY-3). */
async function dryRun<Kind extends CaseKind>(call: AnyCall, command: ProcessCommand<Kind>): Promise<Answer> {
  const { database, config, clock } = call.deps;
  const { start, version } = await inScope(database, call.caller, (trx) => command.prepare(trx));
  command.precondition?.();
  const expectedVersion = ifMatch(call);
  insistOnVersion(expectedVersion, version);
  const requestId = uuid();
  const ask: Ask = {
    process: start,
    reached: 'command',
    trigger: command.command,
    key: requestId,
    at: (await clock()).toISOString(),
    requestId,
    body: command.body(),
    expectedVersion,
  };
  const deps = { database, ring: config.COUNTERSIGN_KEYS, storeOf };
  return preview(await orRefused(rehearse(deps, ask, askedBy(call, requestId, call.body))));
}

/**
 * Sends the command. Where no run hears it: if a moment has decided it meanwhile, that stands; if the row is open, the case is
 * started again from its row and the command sent again; if the row has ended, its own words say what to do instead. Throws
 * NotDecided where none of this is known yet.
 */
async function decidedOrMended<Kind extends CaseKind>(
  { deps, caller }: AnyCall,
  { command, opens }: { command: CommandOf<Kind>; opens: boolean },
  start: ProcessStart,
  message: CommandMessage,
): Promise<CommandAnswer> {
  const send = () => (opens ? deps.processes.open(start, command, message) : deps.processes.command(start.businessId, command, message));
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof ProcessEnded)) throw error;
    const scope = { tenant: caller.tenant, organisation: null };
    const { verdict, lost, state } = await inScope(deps.database, scope, async (trx) => ({
      verdict: await verdictOf(trx, caller.tenant, message.requestId),
      lost: await openProcess(trx, start.businessId),
      state: await endedProcess(trx, start.businessId),
    }));
    if (verdict) return answerOf(verdict);
    if (state) return { outcome: 'refused', refusals: [caseOfKind(start.kind).ended(state)] };
    if (!lost) throw new NotDecided(`${start.businessId} is not known yet`);
    await deps.processes.start(lost.start, lost.stands);
    return send().catch((again: unknown) => {
      throw again instanceof ProcessEnded ? new NotDecided(`${start.businessId} is open and does not run`) : again;
    });
  }
}

function answerOf(verdict: Verdict): CommandAnswer {
  return verdict.outcome === 'refused' ? verdict : { outcome: 'done', version: verdict.version };
}

function preview({ decision, standing }: Rehearsal): Answer {
  const postings = [...decision.entries, ...decision.books].flatMap((each) => each.postings);
  const money = postings.map(({ account, pence }) => ({ account, ...toMoney(pence) }));
  const bookings = decision.books.map(({ component, assessmentAt, band, changesAt, bookings: many, fee }) => ({
    ...{ component, assessmentAt, band, changesAt, bookings: many, fee: toMoney(fee), total: toMoney(fee * BigInt(many)) },
  }));
  return {
    headers: { 'Countersign-Dry-Run': 'true' },
    body: {
      dryRun: true,
      event: decision.event,
      stage: standing.stage,
      why: standing.why,
      next: standing.next,
      money,
      mails: [...decision.mails.map((mail) => mail.template), ...decision.books.map(({ mail }) => mail)],
      tasksOpened: decision.opens.map((item) => item.task),
      tasksClosed: decision.closes,
      ...(bookings.length > 0 ? { bookings } : {}),
      ...(Object.keys(decision.evidence).length > 0 ? { evidence: decision.evidence } : {}),
    },
  };
}

/** The version that `If-Match` names; null where it names none. */
export function ifMatch(call: Pick<AnyCall, 'request'>): number | null {
  const expected = call.request.get('if-match');
  return expected === undefined || expected === '*' ? null : Number(/^"(\d+)"$/.exec(expected)?.[1] ?? -1);
}

function insistOnVersion(expected: number | null, version: number | undefined): void {
  if (expected === null || version === undefined || expected === version) return;
  throw new Problem(412, 'changed', 'It has changed since you read it', {
    detail: `It is at version ${version}: read it again, then decide.`,
  });
}
