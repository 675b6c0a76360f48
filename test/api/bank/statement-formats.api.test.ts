import { openDesk, type Desk } from '../../support/desk';
import { camtFile } from '../../support/camt';
import { eventually } from '../../support/eventually';
import { placeOrder, type Order, type Problem } from '../../support/orders';
import { importStatement, posted, trialTotal, type Statement } from '../../support/statements';

let { system, tenant, employer, finance } = {} as Desk;
beforeAll(async () => void ({ system, tenant, employer, finance } = await openDesk('statement-formats', 'formats')));
afterAll(() => system?.stop());
afterEach(async () => expect(await trialTotal(finance)).toBe(0));

const OTHER = 'GB33BARC82621987654321';

test('ADV-4 BNK-1 a batch of a camt.053 pays two orders at once, and the statement proves itself', async () => {
  const orders = [await placeOrder(employer, tenant.companies[0], { credits: 1 }), await placeOrder(employer, tenant.companies[0])];
  const details = orders.map((order, index) => ({ pounds: index === 0 ? '250.00' : '500.00', strd: order.reference }));
  const file = camtFile([{ opening: '10.00', closing: '760.00', entries: [{ pounds: '750.00', reference: 'BATCH', details }] }]);
  const statement = await importStatement(finance, tenant.bankAccounts.lloyds, file);
  expect(statement).toMatchObject({ proof: { status: 'proved' }, progress: { receipts: 2, matched: 2 } });
  await eventually(async () => {
    for (const order of orders) expect((await employer.get<Order>(`/v1/advance-orders/${order.id}`)).body.state).toBe('allocated');
  });
});

test('ADV-4 each statement of a file goes to the account that it names, and the answer tells of all of them', async () => {
  const file = camtFile([
    { id: 'ONE', opening: '760.00', closing: '761.00', entries: [{ pounds: '1.00', reference: 'X' }] },
    { id: 'TWO', iban: OTHER, opening: '0.00', closing: '2.00', entries: [{ pounds: '2.00', reference: 'X' }] },
    { id: 'THREE', iban: OTHER, opening: '2.00', closing: '5.00', entries: [{ pounds: '3.00', reference: 'X' }] },
  ]);
  const { body } = await finance.upload<Statement & { others: Statement[] }>(tenant.bankAccounts.lloyds, file);
  const all = await Promise.all([body, ...body.others].map((each) => posted(finance, each)));
  expect(all.map((each) => [each.bankAccount, each.proof.status, each.progress.receipts])).toEqual([
    [tenant.bankAccounts.lloyds, 'proved', 1],
    [tenant.bankAccounts.barclays, 'proved', 1],
    [tenant.bankAccounts.barclays, 'proved', 1],
  ]);
});

test('ADV-4 a file of another account, ours or not, is told by what it is of, and nothing of it is imported', async () => {
  const before = await system.owner('statements').count();
  const upload = (iban: string) => finance.upload<Problem>(tenant.bankAccounts.lloyds, camtFile([{ iban, entries: [{ pounds: '1.00' }] }]));
  expect((await upload(OTHER)).body.errors[0]).toMatchObject({
    code: 'otherAccount',
    remedy: expect.stringContaining(tenant.bankAccounts.barclays),
  });
  expect((await upload('GB33BARC99999999999999')).body.errors[0]).toMatchObject({
    code: 'otherAccount',
    detail: expect.stringContaining('none of ours'),
  });
  expect(await system.owner('statements').count()).toEqual(before);
});

test('WHY-3 a dry run of an import tells its proof and its faults, keeps nothing and consumes no key', async () => {
  const before = await system.owner('statements').count();
  const dryUpload = <Body>(content: string) =>
    finance.send<Body>('POST', `/v1/bank-accounts/${tenant.bankAccounts.lloyds}/statements?dryRun=true`, content, {
      'Content-Type': 'text/csv',
    });
  const file = camtFile([{ id: 'DRY', opening: '761.00', closing: '762.00', entries: [{ pounds: '1.00', reference: 'D' }] }]);
  const dry = await dryUpload<Statement>(file);
  expect([dry.status, dry.headers.get('countersign-dry-run'), dry.body.proof.status]).toEqual([200, 'true', 'proved']);
  expect(await system.owner('statements').count()).toEqual(before);
  expect((await dryUpload<Problem>('a,b')).status).toBe(422);
});

