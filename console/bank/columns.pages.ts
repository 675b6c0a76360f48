import { parse } from 'csv-parse/sync';
import type { Express } from 'express';
import { data, keyed, Refused } from '../kit/client';
import { drawn } from '../kit/decision';
import type { Field } from '../kit/fields';
import { field, fields, serve, serveForm, type Page, type Said, type Shown, type Visit } from '../kit/page';

/** The first rows of a file, as its columns are mapped: its heads, and what stands below them. */
interface Sample {
  delimiter: ',' | ';' | '\t';
  heads: string[];
  rows: string[][];
}

const DELIMITERS = [',', ';', '\t'] as const;
const DATES = ['dd/mm/yyyy', 'dd/mm/yy', 'dd Mmm yyyy', 'yyyy-mm-dd', 'yyyymmdd'] as const;
const ROWS = 5;
/** What a column may be; text may be several. */
const PARTS = {
  date: 'Day booked',
  amount: 'Amount, with its sign',
  debit: 'Money out',
  credit: 'Money in',
  balance: 'Balance after the line',
  payer: 'Payer',
  entryId: 'The bank’s own reference',
  sortCode: 'Sort code of the account',
  accountNumber: 'Number of the account',
} as const;

const page: Page = {
  path: '/bank-accounts/:id/columns',
  template: 'columns',
  load: async (visit) => {
    const account = await data(visit.api.GET('/v1/bank-accounts/{id}', { params: { path: { id: visit.params['id']! } } }));
    const sample = sampleOf(visit);
    const back = { href: `/bank-accounts/${account.id}`, text: account.name };
    if (!sample) return { account, back };
    return { account, back, sample, kept: JSON.stringify(sample), ...drawn(fieldsFor(sample), visit) };
  },
};

/** The columns of a bank's CSV, told by a person with the file's first rows before him, once an account (BNK-1). */
export function columnPages(app: Express): void {
  serve(app, page);
  serveForm(app, page.path, page, act);
}

async function act(visit: Visit): Promise<Said | Shown> {
  const sample = sampleOf(visit);
  if (!sample)
    throw new Refused(422, {
      title: visit.file ? 'No columns can be read in this file' : 'Choose a file',
      detail: 'A statement of this account, exported from the bank as CSV with a line of heads.',
    });
  if (visit.file) return { template: page.template, shown: await page.load(visit) };
  const path = { id: visit.params['id']! };
  const { name, version } = await data(visit.api.GET('/v1/bank-accounts/{id}', { params: { path } }));
  const chosen = Object.fromEntries(Object.keys(PARTS).flatMap((part) => (field(visit, part) ? [[part, field(visit, part)]] : [])));
  const body = {
    name: field(visit, 'name'),
    delimiter: sample.delimiter,
    dateFormat: field(visit, 'dateFormat') as (typeof DATES)[number],
    newestFirst: field(visit, 'newestFirst') === 'yes',
    columns: { ...(chosen as { date: string }), text: fields(visit, 'text') },
  };
  const params = { path, header: { ...keyed(field(visit, 'key')), 'If-Match': `"${version}"` } };
  await data(visit.api.PUT('/v1/bank-accounts/{id}/layout', { params, body }));
  return {
    to: `/bank-accounts/${path.id}`,
    text: `The columns of ${name} are kept.`,
    link: { href: '/statements', text: 'Import the statement' },
  };
}

/** The file's first rows, from the file itself or as the form carries them on; null where there are none yet. */
function sampleOf({ file, body }: Visit): Sample | null {
  if (typeof body['sample'] === 'string') return carried(body['sample']);
  if (!file) return null;
  // Whole lines alone: a quote that is cut open is no fault of the file.
  const text = file.content
    .subarray(0, 20_000)
    .toString('utf8')
    .replace(/[^\n]*$/, (last) => (file.content.length > 20_000 ? '' : last));
  const read = (delimiter: string) =>
    parse(text, { delimiter, to: ROWS + 1, bom: true, relax_column_count: true, relax_quotes: true, trim: true, skip_empty_lines: true });
  const [best] = DELIMITERS.map((delimiter) => ({ delimiter, rows: rowsOf(() => read(delimiter) as string[][]) })).sort(
    (one, other) => (other.rows[0]?.length ?? 0) - (one.rows[0]?.length ?? 0),
  );
  const [heads = [], ...rows] = best!.rows;
  return heads.length < 2 ? null : { delimiter: best!.delimiter, heads, rows };
}

/** Nothing where it is no CSV. */
function rowsOf(read: () => string[][]): string[][] {
  try {
    return read();
  } catch {
    return [];
  }
}

/** What the form before carries on; null for anything that is not that. */
function carried(text: string): Sample | null {
  try {
    const { delimiter, heads, rows } = JSON.parse(text) as Partial<Sample>;
    const isWhole = DELIMITERS.some((each) => each === delimiter) && Array.isArray(heads) && Array.isArray(rows);
    return isWhole ? { delimiter: delimiter!, heads: heads.map(String), rows: rows.map((row) => [row].flat().map(String)) } : null;
  } catch {
    return null;
  }
}

function fieldsFor({ heads }: Sample): Field[] {
  const choices = [['', '–'] as const, ...heads.filter(Boolean).map((head) => [head, head] as const)];
  return [
    { name: 'name', label: 'Name of the layout' },
    ...Object.entries(PARTS).map(([name, label]): Field => ({
      name,
      label,
      as: 'choice',
      choices,
      pointer: `columns/${name}`,
      isOptional: name !== 'date',
    })),
    { name: 'text', label: 'Columns that may quote a reference', as: 'ticks', choices: choices.slice(1), pointer: 'columns/text' },
    { name: 'dateFormat', label: 'How days are written', as: 'choice', choices: DATES.map((each) => [each, each] as const) },
    { name: 'newestFirst', label: 'The newest line stands first', as: 'tick' },
  ];
}
