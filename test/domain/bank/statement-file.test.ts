import fc from 'fast-check';
import type { ReadStatement, StatementFile } from '../../../domain/bank/statement';
import { readStatementFile } from '../../../domain/bank/statement-file';
import { knownLayouts, recogniseLayout, type StatementLayout } from '../../../domain/bank/statement-layout';
import { proveStatement } from '../../../domain/bank/statement-proof';
import { readAmount } from '../../../domain/bank/statement-amount';
import { readDate, type RowFault, type StatementLine } from '../../../domain/bank/statement-row';
import { lloydsFile } from '../../support/orders';

const account = { sortCode: '826219', accountNumber: '12345678' };
const limits = { maximumLines: 1000, maximumFaults: 50 };
const read = (file: string | Uint8Array, layout: StatementLayout | null = knownLayouts.lloyds, within = limits) =>
  readStatementFile(typeof file === 'string' ? Buffer.from(file) : file, layout, account, within);
const faults = (file: StatementFile): RowFault[] => ('faults' in file ? file.faults : []);
const lines = (file: StatementFile): StatementLine[] => {
  if ('faults' in file) throw new Error(JSON.stringify(file.faults));
  return file.statements.flatMap((statement) => statement.lines);
};
const HEADER = 'Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance';
const row = (change: { date?: string; credit?: string; debit?: string; text?: string; balance?: string; account?: string }) =>
  [
    change.date ?? '20/11/2026',
    'BGC',
    "'82-62-19",
    change.account ?? '12345678',
    change.text ?? 'TEXT',
    change.debit ?? '',
    change.credit ?? '',
    change.balance ?? '100.00',
  ].join(',');

test('ADV-4 a Lloyds file is read: debit and credit columns, newest first, sort code with its apostrophe', () => {
  const found = lines(
    read(
      lloydsFile([
        { text: 'ECS0944490', pounds: 500 },
        { text: 'RENT', pounds: -20 },
      ]),
    ),
  );
  expect(found.map(({ bookedOn, pence, texts, balance }) => [bookedOn, pence, texts, balance])).toEqual([
    ['2026-11-20', 50_000n, ['ECS0944490'], 150_000n],
    ['2026-11-20', -2_000n, ['RENT'], 148_000n],
  ]);
});

test('ADV-4 a Barclays file is read: one signed amount, no balance', () => {
  const file = `Number,Date,Account,Amount,Subcategory,Memo\n,20/11/2026,82-62-19 12345678,500.00,Counter Credit,ECS0944490\n,19/11/2026,82-62-19 12345678,-5.25,Payment,FEE`;
  expect(lines(read(file, knownLayouts.barclays)).map(({ pence, balance, texts }) => [pence, balance, texts])).toEqual([
    [-525n, null, ['FEE']],
    [50_000n, null, ['ECS0944490']],
  ]);
});

test('ADV-4 a layout that finance maps is read: semicolons, another date form, columns by name', () => {
  const layout: StatementLayout = {
    name: 'Ours',
    delimiter: ';',
    dateFormat: 'dd Mmm yyyy',
    newestFirst: false,
    columns: { date: 'Booked', amount: 'Value', text: ['Ref', 'Info'], payer: 'From', entryId: 'ID' },
  };
  expect(lines(read('ID;Booked;Value;From;Ref;Info\n7;5 Nov 2026;1,250.00;Brightwire;ECS0944490;x', layout))).toEqual([
    { row: 2, bookedOn: '2026-11-05', pence: 125_000n, texts: ['ECS0944490', 'x'], payer: 'Brightwire', balance: null, entryId: '7' },
  ]);
});

test.each([
  ['UTF-8 with a BOM', Buffer.from(`\uFEFF${HEADER}\n${row({ credit: '5.00', text: 'Zoë' })}`)],
  ['Windows-1252', Buffer.from(`${HEADER}\n${row({ credit: '5.00', text: 'Zoë' })}`, 'latin1')],
  ['mixed line ends', Buffer.from(`${HEADER}\r\n${row({ credit: '5.00', text: 'Zoë' })}\n`)],
  ['carriage returns only', Buffer.from(`${HEADER}\r${row({ credit: '5.00', text: 'Zoë' })}\r`)],
  ['a trailing comma', Buffer.from(`${HEADER}\n${row({ credit: '5.00', text: 'Zoë' })},\n`)],
])('ADV-4 a file in %s is read right', (_how, bytes) => {
  expect(lines(read(bytes))).toEqual([expect.objectContaining({ pence: 500n, texts: ['Zoë'] })]);
});

test.each([
  ['zero bytes', '', 'empty'],
  ['a header alone', HEADER, 'empty'],
  ['a PDF', '%PDF-1.7 …', 'notAStatement'],
  ['a spreadsheet', 'PK\u0003\u0004…', 'notAStatement'],
  ['XML of another kind', '<?xml version="1.0"?><Document/>', 'otherMessage'],
  ['an unterminated quote', `${HEADER}\n20/11/2026,"BGC,1`, 'unterminatedQuote'],
  ['the file of another bank', 'Number,Date,Account,Amount,Subcategory,Memo\n1,20/11/2026,x,1.00,a,b', 'otherLayout'],
  ['a header that nobody knows', 'a,b,c\n1,2,3', 'header'],
  ['bytes that no text has', 'abc\u0000def', 'notText'],
])('ADV-4 %s is answered with what it is and what to do', (_what, file, code) => {
  const [fault] = faults(read(file));
  expect(fault).toMatchObject({ code, rule: 'ADV-4' });
  expect(fault!.remedy.length).toBeGreaterThan(10);
});

