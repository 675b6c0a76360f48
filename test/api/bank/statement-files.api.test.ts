import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { openDesk, type Desk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { lloydsFile, placeOrder, type Order, type Paid, type Problem } from '../../support/orders';
import { importStatement, posted, trialTotal, type Statement } from '../../support/statements';

let { system, tenant, employer, finance } = {} as Desk;
beforeAll(async () => void ({ system, tenant, employer, finance } = await openDesk('statement-files', 'statements')));
afterAll(() => system?.stop());

const imported = (file: string, account = tenant.bankAccounts.lloyds) => importStatement(finance, account, file);
const read = async (order: Order) => (await finance.get<Order>(`/v1/advance-orders/${order.id}`)).body;
const stateIs = (order: Order, state: string) => eventually(async () => expect((await read(order)).state).toBe(state));

afterEach(async () => expect(await trialTotal(finance)).toBe(0));

test('ADV-4 BNK-1 the same line of an overlapping file counts once, true twins count twice', async () => {
  const lines = [
    { text: 'TWIN OF THE DAY', pounds: 40 },
    { text: 'TWIN OF THE DAY', pounds: 40 },
    { text: 'NEXT', pounds: 1 },
  ];
  const first = await imported(lloydsFile(lines.slice(0, 1), 77_000));
  const second = await imported(lloydsFile(lines, 77_000));
  expect([first.progress.receipts, second.progress.receipts, second.progress.known, second.proof.status]).toEqual([1, 2, 1, 'overlap']);
  expect(await system.owner('receipts').whereRaw('? = any(texts)', ['TWIN OF THE DAY'])).toHaveLength(2);
});

test('ADV-4 IDM-1 the very same file is told to be known, with the import that it became', async () => {
  const file = lloydsFile([{ text: 'ONCE', pounds: 3 }], 88_000);
  const first = await imported(file);
  const again = await finance.upload<Problem & { statement: string }>(tenant.bankAccounts.lloyds, file);
  expect(again).toMatchObject({ status: 409, body: { statement: first.id } });
  expect(again.headers.get('location')).toBe(`/v1/statements/${first.id}`);
});

test('ADV-4 IDM-1 ten uploads of one file at once become one statement: one 201, and to all others the same answer that names it', async () => {
  const file = lloydsFile([{ date: '19/11/2026', text: 'AT ONCE', pounds: 4 }], 99_000);
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => finance.upload<Statement & { statement: string }>(tenant.bankAccounts.lloyds, file)),
  );
  const [taken, ...more] = answers.filter(({ status }) => status === 201);
  expect(more).toEqual([]);
  const others = answers.filter((each) => each !== taken);
  expect(others.map(({ status, body, headers }) => [status, body.statement, headers.get('location')])).toEqual(
    others.map(() => [409, taken!.body.id, `/v1/statements/${taken!.body.id}`]),
  );
  expect((await posted(finance, taken!.body)).progress.receipts).toBe(1);
});

