/** How a bank writes dates in its CSV. */
export type DateFormat = 'dd/mm/yyyy' | 'dd/mm/yy' | 'dd Mmm yyyy' | 'yyyy-mm-dd' | 'yyyymmdd';

/**
 * A bank's CSV layout as data: which column holds what, by the header's own names (ADV-4). Either one signed `amount`,
 * or `amount` and an `indicator` that says which way it went, or `debit` and `credit`. Known ones are recognised by their
 * header; finance keeps one per account for any other.
 */
export interface StatementLayout {
  name: string;
  /** Banks have several exports: a file of any of them is at home in an account of the bank. */
  bank?: string | undefined;
  delimiter: ',' | ';' | '\t';
  dateFormat: DateFormat;
  newestFirst: boolean;
  columns: {
    date: string;
    amount?: string | undefined;
    debit?: string | undefined;
    credit?: string | undefined;
    indicator?: Indicator | undefined;
    balance?: string | undefined;
    /** Columns that may quote a reference. */
    text: string[];
    payer?: string | undefined;
    /** The bank's own entry ID, where it gives one. */
    entryId?: string | undefined;
    sortCode?: string | undefined;
    accountNumber?: string | undefined;
    /** Three letters; anything but GBP is a fault. */
    currency?: string | undefined;
  };
}

/** A column that says which way an amount went (DR/CR, a sign of its own), with its words for both; case does not count. */
export interface Indicator {
  column: string;
  debit: string[];
  credit: string[];
}

const usual = { delimiter: ',', dateFormat: 'dd/mm/yyyy', newestFirst: true } as const;

/** Layouts as the banks export them (shared/formats.md); files without a header are read by their shape. */
export const knownLayouts = {
  barclays: {
    ...usual,
    name: 'Barclays',
    bank: 'Barclays',
    columns: { date: 'Date', amount: 'Amount', text: ['Memo'], payer: 'Subcategory', accountNumber: 'Account' },
  },
  lloyds: {
    ...usual,
    name: 'Lloyds',
    bank: 'Lloyds',
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
  lloydsCommercial: {
    ...usual,
    name: 'Lloyds Commercial',
    bank: 'Lloyds',
    columns: {
      date: 'Post Date',
      amount: 'Amount',
      balance: 'Balance',
      text: ['Customer Reference', 'Transaction Detail'],
      accountNumber: 'Account Number',
    },
  },
  natwest: {
    ...usual,
    name: 'NatWest',
    bank: 'NatWest',
    dateFormat: 'dd Mmm yyyy',
    columns: { date: 'Date', amount: 'Value', balance: 'Balance', text: ['Description'], accountNumber: 'Account Number' },
  },
  starling: {
    ...usual,
    name: 'Starling',
    bank: 'Starling',
    newestFirst: false,
    columns: { date: 'Date', amount: 'Amount (GBP)', balance: 'Balance (GBP)', text: ['Reference', 'Notes'], payer: 'Counter Party' },
  },
  nationwide: {
    ...usual,
    name: 'Nationwide',
    bank: 'Nationwide',
    dateFormat: 'dd Mmm yyyy',
    columns: { date: 'Date', debit: 'Paid out', credit: 'Paid in', balance: 'Balance', text: ['Description', 'Transaction type'] },
  },
  monzo: {
    ...usual,
    name: 'Monzo',
    bank: 'Monzo',
    newestFirst: false,
    columns: {
      date: 'Date',
      amount: 'Amount',
      text: ['Notes and #tags', 'Description'],
      payer: 'Name',
      entryId: 'Transaction ID',
      currency: 'Currency',
    },
  },
} satisfies Record<string, StatementLayout>;

/** Every column that a layout names. */
export function columnsOf(layout: StatementLayout): string[] {
  const { text, indicator, ...single } = layout.columns;
  const named = [...Object.values(single), indicator?.column];
  return [...named.filter((name) => name !== undefined), ...text];
}

/** The known layout whose columns all stand in a header, or undefined; the one that knows most of it where several fit. */
export function recogniseLayout(header: string[]): StatementLayout | undefined {
  const fitting = Object.values<StatementLayout>(knownLayouts).filter((layout) => missingColumns(layout, header).length === 0);
  return fitting.sort((a, b) => columnsOf(b).length - columnsOf(a).length)[0];
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
