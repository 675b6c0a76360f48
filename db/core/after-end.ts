import type { Decision } from '../../domain/decision';
import type { CaseState, Situation } from '../../domain/process';
import { caseOfKind } from '../../domain/processes';
import { standsOf } from '../../domain/stands';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from './database';
import { ProcessRow } from './process.model';
import { currentCalendar } from './calendars.queries';
import { startOfRow, stateOf } from './processes.queries';
import { recordStep } from './record';
import type { RequestedBy } from './requests.commands';
import type { Step } from './row-store';
import { policyOnce } from './rules';

/** What another case has decided about one that has ended. */
export interface AfterEnd {
  /** Whose newest case is told. */
  entity: string;
  /** One of its kind's news, and what tells it from others of that name. */
  news: string;
  key: string;
  body: object;
  at: Instant;
  asked: RequestedBy | null;
}

/**
 * Tells a case that has ended, and whose workflow hears nothing any more, what another case decided about it: decided by its own
 * rules, kept as its stage and in its trail with who and why, in that one's transaction (docs/decisions/0034). Locks the ended
 * case's row, and answers the step, whose rows the caller writes. Throws where its rules refuse it: a defect.
 */
export async function tellEnded<State extends CaseState>(trx: Transaction, told: AfterEnd): Promise<Step<State>> {
  const { entity, news, key, body, at, asked } = told;
  const row = await ProcessRow.query(trx).where({ entity_id: entity }).orderBy('opened_at', 'desc').forUpdate().first().throwIfNotFound();
  if (!row.endedAt) throw new Error(`${row.businessId} is open: it hears ${news} itself`);
  const definition = caseOfKind(row.kind);
  const process = startOfRow(row);
  const policy = await policyOnce(trx, process.tenant, process.policyVersion);
  const calendar = await currentCalendar(trx);
  const before = stateOf(row);
  const decide = definition.news[news]!.decide as (state: CaseState, body: object, about: Situation) => Decision<CaseState>;
  const by = { by: asked?.by.user_id ?? null, requestId: asked?.by.request_id ?? null };
  const decision = decide(before, body, { at, policy, calendar, ...by, facts: null });
  if (decision.refusals.length > 0) throw new Error(`${row.businessId} refuses ${news}: ${decision.refusals[0]!.code}`);
  const version = row.version + 1;
  const standing = definition.standing(decision.next);
  const step = { process, key: `${row.businessId}/${news}/${key}`, trigger: news, at, version, changedVersion: version };
  const whole: Step = { ...step, before, decision, standing, policy, asked };
  const stands = standsOf(definition, decision.next, { version, reference: row.reference, tenant: '' });
  await recordStep(trx, whole, { entity: definition.names.entity, body, stands });
  return whole as unknown as Step<State>;
}
