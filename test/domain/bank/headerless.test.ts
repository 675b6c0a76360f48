import fc from 'fast-check';
import { readStatementFile } from '../../../domain/bank/statement-file';
import type { StatementFile } from '../../../domain/bank/statement';
import type { StatementLayout } from '../../../domain/bank/statement-layout';
import { inFile } from '../../support/bank-forms';

const account = { sortCode: '826219', accountNumber: '12345678' };
const limits = { maximumLines: 1000, maximumFaults: 50 };
const read = (rows: string[], layout: StatementLayout | null = null): StatementFile =>
  readStatementFile(Buffer.from(rows.join('\n')), layout, account, limits);
const lines = (rows: string[], layout: StatementLayout | null = null) => {
  const file = read(rows, layout);
  if ('faults' in file) throw new Error(JSON.stringify(file.faults));
  return file.statements[0]!.lines;
};
const pence = (rows: string[]) => lines(rows).map((line) => line.pence);
const faults = (rows: string[], layout: StatementLayout | null = null) => {
  const file = read(rows, layout);
  if (!('faults' in file)) throw new Error('it was read');
  return file.faults;
};
const codes = (rows: string[]) => faults(rows).map(({ code }) => code);

test.each([
  ['a signed amount', ['20261120,REF A,250.00,1250.00', '20261121,REF B,-20.00,1230.00']],
  ['amount and balance in the other order', ['20261120,1250.00,REF A,250.00', '20261121,1230.00,REF B,-20.00']],
  ['newest first', ['20261121,REF B,-20.00,1230.00', '20261120,REF A,250.00,1250.00']],
  ['DR and CR', ['20261120,CR,REF A,250.00,1250.00', '20261121,DR,REF B,20.00,1230.00']],
  ['DR and CR behind the amount, in small letters', ['20261120,REF A,250.00,cr,1250.00', '20261121,REF B,20.00,dr,1230.00']],
  ['DR and CR beside an amount with its sign', ['20261120,CR,REF A,250.00,1250.00', '20261121,DR,REF B,-20.00,1230.00']],
  ['a sign of its own', ['20261120,REF A,+,250.00,1250.00', '20261121,REF B,-,20.00,1230.00']],
  ['a sign for money out alone', ['20261120,REF A,,250.00,1250.00', '20261121,REF B,-,20.00,1230.00']],
  ['debit before credit', ['20261120,REF A,,250.00,1250.00', '20261121,REF B,20.00,,1230.00']],
  ['credit before debit', ['20261120,REF A,250.00,,1250.00', '20261121,REF B,,20.00,1230.00']],
  ['a debit below nought', ['20261120,REF A,,250.00,1250.00', '20261121,REF B,-20.00,,1230.00']],
  ['a reference that is a number', ['20261120,77001234,250.00,1250.00', '20261121,77001235,-20.00,1230.00']],
  ['a balance with one decimal', ['20261120,REF A,250.00,1250.5', '20261121,REF B,-20.00,1230.5']],
  ['spaces, quotes and a comma at the end', ['20261120, "REF, A" ,250.00, 1250.00,', '20261121,"REF B",-20.00,1230.00,']],
])('ADV-4 a file without a header that has %s is read where its balance proves that', (_how, rows) => {
  expect(lines(rows).map((line) => [line.bookedOn, line.pence])).toEqual([
    ['2026-11-20', 25_000n],
    ['2026-11-21', -2_000n],
  ]);
});

test('ADV-4 what is no money stays text, also DR and CR where the amounts have their signs', () => {
  expect(
    lines(['20261120,CR,REF A,77001234,250.00,1250.00', '20261121,DR,REF B,77001235,-20.00,1230.00']).map(({ texts, balance }) => [
      texts,
      balance,
    ]),
  ).toEqual([
    [['CR', 'REF A', '77001234'], 125_000n],
    [['DR', 'REF B', '77001235'], 123_000n],
  ]);
  expect(lines(['20261120,CR,REF A,250.00,1250.00,GBP', '20261121,DR,REF B,20.00,1230.00,GBP']).map(({ texts }) => texts)).toEqual([
    ['REF A'],
    ['REF B'],
  ]);
});

