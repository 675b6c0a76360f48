import { v7 as uuid } from 'uuid';
import { sessionOf } from '../../domain/catalogue/session';
import type { LineCells, LineRules } from '../../domain/registration/cells';
import { isReserved, type LineField } from '../../domain/registration/learner-columns';
import { readLine } from '../../domain/registration/learner-line';
import { readEditedLine } from '../../domain/registration/line-rules';
import { notOpen } from '../../domain/registration/registration.decide';
import type { Registration } from '../../domain/registration/registration.state';
import { refuse } from '../../domain/refusal';
import { londonDate, type Instant } from '../../domain/working-days';
import { auditChange } from '../core/audit.commands';
import { CommitRefused, refused } from '../core/commit-refused';
import { prepared, type Transaction } from '../core/database';
import { editRow, insistOnVersion, lockRow } from '../core/edits';
import type { RequestedBy } from '../core/requests.commands';
import { wakeProcesses } from '../core/wakes';
import { markDoubles } from './doubles.commands';
import { lineBook } from './line-rules.queries';
import { RegistrationGroupRow, RegistrationLineRow, RegistrationRow } from './registration.model';

/** So many lines has a registration at most that is keyed in: what more are, are sent in a file (REG-1). */
const MOST_KEYED = 2_000;
const NEXT_ROW = 'select coalesce(max(row), 0) + 1 as row from registration_lines where registration_id = $1';

/** Adds a line to a registration that is keyed in, checked at once; answers its identifier. Throws a refusal where it is not open (REG-1). */
export async function addLine(trx: Transaction, registration: string, cells: LineCells, asked: RequestedBy, at: Instant): Promise<string> {
  const draft = await openDraft(trx, registration);
  if (draft.way !== 'keyIn')
    throw refused('notKeyedIn', 'REG-1', 'Learners of a file stand in the file', 'Mend its lines, or send another file.');
  const group = await RegistrationGroupRow.query(trx).findOne({ registration_id: registration }).throwIfNotFound();
  if (group.registeredAt) throw refused('registered', 'REG-8', 'This group is registered already', 'Begin another registration.');
  const [next] = await prepared<{ row: number }>(trx, 'next-row', NEXT_ROW, [registration]);
  if (next!.row > MOST_KEYED) throw refused('tooManyRows', 'REG-1', `A form takes ${MOST_KEYED} learners`, 'Send the others in a file.');
  const id = uuid();
  const { tenantId, organisationId } = draft;
  const read = readLine(cells, await rulesOfLine(trx, draft, group, at));
  const of = { id, tenantId, organisationId, registrationId: registration, groupId: group.id, row: next!.row };
  await RegistrationLineRow.query(trx).insert({ ...of, ...read, cells: cells as Record<string, string> });
  await auditChange(trx, { ...about(draft), event: 'lineAdded', at, before: null, after: { line: id } }, asked);
  await countDoubles(trx, draft, at);
  return id;
}

/** Changes the cells of a line, checked anew at once; what was sent in reserved columns stays. Throws a refusal where it is not open, or the line is gone or at another version than was read (REG-9). */
export async function editLine(
  trx: Transaction,
  found: RegistrationLineRow,
  seen: number | null,
  cells: LineCells,
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  const { draft, group, line } = await openLine(trx, found);
  insistOnVersion(line, seen);
  const kept = Object.fromEntries(Object.entries(line.cells).filter(([field]) => isReserved(field as LineField)));
  const edited = { ...kept, ...cells } as Record<string, string>;
  const read = readEditedLine(edited, line, await rulesOfLine(trx, draft, group, at));
  const change = { ...about(draft), entity: { type: 'registrationLine', id: line.id }, event: 'lineChanged', at };
  await editRow(
    trx,
    RegistrationLineRow,
    { ...read, cells: edited },
    { ...change, before: { version: line.version }, after: { version: line.version + 1 } },
    asked,
  );
  await countDoubles(trx, draft, at);
}

/** Removes a line: it is neither registered nor counted. Throws a refusal where it is not open. */
export async function removeLine(trx: Transaction, line: RegistrationLineRow, asked: RequestedBy, at: Instant): Promise<void> {
  const { draft } = await openLine(trx, line);
  const change = { ...about(draft), entity: { type: 'registrationLine', id: line.id }, event: 'lineRemoved', at };
  await editRow(trx, RegistrationLineRow, { removedAt: at }, { ...change, before: null, after: { removed: at } }, asked);
  await countDoubles(trx, draft, at);
}

/** Removes a group with its lines; the case hears of it (REG-8). Throws a refusal where it is none of the registration's, registered or gone. */
export async function removeGroup(trx: Transaction, registration: string, id: string, asked: RequestedBy, at: Instant): Promise<void> {
  const draft = await openDraft(trx, registration);
  const group = await RegistrationGroupRow.query(trx).findOne({ id, registration_id: registration }).forNoKeyUpdate();
  if (!group) throw refused('group', 'REG-8', 'This registration has no such group', 'Read its groups.', '/group');
  if (group.registeredAt) throw refused('registered', 'REG-8', 'This group is registered already', 'Undo it instead.');
  if (group.removedAt) throw refused('removed', 'REG-8', 'This group was removed', 'Read the registration again.');
  await RegistrationGroupRow.query(trx).findById(id).patch({ removedAt: at });
  await auditChange(trx, { ...about(draft), event: 'groupRemoved', at, before: null, after: { group: id } }, asked);
  await wakeProcesses(trx, [registration]);
}

/** A registration whose lines may be changed, locked. Throws a refusal where it is not open. */
async function openDraft(trx: Transaction, id: string): Promise<RegistrationRow> {
  const row = await lockRow(trx, RegistrationRow, id);
  if (row.state !== 'open') throw new CommitRefused([notOpen({ state: row.state } as Registration)]);
  return row;
}

async function openLine(
  trx: Transaction,
  { id, registrationId }: RegistrationLineRow,
): Promise<{ draft: RegistrationRow; group: RegistrationGroupRow; line: RegistrationLineRow }> {
  const draft = await openDraft(trx, registrationId);
  const line = await lockRow(trx, RegistrationLineRow, id);
  const group = await RegistrationGroupRow.query(trx).findById(line.groupId).throwIfNotFound();
  if (group.registeredAt) throw refused('registered', 'REG-8', 'This group is registered already', 'Change the learner instead.');
  if (line.removedAt || group.removedAt)
    throw new CommitRefused([refuse('removed', 'REG-9', 'This line was removed', 'Read the lines again.')]);
  return { draft, group, line };
}

async function rulesOfLine(
  trx: Transaction,
  { way }: RegistrationRow,
  { productId }: RegistrationGroupRow,
  at: Instant,
): Promise<LineRules> {
  const book = await lineBook(trx, { way, today: londonDate(at), monthFirstRow: null }, productId ? [productId] : []);
  return book.rules(productId);
}

async function countDoubles(trx: Transaction, { id, way }: RegistrationRow, at: Instant): Promise<void> {
  const groups = await RegistrationGroupRow.query(trx).where({ registration_id: id });
  const today = londonDate(at);
  const products = groups.flatMap(({ productId }) => productId ?? []);
  const book = await lineBook(trx, { way, today, monthFirstRow: null }, [...new Set(products)]);
  await markDoubles(trx, { registration: id, group: null, session: null, current: sessionOf(today), products: book.products });
}

function about({ tenantId, organisationId, id }: RegistrationRow) {
  return { tenant: tenantId, organisation: organisationId, entity: { type: 'registration', id } };
}
