import { GONE } from '../../domain/learners/learner.state';
import { ulnRefusals } from '../../domain/learners/uln-saving';
import type { Refusal } from '../../domain/refusal';
import { ulnFault } from '../../domain/registration/uln';
import type { Instant } from '../../domain/working-days';
import { auditChanges } from '../core/audit.commands';
import { prepared, type Transaction } from '../core/database';
import type { RequestedBy } from '../core/requests.commands';
import { LearnerRow } from '../registration/batch.model';
import { forgetUlns, submitUlns } from './uln-checks.commands';
import { areOne, LOCK_WITH_ALL } from './with-all';

/**
 * Of whom somebody else has the ULN, on any of their rows: on the same product and session, at another centre too, or of the centre under
 * another name or birth date.
 */
const TAKEN = `
  select distinct l.id from jsonb_to_recordset($1::jsonb) as g(id uuid, uln text) join learners l on l.id = g.id
  where stands_elsewhere(l.organisation_id, g.uln, l.product_id, l.session) or exists (
    select from learners o where o.uln = g.uln and o.organisation_id = l.organisation_id and o.number <> l.number and o.state <> all($2)
      and (o.product_id = l.product_id and o.session = l.session or (o.name_key, o.birth_date) is distinct from (l.name_key, l.birth_date)))`;
/** Of those without a ULN, who is one by name and birth date with somebody on the same product and session of the centre. */
const NAMESAKES = `
  select l.id from learners l where l.id = any($1::uuid[]) and exists (
    select from learners o where o.organisation_id = l.organisation_id and o.product_id = l.product_id and o.session = l.session
      and o.name_key = l.name_key and o.birth_date = l.birth_date and o.number <> l.number and o.state <> all($2))`;
const WRITE = `
  update learners l set uln = g.uln, version = version + 1 from jsonb_to_recordset($1::jsonb) as g(id uuid, uln text)
  where l.id = g.id and l.uln is distinct from g.uln`;

/** A learner's ULN as typed; with null it is taken away. */
export interface TypedUln {
  learner: string;
  uln: string | null;
}
/** How one came out of it; nothing was done where there are refusals. */
export interface UlnOutcome extends TypedUln {
  refusals: Refusal[];
}
/** A row of a learner who is named, with the ULN that it is to have. */
interface Wanted {
  row: LearnerRow;
  uln: string | null;
}

/**
 * ULN-1: saves ULNs of learners of one centre, each on its own, on all qualifications of an apprenticeship, and sends the good ones to the
 * Learning Records Service together; one that was saved before is sent again, what was sent of one that is taken away is awaited no longer.
 * Answers how each came out, in the order given; learners who are not in scope are left out.
 */
export async function saveUlns(trx: Transaction, given: TypedUln[], asked: RequestedBy, at: Instant): Promise<UlnOutcome[]> {
  const typed = given.map(({ learner, uln }) => ({ learner, uln: uln?.replace(/\s/g, '') ?? null }));
  const locked = await prepared<object>(trx, 'lock-with-all', LOCK_WITH_ALL, [typed.map(({ learner }) => learner)]);
  const rows = locked.map((row) => LearnerRow.fromDatabaseJson(row) as LearnerRow);
  const found = typed.flatMap((each) => {
    const one = rows.find(({ id }) => id === each.learner);
    const all = one ? rows.filter((row) => areOne(row, one)) : [];
    return one ? [{ ...each, state: one.state, wanted: all.map((row): Wanted => ({ row, uln: each.uln })) }] : [];
  });
  const { taken, namesakes } = await othersOf(
    trx,
    found.flatMap(({ wanted }) => wanted),
  );
  const outcomes = found.map((each) => {
    const isOne = (ids: Set<string>) => each.wanted.some(({ row }) => ids.has(row.id));
    const facts = { state: each.state, isTaken: isOne(taken), isNamesake: isOne(namesakes) };
    return { ...each, refusals: ulnRefusals(each.uln, facts) };
  });
  const saved = outcomes.filter(({ refusals }) => refusals.length === 0);
  await write(
    trx,
    saved.flatMap(({ wanted }) => wanted),
    asked,
    at,
  );
  return outcomes.map(({ learner, uln, refusals }) => ({ learner, uln, refusals }));
}

/** Of whom somebody else has the ULN, and who is one with a namesake without it (REG-9). */
async function othersOf(trx: Transaction, wanted: Wanted[]): Promise<{ taken: Set<string>; namesakes: Set<string> }> {
  const right = wanted.flatMap(({ row, uln }) => (uln === null || ulnFault(uln) ? [] : [{ row, id: row.id, uln }]));
  const without = wanted.flatMap(({ row, uln }) => (uln === null && row.uln !== null ? [row.id] : []));
  const asked = JSON.stringify(right.map(({ id, uln }) => ({ id, uln })));
  const taken = await prepared<{ id: string }>(trx, 'ulns-taken', TAKEN, [asked, GONE]);
  const namesakes = await prepared<{ id: string }>(trx, 'namesakes', NAMESAKES, [without, GONE]);
  const ids = (found: { id: string }[]) => found.map(({ id }) => id);
  return { taken: new Set([...ids(taken), ...ids(givenTwice(right))]), namesakes: new Set(ids(namesakes)) };
}

/** Those whose ULN was given to somebody else before them. */
function givenTwice(right: { row: LearnerRow; id: string; uln: string }[]): { id: string }[] {
  const first = new Map<string, string>();
  return right.filter(({ row: { number }, uln }) => {
    const before = first.get(uln) ?? number;
    first.set(uln, before);
    return before !== number;
  });
}

async function write(trx: Transaction, wanted: Wanted[], asked: RequestedBy, at: Instant): Promise<void> {
  const [first] = wanted;
  if (!first) return;
  const changed = wanted.filter(({ row, uln }) => row.uln !== uln);
  await prepared(trx, 'write-ulns', WRITE, [JSON.stringify(changed.map(({ row, uln }) => ({ id: row.id, uln })))]);
  const changes = changed.map(({ row, uln }) => ({
    ...{ tenant: row.tenantId, organisation: row.organisationId, entity: { type: 'learner', id: row.id }, event: 'ulnChanged', at },
    ...{ before: { hasUln: row.uln !== null }, after: { hasUln: uln !== null } },
  }));
  await auditChanges(trx, changes, asked);
  const { tenantId: tenant, organisationId: organisation } = first.row;
  const idsOf = (some: Wanted[]) => some.map(({ row }) => row.id);
  await forgetUlns(trx, idsOf(changed.filter(({ uln }) => uln === null)));
  const good = idsOf(wanted.filter(({ uln }) => uln !== null));
  if (good.length > 0) await submitUlns(trx, { tenant, organisation }, good, asked, at);
}
