import type { Decision } from '../../domain/decision';
import type { CaseDefinition, CaseState, Situation } from '../../domain/process';
import { nameIn, type ProcessStart } from '../../domain/processes';
import { standsOf } from '../../domain/stands';
import type { Instant } from '../../domain/working-days';
import { currentCalendar } from './calendars.queries';
import type { Transaction } from './database';
import { recordStep } from './record';
import type { RequestedBy } from './requests.commands';
import type { RowStore } from './row-store';
import { policyOnce } from './rules';
import { wakeProcesses } from './wakes';

/** A case that begins within a transaction of another command: what it is, how it meets its rows, and how what opens it is decided. */
interface Opening<State extends CaseState, Facts, Body> {
  process: ProcessStart;
  definition: CaseDefinition<State, Facts>;
  store: Pick<RowStore<State, Facts>, 'write'>;
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
  { process, definition, store, trigger, body, decide, facts, by, changedVersion }: Opening<State, Facts, Body>,
  asked: RequestedBy | null,
  at: Instant,
): Promise<void> {
  const id = nameIn(process.businessId);
  const policy = await policyOnce(trx, process.tenant, process.policyVersion);
  const before = definition.empty(process, id);
  const decision = decide(before, body, { at, policy, calendar: await currentCalendar(trx), by, requestId: null, facts });
  const standing = definition.standing(decision.next);
  const of = { version: 1, reference: process.reference, tenant: '' };
  const key = `${process.businessId}/${trigger}`;
  const step = { process, key, trigger, at, version: 1, changedVersion, before, decision, standing, policy, asked };
  await store.write(trx, step);
  await recordStep(trx, step, { entity: definition.names.entity, body, stands: standsOf(definition, decision.next, of) });
  await wakeProcesses(trx, [id]);
}
