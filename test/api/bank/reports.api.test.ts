import { inPounds } from '../../../domain/money';
import { openDesk, type Desk } from '../../support/desk';
import { eventually } from '../../support/eventually';

interface Movement {
  reference: string;
  amount: { amount: number };
  from: string;
  to: string;
}
type Day = Record<'allocations' | 'reversals' | 'returns' | 'adjustments', Movement[]>;

let desk: Desk;
beforeAll(async () => void (desk = await openDesk('reports')));
afterAll(() => desk?.system.stop());

test('FIN-1 the day has its reversals, returns and adjustments beside its allocations, each with its case and accounts by name; the CSV has plain numbers', async () => {
  const { finance, finance2, given, look, tenant } = desk;
  const [company] = tenant.companies;
  const { id, order } = await given.reversal();
  expect((await finance2.post(`/v1/reversals/${id}/approve`, { reason: 'r' })).status).toBe(200);
  const allocated = await given.allocated(2);
  const stranger = await given.suspense('A STRANGER', 12.34);
  expect((await finance.post(`/v1/receipts/${stranger.id}/return`, { reason: 'r' })).status).toBe(200);
  const wish = { from: `funds/${company.company}`, to: 'writeOffs', amount: 5_000, reason: 'r' };
  const { body: proposed } = await finance.post<{ id: string; reference: string }>('/v1/adjustments', wish);
  expect((await finance2.post(`/v1/adjustments/${proposed.id}/approve`, { reason: 'r' })).status).toBe(200);

  const funds = `Funds of ${company.name}`;
  const { body: day } = await finance.get<Day>('/v1/reports/day');
  expect(day.allocations).toMatchObject([
    { reference: order.reference, amount: { amount: 25_000 }, from: 'Suspense', to: funds },
    { reference: allocated.reference, amount: { amount: 50_000 }, from: 'Suspense', to: funds },
  ]);
  expect(day.reversals).toMatchObject([{ reference: order.reference, amount: { amount: 25_000 }, from: funds, to: 'Suspense' }]);
  expect(day.returns).toMatchObject([
    { reference: expect.stringMatching(/^S-/), amount: { amount: 1_234 }, from: 'Suspense', to: 'Returns to senders' },
  ]);
  expect(day.adjustments).toMatchObject([{ reference: proposed.reference, amount: { amount: 5_000 }, from: funds, to: 'Write-offs' }]);

  const { body: trial } = await finance.get<{ accounts: { account: string; name: string; balance: { amount: number } }[] }>(
    '/v1/reports/trial-balance',
  );
  const { body: csv } = await finance.get<string>('/v1/reports/day', { Accept: 'text/csv' });
  const rows = csv.split('\r\n').filter(Boolean);
  expect(csv).not.toMatch(/£|[0-9a-f]{8}-[0-9a-f]{4}-/);
  expect(rows.slice(1).every((row) => /,(-?\d+\.\d\d)?$/.test(row))).toBe(true);
  for (const { name, balance } of trial.accounts) expect(rows).toContain(`trial balance,${quoted(name)},,${plain(balance.amount)}`);
  expect(rows).toContain('trial balance,Total,,0.00');
  expect(rows.filter((row) => /^(reversal|return|adjustment),/.test(row)).map((row) => row.split(',').at(-1))).toEqual(
    expect.arrayContaining(['250.00', '12.34', '50.00']),
  );
  await eventually(async () => expect((await look.standing(stranger)).stage).toBe('Returned'));
});

const plain = (pence: number) => inPounds(BigInt(pence)).replace(/[£,]/g, '');
const quoted = (name: string) => (/[,"]/.test(name) ? `"${name}"` : name);
