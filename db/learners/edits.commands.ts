import { changesOf, edit, readEdit, type EditedColumns } from '../../domain/learners/learner-edit';
import { amendName } from '../../domain/learners/learner.decide';
import { GONE } from '../../domain/learners/learner.state';
import type { LearnerDecision } from '../../domain/learners/learner.transitions';
import { feeOn } from '../../domain/orders/fee';
import type { LineCells } from '../../domain/registration/cells';
import { rulesOf } from '../../domain/registration/line-rules';
import { refuse } from '../../domain/refusal';
import { londonDate, type Instant } from '../../domain/working-days';
import { papersOfLearners } from '../bookings/offers';
import { productOfLearner } from '../catalogue/offers';
import { CommitRefused, refused } from '../core/commit-refused';
import { currentCalendar } from '../core/calendars.queries';
import { prepared, type Transaction } from '../core/database';
import { editRow, insistOnVersion } from '../core/edits';
import { numbersInForce } from '../core/policies.queries';
import type { RequestedBy } from '../core/requests.commands';
import { feesOf } from '../orders/offers';
import { LearnerRow } from '../registration/batch.model';
import { chargeLearners } from './charges.commands';
import type { LearnerOutcome } from './learner.commands';
import { stateOf } from './learner-state';
import { LOCK_WITH_ALL } from './with-all';

const DOUBLES = `
  select 1 from learners where organisation_id = $1 and product_id = any($2::uuid[]) and session = $3
    and name_key = name_key($4) || ' ' || name_key($5) and birth_date = $6::date and (uln is null or $7::text is null)
    and id <> all($8::uuid[]) and state <> all($9::text[]) limit 1`;

/** By what a person without a ULN is known (REG-9). */
const KNOWN_BY: ReadonlySet<keyof EditedColumns> = new Set(['forename', 'surname', 'birthDate']);

/** What modified papers follow (REG-15). */
const NEEDED: ReadonlySet<keyof EditedColumns> = new Set(['modifications', 'contactEmail']);

/** What each qualification of an apprenticeship has for itself. */
const OF_ONE: ReadonlySet<keyof EditedColumns> = new Set(['startOn', 'plannedEndOn']);

/** What is said of a name. */
export interface Named {
  forename: string;
  middleNames?: string | undefined;
  surname: string;
}

/**
 * Edits a learner, on all rows of an apprenticeship or a bundle: read by the checks of a registration's lines (LRN-1, REG-12). False where
 * there is none in scope; throws every refusal at once. The lapse hears nothing of it; modified papers follow (REG-15).
 */
export async function editLearner(
  trx: Transaction,
  id: string,
  seen: number | null,
  cells: LineCells,
  asked: RequestedBy,
  at: Instant,
): Promise<boolean> {
  const today = londonDate(at);
  const [rows, product] = await Promise.all([locked(trx, id), productOfLearner(trx, id, today)]);
  const one = rows.find((row) => row.id === id);
  if (!one) return false;
  insistOnVersion(one, seen);
  for (const row of rows) insist(edit(stateOf(row), { at }));
  const rules = rulesOf({ way: 'keyIn', today, countries: new Set([one.country]), monthFirstRow: null }, product ?? null, [], []);
  const { learner, faults } = readEdit(cells, one, rules);
  if (!learner) {
    const wrong = faults.filter(({ isWarning }) => !isWarning);
    throw new CommitRefused(wrong.map(({ code, rule, field, detail, remedy }) => refuse(code, rule, detail, remedy, `/cells/${field}`)));
  }
  const changes = changesOf(one, learner);
  if (changes.changed.length > 0) await writeChanges(trx, rows, id, changes, 'edited', {}, asked, at);
  return true;
}

/** LRN-2: amends the name of a certificated learner, for the fee of a replacement, once of an apprenticeship or a bundle. Null where there is none in scope; throws a refusal. */
export async function amendLearnerName(
  trx: Transaction,
  id: string,
  seen: number | null,
  { forename, middleNames = '', surname }: Named,
  asked: RequestedBy,
  at: Instant,
): Promise<LearnerOutcome | null> {
  const rows = await locked(trx, id);
  const one = rows.find((row) => row.id === id);
  if (!one) return null;
  insistOnVersion(one, seen);
  const fees = await feesOf(trx, 'replacementCertificate');
  const fee = feeOn(fees, { item: 'replacementCertificate', cardType: null, product: one.productId }, londonDate(at)) ?? null;
  const numbers = { policy: await numbersInForce(trx, at), calendar: await currentCalendar(trx) };
  const about = { at, ...numbers, by: asked.by.user_id ?? null, requestId: asked.by.request_id ?? null, facts: null };
  const decision = amendName(stateOf(one), { fee: fee && { net: fee.net, vat: fee.vat, vatRate: fee.vatRate } }, about);
  insist(decision);
  const names = { forename, middleNames: middleNames || null, surname };
  const changes = changesOf(one, { ...one, ...names });
  if (changes.changed.length === 0) throw refused('sameName', 'LRN-2', 'This is the name of the learner', 'Write the new one.', '/surname');
  await writeChanges(trx, rows, id, changes, 'nameAmended', decision.evidence, asked, at);
  await chargeLearners(trx, [{ row: one, charges: decision.charges }], asked, at);
  return { learner: id, refusals: [], charges: decision.charges, onward: null, evidence: decision.evidence };
}

async function locked(trx: Transaction, id: string): Promise<LearnerRow[]> {
  const rows = await prepared<object>(trx, 'lock-with-all', LOCK_WITH_ALL, [[id]]);
  return rows.map((row) => LearnerRow.fromDatabaseJson(row) as LearnerRow);
}

function insist({ refusals }: LearnerDecision): void {
  if (refusals.length > 0) throw new CommitRefused(refusals);
}

/** The trail says which fields were changed, never from what to what: it outlives the learner (ERA-1). */
async function writeChanges(
  trx: Transaction,
  rows: LearnerRow[],
  one: string,
  { columns, changed }: ReturnType<typeof changesOf>,
  event: string,
  evidence: Record<string, string>,
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  if (changed.some((name) => KNOWN_BY.has(name))) await refuseDouble(trx, rows, columns);
  for (const { id, tenantId: tenant, organisationId: organisation } of rows) {
    const names = id === one ? changed : changed.filter((name) => !OF_ONE.has(name));
    const change = { tenant, organisation, entity: { type: 'learner', id }, event, at, before: null, after: { changed: names }, evidence };
    const written = Object.fromEntries(names.map((name) => [name, columns[name]]));
    if (names.length > 0) await editRow(trx, LearnerRow, written, change, asked);
  }
  const needing = rows.map(({ id }) => id);
  if (changed.some((name) => NEEDED.has(name))) await papersOfLearners(trx, needing, at);
}

async function refuseDouble(trx: Transaction, rows: LearnerRow[], { forename, surname, birthDate }: EditedColumns): Promise<void> {
  const [{ organisationId, session, uln }] = rows as [LearnerRow];
  const products = rows.map(({ productId }) => productId);
  const own = rows.map(({ id }) => id);
  const found = await prepared(trx, 'doubles-of-learner', DOUBLES, [
    ...[organisationId, products, session, forename, surname, birthDate, uln, own, GONE],
  ]);
  if (found.length === 0) return;
  const detail = 'Somebody of this name and birth date is registered on this product and session already';
  throw refused('learnerThere', 'REG-9', detail, 'Compare the two, and cancel one of them.', '/cells/surname');
}
