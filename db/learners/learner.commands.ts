import type { LearnerCharge, LearnerDecision } from '../../domain/learners/learner.transitions';
import { unlessBooked } from '../../domain/learners/learner.decide';
import type { LearnerState } from '../../domain/learners/learner.state';
import type { Situation } from '../../domain/process';
import type { Refusal } from '../../domain/refusal';
import type { Instant } from '../../domain/working-days';
import { auditChanges } from '../core/audit.commands';
import { componentsBooked, papersOfLearners } from '../bookings/offers';
import { currentCalendar } from '../core/calendars.queries';
import { prepared, type Transaction } from '../core/database';
import { insistOnVersion } from '../core/edits';
import { numbersInForce } from '../core/policies.queries';
import type { RequestedBy } from '../core/requests.commands';
import { LearnerRow } from '../registration/batch.model';
import { chargeLearners } from './charges.commands';
import { holdLapses, letFallDue, type LapseWaits } from './lapse.commands';
import { stateOf, writeStates } from './learner-state';
import { goOn, type DecidedRow } from './onward.commands';
import { areOne, withAll } from './with-all';

/** What is done to a learner is done on all qualifications (REG-11). */
const WITH_ALL = `
  with chosen as (select id, bundle_batch_id, number from learners where id = any($1::uuid[]))
  select id, batch_id from learners where id in (${withAll('chosen')})`;
const LOCK = 'select * from learners where id = any($1::uuid[]) order by id for no key update';

/** What one command makes of a learner; `before` is what it has made of those named before him. */
export type Decide = (learner: LearnerState, about: Situation<null>, before: readonly LearnerDecision[]) => LearnerDecision;
/** One command about learners. */
export interface LearnersCommand {
  /** The batch into which they go on, there or to be made: its wait is held with the others. */
  into?: string;
  /** Reads what each is decided on; they are locked. */
  ready(learners: LearnerRow[]): Promise<Decide>;
}
/** How one learner of a command came out of it. */
export interface LearnerOutcome {
  learner: string;
  /** Why nothing of it was done; none where it was. */
  refusals: Refusal[];
  charges: LearnerCharge[];
  /** The registration that follows on this one (LRN-4, LRN-5). */
  onward: string | null;
  /** Moments that the outcome turned on (WHY-4). */
  evidence: Record<string, string>;
}

/**
 * Decides a command about learners of one centre: what has fallen due of them happens first, each is decided on its own by the numbers
 * of the command's instant and written with its audit row and what it costs; the waits of their batches hear of it (LAP-3, LRN-3).
 * Answers how each came out; those that are not in scope are left out. Throws a refusal where one is at another version than was seen.
 */
