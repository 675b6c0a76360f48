import { readBulkFile } from '../../../domain/registration/bulk-file';
import { singleColumns } from '../../../domain/registration/learner-columns';
import { headerFaults, monthFirstRowOf } from '../../../domain/registration/line-rules';
import { readSingleFile } from '../../../domain/registration/single-file';

const LIMITS = { fileRows: 10 };
const HEADER = singleColumns.slice(0, 33).map(({ title }) => title);
const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding);
const row = (cells: Record<string, string>) => singleColumns.map(({ field }) => (field && cells[field]) ?? '').slice(0, 33);
const ANN = row({ forename: 'Ann', surname: 'Other', country: 'GB' });
const single = (text: string | Buffer) => readSingleFile(typeof text === 'string' ? bytes(text) : text, LIMITS);
const faultsOf = (read: object) => ('faults' in read ? (read.faults as { code: string }[]).map(({ code }) => code) : []);
const names = (text: string | Buffer) => {
  const read = single(text);
  return 'lines' in read ? read.lines.map(({ cells }) => cells.forename) : faultsOf(read);
};

test('REG-7 the columns are A to AG: modifications in J to O, arrangements in P to X, country in AG', () => {
  const at = (letter: string) => singleColumns.find((column) => column.letter === letter)?.field;
  expect([at('A'), at('J'), at('O'), at('P'), at('X'), at('Y'), at('AB'), at('AD'), at('AG')]).toEqual([
    'forename',
    'enlarged',
    'grade',
    'arrangement.extraTime25',
    'arrangement.assistive',
    'postcode',
    'window',
    'reserved.1',
    'country',
  ]);
});

test('REG-7 REG-9 a file is read with its header or without, in any case, with any line ends, commas or semicolons, BOM or Windows-1252', () => {
  const zoe = ANN.with(0, 'Zoë');
  for (const text of [
    ANN.join(','),
    `${HEADER.join(',')}\r\n${ANN.join(',')}\r\n`,
    `${HEADER.join(',').toUpperCase()}\r${ANN.join(',')}`,
    `\n\n${ANN.join(',')}\n${ANN.map(() => '').join(',')}\n`,
    `${HEADER.join(';')}\n${ANN.join(';')}`,
  ])
    expect(names(text)).toEqual(['Ann']);
  expect(names(`\ufeff${zoe.join(',')}`)).toEqual(['Zoë']);
  expect(names(bytes(zoe.join(','), 'latin1'))).toEqual(['Zoë']);
  expect(names(ANN.with(0, '"Ann, or ""Nan"""').join(','))).toEqual(['Ann, or "Nan"']);
});

test('REG-7 a header in another order, with a column missing or doubled, is refused by the names of the columns', () => {
  const header = (titles: string[]) => `${titles.join(',')}\n${ANN.join(',')}`;
  const swapped = HEADER.with(0, HEADER[2]!).with(2, HEADER[0]!);
  expect(faultsOf(single(header(swapped)))).toEqual(['columnsMoved']);
  expect(faultsOf(single(header(HEADER.slice(0, -1))))).toEqual(['columnsMissing']);
  expect(faultsOf(single(header([...HEADER, 'Forename'])))).toEqual(['columnDoubled']);
  expect(faultsOf(single(header(HEADER.with(29, 'Shoe size'))))).toEqual(['columnUnknown']);
  const missing = single(header(HEADER.slice(0, -1)));
  expect(missing).toMatchObject({ faults: [{ row: 1, rule: 'REG-7', detail: expect.stringContaining('Country') }] });
});

test('REG-9 so many rows are read and one more is not; what stands beyond the last column is noted', () => {
  const rows = (count: number) => Array.from({ length: count }, () => ANN.join(',')).join('\n');
  expect(names(rows(10))).toHaveLength(10);
  expect(faultsOf(single(rows(11)))).toEqual(['tooManyRows']);
  expect(single(`${ANN.join(',')},,x`)).toMatchObject({ lines: [{ beyond: 'AI' }] });
  expect(single(`${ANN.join(',')},x`)).toMatchObject({ lines: [{ beyond: 'AH' }] });
  expect(faultsOf(single('"Ann'))).toEqual(['unterminatedQuote']);
  expect(faultsOf(single('NCFE1,1,,,Q1,,'))).toEqual(['bulkFile']);
});

