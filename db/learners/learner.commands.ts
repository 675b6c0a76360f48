import type { LearnerCharge, LearnerDecision } from '../../domain/learners/learner.transitions';
import type { LearnerState } from '../../domain/learners/learner.state';
import type { Entry } from '../../domain/decision';
import type { Situation } from '../../domain/process';
import type { Refusal } from '../../domain/refusal';
import type { Instant } from '../../domain/working-days';
import { v7 as uuid } from 'uuid';
import { postEntry } from '../bank/offers';
import { currentCalendar } from '../core/calendars.queries';
import { prepared, type Transaction } from '../core/database';
import { editRow, insistOnVersion } from '../core/edits';
import { numbersInForce } from '../core/policies.queries';
import type { RequestedBy } from '../core/requests.commands';
import { LearnerRow } from '../registration/batch.model';
import { ChargeRow } from '../registration/charge.model';
import { openBilling } from '../registration/offers';
import { holdLapses, letFallDue } from './lapse.commands';
import { stateOf } from './learner-state';

/** A learner of an apprenticeship or a bundle is one on each of its qualifications: what is done to him is done on all (REG-11). */
const WITH_ALL = `
  select o.id, o.batch_id from learners l
  join learners o on o.id = l.id or (o.bundle_batch_id = l.bundle_batch_id and o.number = l.number)
  where l.id = any($1::uuid[])`;
const LOCK = 'select * from learners where id = any($1::uuid[]) order by id for no key update';

/** What one command makes of a learner. */
export type Decide = (learner: LearnerState, about: Situation<null>) => LearnerDecision;
/** How one learner of a command came out of it. */
export interface LearnerOutcome {
  learner: string;
  /** Why nothing of it was done; none where it was. */
  refusals: Refusal[];
  charges: LearnerCharge[];
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
  decide: Decide,
  seen: number | null,
  asked: RequestedBy,
  at: Instant,
): Promise<LearnerOutcome[]> {
  const all = await prepared<{ id: string; batch_id: string }>(trx, 'learners-with-all', WITH_ALL, [ids]);
  const [first] = await LearnerRow.query(trx).findByIds(all.slice(0, 1).map(({ id }) => id));
  if (!first) return [];
  const scope = { tenant: first.tenantId, organisation: first.organisationId };
  const batches = [...new Set(all.map(({ batch_id: batch }) => batch))].sort();
  const waits = await holdLapses(trx, scope, batches);
  const locked = await prepared<object>(trx, 'lock-learners-with-all', LOCK, [[...new Set(all.map(({ id }) => id))]]);
  const rows = locked.map((row) => LearnerRow.fromDatabaseJson(row) as LearnerRow);
  const stand = await letFallDue(trx, rows, at, waits.policyOf);
  const about = { at, policy: await numbersInForce(trx), calendar: await currentCalendar(trx), by: asked.by.user_id ?? null };
  const situation = { ...about, requestId: asked.by.request_id ?? null, facts: null };
  const outcomes = ids.flatMap((id) => {
    const one = stand.find((row) => row.id === id);
    if (!one) return [];
    insistOnVersion(
      rows.find((row) => row.id === id)!,
      seen,
    );
    const siblings = stand.filter((row) => row.id === id || (one.bundleBatchId !== null && isSame(row, one)));
    const decided = siblings.map((row) => ({ row, decision: decide(stateOf(row), situation) }));
    const refusals = decided.find(({ decision }) => decision.refusals.length > 0)?.decision.refusals ?? [];
    const { charges, evidence } = decided.find(({ row }) => row.id === id)!.decision;
    return [{ learner: id, decided, refusals, charges, evidence }];
  });
  const done = outcomes.filter(({ refusals }) => refusals.length === 0);
  for (const { decided } of done) for (const [index, each] of decided.entries()) await write(trx, each, index === 0, asked, at);
  if (done.length > 0) await waits.open(asked, at);
  if (done.some(({ decided }) => decided.some(({ decision }) => decision.charges.length > 0)))
    await openBilling(trx, scope.tenant, at, asked);
  return outcomes.map(({ decided: _rows, ...outcome }) => outcome);
}

/** Of a bundle the whole is charged for once: with the first of its rows. */
async function write(
  trx: Transaction,
  { row, decision }: { row: LearnerRow; decision: LearnerDecision },
  isFirst: boolean,
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  const { next, event, evidence } = decision;
  const { state, stateSince, lapsesOn, nextAt } = next;
  const change = {
    ...{ tenant: row.tenantId, organisation: row.organisationId, entity: { type: 'learner', id: row.id }, event, at, evidence },
    ...{ before: { state: row.state, lapsesOn: row.lapsesOn }, after: { state, lapsesOn } },
  };
  await editRow(trx, LearnerRow, { state, stateSince, lapsesOn, nextAt }, change, asked);
  if (isFirst) for (const charge of decision.charges) await chargeLearner(trx, row, charge, asked, at);
}

/** One fee or credit of a learner on the centre's account, with its entry (CEN-1, MON-2, WHY-4). The caller opens the billing. */
export async function chargeLearner(
  trx: Transaction,
  row: LearnerRow,
  charge: LearnerCharge,
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  const { what, quantity, price, product, batch } = charge;
  const id = uuid();
  const key = `learner/${row.id}/${what}/${asked.by.request_id ?? id}`;
  const entry = entryOf(key, row.organisationId, charge);
  if (!entry) return;
  await postEntry(trx, row.tenantId, entry, at);
  await ChargeRow.query(trx).insert({
    ...{ id, tenantId: row.tenantId, organisationId: row.organisationId, entryKey: key, what, productId: product, batchId: batch },
    ...{ learnerId: row.id, quantity, netPence: price.net, vatPence: price.vat, vatBasisPoints: price.vatRate, decidedAt: at },
    ...{ purchaseOrder: (asked.body as { purchaseOrder?: string }).purchaseOrder ?? null },
    policyVersion: (await numbersInForce(trx)).version,
  });
}

function entryOf(key: string, centre: string, { quantity, price: { net, vat } }: LearnerCharge): Entry | null {
  const postings = [
    { account: `centre/${centre}`, pence: (net + vat) * BigInt(quantity) },
    { account: 'centre-fees', pence: -net * BigInt(quantity) },
    { account: 'vat', pence: -vat * BigInt(quantity) },
  ].filter(({ pence }) => pence !== 0n);
  return postings.length > 0 ? { key, kind: 'charge', postings } : null;
}

function isSame(one: LearnerRow, other: LearnerRow): boolean {
  return one.bundleBatchId === other.bundleBatchId && one.number === other.number;
}
