import { randomUUID } from 'node:crypto';
import type { CardOrderBody } from '../../support/employers';
import { begunByCard, gatewayFaults, gatewayReleases, gatewaysPage, gatewayTells, type CardPaymentBody } from '../../support/card-payments';
import { eventually } from '../../support/eventually';
import { sceneIn, type Scene } from '../../support/given';
import type { Problem } from '../../support/orders';
import { trialTotal } from '../../support/statements';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let scene: Scene;

beforeAll(async () => {
  system = await realSystem('card-payments');
  scene = await sceneIn(system, 'card-payments');
});
afterEach(() => gatewayFaults(system));
afterAll(() => system?.stop());

const closed = async (): Promise<CardOrderBody> => {
  const { employer } = scene.given;
  return employer.closed([await employer.finalised()]);
};
const begin = ({ id }: { id: string }, by = scene.as.employerUser, headers = {}) =>
  by.post<CardPaymentBody & Problem>(`/v1/application-orders/${id}/card-payments`, {}, headers);
const show = async ({ id }: { id: string }) => (await scene.as.employerUser.get<CardPaymentBody>(`/v1/card-payments/${id}`)).body;
const stateIs = (payment: { id: string }, state: string) => eventually(async () => expect((await show(payment)).state).toBe(state));
const orderIs = async ({ id }: { id: string }, state: string) =>
  expect((await scene.as.employerUser.get<CardOrderBody>(`/v1/application-orders/${id}`)).body.state).toBe(state);
const codes = ({ body }: { body: Problem }) => body.errors.map(({ code }) => code);
const reports = ({ id }: { id: string }) => system.owner('card_payment_reports').where({ payment_id: id });
const atGateway = async (): Promise<number> => {
  const postings: bigint[] = await system.owner('postings').where({ tenant_id: scene.tenant.id, account: 'card-gateway' }).pluck('pence');
  return Number(postings.reduce((sum, pence) => sum + pence, 0n));
};

test('ORD-3 ORD-5 a closed order is paid at the gateway’s page: begun once for its key, nothing else pays it meanwhile, a success pays it and its applications', async () => {
  const order = await closed();
  const key = { 'Idempotency-Key': randomUUID() };
  const [first, again] = [await begin(order, undefined, key), await begin(order, undefined, key)];
  expect([first.status, again.body]).toEqual([201, first.body]);
  const payment = first.body;
  expect(payment).toMatchObject({ state: 'pending', order: order.id, credits: null, amount: { amount: 5_700 } });
  const page = await eventually(async () => {
    const { page: found } = await show(payment);
    expect(found).toMatch(/^http/);
    return found!;
  });
  expect(await (await fetch(page)).text()).toContain('Pay £57.00');
  expect(codes(await begin(order))).toEqual(['beingPaid']);
  expect(codes(await scene.as.employerUser.post<Problem>(`/v1/application-orders/${order.id}/pay-from-funds`, {}))).toEqual(['beingPaid']);
  const before = await atGateway();
  await gatewayTells(system, payment.id, { outcome: 'succeeded' });
  await stateIs(payment, 'paid');
  await orderIs(order, 'paid');
  expect([(await atGateway()) - before, await trialTotal(scene.as.finance), (await show(payment)).page]).toEqual([5_700, 0, null]);
  const [application] = order.applications;
  await eventually(async () =>
    expect((await scene.as.employerUser.get<{ state: string }>(`/v1/applications/${application}`)).body.state).toBe('onHold'),
  );
});