test('REG-9 what is no CSV of learners is told what it is, by its content and at its row, with what to do; of what is too large nothing is split', () => {
  const read = (content: string | Buffer) => {
    const found = single(content);
    if ('lines' in found) throw new Error('read');
    const [{ row: at, code, detail, remedy }] = found.faults as [(typeof found.faults)[number]];
    expect([found.faults.length, remedy.length > 10]).toEqual([1, true]);
    return [at, code, detail];
  };
  const ann = ANN.join(',');
  const other = (what: string) => [1, 'notLearners', `This is ${what}, not a CSV file of learners`];
  const utf16 = Buffer.from(ann, 'utf16le');
  expect(read(Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]))).toEqual(other('a UTF-16 text'));
  expect(read(utf16)).toEqual([1, 'notText', 'The file holds bytes that no text has']);
  expect(read(ann.replace('Ann', 'A\0n'))).toEqual([1, 'notText', 'The file holds bytes that no text has']);
  expect(read('PK\u0003\u0004rest')).toEqual(other('a spreadsheet (or another zip file)'));
  expect(read('%PDF-1.7\n1 0 obj')).toEqual(other('a PDF document'));
  expect(read(`${ann}\n${ANN.join(',')}${','.repeat(5_000)}`)).toEqual([2, 'tooWide', 'A row has more than 100 columns']);
  expect(read(`${ann}\n${ANN.with(0, 'a'.repeat(1_000_000)).join(',')}`)).toEqual([2, 'tooLong', 'A row has more than 20,000 characters']);
  // Also where its quotes hold line ends: as many as make too many lines, or fewer.
  const quoted = (line: string) => `${ann}\n${ANN.with(0, `"${`${line}\n`.repeat(1_000_000 / (line.length + 1))}"`).join(',')}\n${ann}`;
  for (const line of ['', 'a'.repeat(79)]) expect(read(quoted(line))).toEqual([2, 'tooLong', 'A row has more than 20,000 characters']);
  expect(read(quoted('a'.repeat(9_999))).slice(1)).toEqual(['tooLong', 'A row has more than 20,000 characters']);
  expect(read(`${ANN.with(0, '"A\nn"').join(',')}\n`.repeat(200)).slice(1)).toEqual(['tooManyRows', 'The file has more than 10 rows']);
  expect(read(`${ann}\n"${'\n'.repeat(200)}`).slice(1)).toEqual(['tooManyRows', 'The file has more than 10 rows']);
  expect(read('\n\n,,,\n , \n')).toEqual([1, 'empty', 'The file has blank rows only']);
  expect(read('')).toEqual([1, 'empty', 'The file is empty (0 bytes)']);
  expect(names(`${ann}${','.repeat(67)}`)).toEqual(['Ann']);
  expect(faultsOf(single(`${ann}${','.repeat(68)}`))).toEqual(['tooWide']);
});

test.each([
  ['CRLF', '\r\n'],
  ['LF', '\n'],
  ['CR', '\r'],
])('REG-9 a row has the number of the line on which it ends, over blank lines and cells of several lines: %s', (_name, end) => {
  const wide = ANN.with(1, `"Bea${end}${end}Cee"`).with(4, `"1${end}2"`).join(',');
  const read = single(['', '  ', wide, '', ANN.join(','), ANN.map(() => '').join(','), ANN.with(1, '"D ""E"" F"').join(','), ''].join(end));
  expect('lines' in read && read.lines.map(({ row: at, cells }) => [at, cells.middleNames])).toEqual([
    [6, `Bea${end}${end}Cee`],
    [8, undefined],
    [10, 'D "E" F'],
  ]);
});

test('IMP-1 the column Errors, known by its title or as the last one of a bulk file, is left out; what stands beyond it is noted', () => {
  const errors = (text: string) => `${HEADER.join(',')},Errors\n${ANN.join(',')},${text}`;
  expect(single(errors('wrong'))).toMatchObject({ lines: [{ beyond: null, cells: { forename: 'Ann' } }] });
  expect(single(errors('wrong,x'))).toMatchObject({ lines: [{ beyond: 'AI' }] });
  expect(single(`${HEADER.join(',')}\n${ANN.join(',')},wrong`)).toMatchObject({ lines: [{ beyond: 'AH' }] });
  const bulk = (text: string) => readBulkFile(bytes(`NCFE1,1,ref,x,Q1,y,z,,,,,,,wrong\nNCFE2,Ann,,Other,,,,,,,,,,${text}`), LIMITS);
  expect(bulk('wrong')).toMatchObject({ groups: [{ cells: ['NCFE1', '1', 'ref', 'x', 'Q1', 'y', 'z'], lines: [{ beyond: null }] }] });
  expect(bulk('wrong,x')).toMatchObject({ groups: [{ lines: [{ beyond: 'O' }] }] });
});

test('REG-8 a bulk file has its learners under their headers; other records, and learners without a header, are told by row', () => {
  const read = readBulkFile(bytes('ncfe1,100,ref,,Q1,,\nNCFE2,Ann,,Other\nNCFE1,100,,,Q2,,\nNCFE2,Bob,,Other,03/14/2005'), LIMITS);
  if ('faults' in read) throw new Error('faults');
  expect(
    read.groups.map(({ row: at, centre, productCode, lines }) => [at, centre, productCode, lines.map(({ cells }) => cells.forename)]),
  ).toEqual([
    [1, '100', 'Q1', ['Ann']],
    [3, '100', 'Q2', ['Bob']],
  ]);
  expect(monthFirstRowOf(read.groups.flatMap(({ lines }) => lines))).toBe(4);
  expect(faultsOf(readBulkFile(bytes('NCFE2,Ann\nNCFE3,x'), LIMITS))).toEqual(['noHeader', 'recordType']);
  expect(faultsOf(readBulkFile(bytes('NCFE1,1,,,Q1,,'), LIMITS))).toEqual(['empty']);
});

test('REG-8 REG-1 a header is blocked by each of its faults: another centre, no product, a T Level, one that is closed or not approved', () => {
  const product = { type: 'qualification', isOpen: true, booksOnRegistration: false } as never;
  const sent = { centre: '100', productCode: 'Q1', lines: [{}] };
  const codes = (more: object, known: object) =>
    headerFaults({ ...sent, ...more }, { centreNumber: '100', product, isApproved: true, ...known }).map(
      ({ code, column }) => `${column} ${code}`,
    );
  expect(codes({}, {})).toEqual([]);
  expect(codes({ centre: '', lines: [] }, { product: undefined })).toEqual(['B otherCentre', 'E product', 'A noLines']);
  expect(codes({}, { product: { type: 'tLevel', isOpen: true, booksOnRegistration: false } })).toEqual(['E notInBulk']);
  expect(codes({}, { product: { type: 'qualification', isOpen: true, booksOnRegistration: true } })).toEqual(['E notInBulk']);
  expect(codes({}, { product: { type: 'qualification', isOpen: false, booksOnRegistration: false } })).toEqual(['E closed']);
  expect(codes({}, { isApproved: false })).toEqual(['E notApproved']);
});