test('ADV-4 BNK-1 what nobody can tell is asked with the known lines beside it; finance answers once, and the ledger is told', async () => {
  const account = tenant.bankAccounts.barclays;
  const barclays = (text: string, more = '') =>
    `Number,Date,Account,Amount,Subcategory,Memo\n,18/11/2026,82-62-19 87654321,40.00,Credit,${text}${more}`;
  await imported(barclays('FIRST EXPORT'), account);
  const { body } = await finance.upload<Statement>(account, barclays('OTHER WORDS', '\n,18/11/2026,82-62-19 87654321,7.00,Credit,SURE'));
  expect(body).toMatchObject({ proof: { status: 'overlap' }, progress: { lines: 2, asked: 1, known: 0 } });
  const asked = await eventually(async () => {
    const { body: statement } = await finance.get<Statement>(`/v1/statements/${body.id}`);
    expect(statement.progress).toMatchObject({ posted: 1, receipts: 1, done: false });
    return statement;
  });
  const doubtful = await finance.get<{ items: { row: number }[] }>(`/v1/statements/${asked.id}/doubtful-lines`);
  expect(doubtful.body.items).toMatchObject([
    {
      row: 2,
      amount: { amount: 4000 },
      texts: ['OTHER WORDS'],
      doubt: 'overlap',
      known: [{ texts: ['FIRST EXPORT'], amount: { amount: 4000 } }],
    },
  ]);
  const decide = (key: string) =>
    finance.post<Statement & Problem>(
      `/v1/statements/${asked.id}/decide-lines`,
      { decision: 'same', reason: 'the same export' },
      { 'Idempotency-Key': key },
    );
  const { body: decided } = await decide('once');
  expect(decided.progress).toMatchObject({ asked: 0, known: 1, posted: 2, done: true });
  expect([asked.proof.detail, decided.proof.detail]).toEqual([
    expect.stringContaining('1 of 2 lines may be known already'),
    '1 of 2 lines were imported before and count once.',
  ]);
  expect((await decide('once')).status).toBe(200);
  expect((await decide('again')).body.errors).toMatchObject([{ code: 'decided', rule: 'ADV-4' }]);
  await eventually(async () => expect((await finance.get<{ stage: string }>(`/v1/processes/${asked.id}`)).body.stage).toBe('Posted'));
  expect((await finance.get<{ items: { event: string }[] }>(`/v1/audit/${asked.id}`)).body.items.map(({ event }) => event)).toContain(
    'linesDecided',
  );
  const { body: day } = await finance.get<{ bankAccounts: object[] }>('/v1/reports/day');
  expect(day.bankAccounts).toContainEqual(
    expect.objectContaining({ account, ledger: { amount: 4700, currency: 'GBP' }, closing: null, difference: null }),
  );
  expect((await finance.get<string>('/v1/reports/day', { Accept: 'text/csv' })).body).toMatch(
    /\r\nbank ledger,Deposit account \(Barclays\),,47.00/,
  );
});

test('BNK-1 a gap and a wrong sum are shown, and nothing of the statement is lost', async () => {
  const account = tenant.bankAccounts.lloyds;
  const gap = await imported(lloydsFile([{ date: '21/11/2026', text: 'AFTER A GAP', pounds: 9 }], 5));
  expect([gap.proof.status, gap.progress.receipts]).toEqual(['gap', 1]);
  const wrong = lloydsFile(
    [
      { date: '22/11/2026', text: 'W1', pounds: 1 },
      { date: '22/11/2026', text: 'W2', pounds: 2 },
    ],
    14,
  ).replace(',17.00', ',17.01');
  expect(await imported(wrong, account)).toMatchObject({ proof: { status: 'wrongSum' }, progress: { receipts: 2 } });
});

test('ADV-4 an account without a layout asks for one; finance maps it under its version and the file is read', async () => {
  const account = tenant.bankAccounts.unmapped;
  const file = 'When;What;Credit;Note\n2026-11-20;T;250.00;hello';
  expect((await finance.upload<Problem>(account, file)).body.errors).toMatchObject([
    { code: 'unknownLayout', detail: expect.stringContaining('"When;What;Credit;Note"'.slice(1, 5)) },
  ]);
  const layout = {
    name: 'Collection',
    delimiter: ';',
    dateFormat: 'yyyy-mm-dd',
    columns: { date: 'When', amount: 'Credit', text: ['Note'] },
  };
  const path = `/v1/bank-accounts/${account}/layout`;
  expect((await finance.put<Problem>(path, layout)).status).toBe(428);
  expect((await finance.put<Problem>(path, layout, { 'If-Match': '"9"' })).status).toBe(412);
  expect((await finance.put<Problem>(path, { ...layout, columns: { date: 'When', text: ['Note'] } }, { 'If-Match': '"1"' })).status).toBe(
    422,
  );
  expect((await finance.put(path, layout, { 'If-Match': '"1"' })).headers.get('etag')).toBe('"2"');
  expect(await imported(file, account)).toMatchObject({ proof: { status: 'unproved' }, progress: { receipts: 1 } });
  expect((await finance.get<{ items: { event: string }[] }>(`/v1/audit/${account}`)).body.items.map((row) => row.event)).toEqual([
    'layoutChanged',
  ]);
});

