import { stringify } from 'csv-stringify/sync';
import type { Pence } from '../../domain/money';
import type { Page } from '../../db/core/paging';
import type { Answer } from './route';

/** What stands in a place of a file: pence become pounds as plain numbers. */
type CsvCell = string | number | Pence | null;
/** A column of a file: its head, and what stands in it of each row. */
export type CsvColumn<Row> = [head: string, of: (row: Row) => CsvCell];

const OPTIONS = {
  escape_formulas: true,
  record_delimiter: 'windows',
  cast: { bigint: (pence: Pence) => (Number(pence) / 100).toFixed(2) },
} as const;

/**
 * A list as a CSV that is sent while it is read, page by page, so that a million rows take no more room than one page. What looks like a formula
 * comes out neutralised. The first page is read before anything is sent: what is wrong with the question is a problem, not half a file.
 */
export function streamedCsv<Row>(
  name: string,
  columns: CsvColumn<Row>[],
  first: Page<Row>,
  next: (cursor: string) => Promise<Page<Row>>,
): Answer {
  const headers = { 'Content-Disposition': `attachment; filename="${name}"` };
  return { type: 'text/csv', headers, body: written(columns, first, next) };
}

async function* written<Row>(columns: CsvColumn<Row>[], first: Page<Row>, next: (cursor: string) => Promise<Page<Row>>) {
  const write = (rows: CsvCell[][]) => stringify(rows, OPTIONS);
  yield write([columns.map(([head]) => head)]);
  for (let page = first; ; page = await next(page.next)) {
    if (page.items.length > 0) yield write(page.items.map((row) => columns.map(([, of]) => of(row))));
    if (page.next === null) return;
  }
}
