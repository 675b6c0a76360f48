import { sceneIn, type Scene } from '../../support/given';
import type { ApplicationBody, CardOrderBody } from '../../support/employers';
import { eventually } from '../../support/eventually';
import type { Problem } from '../../support/orders';
import { trialTotal } from '../../support/statements';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let scene: Scene;

beforeAll(async () => {
  system = await realSystem('order-payments');
  scene = await sceneIn(system, 'order-payments');
});
afterAll(() => system?.stop());

const closed = async (count = 1, level?: string): Promise<CardOrderBody> => {
  const { employer } = scene.given;
  const finalised: ApplicationBody[] = [];
  while (finalised.length < count) finalised.push(await employer.finalised());
  return employer.closed(finalised, level);
};
const pay = ({ id }: { id: string }, by = scene.as.employerUser, query = '') =>
  by.post<CardOrderBody & Problem>(`/v1/application-orders/${id}/pay-from-funds${query}`, {});
const codes = ({ body }: { body: Problem }) => body.errors.map(({ code }) => code);
const fundsOf = async (node: string): Promise<number> => {
  const { body } = await scene.as.employerUser.get<{ items: { id: string; funds: { amount: number } | null }[] }>('/v1/nodes');
  return body.items.find(({ id }) => id === node)!.funds!.amount;
};
/** Puts pounds into a fund, or takes what is in it out: by two of finance. */
const fundedWith = async (node: string, pence: number): Promise<void> => {
  const { finance, finance2 } = scene.as;
  const moved = pence - (await fundsOf(node));
  if (moved === 0) return;
  const [from, to] = moved > 0 ? ['writeOffs', `funds/${node}`] : [`funds/${node}`, 'writeOffs'];
  const amount = Math.abs(moved);
  const { body } = await finance.post<{ id: string }>('/v1/adjustments', { from, to, amount, reason: 'for the test' });
  expect((await finance2.post(`/v1/adjustments/${body.id}/approve`, { reason: 'seen' })).status).toBe(200);
};

test('ORD-3 ADV-6 MON-3 an order is paid from the funds of its level: of ten credits less four cards £2,272.00 are left, and its applications are paid', async () => {
  const { company } = scene.tenant.companies[0];
  await scene.given.allocated(10);
  const order = await closed(4);
  expect((await pay(order, scene.as.employerUser, '?dryRun=true')).body.state).toBe('paid');
  expect(await fundsOf(company)).toBe(250_000);
  expect([(await pay(order)).body.state, await fundsOf(company)]).toEqual(['paid', 227_200]);
  const postings = await system
    .owner('postings as p')
    .join('journal_entries as e', 'e.id', 'p.entry_id')
    .where('e.key', `application-order/${order.id}/payment`)
    .orderBy('account')
    .select('account', 'pence');
  expect(postings.map(({ account, pence }: { account: string; pence: bigint }) => [account, Number(pence)])).toEqual([
    ['card-fees', -19_000],
    [`funds/${company}`, 22_800],
    ['vat', -3_800],
  ]);
  for (const id of order.applications)
    await eventually(async () =>
      expect((await scene.as.employerUser.get<ApplicationBody>(`/v1/applications/${id}`)).body.state).toBe('onHold'),
    );
  expect(codes(await pay(order))).toEqual(['paid']);
  await fundedWith(company, 0);
});

test('ADV-6 ORD-3 funds of £57.00 and orders of two offices paid from them twenty times at once: one is paid, the fund is empty and not below', async () => {
  const { company, offices } = scene.tenant.companies[0];
  await fundedWith(company, 5_700);
  const orders = [await closed(1, offices[0]), await closed(1, offices[1])];
  const answers = await Promise.all(Array.from({ length: 20 }, (_each, index) => pay(orders[index % 2]!)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 19 }, () => 409)]);
  const refused = new Set(answers.filter(({ status }) => status === 409).flatMap(codes));
  expect([...refused].sort()).toEqual(['fundsShort', 'paid']);
  expect([await fundsOf(company), await trialTotal(scene.as.finance)]).toEqual([0, 0]);
});

test('ADV-6 a penny too little pays nothing and says what is there, a penny more pays; the office’s own fund goes before the company’s', async () => {
  const { company, offices } = scene.tenant.companies[0];
  const order = await closed(1, offices[0]);
  await fundedWith(company, 5_699);
  await fundedWith(offices[0], 5_698);
  const refused = await pay(order);
  expect([refused.status, refused.body.errors[0]!.detail]).toEqual([
    409,
    "No fund at the order's level or above holds £57.00: £56.99 is the most that one holds",
  ]);
  expect([await fundsOf(company), await fundsOf(offices[0])]).toEqual([5_699, 5_698]);
  await fundedWith(company, 5_700);
  await fundedWith(offices[0], 5_701);
  expect((await pay(order)).status).toBe(200);
  expect([await fundsOf(company), await fundsOf(offices[0])]).toEqual([5_700, 1]);
});

test('EMP-3 APP-10 ORD-3 an order is paid from funds for whoever has left meanwhile as well: his application hears of it, though his employer sees it no more', async () => {
  const { employer } = scene.given;
  const { id: employee } = await employer.employee();
  const application = await employer.finalised(employee);
  const order = await employer.closed([application]);
  await eventually(async () =>
    expect((await scene.as.employerUser.get<ApplicationBody>(`/v1/applications/${application.id}`)).body.state).toBe('ordered'),
  );
  await scene.as.employerUser.post('/v1/employments/leave', { employees: [employee] });
  await fundedWith(scene.tenant.companies[0].company, 5_700);
  expect((await pay(order)).status).toBe(200);
  await eventually(async () =>
    expect((await scene.as.caseOperator.get<ApplicationBody>(`/v1/applications/${application.id}`)).body.state).toBe('onHold'),
  );
  expect((await scene.as.employerUser.get(`/v1/applications/${application.id}`)).status).toBe(404);
});

test('ORD-3 SEC-9 an order that is open is not paid; another employer finds none, and finance has no funds to spend', async () => {
  const { employer } = scene.given;
  const open = await employer.open([await employer.finalised()]);
  const { otherEmployer, finance } = scene.as;
  expect(codes(await pay(open))).toEqual(['orderOpen']);
  expect([(await pay(open, otherEmployer)).status, (await pay(open, finance)).status]).toEqual([404, 403]);
});

test('ORD-3 SEC-8 a payment outside the system that a second person declines pays nothing, and the order may be paid otherwise', async () => {
  const { finance, finance2 } = scene.as;
  const order = await closed();
  const { body } = await finance.post<{ id: string }>('/v1/order-payments', { order: order.id, reason: 'by cheque' });
  const declined = await finance2.post<{ state: string }>(`/v1/order-payments/${body.id}/decline`, { reason: 'no cheque has come' });
  expect([declined.status, declined.body.state]).toEqual([200, 'declined']);
  expect((await scene.as.employerUser.get<CardOrderBody>(`/v1/application-orders/${order.id}`)).body.state).toBe('closed');
  await fundedWith(scene.tenant.companies[0].company, 5_700);
  expect((await pay(order)).status).toBe(200);
});
