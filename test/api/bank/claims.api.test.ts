import { openDesk, type Desk } from '../../support/desk';
import type { Order, Problem } from '../../support/orders';
import { trialTotal, type Receipt } from '../../support/statements';

let desk: Desk;
beforeAll(async () => void (desk = await openDesk('claims', 'claiming')));
afterAll(() => desk?.system.stop());

/** An order with a claim on it, and a receipt of its amount. */
async function claimed(text: string): Promise<{ order: Order; receipt: Receipt; claim: string }> {
  const { given, employer } = desk;
  const order = await given.order(1);
  const receipt = await given.suspense(text, 250);
  const body = { amount: 25_000, bookedOn: '2026-11-20', quoted: 'none' };
  const made = await employer.post<{ id: string }>(`/v1/advance-orders/${order.id}/claims`, body);
  expect(made.status).toBe(201);
  return { order, receipt, claim: made.body.id };
}
const confirm = (claim: string, { id }: Receipt) =>
  desk.finance.post<Problem>(`/v1/claims/${claim}/confirm`, { receipt: id, reason: 'it fits' });
const decline = (claim: string) => desk.finance2.post<Problem>(`/v1/claims/${claim}/decline`, { reason: 'it is another’s' });
/** What the payer was told at the end, by the mails about the order. */
const told = async (order: Order) =>
  (await desk.look.mails(order)).filter((template) => ['claim-declined', 'funds-usable'].includes(template));

test('BNK-3 a declined claim is not confirmed any more, nor a confirmed one declined: who is second is told who decided', async () => {
  const { tenant, look } = desk;
  const one = await claimed('DECLINED FIRST');
  expect((await decline(one.claim)).status).toBe(200);
  const late = await confirm(one.claim, one.receipt);
  expect([late.status, late.body.errors.map(({ code }) => code)]).toEqual([409, ['decided']]);
  expect(late.body.title).toMatch(new RegExp(`declined at .* by user ${tenant.staff.finance2.id}`));
  expect([(await look.order(one.order)).state, (await look.receipt(one.receipt)).state]).toEqual(['held', 'suspense']);

  const other = await claimed('CONFIRMED FIRST');
  expect((await confirm(other.claim, other.receipt)).status).toBe(200);
  for (const second of [await decline(other.claim), await confirm(other.claim, other.receipt)]) {
    expect(second.status).toBe(409);
    expect(second.body.title).toMatch(new RegExp(`confirmed at .* by user ${tenant.staff.finance.id}`));
  }
  expect([await told(one.order), await told(other.order)]).toEqual([['claim-declined'], ['funds-usable']]);
});

test('BNK-3 of a claim confirmed and declined at once one decision stands: the other is refused, and the payer gets one mail', async () => {
  for (let round = 0; round < 8; round += 1) {
    const { order, receipt, claim } = await claimed(`AT ONCE ${round}`);
    const [confirmed, declined] = await Promise.all([confirm(claim, receipt), decline(claim)]);
    const isConfirmed = confirmed.status === 200;
    expect([confirmed.status, declined.status]).toEqual(isConfirmed ? [200, 409] : [409, 200]);
    expect((isConfirmed ? declined : confirmed).body.errors[0]!.code).toBe('decided');
    expect(await told(order)).toEqual([isConfirmed ? 'funds-usable' : 'claim-declined']);
    expect((await desk.look.receipt(receipt)).state).toBe(isConfirmed ? 'allocated' : 'suspense');
  }
  expect(await trialTotal(desk.finance)).toBe(0);
});
