import { readStatementFile } from '../../../domain/bank/statement-file';
import { quotedReferences } from '../../../domain/bank/matching';
import type { StatementFile } from '../../../domain/bank/statement';
import { proveStatement } from '../../../domain/bank/statement-proof';
import { knownLayouts, type StatementLayout } from '../../../domain/bank/statement-layout';

const account = { sortCode: '826219', accountNumber: '12345678' };
const limits = { maximumLines: 1000, maximumFaults: 50 };
const read = (file: string | Buffer, layout: StatementLayout | null = null): StatementFile =>
  readStatementFile(typeof file === 'string' ? Buffer.from(file) : file, layout, account, limits);
const only = (file: StatementFile) => {
  if ('faults' in file) throw new Error(JSON.stringify(file.faults));
  expect(file.statements).toHaveLength(1);
  return file.statements[0]!;
};

const REFERENCE = 'ECS0944490';
/** One file for each bank: 250.00 in with the reference, then 20.00 out; balances from 1000.00 where the bank gives them. */
const files: Record<string, string> = {
  Barclays: `Number,Date,Account,Amount,Subcategory,Memo\n ,20/11/2026,82-62-19 12345678,250.00,Counter Credit,BRIGHTWIRE ${REFERENCE} BGC\n ,21/11/2026,82-62-19 12345678,-20.00,Debit,FEE`,
  Lloyds: `Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance\r\n21/11/2026,FPO,'82-62-19,12345678,FEE,20.00,,1230.00\r\n20/11/2026,FPI,'82-62-19,12345678,${REFERENCE},,250.00,1250.00\r\n`,
  'Lloyds Commercial': `Post Date,Account Number,Account Name,Type,Amount,Customer Reference,Transaction Detail,Balance\n20/11/2026,12345678,OURS,CR,250.00,${REFERENCE},X,1250.00\n21/11/2026,12345678,OURS,DR,-20.00,FEE,X,1230.00`,
  NatWest: `Date,Type,Description,Value,Balance,Account Name,Account Number\n20 Nov 2026,BAC,"${REFERENCE} , FP 20/11/26",250.00,1250.00,"'OURS","'826219-12345678"\n21 Nov 2026,CHG,FEE,-20.00,1230.00,"'OURS","'826219-12345678"`,
  Starling: `Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes\n20/11/2026,Brightwire,${REFERENCE},FASTER PAYMENT,250.00,1250.00,INCOME,\n21/11/2026,Bank,FEE,FEE,-20.00,1230.00,FEES,`,
  Nationwide: `"Account Name:","FlexAccount ****45678"\r\n"Account Balance:","£1230.00"\r\n"Available Balance: ","£1230.00"\r\n\r\n"Date","Transaction type","Description","Paid out","Paid in","Balance"\r\n"20 Nov 2026","Bank credit ${REFERENCE}","BRIGHTWIRE","","£250.00","£1,250.00"\r\n"21 Nov 2026","Payment to","FEE","£20.00","","£1,230.00"`,
  Monzo: `Transaction ID,Date,Time,Type,Name,Emoji,Category,Amount,Currency,Local amount,Local currency,Notes and #tags,Address,Receipt,Description,Category split\ntx_1,20/11/2026,10:11:12,Faster payment,Brightwire,,Income,250.00,GBP,250.00,GBP,${REFERENCE},,,${REFERENCE},\ntx_2,21/11/2026,10:11:12,Fee,Bank,,Bills,-20.00,GBP,-20.00,GBP,FEE,,,FEE,`,
  Clydesdale: `20261120,CR,${REFERENCE},250.00,1250.00\n20261121,DR,FEE,-20.00,1230.00`,
  MT940: `:20:STARTUMS\r\n:25:GB33LOYD82621912345678\r\n:28C:5/1\r\n:60F:C261119GBP1000,00\r\n:61:2611201120C250,00NTRFNONREF//B1\r\n:86:BRIGHTWIRE\r\n${REFERENCE}\r\n:61:2611211121D20,00NCHGFEE//B2\r\n:62F:C261121GBP1230,00\r\n-`,
};
/** Files that prove nothing by themselves, with the layout that finance keeps for them. */
const mapped: Record<string, { file: string; columns: StatementLayout['columns'] }> = {
  'HSBC, personal': {
    file: `21/11/2026,FEE,-20.00\n20/11/2026,CR ${REFERENCE},"£250.00"\n`,
    columns: { date: '1', amount: '3', text: ['2'] },
  },
  HSBCnet: {
    file: `826219-12345678,20/11/2026,GBP,250.00,${REFERENCE},CREDIT\n826219-12345678,21/11/2026,GBP,20.00,FEE,DEBIT`,
    columns: { date: '2', amount: '4', text: ['5'], currency: '3', indicator: { column: '6', debit: ['Debit'], credit: ['Credit'] } },
  },
  Clydesdale: {
    file: `20261120,,250.00,${REFERENCE}\n20261121,20.00,,FEE`,
    columns: { date: '1', debit: '2', credit: '3', text: ['4'] },
  },
};
const layoutOf = (columns: StatementLayout['columns'], dateFormat: StatementLayout['dateFormat'] = 'dd/mm/yyyy'): StatementLayout => ({
  name: 'By number',
  delimiter: ',',
  dateFormat,
  newestFirst: false,
  columns,
});
const withBalance = ['Lloyds', 'Lloyds Commercial', 'NatWest', 'Starling', 'Nationwide', 'Clydesdale', 'MT940'];

