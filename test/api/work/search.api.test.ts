import type { ApiClient } from '../../support/api-client';
import { openDesk, type Desk } from '../../support/desk';
import { sceneIn, type Scene } from '../../support/given';
import { lloydsFile, orderBody, placeOrder, type Order, type Problem } from '../../support/orders';
import type { Receipt } from '../../support/statements';

interface Item {
  id: string;
  kind: string;
  title: string;
  detail: string;
  reference: string | null;
  amount?: { amount: number };
}
interface Found {
  groups: { kind: string; items: Item[]; more: boolean }[];
}

let desk: Desk;
let other: Scene;
let order: Order;
let receipt: Receipt;
let reversal: { id: string; order: Order };
let proposal: { id: string; reference: string };
let claim: { id: string };

beforeAll(async () => {
  desk = await openDesk('search');
  const { given, as, tenant, employer, system } = desk;
  order = await placeOrder(employer, tenant.companies[0], { purchaseOrder: 'Spring/2027 batch', credits: 3 });
  claim = (
    await employer.post<{ id: string }>(`/v1/advance-orders/${order.id}/claims`, {
      amount: 4711,
      bookedOn: '2026-11-20',
      quoted: 'Sprnig batch',
    })
  ).body;
  receipt = await given.suspense('ZEPHYR SCAFFOLDING 0815', 1234.56);
  reversal = await given.reversal();
  proposal = await given.proposal({ 'suspense.returnDays': 50 }, '2030-01-01');
  other = await sceneIn(system, 'searchother');
  await placeOrder(other.as.employerUser, other.tenant.companies[0], { purchaseOrder: 'Spring/2027 batch' });
  await as.caseOperator.token();
}, 120_000);
afterAll(() => desk?.system.stop());

const search = (caller: ApiClient, q: string, limit?: number) =>
  caller.get<Found & Problem>(`/v1/search?q=${encodeURIComponent(q)}${limit === undefined ? '' : `&limit=${limit}`}`);
const found = async (caller: ApiClient, q: string, limit?: number) => {
  const answer = await search(caller, q, limit);
  expect(answer.status).toBe(200);
  return answer.body.groups;
};
/** What was found, by kind: the identifiers. */
const ids = async (caller: ApiClient, q: string) =>
  Object.fromEntries((await found(caller, q)).map(({ kind, items }) => [kind, items.map(({ id }) => id)]));

test('WRK-1 an order is found by its reference in any case, by its beginning, by its digits alone, by its purchase order and amount', async () => {
  const spaced = `${order.reference.slice(0, 6)} ${order.reference.slice(6)}`.toLowerCase();
  for (const typed of [
    order.reference,
    spaced,
    order.reference.slice(3),
    order.reference.slice(0, -1),
    'spring 2027',
    'Spring/2027 batch',
    '£750.00',
    '750',
  ])
    expect([typed, (await ids(desk.finance, typed))['order']]).toEqual([typed, [order.id]]);
  const [group] = await found(desk.finance, order.reference);
  expect(group).toEqual({
    kind: 'order',
    more: false,
    items: [
      {
        id: order.id,
        kind: 'order',
        title: order.reference,
        detail: 'Brightwire Electrical Ltd, purchase order Spring/2027 batch',
        reference: order.reference,
        amount: { amount: 75_000, currency: 'GBP' },
        at: order.bacsChosenAt,
        state: 'held',
      },
    ],
  });
});

test('WRK-1 BNK-3 ADV-5 a receipt is found by its words, amount and case; claims, reversals and receipts under their order’s reference', async () => {
  for (const typed of ['zephyr', 'SCAFFOLDING 0815', '1,234.56', '£1234.56', `S-${receipt.id.slice(-8)}`])
    expect([typed, await ids(desk.finance, typed)]).toEqual([typed, { receipt: [receipt.id] }]);
  expect(await ids(desk.finance, 'sprnig')).toEqual({ claim: [claim.id] });
  expect(await ids(desk.finance, '47.11')).toEqual({ claim: [claim.id] });
  expect(await ids(desk.finance, order.reference)).toEqual({ order: [order.id], claim: [claim.id] });
  const reversed = await ids(desk.finance, reversal.order.reference);
  expect(reversed).toMatchObject({ order: [reversal.order.id], reversal: [reversal.id], receipt: [expect.any(String)] });
});

