import type { Decision } from '../../domain/decision';
import type { CaseDefinition, CaseState, Situation } from '../../domain/process';
import { nameIn, type ProcessStart } from '../../domain/processes';
import { standsOf } from '../../domain/stands';
import type { Calendar, Instant } from '../../domain/working-days';
import { currentCalendar } from './calendars.queries';
import type { Transaction } from './database';
import { recordStep, recordSteps, type Recorded } from './record';
import type { RequestedBy } from './requests.commands';
import type { RowStore, Step } from './row-store';
import { policyOnce } from './rules';
import { wakeProcesses } from './wakes';

/** A case that begins within a transaction of another command: what it is, how it meets its rows, and how what opens it is decided. */
interface Opening<State extends CaseState, Facts, Body> {
  process: ProcessStart;
  definition: CaseDefinition<State, Facts>;
  store: Pick<RowStore<State, Facts>, 'write' | 'writeOpened'>;
  trigger: string;
  body: Body;
  decide(state: State, body: Body, situation: Situation<Facts>): Decision<State>;
  facts: Facts;
  by: string;
  /** 1 where it is a person's command, whose version clients send back; 0 where it follows from something else. */
  changedVersion: 0 | 1;
}

/** Opens a case in the transaction that gives reason to: it stands with that, and the relay, which wakes it, starts it from its row (design 3). */
export async function openCase<State extends CaseState, Facts, Body>(
  trx: Transaction,
  opening: Opening<State, Facts, Body>,
  asked: RequestedBy | null,
  at: Instant,
): Promise<void> {
  const [step, of] = await stepOf(trx, opening, await currentCalendar(trx), asked, at);
  await opening.store.write(trx, step);
  await recordStep(trx, step, of);
  await wakeProcesses(trx, [step.decision.next.id]);
}

/** Opens many cases of one kind, whose store writes them together, in as many statements as one. */
export async function openCases<State extends CaseState, Facts, Body>(
  trx: Transaction,
  openings: Opening<State, Facts, Body>[],
  asked: RequestedBy | null,
  at: Instant,
): Promise<void> {
  if (openings.length === 0) return;
  const calendar = await currentCalendar(trx);
  const opened = [];
  for (const opening of openings) opened.push(await stepOf(trx, opening, calendar, asked, at));
  const steps = opened.map(([step]) => step);
  await openings[0]!.store.writeOpened!(trx, steps);
  await recordSteps(trx, opened);
  await wakeProcesses(
    trx,
    steps.map(({ decision }) => decision.next.id),
  );
}

async function stepOf<State extends CaseState, Facts, Body>(
  trx: Transaction,
  { process, definition, trigger, body, decide, facts, by, changedVersion }: Opening<State, Facts, Body>,
  calendar: Calendar,
  asked: RequestedBy | null,
  at: Instant,
): Promise<readonly [Step<State>, Recorded]> {
  const policy = await policyOnce(trx, process.tenant, process.policyVersion);
  const before = definition.empty(process, nameIn(process.businessId));
  const decision = decide(before, body, { at, policy, calendar, by, requestId: null, facts });
  const standing = definition.standing(decision.next);
  const of = { version: 1, reference: process.reference, tenant: '' };
  const key = `${process.businessId}/${trigger}`;
  const step = { process, key, trigger, at, version: 1, changedVersion, before, decision, standing, policy, asked };
  return [step, { entity: definition.names.entity, body, stands: standsOf(definition, decision.next, of) }];
}