test.each(Object.keys(files))(
  'ADV-4 BNK-1 a file of %s is recognised by itself, read to the penny, and proved where it has balances',
  (bank) => {
    const statement = only(read(files[bank]!));
    expect(statement.lines.map(({ bookedOn, pence }) => [bookedOn, pence])).toEqual([
      ['2026-11-20', 25_000n],
      ['2026-11-21', -2_000n],
    ]);
    expect(quotedReferences(statement.lines[0]!.texts)).toEqual([REFERENCE]);
    expect(quotedReferences(statement.lines[1]!.texts)).toEqual([]);
    const proof = proveStatement(statement, null, 0);
    expect(proof).toMatchObject(
      withBalance.includes(bank) ? { status: 'proved', opening: 100_000n, closing: 123_000n } : { status: 'unproved', opening: null },
    );
  },
);

test.each(Object.keys(files).filter((bank) => bank !== 'MT940'))(
  'ADV-4 a file of %s reads the same with other line ends, a BOM, in Windows-1252 and behind a preamble',
  (bank) => {
    const file = files[bank]!.replace('FEE', 'FÉE');
    const expected = only(read(file)).lines.map(({ pence, texts }) => [pence, texts]);
    const hasHeader = !/^\d/.test(file);
    const forms = [
      file.replace(/\r?\n/g, '\r'),
      file.replace(/\r?\n/, '\r\n'),
      `\uFEFF${file}`,
      Buffer.from(file, 'latin1'),
      ...(hasHeader ? [`Statement of account\nExported 22/11/2026,12:00\n${file}`] : []),
    ];
    for (const form of forms) expect(only(read(form)).lines.map(({ pence, texts }) => [pence, texts])).toEqual(expected);
  },
);

test.each(Object.entries(mapped))(
  'ADV-4 a file of %s has no balance that proves its columns: finance maps it once, and money in and out are told apart',
  (bank, { file, columns }) => {
    expect(read(file)).toMatchObject({ faults: [{ code: 'unknownLayout', remedy: expect.stringContaining('by their numbers') }] });
    const layout = layoutOf(columns, bank === 'Clydesdale' ? 'yyyymmdd' : 'dd/mm/yyyy');
    expect(only(read(file, layout)).lines.map(({ bookedOn, pence, texts }) => [bookedOn, pence, quotedReferences(texts)])).toEqual([
      ['2026-11-20', 25_000n, [REFERENCE]],
      ['2026-11-21', -2_000n, []],
    ]);
  },
);

test('ADV-4 a file of the account’s own bank is at home in any of its exports, another bank’s is told by its name', () => {
  expect(only(read(files['Lloyds Commercial']!, knownLayouts.lloyds)).lines).toHaveLength(2);
  for (const bank of ['Starling', 'NatWest', 'Nationwide', 'Monzo'])
    expect(read(files[bank]!, knownLayouts.lloyds)).toMatchObject({
      faults: [{ code: 'otherLayout', detail: expect.stringContaining(bank) }],
    });
  expect(read(mapped['HSBC, personal']!.file, knownLayouts.lloyds)).toMatchObject({ faults: [{ code: 'header' }] });
});

test('ADV-4 a line in another currency is a fault', () => {
  expect(read(files['Monzo']!.replace('250.00,GBP,250.00', '250.00,EUR,250.00'))).toMatchObject({
    faults: [{ row: 2, column: 'Currency', code: 'currency' }],
  });
});

test.each([
  ['a picture', '\u0089PNG\r\n', 'a picture'],
  ['a web page', '<!DOCTYPE html><html></html>', 'a web page'],
  ['an OFX file', 'OFXHEADER:100\nDATA:OFXSGML', 'an OFX file'],
  ['a QIF file', '!Type:Bank\nD20/11/2026', 'a QIF file'],
  ['JSON', '{"a":1}', 'JSON'],
  ['a compressed file', '\u001f\u008b\u0008', 'a compressed file'],
])('ADV-4 %s is answered with what it is and what to do', (_what, content, named) => {
  expect(read(Buffer.from(content, 'latin1'))).toMatchObject({
    faults: [{ code: 'notAStatement', detail: expect.stringContaining(named) }],
  });
});
