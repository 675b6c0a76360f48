import { readMt940 } from '../../../domain/bank/mt940-statement';
import type { ReadStatement, StatementFile } from '../../../domain/bank/statement';
import { readStatementFile } from '../../../domain/bank/statement-file';
import { proveStatement } from '../../../domain/bank/statement-proof';
import type { RowFault, StatementLine } from '../../../domain/bank/statement-row';

const account = { sortCode: '826219', accountNumber: '12345678' };
const limits = { maximumLines: 1000, maximumFaults: 50 };
const statementsOf = (file: StatementFile): ReadStatement[] => {
  if ('faults' in file) throw new Error(JSON.stringify(file.faults));
  return file.statements;
};
const read = (text: string) => statementsOf(readStatementFile(Buffer.from(text), null, account, limits));
const faults = (text: string): RowFault[] => {
  const file = readStatementFile(Buffer.from(text), null, account, limits);
  if (!('faults' in file)) throw new Error('it was read');
  return file.faults;
};
const HEAD = [':20:NAME', ':25:GB33LOYD82621912345678', ':28C:5/1', ':60F:C261119GBP1000,'];
/** A message with these lines between its balances. */
const message = (entries: string[], closing = ':62F:C261231GBP1000,') => [...HEAD, ...entries, closing, '-'].join('\r\n');
const entry = (first: string, ...more: string[]): StatementLine => read(message([first, ...more]))[0]!.lines[0]!;
const faultOf = (first: string) => faults(message([first]))[0]!;

test('ADV-4 an entry tells its days, amount, references and texts, none of them cut', () => {
  const [own, banks] = ['A CUSTOMER REFERENCE OF MORE THAN 16', 'AND A REFERENCE OF THE BANK THAT IS LONG'];
  expect(entry(`:61:2611201120C250,50NTRF${own}//${banks}`, 'COUNTER CREDIT', ':86:BRIGHTWIRE', 'ECS0944490')).toEqual({
    row: 1,
    bookedOn: '2026-11-20',
    pence: 25_050n,
    texts: [own, 'COUNTER CREDIT', 'BRIGHTWIRE ECS0944490'],
    payer: '',
    balance: null,
    entryId: banks,
  });
});

test.each([
  ['261120', '1120', '2026-11-20'],
  ['261120', '', '2026-11-20'],
  ['261120', '    ', '2026-11-20'],
  ['270102', '1231', '2026-12-31'],
  ['261231', '0102', '2027-01-02'],
  ['280301', '0229', '2028-02-29'],
  ['280228', '0229', '2028-02-29'],
  ['260701', '0101', '2026-01-01'],
  ['260630', '1231', '2025-12-31'],
  ['260702', '1231', '2026-12-31'],
])('ADV-4 value date %s with entry date "%s" is booked on %s: the year that is nearest', (value, booked, day) => {
  expect(entry(`:61:${value}${booked}C1,NTRFX`).bookedOn).toBe(day);
});

test.each([
  ['261131', '1120', '"261131" is not a value date'],
  ['261320', '', '"261320" is not a value date'],
  ['260231', '', '"260231" is not a value date'],
  ['270301', '0229', '"0229" is not a day on which an entry of 2027-03-01 can be booked'],
  ['261120', '1301', '"1301" is not a day'],
  ['261120', '0231', '"0231" is not a day'],
  ['261120', '0000', '"0000" is not a day'],
])('ADV-4 value date %s with entry date "%s" is a fault with its line', (value, booked, detail) => {
  expect(faultOf(`:61:${value}${booked}C1,NTRFX`)).toMatchObject({
    code: 'date',
    row: 5,
    column: ':61:',
    detail: expect.stringContaining(detail),
  });
});

test.each([
  ['12,', 1200n],
  ['12', 1200n],
  ['12,5', 1250n],
  ['12,05', 1205n],
  ['0,01', 1n],
])('MON-1 the amount %s is %s pence', (amount, pence) => {
  expect(entry(`:61:261120C${amount}NTRFX`).pence).toBe(pence);
});

test.each(['10,005', '10.05', '1.000,00', ',', '99999999999,00'])('MON-1 the amount %s is a fault, never rounded', (amount) => {
  expect(faultOf(`:61:261120C${amount}NTRFX`)).toMatchObject({ code: 'amount', row: 5, detail: expect.stringContaining(`"${amount}"`) });
});

test.each([
  ['C', 100n, undefined],
  ['D', -100n, undefined],
  ['RC', -100n, true],
  ['RD', 100n, true],
  ['CP', 100n, undefined],
  ['DR', -100n, undefined],
  ['RDP', 100n, true],
])('ADV-4 the mark %s means %s pence; a reversal is told as such', (mark, pence, isReversal) => {
  const { pence: found, isReversal: told } = entry(`:61:2611201120${mark}1,NTRFX`);
  expect([found, told]).toEqual([pence, isReversal]);
});

