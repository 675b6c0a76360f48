import { readBalance } from '../../../domain/bank/statement-amount';
import { readDate } from '../../../domain/bank/statement-row';
import type { StatementFile } from '../../../domain/bank/statement';
import { readStatementFile } from '../../../domain/bank/statement-file';
import { knownLayouts, type StatementLayout } from '../../../domain/bank/statement-layout';

const account = { sortCode: '826219', accountNumber: '12345678' };
const limits = { maximumLines: 1000, maximumFaults: 50 };
const read = (text: string, layout: StatementLayout | null = null): StatementFile =>
  readStatementFile(Buffer.from(text), layout, account, limits);
const lines = (text: string, layout: StatementLayout | null = null) => {
  const file = read(text, layout);
  if ('faults' in file) throw new Error(JSON.stringify(file.faults));
  return file.statements[0]!.lines;
};
const fault = (text: string, layout: StatementLayout | null = null) => {
  const file = read(text, layout);
  if (!('faults' in file)) throw new Error('it was read');
  return file.faults[0]!;
};
const HEADER = 'Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes';
const ROW = '20/11/2026,Brightwire,ECS0944490,FASTER PAYMENT,250.00,1250.00,INCOME,x';

test.each([
  ['a header that ends in a comma', `${HEADER},\n${ROW}`],
  ['a header that ends in commas, and rows too', `${HEADER},,\n${ROW},,`],
  ['rows that end in a comma', `${HEADER}\n${ROW},`],
  ['spaces around quotes', `${HEADER}\n20/11/2026, "Brightwire" ,"ECS0944490" , FASTER PAYMENT,250.00, 1250.00,INCOME,x`],
  ['a balance with one decimal', `${HEADER}\n${ROW.replace('1250.00', '1250.0')}`],
  ['empty lines between', `${HEADER}\n\n${ROW}\n\n`],
])('ADV-4 a file with %s is read', (_what, text) => {
  expect(lines(text)).toEqual([
    {
      row: expect.any(Number),
      bookedOn: '2026-11-20',
      pence: 25_000n,
      texts: ['ECS0944490', 'x'],
      payer: 'Brightwire',
      balance: 125_000n,
      entryId: null,
    },
  ]);
});

test('MON-1 a balance may lack its last nought, and is exact all the same', () => {
  expect(['6340.3', '-1,234.5', '£20', '1.25'].map(readBalance)).toEqual([634_030n, -123_450n, 2_000n, 125n]);
  expect(['', '1.', '1.255', 'x'].map(readBalance)).toEqual([null, null, null, null]);
  expect(fault(`${HEADER}\n${ROW.replace('250.00', '250.0')}`)).toMatchObject({ row: 2, column: 'Amount (GBP)', code: 'amount' });
});

test('ADV-4 a tab parts cells as a comma does, and blank ones stay', () => {
  const tabs = (text: string) => text.replaceAll(',', '\t');
  expect(lines(tabs(`${HEADER}\n${ROW.replace('Brightwire', '')}`))[0]).toMatchObject({
    payer: '',
    texts: ['ECS0944490', 'x'],
    pence: 25_000n,
  });
});

test('ADV-4 a row is said to be cut off only where the file ends within it', () => {
  const short = '20/11/2026,Brightwire';
  expect(fault(`${HEADER}\n${ROW}\n${short}`)).toMatchObject({
    row: 3,
    code: 'columns',
    detail: 'The row has 2 columns, it should have 8',
    remedy: expect.stringContaining('cut off here'),
  });
  expect(fault(`${HEADER}\n${ROW}\n${short}\n`).remedy).not.toContain('cut off');
  expect(fault(`${HEADER}\n${short}\n${ROW}`).remedy).not.toContain('cut off');
  expect(fault(`${HEADER}\n${ROW.replace('Brightwire', 'Bright,wire')}`).remedy).toContain('needs quotes');
});