test('SEC-8 BNK-1 a proposal is found by its reference; a statement by any part of its file’s name', async () => {
  expect(await ids(desk.finance, proposal.reference.toLowerCase())).toEqual({ approval: [proposal.id] });
  const file = lloydsFile([{ text: 'FEES', pounds: -1 }]);
  const named = await desk.finance.upload<{ id: string }>(desk.tenant.bankAccounts.lloyds, file, { 'X-File-Name': 'Lloyds_Nov-2026.csv' });
  for (const typed of ['lloyds_nov', 'NOV-2026.csv', 'nov 2026'])
    expect([typed, (await ids(desk.finance, typed))['statement']]).toEqual([typed, [named.body.id]]);
});

test('WRK-1 what is found has a title in words, also where nothing was quoted and a transfer said nothing', async () => {
  const { given, system, finance, tenant, as } = desk;
  const [company] = tenant.companies;
  const only = async (caller: ApiClient, q: string, kind: string) =>
    (await found(caller, q)).find((group) => group.kind === kind)!.items[0];
  expect(await only(finance, proposal.reference, 'approval')).toMatchObject({ title: expect.stringMatching(/^Policy from 1 Jan 2030/) });
  const wish = { from: 'writeOffs', to: `funds/${company.company}`, amount: 12_300, reason: 'theirs' };
  const adjustment = (await finance.post<{ id: string; reference: string; words: string }>('/v1/adjustments', wish)).body;
  expect(await only(finance, adjustment.reference, 'approval')).toMatchObject({
    ...{ id: adjustment.id, title: adjustment.words, detail: 'theirs', amount: { amount: 12_300 } },
  });
  expect(adjustment.words).toContain(`Funds of ${company.name}`);
  const silent = await given.suspense('WORDS', 88.12);
  await system.owner('receipts').where({ id: silent.id }).update({ payer: '', texts: [] });
  await system.owner('claims').where({ id: claim.id }).update({ quoted: '' });
  expect(await only(finance, '88.12', 'receipt')).toMatchObject({ id: silent.id, title: '(nothing)' });
  expect(await only(finance, '47.11', 'claim')).toMatchObject({ id: claim.id, title: 'Claim of £47.11' });
  await system.owner('claims').where({ id: claim.id }).update({ quoted: 'Sprnig batch' });
  await finance.upload(tenant.bankAccounts.lloyds, lloydsFile([{ text: 'DATED', pounds: -1 }]), { 'X-File-Name': 'dated.csv' });
  expect(await only(finance, 'dated.csv', 'statement')).toMatchObject({ detail: expect.stringMatching(/, 20 Nov 2026 to 20 Nov 2026$/) });
  expect(await only(as.caseOperator, company.name, 'organisation')).toMatchObject({ title: company.name, detail: 'Employer' });
});

test('SEC-14 an organisation is found by any part of its name, and a person by name and e-mail address, the address in full first', async () => {
  const [company, next] = desk.tenant.companies;
  const { caseOperator } = desk.as;
  expect((await ids(caseOperator, 'electrical'))['organisation']).toEqual([company.id]);
  expect((await ids(caseOperator, 'craft serv'))['organisation']).toEqual([next.id]);
  for (const typed of [company.user.email, company.user.email.toUpperCase(), 'brightwire@'])
    expect([typed, (await ids(caseOperator, typed))['person']]).toEqual([typed, [company.user.id]]);
  expect((await ids(caseOperator, `${desk.tenant.key}.example`))['person']).toHaveLength(5);
});

test('SEC-8 each role finds what it may list and nothing else', async () => {
  const kinds = async (caller: ApiClient, q: string) => (await found(caller, q)).map(({ kind }) => kind);
  const { finance, caseOperator, eqa, dpo, individual, checkerUser } = desk.as;
  expect(await kinds(finance, reversal.order.reference)).toEqual(['order', 'receipt', 'reversal']);
  expect(await kinds(caseOperator, reversal.order.reference)).toEqual(['order']);
  expect(await kinds(eqa, reversal.order.reference)).toEqual([]);
  expect(await kinds(eqa, proposal.reference)).toEqual(['approval']);
  expect(await kinds(dpo, 'brightwire')).toEqual(['person']);
  expect(await kinds(finance, 'brightwire')).toEqual([]);
  expect(await kinds(caseOperator, 'brightwire')).toEqual(['organisation', 'person']);
  expect(await kinds(individual, 'brightwire')).toEqual([]);
  expect(await kinds(checkerUser, 'brightwire')).toEqual([]);
});