test('ADV-4 what is no entry at all is a fault that shows it', () => {
  expect(faultOf(':61:20 November, 5 pounds')).toMatchObject({ code: 'entry', row: 5, column: ':61:' });
  expect(faultOf(':61:2611201120E1,NTRFX').code).toBe('entry');
});

test.each(['', '//', '//NONREF', '//NOTPROVIDED', '//  ', '//nonref'])('ADV-4 "%s" is no reference of the bank', (reference) => {
  expect(entry(`:61:261120C1,NTRFNONREF${reference}`)).toMatchObject({ entryId: null, texts: [] });
});

test('ADV-4 an entry may lack its kind, and its reference may hold a single stroke', () => {
  expect(entry(':61:261120C1,')).toMatchObject({ pence: 100n, texts: [], entryId: null });
  expect(entry(':61:261120C1,NTRFA/B//C/D')).toMatchObject({ texts: ['A/B'], entryId: 'C/D' });
});

test('ADV-4 a line of a text that looks like a tag is text, unless that tag may follow there', () => {
  const text = [
    ':86:SOMEBODY',
    ':20: is what we owe',
    ':25: or less',
    ':61: no entry',
    ':60F:C261119GBP1,',
    ':62F: at last',
    ':64:C261119GBP1,',
  ];
  const [statement] = read(message([':61:261120C1,NTRFX', ...text]));
  expect(statement!.lines).toHaveLength(1);
  expect(statement!.lines[0]!.texts[1]).toBe(
    'SOMEBODY :20: is what we owe :25: or less :61: no entry :60F:C261119GBP1, :62F: at last :64:C261119GBP1,',
  );
  expect(read(message([':61:261120C1,NTRFX', ':86:A', ':61:261120C2,NTRFY', ':86:B']))[0]!.lines.map(({ pence }) => pence)).toEqual([
    100n,
    200n,
  ]);
});

test('ADV-4 texts after the closing balance belong to no entry, and a second :86: goes on with the first', () => {
  const file = [
    ...HEAD,
    ':61:261120C1,NTRFX',
    ':86:A',
    ':86:B',
    ':62F:C261120GBP1001,',
    ':64:C261120GBP1001,',
    ':65:C261121GBP1001,',
    ':86:NEWS',
    ':64: of us',
  ];
  expect(read([...file, '-'].join('\n'))[0]!.lines.map(({ texts }) => texts)).toEqual([['X', 'A B']]);
});

test.each([
  ['a leading blank line', `\r\n ${message([])}`],
  ['SOH before its block', `\u0001{1:F01BANKGB2LAXXX0000000000}{2:I940BANKGB2LXXXXN}{4:\r\n${message([])}}\u0003`],
  ['a block that begins the first tag’s line', `{1:F01BANKGB2LAXXX0000000000}{4:${message([])}}{5:{CHK:0}}`],
  [':940: before it', `:940:\r\n${message([])}`],
  ['a bank’s own lines before it', `LOYDGB2L\r\n940\r\nLOYDGB2L\r\n${message([])}`],
  ['line feeds alone', message([]).replaceAll('\r\n', '\n')],
  ['carriage returns alone', message([]).replaceAll('\r\n', '\r')],
  ['no end', message([]).slice(0, -3)],
])('ADV-4 a message with %s is read', (_what, text) => {
  expect(read(text)).toMatchObject([
    { form: 'mt940', statementId: 'NAME.5.1', account: '82621912345678', opening: 100_000n, closing: 100_000n, lines: [] },
  ]);
});

test('ADV-4 several messages of a file are statements of their own, pages too, with or without a line between them', () => {
  const page = (number: number, opening: string, closing: string) =>
    [':20:NAME', ':25:826219/12345678', `:28C:5/${number}`, opening, ':61:2611201120C1,NTRFX//SAME', closing].join('\n');
  const pages = [page(1, ':60F:C261119GBP1,', ':62M:C261120GBP2,'), page(2, ':60M:C261120GBP2,', ':62F:D261120GBP3,')];
  for (const between of ['\n-\n', '\n', '\n-}\n{1:X}{4:\n'])
    expect(
      read(pages.join(between)).map(({ statementId, account: of, opening, closing, lines }) => [
        statementId,
        of,
        opening,
        closing,
        lines.length,
      ]),
    ).toEqual([
      ['NAME.5.1', '12345678', 100n, 200n, 1],
      ['NAME.5.2', '12345678', 200n, -300n, 1],
    ]);
  expect(read(pages.join('\n:86:NEWS\n'))).toHaveLength(2);
});

