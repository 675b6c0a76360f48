import { ulnFault, ulnWords } from '../../domain/registration/uln';
import { refuse, type Refusal } from '../../domain/refusal';
import { GONE, learnerStateWords } from '../../domain/learners/learner.state';
import type { Instant } from '../../domain/working-days';
import { auditChanges } from '../core/audit.commands';
import { prepared, type Transaction } from '../core/database';
import type { RequestedBy } from '../core/requests.commands';
import { LearnerRow } from '../registration/batch.model';
import { asDouble } from './doubles';
import { submitUlns } from './uln-checks.commands';
import { areOne, LOCK_WITH_ALL } from './with-all';

/** Somebody else who has one of some ULNs: on the same product and session in the tenant, or of the centre under another name or birth date. */
const TAKEN = `
  select distinct g.id from jsonb_to_recordset($1::jsonb) as g(id uuid, uln text)
  join learners l on l.id = g.id join learners o on o.uln = g.uln and o.tenant_id = l.tenant_id and o.number <> l.number and o.state <> all($2)
  where (o.product_id = l.product_id and o.session = l.session)
    or (o.organisation_id = l.organisation_id and (o.name_key, o.birth_date) is distinct from (l.name_key, l.birth_date))`;
const WRITE = `
  update learners l set uln = g.uln, version = version + 1 from jsonb_to_recordset($1::jsonb) as g(id uuid, uln text)
  where l.id = g.id and l.uln is distinct from g.uln`;

/** A learner's ULN as typed. */
export interface TypedUln {
  learner: string;
  uln: string;
}
/** How one came out of it; nothing was done where there are refusals. */
export interface UlnOutcome extends TypedUln {
  refusals: Refusal[];
}

/**
 * ULN-1: saves ULNs of learners of one centre, each on its own, and sends the good ones to the Learning Records Service together; one that
 * was saved before is sent again. Answers how each came out, in the order given; learners who are not in scope are left out.
 */
export async function saveUlns(trx: Transaction, given: TypedUln[], asked: RequestedBy, at: Instant): Promise<UlnOutcome[]> {
  const typed = given.map(({ learner, uln }) => ({ learner, uln: uln.replace(/\s/g, '') }));
  const rows = await prepared<object>(trx, 'lock-with-all', LOCK_WITH_ALL, [typed.map(({ learner }) => learner)]);
  const learners = rows.map((row) => LearnerRow.fromDatabaseJson(row) as LearnerRow);
  const known = new Map(learners.map((row) => [row.id, row]));
  const found = typed.filter(({ learner }) => known.has(learner));
  const right = found.filter(({ uln }) => !ulnFault(uln)).map(({ learner, uln }) => ({ id: learner, uln }));
  const taken = new Set((await prepared<{ id: string }>(trx, 'ulns-taken', TAKEN, [JSON.stringify(right), GONE])).map(({ id }) => id));
  for (const id of givenTwice(right, known)) taken.add(id);
  const outcomes = found.map((each) => ({ ...each, refusals: refusalsOf(each, known.get(each.learner)!, taken.has(each.learner)) }));
  const saved = outcomes.filter(({ refusals }) => refusals.length === 0);
  if (saved.length > 0) await write(trx, learners, saved, asked, at);
  return outcomes;
}

/** Those whose ULN was given to somebody else before them. */
function givenTwice(right: { id: string; uln: string }[], known: ReadonlyMap<string, LearnerRow>): string[] {
  const first = new Map<string, string>();
  return right.flatMap(({ id, uln }) => {
    const { number } = known.get(id)!;
    const before = first.get(uln);
    first.set(uln, before ?? number);
    return before !== undefined && before !== number ? [id] : [];
  });
}

async function write(trx: Transaction, learners: LearnerRow[], saved: UlnOutcome[], asked: RequestedBy, at: Instant): Promise<void> {
  const changed = saved.flatMap(({ learner, uln }) => {
    const one = learners.find(({ id }) => id === learner)!;
    const all = learners.filter((row) => areOne(row, one));
    return all.filter((row) => row.uln !== uln).map((row) => ({ row, uln }));
  });
  await asDouble(prepared(trx, 'write-ulns', WRITE, [JSON.stringify(changed.map(({ row, uln }) => ({ id: row.id, uln })))]), 'ULN-1');
  const changes = changed.map(({ row }) => ({
    ...{ tenant: row.tenantId, organisation: row.organisationId, entity: { type: 'learner', id: row.id }, event: 'ulnChanged', at },
    ...{ before: { hasUln: row.uln !== null }, after: { hasUln: true } },
  }));
  await auditChanges(trx, changes, asked);
  const [{ tenantId: tenant, organisationId: organisation }] = learners as [LearnerRow];
  await submitUlns(
    trx,
    { tenant, organisation },
    saved.map(({ learner }) => learner),
    asked,
    at,
  );
}

function refusalsOf({ uln }: TypedUln, { state }: LearnerRow, isTaken: boolean): Refusal[] {
  const fault = ulnFault(uln);
  if (fault) return [refuse(fault, 'ULN-1', ulnWords[fault].detail, ulnWords[fault].remedy, '/uln')];
  if (GONE.includes(state))
    return [refuse('learnerState', 'LRN-3', `The learner is ${learnerStateWords[state].toLowerCase()}`, 'Read how the learner stands.')];
  if (isTaken) return [refuse('ulnTaken', 'ULN-1', 'Another learner has this ULN', 'Compare it with the learner’s own record.', '/uln')];
  return [];
}
