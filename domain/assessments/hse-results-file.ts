import { CsvError, parse } from 'csv-parse/sync';
import { refuse, type Refusal } from '../refusal';

/** The columns of a file of results, by their names in its first line (HSE-5). */
export const RESULT_COLUMNS = ['number', 'person', 'givenName', 'familyName', 'birthDate', 'takenOn', 'mode', 'result'] as const;
/** A row's cells by column, with the line on which it stands; an empty cell is null. */
export interface ResultRow {
  row: number;
  cells: Record<string, string | null>;
}

/** Splits a file of results into its rows; or why it is none. */
export function splitResults(text: string): ResultRow[] | Refusal {
  try {
    const records = parse(text, { bom: true, info: true, trim: true, skip_empty_lines: true, columns: true }) as unknown as {
      record: Record<string, string>;
      info: { lines: number };
    }[];
    const [first] = records;
    if (!first) return fault('It has no results', 'Send the header and one result at least.');
    const missing = RESULT_COLUMNS.filter((column) => !(column in first.record));
    if (missing.length > 0)
      return fault(`It lacks the columns ${missing.join(', ')}`, `Name in its first line ${RESULT_COLUMNS.join(', ')}.`);
    return records.map(({ record, info }) => ({
      row: info.lines,
      cells: Object.fromEntries(RESULT_COLUMNS.map((column) => [column, record[column] || null])),
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return fault(`It is not CSV from line ${Number(error['lines'] ?? 1)} on`, 'Export it again as CSV with commas.');
  }
}

function fault(detail: string, remedy: string): Refusal {
  return refuse('file', 'HSE-5', detail, remedy);
}
