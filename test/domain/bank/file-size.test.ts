import { readStatementFile } from '../../../domain/bank/statement-file';
import type { StatementFile } from '../../../domain/bank/statement';

const account = { sortCode: '826219', accountNumber: '12345678' };
const limits = { maximumLines: 1000, maximumFaults: 50 };
const read = (text: string): StatementFile => readStatementFile(Buffer.from(text), null, account, limits);
const fault = (text: string) => {
  const file = read(text);
  if (!('faults' in file)) throw new Error('it was read');
  const { code, row } = file.faults[0]!;
  return [code, row];
};

test('ADV-4 lines and columns are counted before anything is parsed: a hundred columns, two lines of the file for each of its own', () => {
  const wide = (columns: number, delimiter = ',') => `a,b\n${Array.from({ length: columns }, () => 'x').join(delimiter)}`;
  for (const delimiter of [',', ';', '\t']) {
    expect(fault(wide(100, delimiter))).toEqual(['unknownLayout', 1]);
    expect(fault(wide(101, delimiter))).toEqual(['tooWide', 2]);
  }
  expect(fault(`a,b\n"${','.repeat(200)}",x`)).toEqual(['unknownLayout', 1]);
  const long = (lines: number, end = '\n') => `a,b${end}`.repeat(lines);
  for (const end of ['\n', '\r', '\r\n']) {
    expect(fault(long(2099, end))).toEqual(['unknownLayout', 1]);
    expect(fault(long(2101, end))).toEqual(['tooManyLines', 2101]);
  }
  expect(fault(`${','.repeat(99)}\n`.repeat(501))).toEqual(['tooManyLines', 501]);
});

test('ADV-4 a line, a text and a tag have an end', () => {
  expect(fault(`a,b\n${'x'.repeat(100_000)}`)).toEqual(['unknownLayout', 1]);
  expect(fault(`a,b\n${'x'.repeat(100_001)}`)).toEqual(['tooLong', 2]);
  expect(fault(`:20:A\n:86:${'x'.repeat(10_001)}`)).toEqual(['tooLong', 2]);
  expect(fault(`:20:A\n:86:${'x'.repeat(9_000)}`)).toEqual(['tag', 1]);
  expect(fault(`<Document><a>${'x'.repeat(100_000)}</a></Document>`)).toEqual(['hostileXml', 1]);
  expect(fault(`<Document a="${'x'.repeat(100_000)}"/>`)).toEqual(['hostileXml', 1]);
  expect(fault(`<Document>${'x'.repeat(100_001)}`)).toEqual(['hostileXml', 1]);
});

test.each([
  ['commas alone', ','.repeat(2_000_000), 'tooLong'],
  ['a million short lines', 'a\n'.repeat(1_000_000), 'tooManyLines'],
  ['empty lines', '\n'.repeat(2_000_000), 'tooManyLines'],
  ['one giant line', 'x'.repeat(2_000_000), 'tooLong'],
  ['quotes alone', '"'.repeat(2_000_000), 'tooLong'],
  ['elements without end', '<a>'.repeat(700_000), 'hostileXml'],
  ['elements of one entry', `<Document><BkToCstmrStmt><Stmt><Ntry>${'<a/>'.repeat(300_000)}`, 'hostileXml'],
  ['empty entries', `<Document><BkToCstmrStmt><Stmt>${'<Ntry/>'.repeat(100_000)}`, 'tooManyLines'],
  ['empty statements', `<Document><BkToCstmrStmt>${'<Stmt/>'.repeat(100_000)}`, 'tooManyLines'],
  ['attributes', `<Document ${Array.from({ length: 50_000 }, (_each, index) => `a${index}=""`).join(' ')}/>`, 'hostileXml'],
  ['a text of MT940 without end', `:20:A\n:25:1\n:60F:C261119GBP0,\n:61:261120C1,NTRFX\n:86:${'more\n'.repeat(100_000)}`, 'tooManyLines'],
  ['messages of MT940', ':20:A\n'.repeat(5_000), 'tooManyLines'],
])('ADV-4 a file of %s is refused', (_what, text, code) => {
  expect(fault(text)[0]).toBe(code);
});
