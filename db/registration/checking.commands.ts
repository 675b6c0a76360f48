import { v7 as uuid } from 'uuid';
import { sessionOf } from '../../domain/catalogue/session';
import type { SentGroup } from '../../domain/registration/bulk-file';
import { headerFaults, monthFirstRowOf, readSentLine } from '../../domain/registration/line-rules';
import type { SentLine } from '../../domain/registration/single-file';
import { londonDate, type Instant } from '../../domain/working-days';
import { isApproved, productsByCode } from '../catalogue/offers';
import { prepared, type Transaction } from '../core/database';
import { lockRow } from '../core/edits';
import { centreNumber } from '../organisations/offers';
import { markDoubles } from './doubles.commands';
import { lineBook, type LineBook } from './line-rules.queries';
import { RegistrationGroupRow, RegistrationRow } from './registration.model';

/** A line of a file with the group that it belongs to, by its place among the groups. */
export interface PlacedLine extends SentLine {
  group: number;
}

const KEEP_GROUPS = `
  insert into registration_groups (id, tenant_id, organisation_id, registration_id, position, row, product_code, centre_reference, cells, product_id, faults)
  select id, $1, $2, $3, position, row, product_code, centre_reference, cells, product_id, faults
  from jsonb_to_recordset($4::jsonb) as g(id uuid, position int, row int, product_code text, centre_reference text, cells text[], product_id uuid, faults jsonb)`;
const KEEP_LINES = `
  insert into registration_lines (id, tenant_id, organisation_id, registration_id, group_id, row, cells, learner, faults)
  select uuidv7(), $1, $2, $3, group_id, row, cells, nullif(learner, 'null'), faults
  from rows from (jsonb_to_recordset($4::jsonb) as (group_id uuid, row int, cells jsonb, learner jsonb, faults jsonb))
    with ordinality as l(group_id, row, cells, learner, faults, place) order by place`;

/** A registration that is to be checked, and how far its check has come; null where that has ended. */
export async function checkToDo(trx: Transaction, id: string): Promise<RegistrationRow | null> {
  const row = await RegistrationRow.query(trx).findById(id).throwIfNotFound();
  return row.state === 'checking' && !row.checkedAt ? row : null;
}

/** Keeps the groups of a bulk file once, each with what is wrong with its header, as of the instant at which the file was sent (REG-8). */
export async function keepGroups(trx: Transaction, { id }: RegistrationRow, sent: readonly SentGroup[]): Promise<void> {
  const { tenantId, organisationId, madeAt } = await lockRow(trx, RegistrationRow, id);
  if (await RegistrationGroupRow.query(trx).findOne({ registration_id: id })) return;
  const codes = [...new Set(sent.map(({ productCode }) => productCode))];
  const products = await productsByCode(trx, codes, londonDate(madeAt));
  const known = products.map(({ code }) => code);
  const [approved, number] = await Promise.all([isApproved(trx, organisationId, known, madeAt), centreNumber(trx, organisationId)]);
  const byCode = new Map(products.map((product) => [product.code.toUpperCase(), product]));
  const groups = sent.map((group, position) => {
    const product = byCode.get(group.productCode.toUpperCase());
    const code = product?.code ?? group.productCode;
    const faults = headerFaults(group, { centreNumber: number, product, isApproved: approved.has(code) });
    const of = { id: uuid(), position, row: group.row, product_code: code, centre_reference: group.centreReference };
    return { ...of, cells: group.cells, product_id: product?.product ?? null, faults };
  });
  await prepared(trx, 'keep-groups', KEEP_GROUPS, [tenantId, organisationId, id, JSON.stringify(groups)]);
}

/** What the lines of a file are read by: its products as of the day on which it was sent. */
export async function bookOfFile(trx: Transaction, row: RegistrationRow, lines: readonly PlacedLine[]) {
  const groups = await RegistrationGroupRow.query(trx).where({ registration_id: row.id }).orderBy('position');
  const of = { way: row.way, today: londonDate(row.madeAt), monthFirstRow: monthFirstRowOf(lines) };
  const products = [...new Set(groups.flatMap(({ productId }) => productId ?? []))];
  return { groups, book: await lineBook(trx, of, products) };
}

/** Checks and keeps the next lines of a file, where none of them is kept yet; answers how many are kept then (REG-9). */
export async function keepLines(
  trx: Transaction,
  { id }: RegistrationRow,
  { groups, book }: { groups: readonly RegistrationGroupRow[]; book: LineBook },
  lines: readonly PlacedLine[],
  from: number,
): Promise<number> {
  const { rowsChecked, tenantId, organisationId, state } = await lockRow(trx, RegistrationRow, id);
  if (rowsChecked !== from || state !== 'checking') return rowsChecked;
  const read = lines.map((line) => {
    const { id: group_id, productId } = groups[line.group]!;
    const { learner, faults } = readSentLine(line, book.rules(productId));
    return { group_id, row: line.row, cells: line.cells, learner, faults };
  });
  await prepared(trx, 'keep-lines', KEEP_LINES, [tenantId, organisationId, id, JSON.stringify(read)]);
  await RegistrationRow.query(trx)
    .findById(id)
    .patch({ rowsChecked: from + lines.length });
  return from + lines.length;
}

/** Ends a check: who stands on a product twice is told, and the case finds that all rows are checked. */
export async function endCheck(trx: Transaction, { id, madeAt }: RegistrationRow, book: LineBook, at: Instant): Promise<void> {
  const current = sessionOf(londonDate(madeAt));
  await markDoubles(trx, { registration: id, group: null, session: null, current, products: book.products });
  await RegistrationRow.query(trx).findById(id).whereNull('checked_at').patch({ checkedAt: at });
}
