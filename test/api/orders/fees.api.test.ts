import { londonDate } from '../../../domain/working-days';
import { openDesk, type Desk } from '../../support/desk';
import type { Problem } from '../../support/orders';

let { system, as, employer, given } = {} as Desk;
beforeAll(async () => {
  ({ system, as, employer, given } = await openDesk('fees', 'tariff'));
  await Promise.all([as.administrator.token(), as.administrator2.token()]);
}, 120_000);
afterAll(() => system?.stop());

interface FeeBody {
  item: string;
  cardType: string | null;
  from: string;
  amount: { amount: number };
  stands: boolean;
}
interface Proposed {
  id: string;
  state: string;
  words: string;
  effectiveFrom: string;
  changes: { label: string; before: string | null; after: string | null }[];
}
const inDays = (days: number) => londonDate(new Date(Date.now() + days * 86_400_000).toISOString());
const propose = (change: object = {}, by = as.administrator, query = '') =>
  by.post<Proposed & Problem>(`/v1/fees${query}`, { item: 'card', net: 5_000, vatRate: 20, from: inDays(2), reason: 'dearer', ...change });
const approve = ({ id }: { id: string }, by = as.administrator2) =>
  by.post<Proposed & Problem>(`/v1/fees/${id}/approve`, { reason: 'seen' });
const fees = async () => (await employer.get<{ items: FeeBody[] }>('/v1/fees')).body.items.filter(({ item }) => item === 'card');
const codes = ({ body }: { body: Problem }) => body.errors.map(({ code, pointer }) => [code, pointer]);

test('MON-3 SEC-8 a fee that one administrator proposes and another approves stands from its day; orders that are closed before keep the price of theirs', async () => {
  expect((await propose({}, as.finance)).status).toBe(403);
  expect((await propose({}, as.administrator, '?dryRun=true')).status).toBe(200);
  const proposed = await propose();
  expect(proposed).toMatchObject({
    status: 201,
    body: {
      state: 'awaiting',
      changes: [{ label: 'Card', before: '£57.00 (£47.50 and £9.50 VAT at 20%)', after: '£60.00 (£50.00 and £10.00 VAT at 20%)' }],
    },
  });
  expect((await fees()).map(({ amount }) => amount.amount)).toEqual([5_700]);
  expect(codes(await approve(proposed.body, as.administrator))).toEqual([['fourEyes', '']]);
  expect((await approve(proposed.body)).body.state).toBe('approved');
  expect((await fees()).map(({ from, amount, stands }) => [from, amount.amount, stands])).toEqual([
    ['2020-01-01', 5_700, true],
    [inDays(2), 6_000, false],
  ]);
  const today = await given.employer.closed([await given.employer.finalised()]);
  expect([today.amount, today.vat]).toMatchObject([{ amount: 5_700 }, { amount: 950 }]);
  // Its day has come.
  await system.owner.raw(`update fees set effective_from = current_date - 1 where effective_from > '2020-01-01'`);
  const later = await given.employer.closed([await given.employer.finalised()]);
  expect([later.amount, later.vat]).toMatchObject([{ amount: 6_000 }, { amount: 1_000 }]);
  const again = await employer.get<{ amount: object }>(`/v1/application-orders/${today.id}`);
  expect(again.body.amount).toMatchObject({ amount: 5_700 });
});

test('MON-3 a fee from today or a day before, a type of what has none, a rate of three places: every fault at once; of two from one day the second is refused', async () => {
  expect(codes(await propose({ item: 'fastTrack', cardType: 'craft', from: inDays(0) }))).toEqual([
    ['from', '/from'],
    ['cardType', '/cardType'],
  ]);
  const { status, body } = await propose({ net: -1, vatRate: 17.555, from: '30/11/2026' });
  expect([status, body.errors.map(({ pointer }) => pointer).sort()]).toEqual([422, ['/from', '/net', '/vatRate']]);
  const [one, other] = [await propose({ from: inDays(9) }), await propose({ from: inDays(9), net: 5_100 })];
  expect((await approve(one.body)).status).toBe(200);
  const refused = await approve(other.body);
  expect([refused.status, codes(refused)]).toEqual([409, [['feeTaken', '/from']]]);
  expect(codes(await propose({ from: inDays(9) }))).toEqual([['feeTaken', '/from']]);
  const declined = await as.administrator2.post<Proposed>(`/v1/fees/${other.body.id}/decline`, { reason: 'the other one stands' });
  expect([declined.status, declined.body.state]).toEqual([200, 'declined']);
  expect((await fees()).filter(({ from }) => from === inDays(9)).map(({ amount }) => amount.amount)).toEqual([6_000]);
});
