/** How a bank writes dates in its CSV. */
export type DateFormat = 'dd/mm/yyyy' | 'dd/mm/yy' | 'dd Mmm yyyy' | 'yyyy-mm-dd' | 'yyyymmdd';

/**
 * A bank's CSV layout as data: which column holds what, by the header's own names (ADV-4). Either one signed `amount`,
 * or `debit` and `credit`. Finance keeps one per account; two are known from the start.
 */
export interface StatementLayout {
  name: string;
  delimiter: ',' | ';' | '\t';
  dateFormat: DateFormat;
  newestFirst: boolean;
  columns: {
    date: string;
    amount?: string | undefined;
    debit?: string | undefined;
    credit?: string | undefined;
    balance?: string | undefined;
    /** Columns that may quote a reference. */
    text: string[];
    payer?: string | undefined;
    /** The bank's own entry ID, where it gives one. */
    entryId?: string | undefined;
    sortCode?: string | undefined;
    accountNumber?: string | undefined;
  };
}

/** Layouts as the banks export them (shared/formats.md). */
export const knownLayouts: Record<'lloyds' | 'barclays', StatementLayout> = {
  lloyds: {
    name: 'Lloyds',
    delimiter: ',',
    dateFormat: 'dd/mm/yyyy',
    newestFirst: true,
    columns: {
      date: 'Transaction Date',
      debit: 'Debit Amount',
      credit: 'Credit Amount',
      balance: 'Balance',
      text: ['Transaction Description'],
      sortCode: 'Sort Code',
      accountNumber: 'Account Number',
    },
  },
  barclays: {
    name: 'Barclays',
    delimiter: ',',
    dateFormat: 'dd/mm/yyyy',
    newestFirst: true,
    columns: { date: 'Date', amount: 'Amount', text: ['Memo'], payer: 'Subcategory', accountNumber: 'Account' },
  },
};

/** Every column that a layout names. */
export function columnsOf(layout: StatementLayout): string[] {
  const { text, ...single } = layout.columns;
  return [...Object.values(single).filter((name): name is string => typeof name === 'string'), ...text];
}

/** The known layout whose columns all stand in a header, or undefined. */
export function recogniseLayout(header: string[]): StatementLayout | undefined {
  return Object.values(knownLayouts).find((layout) => missingColumns(layout, header).length === 0);
}

/** The columns of a layout that a header lacks; case and outer spaces do not count. */
export function missingColumns(layout: StatementLayout, header: string[]): string[] {
  const present = new Set(header.map(folded));
  return columnsOf(layout).filter((name) => !present.has(folded(name)));
}

/** A column name as it is compared. */
export function folded(name: string): string {
  return name.trim().toLowerCase();
}