test('ORD-5 ten payments of one order begun at once: one is pending, the others are refused', async () => {
  const order = await closed();
  const answers = await Promise.all(Array.from({ length: 10 }, () => begin(order)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
});

test('ORD-5 a message of the gateway twice pays once, a forged one is refused and nothing of it kept, a failure after a success undoes nothing', async () => {
  const order = await closed();
  const payment = await begunByCard(scene.as.employerUser, order);
  await gatewayFaults(system, { isForged: true });
  await gatewayTells(system, payment.id, { outcome: 'succeeded' });
  await gatewayFaults(system, { tells: 2 });
  const before = await atGateway();
  await gatewayTells(system, payment.id, { outcome: 'succeeded' });
  await stateIs(payment, 'paid');
  await gatewayFaults(system);
  await gatewayTells(system, payment.id, { outcome: 'failed' });
  await eventually(async () => expect(await reports(payment)).toHaveLength(2));
  expect([(await show(payment)).state, (await atGateway()) - before]).toEqual(['paid', 5_700]);
  await orderIs(order, 'paid');
});

test('ORD-5 a refused card frees the order for another way to pay; a success reported all the same then becomes funds', async () => {
  const order = await closed();
  const payment = await begunByCard(scene.as.employerUser, order);
  await gatewayFaults(system, { isWithheld: true });
  await gatewayTells(system, payment.id, { outcome: 'succeeded' });
  await gatewayTells(system, payment.id, { outcome: 'failed' });
  await gatewayFaults(system, { isWithheld: false });
  // The newest comes first: out of order.
  const released = gatewayReleases(system);
  await released;
  await eventually(async () => expect(await reports(payment)).toHaveLength(2));
  await stateIs(payment, 'paid');
  await orderIs(order, 'paid');
  const other = await closed();
  const failed = await begunByCard(scene.as.employerUser, other);
  await gatewayTells(system, failed.id, { outcome: 'failed' });
  await stateIs(failed, 'failed');
  await scene.given.pays(other);
  await gatewayTells(system, failed.id, { outcome: 'succeeded' });
  await stateIs(failed, 'inFunds');
  const funds = await system
    .owner('postings')
    .where({ account: `funds/${scene.tenant.companies[0].company}` })
    .pluck('pence');
  expect(funds.map(Number)).toContain(-5_700);
  expect(await trialTotal(scene.as.finance)).toBe(0);
});

test('ORD-5 another amount or currency pays nothing: finance settles it, nobody else, and once', async () => {
  const order = await closed();
  const payment = await begunByCard(scene.as.employerUser, order);
  await gatewayTells(system, payment.id, { outcome: 'succeeded', amount: '5600' });
  await stateIs(payment, 'inDoubt');
  await orderIs(order, 'closed');
  const settle = (how: string, by = scene.as.finance) =>
    by.post<CardPaymentBody & Problem>(`/v1/card-payments/${payment.id}/settle`, { how, reason: 'seen' });
  expect((await settle('funds', scene.as.employerUser)).status).toBe(403);
  expect([(await settle('funds')).body.state, (await settle('returned')).status]).toEqual(['settled', 409]);
  const euros = await begunByCard(scene.as.employerUser, order);
  await gatewayTells(system, euros.id, { outcome: 'succeeded', currency: 'EUR' });
  await stateIs(euros, 'inDoubt');
  const refused = await scene.as.finance.post<Problem>(`/v1/card-payments/${euros.id}/settle`, { how: 'funds', reason: 'r' });
  expect(codes(refused)).toEqual(['currency']);
});

test('ORD-5 OUT-1 while the gateway is down a payment waits for its page, and gets it by itself once the gateway is back', async () => {
  await gatewayFaults(system, { times: 2 });
  const payment = await begunByCard(scene.as.employerUser, await closed());
  expect(payment.page).toBeNull();
  expect(await gatewaysPage(system, payment.id)).toMatch(/\/payments\//);
});

test('ADV-1 credits paid by card are funds at once; SEC-9 no other employer sees the payment, and none is paid at a level that is not his', async () => {
  const { company: level } = scene.tenant.companies[0];
  const { employerUser, otherEmployer } = scene.as;
  const { body: payment } = await employerUser.post<CardPaymentBody>('/v1/card-payments', { level, credits: 2 });
  expect(payment).toMatchObject({ credits: 2, order: null, amount: { amount: 50_000 } });
  await gatewayTells(system, payment.id, { outcome: 'succeeded' });
  await stateIs(payment, 'paid');
  const { body: nodes } = await employerUser.get<{ items: { id: string; funds: { amount: number } | null }[] }>('/v1/nodes');
  expect(nodes.items.find(({ id }) => id === level)!.funds!.amount).toBeGreaterThanOrEqual(50_000);
  expect((await otherEmployer.get(`/v1/card-payments/${payment.id}`)).status).toBe(404);
  const elsewhere = await otherEmployer.post<Problem>('/v1/card-payments', { level, credits: 0 });
  expect([elsewhere.status, (await otherEmployer.post<Problem>('/v1/card-payments', { level, credits: 1 })).body.errors[0]!.code]).toEqual([
    422,
    'node',
  ]);
});