test('SEC-8 staff whose training is over search for nothing', async () => {
  const row = () => desk.system.owner('users').where({ id: desk.tenant.staff.caseOperator.id });
  const { training_until } = await row().first();
  expect((await search(desk.as.caseOperator, 'brightwire')).status).toBe(200);
  await row().update({ training_until: '2020-01-01' });
  const { status, body } = await search(desk.as.caseOperator, 'brightwire');
  await row().update({ training_until });
  expect([status, body.type]).toEqual([403, 'urn:countersign:problem:training']);
});

test('SEC-9 SEC-7 users of an organisation find their own orders and people; of another organisation, node or tenant nothing', async () => {
  const [company, next] = desk.tenant.companies;
  const { employerUser, otherEmployer } = desk.as;
  expect(await ids(employerUser, order.reference)).toEqual({ order: [order.id], claim: [claim.id] });
  expect((await ids(employerUser, company.user.email))['person']).toEqual([company.user.id]);
  expect(await ids(otherEmployer, order.reference)).toEqual({});
  expect(await ids(otherEmployer, company.user.email)).toEqual({});
  expect(await ids(employerUser, next.user.email)).toEqual({});
  expect(await ids(employerUser, 'finance')).toEqual({});
  for (const caller of [other.as.finance, other.as.employerUser])
    for (const typed of [order.reference, 'zephyr', company.user.email, '1234.56'])
      expect([typed, await ids(caller, typed)]).toEqual([typed, {}]);
  expect((await ids(other.as.finance, 'spring'))['order']).not.toEqual([order.id]);
  const atOffice = (
    await placeOrder(employerUser, company, orderBody(company, { level: company.offices[0], purchaseOrder: 'Office only' }))
  ).id;
  expect((await ids(employerUser, 'office only'))['order']).toEqual([atOffice]);
  const moveTo = (node: string) =>
    desk.system.owner('grants').where({ user_id: company.user.id, node_id: company.company }).update({ node_id: node });
  await moveTo(company.offices[0]);
  const member = await desk.system.signIn(company.user.email);
  expect((await ids(member, 'office only'))['order']).toEqual([atOffice]);
  expect(await ids(member, order.reference)).toEqual({});
  await desk.system.owner('grants').where({ user_id: company.user.id, node_id: company.offices[0] }).update({ node_id: company.company });
});

test('WRK-1 five of each kind are answered unless up to twenty are asked for, and it is said where there is more', async () => {
  for (let count = 0; count < 6; count += 1)
    await placeOrder(desk.as.otherEmployer, desk.tenant.companies[1], { purchaseOrder: `Bulk ${count}` });
  const bulk = async (limit?: number) => {
    const [group] = await found(desk.finance, 'bulk', limit);
    return [group!.items.length, group!.more, group!.items[0]!.detail];
  };
  const newest = 'Cablecraft Services Ltd, purchase order Bulk 5';
  expect(await bulk()).toEqual([5, true, newest]);
  expect(await bulk(1)).toEqual([1, true, newest]);
  expect(await bulk(6)).toEqual([6, false, newest]);
  expect(await bulk(20)).toEqual([6, false, newest]);
  for (const limit of [0, 21, 1.5]) expect((await search(desk.finance, 'bulk', limit)).status).toBe(400);
  expect((await found(desk.finance, 'bulk 0'))[0]!.items[0]!.detail).toBe('Cablecraft Services Ltd, purchase order Bulk 0');
});

test.each([
  ['nothing', '', 'tooShort'],
  ['spaces alone', '     ', 'tooShort'],
  ['one letter', ' a ', 'tooShort'],
  ['101 characters', 'x'.repeat(101), 'tooLong'],
  ['NUL', 'zephyr\0', 'characters'],
])('WRK-1 a search for %s is refused with its place and remedy', async (_what, q, code) => {
  const { status, body } = await search(desk.finance, q);
  expect([status, body.errors]).toEqual([400, [expect.objectContaining({ in: 'query', pointer: '/q', code, remedy: expect.any(String) })]]);
});

test.each([
  '%%',
  '__',
  '%zephyr',
  'ze_hyr',
  'zephyr%0815',
  '\\\\',
  "' or 1=1 --",
  'x'.repeat(100),
  '"zephyr" & "scaffolding"',
  '😀😀',
  '({[<',
])('WRK-1 %j is a text like any other, no pattern and no command', async (typed) => {
  const groups = await ids(desk.finance, typed);
  expect([{}, { receipt: [receipt.id] }]).toContainEqual(groups);
  if (/_|\\\\|'|x{100}|zephyr%0|😀/.test(typed)) expect(groups).toEqual({});
});
