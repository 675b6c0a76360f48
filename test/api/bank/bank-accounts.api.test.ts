import { openDesk, type Desk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { lloydsFile, type Problem } from '../../support/orders';
import { importStatement, type Statement } from '../../support/statements';

interface Account {
  id: string;
  name: string;
  state: string;
  sortCode: string;
  ledger: { amount: { amount: number }; closing: { amount: number } | null; difference: { amount: number } | null };
}

let { system, tenant, finance, finance2 } = {} as Desk;
beforeAll(async () => {
  ({ system, tenant, finance, finance2 } = await openDesk('bank-accounts', 'accounts'));
  await finance2.token();
});
afterAll(() => system?.stop());

const IBAN = 'GB33BUKB20201555555555';
const proposal = (change: object = {}) => ({
  name: 'Second current account',
  iban: IBAN,
  layout: 'lloyds',
  reason: 'a new bank',
  ...change,
});
const propose = <Body = Problem>(change: object = {}, by = finance) =>
  by.post<Body & { id: string }>('/v1/bank-accounts', proposal(change));
const account = async (id: string) => (await finance.get<Account>(`/v1/bank-accounts/${id}`)).body;
const oursFile = (pounds: number) =>
  lloydsFile([{ text: 'OURS', pounds }], 0)
    .replace(/82-62-19/g, '20-20-15')
    .replace(/12345678/g, '55555555');

test('SEC-8 ADV-4 one of finance proposes an account, another opens it, and only then statements of it are imported', async () => {
  const { status, body, headers } = await propose<{ state: string; what: string }>();
  expect([status, body.state, body.what, headers.get('location')]).toEqual([201, 'awaiting', 'bankAccount', `/v1/approvals/${body.id}`]);
  expect(await account(body.id)).toMatchObject({
    state: 'proposed',
    sortCode: '202015',
    accountNumber: '55555555',
    iban: IBAN,
    currency: 'GBP',
  });
  const early = await finance.upload<Problem>(body.id, oursFile(5));
  expect([early.status, early.body.type]).toEqual([409, expect.stringContaining('not-open')]);
  const approve = (by = finance2) =>
    by.post<Problem & { state: string }>(`/v1/bank-accounts/${body.id}/approve`, { reason: 'seen the mandate' });
  const own = await approve(finance);
  expect([own.status, own.body.errors[0]!.code]).toEqual([409, 'fourEyes']);
  expect((await account(body.id)).state).toBe('proposed');
  expect((await approve()).body.state).toBe('approved');
  expect((await account(body.id)).state).toBe('open');
  expect((await approve()).status).toBe(409);
  const statement = await importStatement(finance, body.id, oursFile(5));
  expect(statement).toMatchObject({
    ledger: { amount: { amount: 500 }, closing: { amount: 500 }, difference: { amount: 0 } },
  } as Partial<Statement>);
  expect((await account(body.id)).ledger).toMatchObject({ amount: { amount: 500 }, difference: { amount: 0 } });
  const trail = await finance.get<{ items: { event: string }[] }>(`/v1/audit/${body.id}`);
  expect(trail.body.items.map(({ event }) => event)).toEqual(expect.arrayContaining(['proposed', 'approved']));
});

test('SEC-8 a declined account takes no statements, and its number can be proposed again; one that is entered cannot', async () => {
  const numbers = { iban: undefined, sortCode: '10-20-30', accountNumber: '00000001' };
  const first = await propose(numbers);
  const again = await propose(numbers);
  expect([again.status, again.body.errors]).toMatchObject([422, [{ code: 'known', pointer: '/accountNumber' }]]);
  await finance.post(`/v1/bank-accounts/${first.body.id}/decline`, { reason: 'not yet' });
  expect((await account(first.body.id)).state).toBe('declined');
  expect((await propose(numbers)).status).toBe(201);
});

test('SEC-8 two proposals of one number at the same time leave one', async () => {
  const numbers = { iban: undefined, sortCode: '10-20-30', accountNumber: '00000009' };
  const answers = await Promise.all([propose(numbers), propose(numbers, finance2)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
  const { body } = await finance.get<{ items: Account[] }>('/v1/bank-accounts');
  expect(body.items.filter(({ sortCode, state }) => sortCode === '102030' && state === 'proposed')).not.toEqual([]);
});

test('ADV-4 faults of an account come all at once with places and remedies; other currencies are refused in words', async () => {
  const { status, body } = await propose({ iban: undefined, sortCode: '1', accountNumber: '2', currency: 'EUR' });
  expect([status, body.errors.map(({ pointer, code }) => [pointer, code])]).toEqual([
    422,
    [
      ['/sortCode', 'sortCode'],
      ['/accountNumber', 'accountNumber'],
      ['/currency', 'currency'],
    ],
  ]);
  expect(body.errors[2]).toMatchObject({ detail: 'An account in EUR cannot be kept yet', remedy: expect.stringContaining('GBP') });
  expect((await propose({ iban: undefined })).status).toBe(422);
  expect(
    (await finance.post<Problem>('/v1/bank-accounts?dryRun=true', proposal({ iban: 'GB34BUKB20201555555555' }))).body.errors,
  ).toMatchObject([{ code: 'iban', pointer: '/iban' }]);
});

test('FIN-1 every account of the tenant is listed with its ledger beside its last statement', async () => {
  await importStatement(
    finance,
    tenant.bankAccounts.lloyds,
    lloydsFile(
      [
        { text: 'X', pounds: 12 },
        { text: 'OUT', pounds: -2 },
      ],
      100,
    ),
  );
  await eventually(async () => {
    const { body } = await finance.get<{ items: Account[] }>('/v1/bank-accounts');
    const lloyds = body.items.find(({ id }) => id === tenant.bankAccounts.lloyds);
    expect(lloyds).toMatchObject({ ledger: { amount: { amount: 11_000 }, closing: { amount: 11_000 }, difference: { amount: 0 } } });
  });
});
