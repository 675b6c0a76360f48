import { v7 as uuid } from 'uuid';
import type { DatesFile, DatesLine } from '../../domain/learners/dates-file';
import { decideDates, notUndoable, type DatesChange } from '../../domain/learners/dates-import';
import type { LineRules } from '../../domain/registration/cells';
import { monthFirstRowOf, rulesOf } from '../../domain/registration/line-rules';
import { londonDate, type Instant } from '../../domain/working-days';
import { productsById } from '../catalogue/offers';
import { auditChanges } from '../core/audit.commands';
import { CommitRefused } from '../core/commit-refused';
import { prepared, type Transaction } from '../core/database';
import { lockRow } from '../core/edits';
import { numbersInForce } from '../core/policies.queries';
import type { RequestedBy } from '../core/requests.commands';
import { LearnerRow } from '../registration/batch.model';
import { LearnerImportRow } from './learner-import.model';
import { stateOf } from './learner-state';

const LOCK_NAMED = `
  select l.*, r.row as named_on from jsonb_to_recordset($1::jsonb) as r(row int, number text, batch text)
  join batches b on b.organisation_id = $2 and b.number = r.batch join learners l on l.batch_id = b.id and l.number = r.number
  order by l.id for no key update of l`;
const CHANGE = `
  with changed as (
    update learners l set start_on = c.start_on, planned_end_on = c.planned_end_on, version = version + 1
    from jsonb_to_recordset($1::jsonb) as c(id uuid, start_on date, planned_end_on date, was_start_on date, was_planned_end_on date)
    where l.id = c.id returning c.*)
  insert into learner_import_changes (import_id, learner_id, tenant_id, organisation_id, was_start_on, was_planned_end_on, start_on, planned_end_on)
  select $2, id, $3, $4, was_start_on, was_planned_end_on, start_on, planned_end_on from changed`;
const LOCK_CHANGED = `
  select l.id from learners l join learner_import_changes c on c.learner_id = l.id where c.import_id = $1 order by l.id for no key update of l`;
const KEEP = `
  update learner_import_changes c set is_kept = true from learners l
  where c.import_id = $1 and l.id = c.learner_id and (l.start_on is distinct from c.start_on or l.planned_end_on is distinct from c.planned_end_on
    or l.state not in ('registered', 'withdrawn', 'lapsed'))`;
const TAKE_BACK = `
  update learners l set start_on = c.was_start_on, planned_end_on = c.was_planned_end_on, version = version + 1
  from learner_import_changes c where c.import_id = $1 and not c.is_kept and l.id = c.learner_id
  returning l.id, c.start_on is distinct from c.was_start_on as start, c.planned_end_on is distinct from c.was_planned_end_on as "end"`;

/** A file of dates, what it is called, and whose it is. */
export interface SentDates {
  file: DatesFile;
  name: string;
  tenant: string;
  organisation: string;
}

/** What a file of dates would change, its learners locked; or every fault of it by row and column (LRN-1, IMP-1). */
export async function checkDates(trx: Transaction, { file, organisation }: Pick<SentDates, 'file' | 'organisation'>, at: Instant) {
  const named = JSON.stringify(file.lines.map(({ row, number, batch }) => ({ row, number, batch })));
  const rows = await prepared<{ named_on: number }>(trx, 'lock-learners-named', LOCK_NAMED, [named, organisation]);
  const learners = new Map(rows.map((row) => [row.named_on, LearnerRow.fromDatabaseJson(row) as LearnerRow]));
  const rules = await rulesFor(trx, [...learners.values()], file, at);
  const found = ({ row }: DatesLine) => {
    const learner = learners.get(row);
    return learner && { state: stateOf(learner), learner, rules: rules(learner.productId) };
  };
  return decideDates(file, found, at);
}