test.each([
  ['no balance', ['20261120,REF A,250.00', '20261121,REF B,-20.00']],
  ['one line alone', ['20261120,REF A,250.00,1250.00']],
  ['a line that does not follow', ['20261120,REF A,250.00,1250.00', '20261121,REF B,-20.00,1230.00', '20261122,REF C,1.00,1231.01']],
  ['a line without a balance', ['20261120,REF A,250.00,1250.00', '20261121,REF B,-20.00,1230.00', '20261122,REF C,1.00,']],
  ['two readings that add up', ['20261120,REF,0.00,5.00,0.00,5.00', '20261121,REF,1.00,6.00,2.00,7.00']],
  ['lines of one day that add up both ways', ['20261120,REF A,20.00,120.00', '20261120,REF B,-20.00,100.00']],
  ['two columns of dates', ['20261120,20261120,REF,250.00,1250.00', '20261121,20261121,REF,-20.00,1230.00']],
  ['too many columns of amounts', ['20261120,REF,1.00,2.00,3.00,4.00,5.00,6.00,7.00', '20261121,REF,1.00,2.00,3.00,4.00,5.00,6.00,8.00']],
])('ADV-4 a file without a header that has %s is never guessed: finance maps it', (_what, rows) => {
  expect(codes(rows)).toEqual(['unknownLayout']);
});

test('ADV-4 finance is told what each column looks like, and why it is asked', () => {
  const asked = faults(['826219-12345678,20261120,GBP,REF A,CR,,250.00', '826219-12345678,20261121,GBP,REF B,DR,,20.00'])[0]!;
  expect(asked.detail).toBe(
    'The file has no header, and no running balance proves on every line which columns hold the money: columns 1 like an account, 2 like dates, 3 like a currency, 4 like text, 5 like DR/CR, 6 like nothing, 7 like amounts',
  );
  expect(asked.remedy).toContain('by their numbers');
  expect(faults(['20261120,REF,0.00,5.00,0.00,5.00', '20261121,REF,1.00,6.00,2.00,7.00'])[0]!.detail).toContain(
    'more than one reading of its columns adds up: columns 1 like dates, 2 like text, 3 and 4 and 5 and 6 like amounts',
  );
  expect(faults(['82-62-19,12345678,20261120,REF,1.00'])[0]!.detail).toContain('1 like a sort code');
});

test('ADV-4 a wrong date, amount, or word of a file without a header is named on its row', () => {
  const rows = Array.from({ length: 9 }, (_each, index) => `2026112${index},REF,CR,1.00,${index + 1}.00`);
  const named = (last: string) => faults([...rows, last]).map(({ row, column, code }) => [row, column, code]);
  expect(named('20260231,REF,CR,1.00,10.00')).toEqual([[10, '1', 'date']]);
  expect(named('20260231,REF,CR,BAD,10.00')).toEqual([
    [10, '1', 'date'],
    [10, '4', 'amount'],
  ]);
  expect(named('20261130,REF,CR,1.00,BAD')).toEqual([[10, '5', 'amount']]);
  expect(named('20261130,REF,CR,,10.00')).toEqual([[10, '4', 'amount']]);
  expect(named('20261130,REF')).toEqual([[10, '', 'columns']]);
  const unproved = Array.from({ length: 9 }, (_each, index) => `2026112${index},REF,1${index}.00`);
  expect(
    faults([...unproved, '00010101,REF,1.00']).map(({ row, column, code, detail }) => [row, column, code, detail.slice(0, 30)]),
  ).toEqual(
    [
      [10, '1', 'date', '"00010101" is not a date of the'],
      [1, '', 'unknownLayout', 'The file has no header, and no'],
    ].map(([row, column, code, detail]) => [row, column, code, (detail as string).slice(0, 30)]),
  );
});