export async function decideLearners(
  trx: Transaction,
  ids: string[],
  command: LearnersCommand,
  seen: number | null,
  asked: RequestedBy,
  at: Instant,
): Promise<LearnerOutcome[]> {
  const all = await prepared<{ id: string; batch_id: string }>(trx, 'learners-with-all', WITH_ALL, [ids]);
  const [first] = await LearnerRow.query(trx).findByIds(all.slice(0, 1).map(({ id }) => id));
  if (!first) return [];
  const scope = { tenant: first.tenantId, organisation: first.organisationId };
  const into = command.into ? [command.into] : [];
  const batches = [...new Set([...all.map(({ batch_id: batch }) => batch), ...into])].sort();
  const waits = await holdLapses(trx, scope, batches);
  const locked = await prepared<object>(trx, 'lock-learners-with-all', LOCK, [[...new Set(all.map(({ id }) => id))]]);
  const rows = locked.map((row) => LearnerRow.fromDatabaseJson(row) as LearnerRow);
  for (const row of rows) if (ids.includes(row.id)) insistOnVersion(row, seen);
  const stand = await letFallDue(trx, rows, at, waits.policyOf);
  const about = { at, policy: await numbersInForce(trx, at), calendar: await currentCalendar(trx), by: asked.by.user_id ?? null };
  const situation = { ...about, requestId: asked.by.request_id ?? null, facts: null };
  const decide = await command.ready(stand);
  const booked = await componentsBooked(
    trx,
    stand.map(({ id }) => id),
  );
  const decideUnlessBooked: Decide = (learner, given, before) =>
    unlessBooked(learner, decide(learner, given, before), booked.get(learner.id) ?? []);
  const decided = decideEach(ids, stand, decideUnlessBooked, situation, waits);
  const done = decided.filter(({ refusals, rows: { length } }) => refusals.length === 0 && length > 0);
  const steps = done.flatMap((each) => each.rows);
  await write(trx, steps, asked, at);
  const back = steps.filter(({ decision: { event } }) => event === 'unwithdrawn');
  await papersOfLearners(
    trx,
    back.map(({ row }) => row.id),
    at,
  );
  const gone = await goOn(trx, steps, waits, asked, at);
  if (steps.length > 0) await waits.open(asked, at);
  // Of an apprenticeship or a bundle the whole is charged for once: with the learner who was named.
  const charged = done.map(({ rows: [named], charges }) => ({ row: named!.row, charges, onward: gone.get(named!.row.id) }));
  await chargeLearners(trx, charged, asked, at);
  return decided.map(({ rows: _rows, ...outcome }) => ({ ...outcome, onward: gone.get(outcome.learner) ?? null }));
}

interface Decided extends Omit<LearnerOutcome, 'onward'> {
  /** The learner who was named, then those of the same apprenticeship or bundle; none where they are decided with one named before. */
  rows: DecidedRow[];
}

/** Each of the learners named on his own, in that order; whoever has one row refused has all refused. */
function decideEach(ids: string[], stand: LearnerRow[], decide: Decide, situation: Situation<null>, waits: LapseWaits): Decided[] {
  const outcomes: Decided[] = [];
  const before: LearnerDecision[] = [];
  for (const id of ids) {
    const one = stand.find((row) => row.id === id);
    if (!one) continue;
    const earlier = outcomes.find(({ rows }) => rows.some(({ row }) => row.id === id));
    if (earlier) {
      outcomes.push({ ...earlier, learner: id, rows: [], charges: [] });
      continue;
    }
    const siblings = stand.filter((row) => row.id !== id && areOne(row, one));
    const rows = [one, ...siblings].map((row) => ({ row, decision: decide(stateOf(row), asWaited(situation, waits, row), before) }));
    const refusals = rows.find(({ decision }) => decision.refusals.length > 0)?.decision.refusals ?? [];
    const { charges, evidence } = rows[0]!.decision;
    if (refusals.length === 0) before.push(...rows.map(({ decision }) => decision));
    outcomes.push({ learner: id, rows, refusals, charges: refusals.length > 0 ? [] : charges, evidence });
  }
  return outcomes;
}

async function write(trx: Transaction, steps: DecidedRow[], asked: RequestedBy, at: Instant): Promise<void> {
  if (steps.length === 0) return;
  const changes = steps.map(({ row, decision: { event, evidence, next } }) => ({
    ...{ tenant: row.tenantId, organisation: row.organisationId, entity: { type: 'learner', id: row.id }, event, at, evidence },
    ...{ before: { state: row.state, lapsesOn: row.lapsesOn }, after: { state: next.state, lapsesOn: next.lapsesOn } },
  }));
  const states = steps.map(({ decision: { next } }) => next);
  await Promise.all([writeStates(trx, states), auditChanges(trx, changes, asked)]);
}

/** The notices of a lapse are those of the batch's wait, whatever stands by now (TIM-3). */
function asWaited(situation: Situation<null>, waits: LapseWaits, { batchId }: LearnerRow): Situation<null> {
  const { notices, registrations } = waits.policyOf(batchId);
  const { policy } = situation;
  const asWait = { ...policy.registrations, lapseNoticeDays: registrations.lapseNoticeDays };
  return { ...situation, policy: { ...policy, notices, registrations: asWait } };
}