test('ADV-4 UTF-16 is told as such', () => {
  expect(faults(read(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(HEADER, 'utf16le')])))[0]!.detail).toContain('UTF-16');
});

test('ADV-4 every fault of a file is listed at once by row and column, and the whole file waits', () => {
  const file = [
    HEADER,
    row({ credit: 'BAD' }),
    row({ credit: '4.0642E+13' }),
    row({ date: '31/02/2026', credit: '"1,234.5"' }),
    row({ credit: '5.00' }),
    row({}),
    row({ credit: '1.00', account: '99999999' }),
    '20/11/2026,BGC',
  ].join('\n');
  expect(faults(read(file)).map(({ row: at, column, code }) => [at, column, code])).toEqual([
    [2, 'Credit Amount', 'amount'],
    [3, 'Credit Amount', 'amount'],
    [4, 'Transaction Date', 'date'],
    [4, 'Credit Amount', 'amount'],
    [6, 'Credit Amount', 'amount'],
    [7, 'Account Number', 'otherAccount'],
    [8, '', 'columns'],
  ]);
});

test('ADV-4 more faults than are listed are counted, and a file with one line too many is refused', () => {
  const bad = [HEADER, ...Array.from({ length: 60 }, () => row({ credit: 'BAD' }))].join('\n');
  expect(read(bad)).toMatchObject({ faultCount: 60, faults: { length: 50 } });
  const many = (count: number) => [HEADER, ...Array.from({ length: count }, () => row({ credit: '1.00' }))].join('\n');
  expect(lines(read(many(1000)))).toHaveLength(1000);
  expect(faults(read(many(1001)))[0]!.code).toBe('tooManyLines');
});

test('MON-1 amounts are exact or faults: no rounding, no exponents, thousands only where they belong', () => {
  expect(['1,234.50', '1234.50', '£20', '-5.00', '+0.01', '1,234,567.89'].map(readAmount)).toEqual([
    123_450n,
    123_450n,
    2_000n,
    -500n,
    1n,
    123_456_789n,
  ]);
  for (const text of ['', 'BAD', '1,234.5', '1.005', '4.0642E+13', '12,34.00', '1 000.00', '--1.00', '1.00-', '9'.repeat(30)])
    expect(readAmount(text)).toBeNull();
});

test('MON-1 every amount that a bank writes reads back exactly', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 11n }), (pence) =>
      expect(readAmount(`${pence / 100n}.${String(pence % 100n).padStart(2, '0')}`)).toBe(pence),
    ),
  );
});

test('ADV-4 dates are of the calendar: 29 February in leap years, 31 February never', () => {
  expect([readDate('29/02/2028', 'dd/mm/yyyy'), readDate('29/02/2027', 'dd/mm/yyyy'), readDate('31/02/2026', 'dd/mm/yyyy')]).toEqual([
    '2028-02-29',
    null,
    null,
  ]);
  expect([
    readDate('5 Nov 2026', 'dd Mmm yyyy'),
    readDate('20261105', 'yyyymmdd'),
    readDate('05/11/26', 'dd/mm/yy'),
    readDate('2026-11-05', 'yyyy-mm-dd'),
  ]).toEqual(['2026-11-05', '2026-11-05', '2026-11-05', '2026-11-05']);
  expect(readDate('11/05/2026 12:00', 'dd/mm/yyyy')).toBeNull();
});

test('ADV-4 no bytes whatever make the reader throw: they are lines or faults', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.string().map((text) => new Uint8Array(Buffer.from(`${HEADER}\n${text}`))),
      ),
      (bytes) => {
        const file = read(bytes);
        expect('statements' in file || file.faultCount > 0).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test('ADV-4 a layout is recognised by its header, in any case and with spaces', () => {
  expect(
    recogniseLayout(
      HEADER.toUpperCase()
        .split(',')
        .map((name) => ` ${name} `),
    )?.name,
  ).toBe('Lloyds');
  expect(recogniseLayout(['a', 'b'])).toBeUndefined();
});

const statement = (pounds: number[], opening = 1000): ReadStatement => ({
  form: 'csv',
  statementId: null,
  account: null,
  opening: null,
  closing: null,
  lines: lines(
    read(
      lloydsFile(
        pounds.map((each, index) => ({ text: `LINE ${index}`, pounds: each })),
        opening,
      ),
    ),
  ),
});
const withLines = (lines: StatementLine[]): ReadStatement => ({ ...statement([1]), lines });

test('BNK-1 opening plus lines is closing: proved, the first one sets the opening, the next must follow on', () => {
  expect(proveStatement(statement([5, -2]), null, 0)).toMatchObject({ status: 'proved', opening: 100_000n, closing: 100_300n });
  expect(proveStatement(statement([5]), { to: '2026-11-19', closing: 100_000n }, 0).status).toBe('proved');
  expect(proveStatement(statement([5]), { to: '2026-11-19', closing: 100_001n }, 0).status).toBe('gap');
});

test('BNK-1 a wrong sum, an overlap and a file without balances are told apart', () => {
  const changed = statement([5, 7]).lines.map((line, index) => (index === 1 ? { ...line, balance: line.balance! + 1n } : line));
  expect(proveStatement(withLines(changed), null, 0)).toMatchObject({
    status: 'wrongSum',
    detail: expect.stringContaining(`row ${changed[1]!.row}`),
  });
  expect(proveStatement(statement([5, 7]), { to: '2026-11-20', closing: 100_500n }, 1).status).toBe('overlap');
  expect(proveStatement(withLines(statement([5]).lines.map((line) => ({ ...line, balance: null }))), null, 0).status).toBe('unproved');
});