test('ADV-4 every fault of a file comes back at once by row and column, and nothing of it is imported', async () => {
  const before = await system.owner('statement_lines').count();
  const good = lloydsFile([
    { text: 'A', pounds: 1 },
    { text: 'B', pounds: 2 },
  ]).split('\r\n');
  const file = [good[0], good[1]!.replace('20/11/2026', '31/02/2026'), good[2]!.replace(',1.00,', ',BAD,')].join('\n');
  const { status, body } = await finance.upload<Problem>(tenant.bankAccounts.lloyds, file);
  expect(status).toBe(422);
  expect(body.errors.map(({ row, column, code }) => [row, column, code])).toEqual([
    [2, 'Transaction Date', 'date'],
    [3, 'Credit Amount', 'amount'],
  ]);
  expect(await system.owner('statement_lines').count()).toEqual(before);
});

test.each([
  ['zero bytes', '', 'empty'],
  ['a file of another bank', 'Number,Date,Account,Amount,Subcategory,Memo\n1,20/11/2026,x,1.00,a,b', 'otherLayout'],
  ['the other account’s file', lloydsFile([{ text: 'A', pounds: 1 }]).replace(/12345678/g, '99999999'), 'otherAccount'],
  [
    'half a file',
    lloydsFile([
      { text: 'A', pounds: 1 },
      { text: 'B', pounds: 1 },
    ]).slice(0, -40),
    'columns',
  ],
])('ADV-4 %s is answered with what it is and what to do', async (_what, file, code) => {
  const { status, body } = await finance.upload<Problem>(tenant.bankAccounts.lloyds, file);
  expect([status, body.errors[0]!.code]).toEqual([422, code]);
  expect(body.errors[0]!.remedy.length).toBeGreaterThan(10);
});

test('ADV-4 a file of 200 MB is refused before it is read, told or streamed', async () => {
  const token = await finance.token();
  const send = (headers: Record<string, string | number>, megabytes: number) =>
    new Promise<number>((resolve) => {
      const url = new URL(`/v1/bank-accounts/${tenant.bankAccounts.lloyds}/statements`, system.api);
      const sent = request(
        url,
        {
          method: 'POST',
          headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'text/csv', 'Idempotency-Key': randomUUID(), ...headers },
        },
        (answer) => resolve(answer.statusCode!),
      );
      sent.on('error', () => undefined);
      const chunk = Buffer.alloc(1_000_000, 'x');
      let left = megabytes;
      const write = () => {
        while (left > 0 && !sent.destroyed) if (((left -= 1), !sent.write(chunk))) return void sent.once('drain', write);
        sent.end();
      };
      write();
    });
  expect(await send({ 'Content-Length': 200_000_000 }, 200)).toBe(413);
  expect(await send({ 'Transfer-Encoding': 'chunked' }, 200)).toBe(413);
});

test('ADV-4 10,000 lines are imported with progress, each once, the exact one among them allocated', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  const lines: Paid[] = Array.from({ length: 10_000 }, (_each, index) => ({
    text: index === 5000 ? order.reference : `PAYMENT ${index}`,
    pounds: index === 5000 ? 500 : (index % 90) + 1,
    date: '23/11/2026',
  }));
  const file = lloydsFile(lines, 2_000_000);
  const answer = await finance.upload<Statement>(tenant.bankAccounts.lloyds, file);
  expect(answer.status).toBe(201);
  const statement = await posted(finance, answer.body);
  expect(statement.progress).toEqual({ lines: 10_000, known: 0, asked: 0, posted: 10_000, receipts: 10_000, matched: 1, done: true });
  await stateIs(order, 'allocated');
});
