import { createHash } from 'node:crypto';
import type { PartialModelObject } from 'objection';
import { auditChange, type PlainChange } from './audit.commands';
import { refused } from './commit-refused';
import { prepared, type Transaction } from './database';
import type { RequestedBy } from './requests.commands';
import type { Row } from './row';

/** With its end; what is longer is cut. */
const NAME_BYTES = 64;

/** The model of a table whose rows are edited. */
type Table<Edited extends Row> = typeof Row & (new () => Edited);

/** Locks a row against other edits until the transaction ends, but not against references to it. Throws where there is none. */
export async function lockRow<Edited extends Row>(trx: Transaction, model: Table<Edited>, id: string): Promise<Edited> {
  const table = model.tableName;
  const [row] = await prepared(trx, `lock-${table}`, `select * from ${table} where id = $1 for no key update`, [id]);
  if (!row) throw new Error(`There is no row ${id} in ${table}`);
  return model.fromDatabaseJson(row as object) as Edited;
}

/**
 * What a plain command leaves of an edit: the row's columns, its version one higher, its audit row (AUD-1). One trip, each statement
 * planned once a connection: an edit of a thing without a wait stays near its floor (`npm run bench plain`).
 */
export async function editRow<Edited extends Row>(
  trx: Transaction,
  model: Table<Edited>,
  columns: PartialModelObject<Edited>,
  change: PlainChange,
  asked: RequestedBy,
): Promise<void> {
  const values = Object.entries(model.fromJson(columns as object, { patch: true }).$toDatabaseJson());
  const sets = values.map(([name], index) => `${name} = $${index + 2}`);
  const name = nameOf(['edit', model.tableName, ...values.map(([each]) => each)].join('-'));
  const text = `update ${model.tableName} set ${[...sets, 'version = version + 1'].join(', ')} where id = $1`;
  await Promise.all([prepared(trx, name, text, [change.entity.id, ...values.map(([, value]) => value)]), auditChange(trx, change, asked)]);
}

/** Throws a refusal where a locked row is at another version than whoever edits it has read; null where he names none. */
export function insistOnVersion({ version }: { version: number }, seen: number | null): void {
  if (seen !== null && seen !== version) throw refused('changed', 'IDM-1', `It is at version ${version}`, 'Read it again, then decide.');
}

/** Inserts a row with an identifier of its own, unless another one has what is there but once; false where one has. */
export async function insertOnce<Made extends Row & { id: string }>(
  trx: Transaction,
  model: Table<Made>,
  row: PartialModelObject<Made> & { id: string },
): Promise<boolean> {
  await model
    .query(trx)
    .insert(row as unknown as PartialModelObject<Row>)
    .onConflict()
    .ignore();
  return (await model.query(trx).findById(row.id).select('id')) !== undefined;
}

/** A statement's name, which is cut at its 64th byte: a longer one is told from others by its hash. */
function nameOf(long: string): string {
  return long.length < NAME_BYTES ? long : `edit-${createHash('sha256').update(long).digest('hex').slice(0, 32)}`;
}