/** Writes what a file of dates changes, as one import that can be undone; answers its identifier (IMP-1). Nothing of it has a fault. */
export async function importDates(
  trx: Transaction,
  { file, name, tenant, organisation }: SentDates,
  changes: DatesChange[],
  asked: RequestedBy,
  at: Instant,
): Promise<string> {
  const id = uuid();
  const own = { tenantId: tenant, organisationId: organisation };
  await LearnerImportRow.query(trx).insert({
    ...{ ...own, id, fileName: name, rowsRead: file.lines.length, changed: changes.length, madeBy: asked.by.user_id, madeAt: at },
  });
  const columns = changes.map(({ learner, was, becomes }) => ({
    ...{ id: learner, start_on: becomes.startOn, planned_end_on: becomes.plannedEndOn },
    ...{ was_start_on: was.startOn, was_planned_end_on: was.plannedEndOn },
  }));
  await prepared(trx, 'change-dates', CHANGE, [JSON.stringify(columns), id, tenant, organisation]);
  const about = { tenant, organisation, at };
  const edits = changes.map(({ learner, was, becomes }) => {
    const changed = (['startOn', 'plannedEndOn'] as const).filter((field) => was[field] !== becomes[field]);
    return { ...about, entity: { type: 'learner', id: learner }, event: 'edited', before: null, after: { changed, import: id } };
  });
  const entity = { type: 'learnerImport', id };
  const made = { ...about, entity, event: 'imported', before: null, after: { rows: file.lines.length, changed: changes.length } };
  await auditChanges(trx, [made, ...edits], asked);
  return id;
}

/**
 * IMP-1: gives learners the dates back that they had before an import; whoever was changed in between stays as he is, and is named.
 * Throws a refusal where its time is over, or it is undone already. The import is in scope.
 */
export async function undoDates(trx: Transaction, id: string, asked: RequestedBy, at: Instant): Promise<void> {
  const row = await lockRow(trx, LearnerImportRow, id);
  const { registrations } = await numbersInForce(trx, at);
  const no = notUndoable(row, at, registrations.undoHours);
  if (no) throw new CommitRefused([no]);
  await prepared(trx, 'lock-learners-changed', LOCK_CHANGED, [id]);
  await prepared(trx, 'keep-changed', KEEP, [id]);
  const back = await prepared<{ id: string; start: boolean; end: boolean }>(trx, 'take-dates-back', TAKE_BACK, [id]);
  await LearnerImportRow.query(trx)
    .findById(id)
    .patch({ undoneAt: at, version: row.version + 1 });
  const about = { tenant: row.tenantId, organisation: row.organisationId, at };
  const edits = back.map(({ id: learner, start, end }) => {
    const changed = [...(start ? ['startOn'] : []), ...(end ? ['plannedEndOn'] : [])];
    return { ...about, entity: { type: 'learner', id: learner }, event: 'edited', before: null, after: { changed, undone: id } };
  });
  const evidence = { receivedAt: at, madeAt: row.madeAt };
  const undone = {
    ...about,
    entity: { type: 'learnerImport', id },
    event: 'undone',
    before: null,
    after: { takenBack: back.length },
    evidence,
  };
  await auditChanges(trx, [undone, ...edits], asked);
}

async function rulesFor(trx: Transaction, learners: LearnerRow[], { lines, letters }: DatesFile, at: Instant) {
  const today = londonDate(at);
  const versions = await productsById(trx, [...new Set(learners.map(({ productId }) => productId))], today);
  const countries = new Set(learners.map(({ country }) => country));
  const cellsOf = ({ startOn = '', plannedEndOn }: DatesLine) => ({ startOn, plannedEndOn });
  const monthFirstRow = monthFirstRowOf(lines.map((line) => ({ row: line.row, cells: cellsOf(line), beyond: null })));
  const columnOf: LineRules['columnOf'] = new Map(
    (['startOn', 'plannedEndOn'] as const).flatMap((field) => (letters[field] ? [[field, letters[field]] as const] : [])),
  );
  const known = new Map<string, LineRules>();
  return (product: string): LineRules => {
    const there = known.get(product);
    if (there) return there;
    const version = versions.find((each) => each.product === product) ?? null;
    const made = { ...rulesOf({ way: 'bulk', today, countries, monthFirstRow }, version, [], []), columnOf };
    known.set(product, made);
    return made;
  };
}
