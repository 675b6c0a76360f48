import { v7 as uuid } from 'uuid';
import type { ApplicationBody, CardOrderBody } from '../../support/employers';
import { eventually } from '../../support/eventually';
import { sceneIn, type Scene } from '../../support/given';
import type { Order, Problem } from '../../support/orders';
import { trialTotal } from '../../support/statements';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let scene: Scene;

beforeAll(async () => {
  system = await realSystem('transfers-for-orders');
  scene = await sceneIn(system, 'transfers');
  const version = { version: 'by-bacs', effective_from: '2026-11-01T00:00:00Z', changes: JSON.stringify({ 'orders.payableByBacs': 2 }) };
  await system.owner('policies').insert({ id: uuid(), tenant_id: scene.tenant.id, ...version });
});
afterAll(() => system?.stop());

type Hold = Order & Problem & { order: string | null; credits: number };
const transfer = ({ id }: { id: string }, query = '', by = scene.as.employerUser) =>
  by.post<Hold>(`/v1/application-orders/${id}/transfer${query}`, {});
const orderOf = async ({ id }: { id: string }) => (await scene.as.employerUser.get<CardOrderBody>(`/v1/application-orders/${id}`)).body;
const applicationsOf = ({ applications }: CardOrderBody) =>
  Promise.all(applications.map(async (id) => (await scene.as.employerUser.get<ApplicationBody>(`/v1/applications/${id}`)).body.state));
const closed = async (count: number): Promise<CardOrderBody> => {
  const finalised: ApplicationBody[] = [];
  while (finalised.length < count) finalised.push(await scene.given.employer.finalised());
  return scene.given.employer.closed(finalised);
};
const codes = ({ status, body }: { status: number; body: Problem }) => [status, body.errors?.map(({ code }) => code)];

test('ORD-3 ADV-2 BNK-2 scenario 4: ten on one order paid by BACS under a mistyped reference: suspense, a suggestion, allocated by hand, ten paid', async () => {
  const order = await closed(10);
  expect([(await transfer(order, '?dryRun=true')).status, (await orderOf(order)).state]).toEqual([200, 'closed']);
  const { status, body: hold } = await transfer(order);
  expect([status, hold.state, hold.credits, hold.order, hold.due.amount]).toEqual([201, 'held', 0, order.id, 57_000]);
  const mistyped = hold.reference.replace(/(\d)(\d)$/, (_all, one: string, two: string) => two + one);
  const typed = mistyped === hold.reference ? `${hold.reference.slice(0, -1)}X` : mistyped;
  const received = await scene.given.suspense(`PAID ${typed}`, 570);
  const { body } = await scene.as.finance.get<{ items: { order: string }[] }>(`/v1/receipts/${received.id}/suggestions`);
  expect(body.items[0]!.order).toBe(hold.id);
  const allocated = await scene.as.finance.post<Hold>(`/v1/advance-orders/${hold.id}/allocate`, {
    ...{ receipts: [received.id], acceptOtherAmount: false, reason: 'a slip of the pen' },
  });
  expect([allocated.body.state, (await orderOf(order)).state]).toEqual(['allocated', 'paid']);
  await eventually(async () => expect(new Set(await applicationsOf(order))).toEqual(new Set(['onHold'])));
  expect(await scene.look.mails(hold)).toEqual(['advance-order-placed', 'order-paid-by-transfer']);
  expect(await trialTotal(scene.as.finance)).toBe(0);
  expect(codes(await transfer(order))).toEqual([409, ['paid']]);
});

test('ORD-3 ORD-5 while a transfer is awaited nothing else pays its order, in any order of asking; once finance has ended the hold it is free', async () => {
  const order = await closed(1);
  const answers = await Promise.all(Array.from({ length: 5 }, () => transfer(order)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
  const hold = answers.find(({ status }) => status === 201)!.body;
  const others = [`/v1/application-orders/${order.id}/card-payments`, `/v1/application-orders/${order.id}/pay-from-funds`];
  for (const path of others) expect(codes(await scene.as.employerUser.post<Problem>(path, {}))).toEqual([409, ['beingPaid']]);
  expect((await scene.as.finance.post(`/v1/advance-orders/${hold.id}/cancel`, { reason: 'they pay by card' })).status).toBe(200);
  expect((await scene.as.employerUser.post(others[0]!, {})).status).toBe(201);
  expect(codes(await transfer(order))).toEqual([409, ['beingPaid']]);
});

test('ORD-3 SEC-7 another employer’s order is not there, and where policy does not say so no order is paid by BACS', async () => {
  const order = await closed(1);
  expect((await transfer(order, '', scene.as.otherEmployer)).status).toBe(404);
  const strict = await sceneIn(system, 'strict');
  const { employer } = strict.given;
  const theirs = await employer.closed([await employer.finalised()]);
  expect(codes(await transfer(theirs, '', strict.as.employerUser))).toEqual([422, ['notByBacs']]);
  expect(await system.owner('advance_orders').where({ application_order_id: theirs.id })).toEqual([]);
});
