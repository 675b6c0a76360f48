import fc from 'fast-check';
import { readCamt } from '../../../domain/bank/camt-statement';
import { readIsoAmount } from '../../../domain/bank/statement-amount';
import { quotedReferences } from '../../../domain/bank/matching';
import type { ReadStatement, StatementFile } from '../../../domain/bank/statement';
import { proveStatement } from '../../../domain/bank/statement-proof';
import type { RowFault } from '../../../domain/bank/statement-row';
import { camtFile, type CamtEntry } from '../../support/camt';

const limits = { maximumLines: 1000, maximumFaults: 50 };
const statements = (file: StatementFile): ReadStatement[] => {
  if ('faults' in file) throw new Error(JSON.stringify(file.faults));
  return file.statements;
};
const read = (text: string) => statements(readCamt(text, limits));
const fault = (text: string): RowFault => {
  const file = readCamt(text, limits);
  if (!('faults' in file)) throw new Error('it was read');
  return file.faults[0]!;
};
const lines = (entries: CamtEntry[], version = '02') => read(camtFile([{ entries }], version))[0]!.lines;

test.each(['02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '13'])(
  'ADV-4 camt.053.001.%s is read: amount, sign, day, payer, reference, account',
  (version) => {
    const [statement] = read(
      camtFile(
        [
          {
            opening: '1000.00',
            closing: '1490.00',
            entries: [
              { pounds: '500.00', reference: 'R1', details: [{ pounds: '500.00', ustrd: ['ECS0944490'], payer: 'Zoë & Co' }] },
              { pounds: '10', out: true, reference: 'R2', text: 'FEE' },
            ].map((entry) => JSON.parse(JSON.stringify(entry).replace('&', '&amp;')) as CamtEntry),
          },
        ],
        version,
      ),
    );
    expect(statement).toMatchObject({
      account: '82621912345678',
      opening: 100_000n,
      closing: 149_000n,
      from: '2026-11-20',
      to: '2026-11-20',
    });
    expect(statement!.lines).toEqual([
      { row: 1, bookedOn: '2026-11-20', pence: 50_000n, texts: ['ECS0944490'], payer: 'Zoë & Co', balance: null, entryId: 'R1' },
      { row: 2, bookedOn: '2026-11-20', pence: -1_000n, texts: ['FEE'], payer: '', balance: null, entryId: 'R2' },
    ]);
    expect(proveStatement(statement!, null, 0).status).toBe('proved');
  },
);

test('ADV-4 a camt.053 without a namespace is read, one of another message is refused by its name', () => {
  expect(read(camtFile([{ entries: [{ pounds: '1.00' }] }], '02', ''))[0]!.lines).toHaveLength(1);
  const other = (root: string, message: string) =>
    fault(`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${message}"><${root}/></Document>`);
  expect(other('BkToCstmrAcctRpt', 'camt.052.001.02').detail).toContain('camt.052');
  expect(other('BkToCstmrDbtCdtNtfctn', 'camt.054.001.08').detail).toContain('camt.054');
  expect(other('CstmrCdtTrfInitn', 'pain.001.001.03').detail).toContain('pain.001');
  expect(fault('<Document><BkToCstmrAcctRpt/></Document>').detail).toContain('camt.052');
  expect(fault(camtFile([{ entries: [] }], '14')).code).toBe('otherVersion');
  expect(fault('<html><body/></html>').detail).toContain('<html>');
});

const XSD = 'urn:iso:std:iso:20022:tech:xsd:';
test.each([
  [`<Document xmlns="${XSD}camt.052.001.01"><BkToCstmrAcctRptV01/></Document>`, 'camt.052.001.01, a report within the day'],
  [`<Document xmlns="${XSD}camt.052.001.08"/>`, 'camt.052.001.08, a report within the day'],
  ['<Document><BkToCstmrAcctRptV01><Rpt><Ntry/></Rpt></BkToCstmrAcctRptV01></Document>', 'camt.052, a report within the day'],
  [`<d:Document xmlns:d="${XSD}camt.052.001.02"><d:BkToCstmrAcctRpt/></d:Document>`, 'camt.052.001.02'],
  [
    `<Envelope><Document xmlns="${XSD}camt.054.001.08"><BkToCstmrDbtCdtNtfctn/></Document></Envelope>`,
    'camt.054.001.08, a notice of single entries',
  ],
  ['<Envelope><Body><Document><BkToCstmrDbtCdtNtfctn/></Document></Body></Envelope>', 'camt.054, a notice'],
  [`<Document xmlns="${XSD}camt.060.001.05"><AcctRptgReq/></Document>`, 'camt.060.001.05, not camt.053'],
])('ADV-4 another message is told by its name and what to export instead: %s', (text, named) => {
  expect(fault(text)).toMatchObject({
    code: 'otherMessage',
    detail: expect.stringContaining(named),
    remedy: expect.stringContaining('camt.053'),
  });
});

test('ADV-4 a statement within an envelope with a header of its own is read, a Document that is no message is not', () => {
  const document = camtFile([{ entries: [{ pounds: '1.00' }] }]).replace(/<\?xml.*?\?>/, '');
  expect(
    read(`<Envelope><AppHdr xmlns="${XSD}head.001.001.02"><MsgDefIdr>X</MsgDefIdr></AppHdr>${document}</Envelope>`)[0]!.lines,
  ).toHaveLength(1);
  expect(fault('<Document><BkToCstmrStmt/></Document>').code).toBe('empty');
  expect(fault('<Document/>').detail).toBe('This is XML with <Document>, not a bank statement');
});

test('ADV-4 however much a file is indented, it is read', () => {
  const entries = Array.from({ length: 900 }, () => ({ pounds: '1.00' }));
  const indented = camtFile([{ entries }]).replaceAll('<Ntry>', `\n${' '.repeat(40)}<Ntry>`);
  expect(read(indented)[0]!.lines).toHaveLength(900);
});

test('ADV-4 the currency of a statement is the reason, whatever else it has or lacks, in its own words', () => {
  const foreign = (currency: string, more: object) => readCamt(camtFile([{ currency, entries: [], ...more }]), limits);
  expect(foreign('EUR', {})).toMatchObject({
    faultCount: 1,
    faults: [{ code: 'currency', detail: 'This statement is of an account in EUR' }],
  });
  const text = camtFile([
    { currency: 'EUR', opening: '1.00', closing: '1234.50', entries: [{ pounds: '1.00', currency: 'EUR' }] },
  ]).replaceAll('GBP', 'EUR');
  expect(readCamt(text, limits)).toMatchObject({
    faultCount: 1,
    faults: [{ code: 'currency', detail: expect.stringContaining('its balance is EUR 1,234.50') }],
  });
  expect(fault(text.replace('<Ccy>EUR</Ccy>', ''))).toMatchObject({ code: 'currency', detail: expect.stringContaining('EUR') });
  const second = camtFile([
    { entries: [{ pounds: 'BAD' }] },
    { currency: 'EUR', entries: [{ pounds: 'BAD' }] },
    { entries: [{ pounds: '1.00' }] },
  ]);
  expect(readCamt(second, limits)).toMatchObject({ faultCount: 2, faults: [{ code: 'amount' }, { code: 'currency' }] });
});

test('ADV-4 an entry in another currency, and a batch that does not add up, are told in money', () => {
  expect(fault(camtFile([{ entries: [{ pounds: '1234.50', currency: 'EUR' }] }])).detail).toBe('This entry is of EUR 1,234.50');
  const details = [{ pounds: '250.00' }, { pounds: '500.00' }];
  expect(fault(camtFile([{ entries: [{ pounds: '750.01', details }] }])).detail).toBe(
    'The 2 transactions of this entry are £750.00 together, the entry is £750.01',
  );
});

test('ADV-4 a reference that says that there is none is none', () => {
  expect(lines([{ pounds: '1.00', reference: 'NOTPROVIDED' }])[0]!.entryId).toBeNull();
  expect(lines([{ pounds: '1.00', reference: 'NONREF' }])[0]!.entryId).toBeNull();
});

test('ADV-4 a statement without entries is read where it has dates, and is a fault where it has none', () => {
  expect(read(camtFile([{ opening: '1.00', closing: '1.00', entries: [] }]))[0]).toMatchObject({
    from: '2026-11-20',
    to: '2026-11-20',
    lines: [],
  });
  expect(fault(camtFile([{ entries: [] }])).code).toBe('period');
});

test('ADV-4 the reference is found in every place where banks put it, and NOTPROVIDED is none', () => {
  const reference = 'ECS0944490';
  const found = (entry: Partial<CamtEntry>) => quotedReferences(lines([{ pounds: '5.00', ...entry }])[0]!.texts);
  expect(found({ details: [{ strd: reference }] })).toEqual([reference]);
  expect(found({ details: [{ ustrd: ['PAYMENT ECS0', '944490'] }] })).toEqual([reference]);
  expect(found({ details: [{ endToEnd: reference }] })).toEqual([reference]);
  expect(found({ text: `CREDIT ${reference}` })).toEqual([reference]);
  expect(found({ text: `CREDIT ${reference}`, details: [{}] })).toEqual([reference]);
  expect(lines([{ pounds: '5.00', details: [{}] }])[0]!.texts).toEqual([]);
});

test('ADV-4 a batch is so many receipts that add up to its entry, and its own text belongs to none of them', () => {
  const details = [
    { pounds: '250.00', ustrd: ['ECS0944490'] },
    { pounds: '500.00', ustrd: ['ECS0944587'] },
  ];
  const batch = lines([{ pounds: '750.00', reference: 'B', text: 'ECS9999999', details }]);
  expect(batch.map(({ pence, texts, entryId }) => [pence, texts, entryId])).toEqual([
    [25_000n, ['ECS0944490'], 'B/1'],
    [50_000n, ['ECS0944587'], 'B/2'],
  ]);
  expect(fault(camtFile([{ entries: [{ pounds: '750.01', details }] }])).code).toBe('batch');
  const untold = lines([{ pounds: '750.00', text: 'ALL', details: details.map(({ ustrd }) => ({ ustrd })) }]);
  expect(untold.map(({ pence, texts }) => [pence, texts])).toEqual([[75_000n, []]]);
});

test('ADV-4 pending entries are not money, debits are money out, a reversal is told as such and never matched by itself', () => {
  const found = lines([
    { pounds: '1.00', status: 'PDNG' },
    { pounds: '2.00', status: 'INFO' },
    { pounds: '3.00', out: true },
    { pounds: '4.00', reversal: true },
  ]);
  expect(found.map(({ pence, isReversal }) => [pence, isReversal])).toEqual([
    [-300n, undefined],
    [400n, true],
  ]);
});

test('ADV-4 other currencies are refused, with the line of the file', () => {
  expect(fault(camtFile([{ currency: 'EUR', entries: [] }]))).toMatchObject({ code: 'currency', row: 3 });
  expect(fault(camtFile([{ entries: [{ pounds: '1.00', currency: 'EUR' }] }]))).toMatchObject({ code: 'currency', column: 'Amt' });
});

test('ADV-4 several statements and accounts of one file are told apart, entries with one reference as well', () => {
  const file = camtFile([
    {
      id: 'A',
      entries: [
        { pounds: '1.00', reference: 'SAME' },
        { pounds: '1.00', reference: 'SAME' },
      ],
    },
    { id: 'B', iban: 'GB33BARC82621987654321', entries: [{ pounds: '1.00', reference: 'SAME' }] },
  ]);
  expect(read(file).map((each) => [each.account, each.lines.map((line) => line.entryId)])).toEqual([
    ['82621912345678', ['SAME', 'SAME']],
    ['82621987654321', ['SAME']],
  ]);
});

test('BNK-1 a camt.053 whose lines do not lead to its closing balance is shown as a wrong sum', () => {
  const sums = (closing: string) =>
    proveStatement(read(camtFile([{ opening: '-5.00', closing, entries: [{ pounds: '10.00' }] }]))[0]!, null, 0).status;
  expect([sums('5.00'), sums('5.01')]).toEqual(['proved', 'wrongSum']);
  expect(
    proveStatement(read(camtFile([{ opening: '7.00', closing: '7.00', entries: [] }]))[0]!, { to: '2026-11-19', closing: 800n }, 0).status,
  ).toBe('gap');
});

test('ADV-4 every fault of a camt.053 is listed at once with its line; a limit ends a file that is too long', () => {
  const file = readCamt(camtFile([{ entries: [{ pounds: 'BAD' }, { pounds: '1.005' }, { pounds: '1.00', date: '2026-02-31' }] }]), limits);
  expect(file).toMatchObject({ faultCount: 3, faults: [{ code: 'amount' }, { code: 'amount' }, { code: 'date' }] });
  const many = Array.from({ length: 1001 }, () => ({ pounds: '1.00' }));
  expect(fault(camtFile([{ entries: many }])).code).toBe('tooManyLines');
});

test.each([
  ['entities that multiply', '<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;&x;">]><a>&z;</a>', 'hostileXml'],
  ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 'hostileXml'],
  ['an external DTD', '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/evil.dtd"><a/>', 'hostileXml'],
  ['an unknown entity', '<Document><a>&evil;</a></Document>', 'brokenXml'],
  ['elements nested without end', '<Document>'.repeat(10_000), 'hostileXml'],
  ['one endless text', `<Document><a>${'x'.repeat(3_000_000)}</a></Document>`, 'hostileXml'],
  ['half a file', camtFile([{ entries: [{ pounds: '1.00' }] }]).slice(0, -60), 'brokenXml'],
  ['two roots', '<Document/><Document/>', 'brokenXml'],
])('ADV-4 XML with %s is refused where it shows itself', (_what, text, code) => {
  expect(fault(text)).toMatchObject({ code, rule: 'ADV-4' });
  expect(fault(text).remedy.length).toBeGreaterThan(10);
});

test('MON-1 amounts of ISO 20022 are exact pence or faults', () => {
  expect(['1', '1.5', '1.50', '1.50000', '0.01'].map(readIsoAmount)).toEqual([100n, 150n, 150n, 150n, 1n]);
  for (const text of ['', '1.005', '-1.00', '1,00', '1e3', '.5', '1.', '1.500000']) expect(readIsoAmount(text)).toBeNull();
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), (pence) =>
      expect(readIsoAmount(`${pence / 100n}.${String(pence % 100n).padStart(2, '0')}`)).toBe(pence),
    ),
  );
});