test('BNK-1 a statement that does not add up is read, and told as a wrong sum', () => {
  const [statement] = read(message([':61:261120C1,NTRFX']));
  expect(proveStatement(statement!, null, 0).status).toBe('wrongSum');
  expect(proveStatement(read(message([':61:261120C1,NTRFX'], ':62F:C261120GBP1001,'))[0]!, null, 0).status).toBe('proved');
});

test('ADV-4 a statement covers the days of its entries and of its closing balance', () => {
  const covered = ({ from, to }: ReadStatement) => [from, to];
  expect(covered(read(message([':61:261122C1,NTRFX', ':61:261120C1,NTRFX'], ':62F:C261121GBP1002,'))[0]!)).toEqual([
    '2026-11-20',
    '2026-11-22',
  ]);
  expect(covered(read(message([], ':62F:C261120GBP1000,'))[0]!)).toEqual(['2026-11-20', '2026-11-20']);
});

test('ADV-4 an account in another currency is told as that and by nothing else, with its money in that currency’s words', () => {
  const file = message([':61:261120C10,005NTRFX'], ':62F:D261120GBP1234,5').replaceAll('GBP', 'EUR');
  expect(faults(file)).toMatchObject([
    { code: 'currency', row: 4, detail: 'This statement is of an account in EUR; its balance is -EUR 1,234.50' },
  ]);
});

test('ADV-4 what a statement lacks is named, each with its line', () => {
  const without = (tag: string) =>
    faults(
      message([':61:261120C1,NTRFX'])
        .split('\r\n')
        .filter((line) => !line.startsWith(tag))
        .join('\r\n'),
    ).map(({ code, column, row }) => [code, column, row]);
  expect(without(':25:')).toEqual([['tag', ':25:', 1]]);
  expect(without(':60F:')).toEqual([['tag', ':60F:', 1]]);
  expect(without(':62F:')).toEqual([['cutOff', ':62F:', 5]]);
  expect(read(message([]).replace(':28C:5/1\r\n', ''))[0]!.statementId).toBe('NAME');
});

test('ADV-4 a balance that is none is a fault at its tag', () => {
  const closing = (balance: string) => faults(message([], `:62F:${balance}`)).map(({ code, row, column }) => [code, row, column]);
  expect(closing('1000,00')).toEqual([['balance', 5, ':62F:']]);
  expect(closing('C260231GBP1000,00')).toEqual([['date', 5, ':62F:']]);
  expect(closing('C261120GBP1000,001')).toEqual([['amount', 5, ':62F:']]);
});

test.each([
  ['{1:F01X}{2:O942X}{4:\n:20:A\n:25:1234\n-}', 'MT942, a report within the day'],
  [':20:A\n:25:1234\n:28C:1\n:34F:GBP0,\n:13D:2611201200+0000\n-', 'MT942'],
  [':942:\n:20:A\n:25:1234\n-', 'MT942'],
  ['{1:F01X}{2:I941X}{4:\n:20:A\n-}', 'MT941, a report of balances'],
  ['{1:F01X}{2:I103X}{4:\n:20:A\n-}', 'This is MT103'],
])('ADV-4 another message of SWIFT is told by its name, with what to export', (text, named) => {
  expect(faults(text)).toMatchObject([
    { code: 'otherMessage', detail: expect.stringContaining(named), remedy: expect.stringContaining('MT940') },
  ]);
});

test('ADV-4 a file without a message, one with too many entries, and a text without end are refused', () => {
  expect(readMt940('{1:F01X}', limits)).toMatchObject({ faults: [{ code: 'empty' }] });
  const many = (count: number) => readMt940(message(Array.from({ length: count }, () => ':61:261120C1,NTRFX')), limits);
  expect('statements' in many(1000)).toBe(true);
  expect(many(1001)).toMatchObject({ faults: [{ code: 'tooManyLines' }] });
  expect(readMt940(':20:A\n'.repeat(1001), limits)).toMatchObject({ faults: [{ code: 'tooManyLines' }] });
  const long = (lines: number) =>
    readMt940(message([':61:261120C1,NTRFX', ':86:A', ...Array.from({ length: lines }, () => 'more')]), limits);
  expect('statements' in long(99)).toBe(true);
  expect(long(100)).toMatchObject({ faults: [{ code: 'tooLong', row: 5 }] });
});

test('ADV-4 more faults than are listed are counted', () => {
  expect(readMt940(message(Array.from({ length: 60 }, () => ':61:BAD')), limits)).toMatchObject({ faultCount: 60, faults: { length: 50 } });
});