test('ADV-4 a header that nobody knows is shown as a header', () => {
  expect(faults(['When,What,Money', '20261120,REF,1.00'])[0]).toMatchObject({
    code: 'unknownLayout',
    detail: 'The first line is no header that is known: "When", "What", "Money"',
  });
});

const own = (first: string) => [`20261120,${first},REF A,250.00,1250.00`, `20261121,${first},REF B,-20.00,1230.00`];
test('ADV-4 the account that a file without a header names is checked against ours, in one column or two', () => {
  for (const ours of ['82-62-19 12345678', '826219-12345678', '82621912345678', '82-62-19,12345678', "'82-62-19,12345678"])
    expect(pence(own(ours))).toEqual([25_000n, -2_000n]);
  for (const others of ['20-00-00 12345678', '200000-12345678', '20000012345678', '20-00-00,12345678', '82-62-19,12345679'])
    expect(faults(own(others))).toMatchObject([
      { code: 'otherAccount', row: 1, detail: expect.stringMatching(/^2 of 2 lines are of account/) },
    ]);
  const payers = ['20261120,20-00-00 11111111,REF A,250.00,1250.00', '20261121,20-00-00 22222222,REF B,-20.00,1230.00'];
  expect(pence(payers)).toEqual([25_000n, -2_000n]);
  expect(codes([own('82-62-19 12345678')[0]!, own('20-00-00 12345678')[1]!])).toEqual(['otherAccount']);
});

test('ADV-4 the account is checked under a layout of finance that does not map it, by number or by name', () => {
  const layout = (columns: StatementLayout['columns']): StatementLayout => ({
    name: 'Ours',
    delimiter: ',',
    dateFormat: 'yyyymmdd',
    newestFirst: false,
    columns,
  });
  const byNumber = layout({ date: '1', amount: '4', text: ['3'] });
  expect(lines(own('82-62-19 12345678'), byNumber)).toHaveLength(2);
  expect(faults(own('20-00-00 12345678'), byNumber)[0]).toMatchObject({ code: 'otherAccount', column: '2' });
  const byName = layout({ date: 'When', amount: 'Money', text: ['What'] });
  const named = (header: string, cells: string) => [`When,What,Money,${header}`, `20261120,REF,1.00,${cells}`];
  expect(lines(named('Account Number,Sort Code', '12345678,82-62-19'), byName)).toHaveLength(1);
  expect(faults(named('Account Number,Sort Code', '12345678,20-00-00'), byName)[0]!.code).toBe('otherAccount');
  expect(faults(named('account no', '87654321'), byName)[0]!.code).toBe('otherAccount');
  expect(faults(named('SORT CODE', '20-00-00'), byName)[0]!.code).toBe('otherAccount');
  expect(lines(named('Payer account', '20-00-00 12345678'), byName)).toHaveLength(1);
});

test('ADV-4 whatever columns are guessed, the lines are the ones that were written', () => {
  const movement = fc.record({
    pence: fc.bigInt({ min: -100_000n, max: 100_000n }).filter((each) => each !== 0n),
    number: fc.nat({ max: 99_999 }),
  });
  fc.assert(
    fc.property(
      fc.array(movement, { minLength: 2, maxLength: 12 }),
      fc.bigInt({ min: -100_000n, max: 100_000n }),
      fc.nat({ max: 3 }),
      (movements, opening, shape) => {
        let balance = opening;
        const rows = movements.map(({ pence: each, number }, index) => {
          balance += each;
          const [out, size] = [each < 0n, inFile(each < 0n ? -each : each)];
          const money = [[inFile(each)], [out ? 'DR' : 'CR', size], [out ? size : '', out ? '' : size], [out ? '' : size, out ? size : '']][
            shape
          ]!;
          return [`202611${String(index + 10)}`, 'REF', String(number), ...money, inFile(balance)].join(',');
        });
        const file = read(rows);
        if ('faults' in file) expect(file.faults.map(({ code }) => code)).toEqual(['unknownLayout']);
        else expect(file.statements[0]!.lines.map((line) => line.pence)).toEqual(movements.map((each) => each.pence));
      },
    ),
    { numRuns: 300 },
  );
});