test('ADV-4 last year’s file is told to be that, and is imported only where it is meant', async () => {
  const account = tenant.bankAccounts.barclays;
  const file = (year: number, text: string) =>
    `Number,Date,Account,Amount,Subcategory,Memo\n,20/11/${year},82-62-19 87654321,5.00,Credit,${text}`;
  await importStatement(finance, account, file(2026, 'THIS YEAR'));
  const refused = await finance.upload<Problem>(account, file(2024, 'FORMER YEAR'));
  expect([refused.status, refused.body.errors[0]!.code]).toEqual([422, 'lastYears']);
  expect(refused.body.errors[0]!.remedy).toContain('older=true');
  const meant = await finance.send<Statement>('POST', `/v1/bank-accounts/${account}/statements?older=true`, file(2024, 'FORMER YEAR'), {
    'Content-Type': 'text/csv',
    'Idempotency-Key': 'older',
  });
  expect(meant.status).toBe(201);
  await posted(finance, meant.body);
});

test('ADV-4 a file that curl -F sent within a form is told how to be sent', async () => {
  const boundary = '------------------------abc';
  const form = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\na,b\r\n--${boundary}--\r\n`;
  const type = { 'Content-Type': `multipart/form-data; boundary=${boundary}` };
  const { status, body } = await finance.upload<Problem>(tenant.bankAccounts.lloyds, form, type);
  expect([status, body.errors[0]]).toMatchObject([422, { code: 'form', remedy: expect.stringContaining('--data-binary @') }]);
});

test('ADV-4 a file without a header or balance is asked about, mapped once with its DR/CR column, and money out is no receipt', async () => {
  const account = tenant.bankAccounts.unmapped;
  const file = '20261120,CR,MAPPED IN,250.00\n20261120,DR,MAPPED OUT,20.00';
  expect((await finance.upload<Problem>(account, file)).body.errors).toMatchObject([
    { code: 'unknownLayout', detail: expect.stringContaining('2 like DR/CR'), remedy: expect.stringContaining('by their numbers') },
  ]);
  const indicator = { column: '2', debit: ['DR'], credit: ['CR'] };
  const columns = { date: '1', amount: '4', text: ['3'], indicator };
  const layout = { name: 'By number', dateFormat: 'yyyymmdd', columns };
  const put = (change: object) =>
    finance.put<Problem>(`/v1/bank-accounts/${account}/layout`, { ...layout, columns: { ...columns, ...change } }, { 'If-Match': '"1"' });
  expect((await put({ indicator: { ...indicator, credit: ['dr'] } })).status).toBe(422);
  expect((await put({ amount: undefined, debit: '4', credit: '4' })).status).toBe(422);
  expect((await put({})).status).toBe(200);
  expect(await importStatement(finance, account, file)).toMatchObject({ progress: { lines: 2, receipts: 1 } });
});

test('ADV-4 BNK-1 an MT940 over new year is read by day, and one that does not add up is kept and shown', async () => {
  const file = (closing: string) =>
    [
      ':20:YEAR',
      ':25:82621912345678',
      ':28C:1/1',
      ':60F:C261231GBP0,',
      ':61:2701021231C5,NTRFNONREF//Y1',
      ':86:LAST OF THE YEAR',
      `:62F:C261231GBP${closing},`,
      '-',
    ].join('\r\n');
  const wrong = await importStatement(finance, tenant.bankAccounts.lloyds, file('6'));
  expect(wrong.proof).toMatchObject({ status: 'wrongSum', detail: expect.stringContaining('£6.00') });
  const rows = await system.owner('receipts').whereRaw('? = any(texts)', ['LAST OF THE YEAR']).select('pence');
  expect(rows).toHaveLength(1);
});
