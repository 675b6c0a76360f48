import { openDesk, type Desk } from '../../support/desk';

interface Change {
  label: string;
  before: string | null;
  after: string | null;
  unit: string | null;
}
interface Proposal {
  id: string;
  words: string;
  changes: Change[];
  effectiveFrom: string | null;
  amount: { amount: number } | null;
}

let desk: Desk;
beforeAll(async () => void (desk = await openDesk('proposals')));
afterAll(() => desk?.system.stop());

const AT = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
const NAME = expect.stringMatching(/\w+ \w+/);
const told = ({ id }: Proposal) => desk.finance.get<Proposal>(`/v1/approvals/${id}`).then(({ body }) => body);

test('SEC-8 TIM-3 a proposal of policy tells each number before and after in words with its unit, from when, who proposes and why', async () => {
  const { as, tenant } = desk;
  const propose = (effectiveFrom: string, changes: object) =>
    as.administrator.post<Proposal>('/v1/policies', { effectiveFrom, changes, reason: 'shorter' }).then(({ body }) => body);
  const first = await propose('2031-01-01', { 'suspense.returnDays': 50 });
  expect(first).toMatchObject({
    ...{ effectiveFrom: '2031-01-01T00:00:00.000Z', reason: 'shorter', amount: null, state: 'awaiting' },
    ...{ proposedBy: tenant.staff.administrator.id, proposedByName: NAME, proposedAt: AT, decidedBy: null, decidedByName: null },
    changes: [{ label: 'The money goes back to its sender (BNK-2)', before: '60 days', after: '50 days', unit: 'days' }],
  });
  expect((await as.administrator2.post(`/v1/policies/${first.id}/approve`, { reason: 'r' })).status).toBe(200);
  // What stands before a later day is the approved number, which a proposal made against today's would put back.
  const later = await propose('2031-06-01', { 'advanceOrder.creditPence': 30_000 });
  expect(later.changes).toEqual([
    { label: 'The money goes back to its sender (BNK-2)', before: '50 days', after: '60 days', unit: 'days' },
    { label: 'Price of one credit (ADV-1)', before: '£250.00', after: '£300.00', unit: null },
  ]);
  expect(await told(first)).toMatchObject({ changes: first.changes, decidedBy: tenant.staff.administrator2.id, decidedByName: NAME });
});

test('SEC-8 MON-2 an adjustment names company and office of its accounts, with the balances before and after it, also once it is approved', async () => {
  const { finance, finance2, given, tenant } = desk;
  const [company] = tenant.companies;
  await given.allocated(2);
  const [norwich] = company.offices;
  const wish = { from: `funds/${company.company}`, to: `funds/${norwich}`, amount: 12_345, reason: 'theirs' };
  const { body: proposed } = await finance.post<Proposal>('/v1/adjustments', wish);
  const changes = [
    { label: `Funds of ${company.name}`, before: '£500.00', after: '£376.55', unit: null },
    { label: `Funds of ${company.name}, Norwich`, before: '£0.00', after: '£123.45', unit: null },
  ];
  expect(proposed).toMatchObject({
    ...{ changes, amount: { amount: 12_345 }, effectiveFrom: null, proposedByName: NAME },
    words: `Adjustment of £123.45 from Funds of ${company.name} to Funds of ${company.name}, Norwich`,
  });
  expect((await finance2.post(`/v1/adjustments/${proposed.id}/approve`, { reason: 'r' })).status).toBe(200);
  expect(await told(proposed)).toMatchObject({ changes, decidedByName: NAME });
  const { body } = await finance.get<{ items: Proposal[] }>('/v1/approvals?what=adjustment');
  expect(body.items).toMatchObject([{ id: proposed.id, changes }]);
  const { why } = await desk.look.standing(proposed);
  expect(why).toContain('Adjustment of £123.45 from funds to funds');
});

test('SEC-8 proposals are listed newest first, page by page, each once', async () => {
  const { finance, tenant } = desk;
  const wish = { from: 'writeOffs', to: `funds/${tenant.companies[1].company}`, amount: 1, reason: 'r' };
  for (let count = 0; count < 3; count += 1) await finance.post('/v1/adjustments', wish);
  interface Listed {
    items: Proposal[];
    next: string | null;
  }
  const list = (query: string) => finance.get<Listed>(`/v1/approvals?${query}`).then(({ body }) => body);
  const all = await list('limit=200');
  const pages: Listed[] = [await list('limit=2')];
  while (pages.at(-1)!.next) pages.push(await list(`limit=2&cursor=${pages.at(-1)!.next}`));
  expect(pages.length).toBe(Math.ceil(all.items.length / 2));
  expect(pages.flatMap(({ items }) => items)).toEqual(all.items);
  expect(all.items.map(({ id }) => id)).toEqual(
    all.items
      .map(({ id }) => id)
      .sort()
      .reverse(),
  );
  const adjustments = await list('what=adjustment&limit=2');
  expect((await list(`what=adjustment&limit=200&cursor=${adjustments.next}`)).items.length).toBeGreaterThan(0);
  expect((await finance.get('/v1/approvals?cursor=nonsense')).status).toBe(400);
});

test('SEC-8 accounts to adjust are listed by company and office, found by any part of either, and paged; nobody sees another tenant’s', async () => {
  const { finance, tenant, system, as } = desk;
  interface Accounts {
    items: { account: string; name: string; balance: { amount: number } }[];
    next: string | null;
  }
  const list = (query: string) => finance.get<Accounts>(`/v1/accounts?${query}`).then(({ body }) => body);
  const norwiches = (await list('search=orwic&limit=200')).items;
  const expected = tenant.companies.flatMap(({ name, offices: [office] }) => [
    { account: `debt/${office}`, name: `Debt of ${name}, Norwich` },
    { account: `funds/${office}`, name: `Funds of ${name}, Norwich` },
  ]);
  expect(norwiches.map(({ account, name }) => ({ account, name }))).toEqual(expect.arrayContaining(expected));
  expect(norwiches).toHaveLength(expected.length);
  const whole = (await list('limit=200')).items;
  expect(whole[0]).toMatchObject({ account: 'writeOffs', name: 'Write-offs' });
  const paged: Accounts['items'] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const { items, next }: Accounts = await list(`limit=3${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    paged.push(...items);
    cursor = next;
  }
  expect(paged).toEqual(whole);
  const { rows } = await system.owner.raw('select count(*)::int as nodes from nodes where tenant_id = ?', [tenant.id]);
  expect(whole).toHaveLength(2 * rows[0].nodes + 1);
  expect((await as.caseOperator.get('/v1/accounts')).status).toBe(403);
});

test('SEC-8 ADV-4 a bank account that is proposed shows all that is new of it', async () => {
  const body = { name: 'Collection', sortCode: '10-20-30', accountNumber: '12345678', reason: 'new' };
  const { body: proposed } = await desk.finance.post<Proposal>('/v1/bank-accounts', body);
  expect(proposed).toMatchObject({ words: 'Bank account Collection, to import statements of', effectiveFrom: null, amount: null });
  const rows = Object.fromEntries(proposed.changes.map(({ label, after }) => [label, after]));
  expect(rows).toMatchObject({ Name: 'Collection', 'Sort code': '10-20-30', 'Account number': '12345678' });
});
