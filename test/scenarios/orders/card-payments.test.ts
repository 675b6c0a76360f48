import { begunByCard, gatewayTells, type CardPaymentBody } from '../../support/card-payments';
import type { CardOrderBody } from '../../support/employers';
import { eventually } from '../../support/eventually';
import { shifted, stories, type Story } from '../../support/story';

const { test } = stories('card-payments');

/** A closed order, and its payment begun at an instant. */
async function begunAt({ system, given, as }: Story, at: string) {
  const order = await given.employer.closed([await given.employer.finalised()]);
  await system.sleepUntil(shifted(at, -5000));
  const payment = await system.receivedAt(at, () => begunByCard(as.employerUser, order));
  return { order, payment };
}
const stateOf = async ({ as }: Story, { id }: { id: string }) =>
  (await as.employerUser.get<CardPaymentBody>(`/v1/card-payments/${id}`)).body.state;
const orderOf = async ({ as }: Story, { id }: { id: string }) =>
  (await as.employerUser.get<CardOrderBody>(`/v1/application-orders/${id}`)).body.state;

test('ORD-5 TIM-4 scenario 2: begun at 14:00:00 the order is freed at 14:30:00; a success at 14:31 pays it, or becomes funds where it was paid otherwise', async (scene) => {
  const { boundary, system, given, as } = scene;
  const BEGUN = '2026-12-01T14:00:00.000Z';
  const paidOtherwise = await given.employer.closed([await given.employer.finalised()]);
  const { order, payment } = await begunAt(scene, BEGUN);
  const other = await system.receivedAt(BEGUN, () => begunByCard(as.employerUser, paidOtherwise));
  await boundary('2026-12-01T14:30:00.000Z', {
    before: async () => expect(await stateOf(scene, payment)).toBe('pending'),
    after: async () => expect([await stateOf(scene, payment), await orderOf(scene, order)]).toEqual(['expired', 'closed']),
  });
  await given.pays(paidOtherwise);
  for (const { id } of [payment, other]) await gatewayTells(system, id, { outcome: 'succeeded' });
  await eventually(async () => expect([await stateOf(scene, payment), await stateOf(scene, other)]).toEqual(['paid', 'inFunds']));
  expect(await orderOf(scene, order)).toBe('paid');
});

test('ORD-5 a payment that nobody finishes waits for a late report for a fortnight, and is over then', async (scene) => {
  const { payment } = await begunAt(scene, '2026-12-10T14:00:00.000Z');
  await scene.boundary('2026-12-24T14:30:00.000Z', {
    before: async () => expect(await stateOf(scene, payment)).toBe('expired'),
    after: async () => expect(await stateOf(scene, payment)).toBe('closed'),
  });
});