test('ADV-4 a file that came within a form is told how to be sent', () => {
  const form = `--------------------------abc\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n${HEADER}\r\n${ROW}\r\n--------------------------abc--\r\n`;
  expect(fault(form)).toMatchObject({ code: 'form', remedy: expect.stringContaining('--data-binary @') });
  expect(fault('--a text\nb').code).not.toBe('form');
});

test('ADV-4 the account in the lines before a header is checked against ours', () => {
  const under = (preamble: string) => `${preamble}\n${HEADER}\n${ROW}`;
  for (const ours of [
    'Account Number:,12345678',
    '"Account","82-62-19 12345678"',
    'Current ****5678',
    'IBAN,GB33LOYD82621912345678',
    'Exported 22/11/2026 12:00,12345',
  ])
    expect(lines(under(ours))).toHaveLength(1);
  for (const others of [
    'Account Number:,87654321',
    'account no 87654321',
    '"Account","82-62-19 87654321"',
    'Current ****4321',
    'IBAN,GB33 LOYD 8262 1987 6543 21',
  ])
    expect(fault(under(others))).toMatchObject({ code: 'otherAccount', row: 1, detail: expect.stringMatching(/4321$/) });
});

test('ADV-4 a layout may say which way an amount went by a column of its own; another word, or another sign, is a fault', () => {
  const layout: StatementLayout = {
    ...knownLayouts.starling,
    bank: undefined,
    columns: { date: 'Date', amount: 'Amount', text: ['Text'], indicator: { column: 'Way', debit: ['DR', 'out'], credit: ['CR', ''] } },
  };
  const one = (amount: string, way: string) => `Date,Amount,Way,Text\n20/11/2026,${amount},${way},x`;
  const pence = (amount: string, way: string) => lines(one(amount, way), layout)[0]!.pence;
  expect([pence('5.00', 'CR'), pence('5.00', ''), pence('5.00', 'dr'), pence('-5.00', 'OUT'), pence('0.00', 'cr')]).toEqual([
    500n,
    500n,
    -500n,
    -500n,
    0n,
  ]);
  expect(fault(one('5.00', 'REV'), layout)).toMatchObject({
    row: 2,
    column: 'Way',
    code: 'sign',
    detail: expect.stringContaining('"REV" says neither'),
  });
  expect(fault(one('-5.00', 'CR'), layout)).toMatchObject({ code: 'sign', detail: expect.stringContaining('below nought') });
  expect(fault(one('', 'CR'), layout)).toMatchObject({ column: 'Amount', code: 'amount', detail: 'No amount' });
  expect(fault(one('BAD', 'CR'), layout)).toMatchObject({ column: 'Amount', code: 'amount' });
  expect(fault('Date,Amount,Text\n20/11/2026,1.00,x', layout).detail).toContain('"Way"');
});

test('ADV-4 only years from 1990 to 2100 are told of, whatever the form', () => {
  const years = ['1989', '1990', '2100', '2101', '0001', '9999'];
  expect(years.map((year) => readDate(`01/02/${year}`, 'dd/mm/yyyy'))).toEqual([null, '1990-02-01', '2100-02-01', null, null, null]);
  expect([readDate('01/02/26', 'dd/mm/yy'), readDate('00010201', 'yyyymmdd'), readDate('1 Foo 2026', 'dd Mmm yyyy')]).toEqual([
    '2026-02-01',
    null,
    null,
  ]);
  const camt = (day: string, period = '') =>
    `<Document><BkToCstmrStmt><Stmt><Id>A</Id>${period}<Ntry><Amt>1</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>${day}</Dt></BookgDt></Ntry></Stmt></BkToCstmrStmt></Document>`;
  expect(fault(camt('0001-02-01'))).toMatchObject({ code: 'date', detail: '"0001-02-01" is not a date of the calendar' });
  expect(fault(camt('2026-11-20', '<FrToDt><FrDt>9999-12-31</FrDt></FrToDt>'))).toMatchObject({ code: 'date', column: 'FrToDt' });
  expect(lines(camt('2026-11-20', '<FrToDt><FrDt>2026-11-20</FrDt></FrToDt>'))).toHaveLength(1);
});
