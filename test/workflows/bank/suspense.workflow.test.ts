import { daysLater, londonDate, workingDaysLater } from '../../../domain/working-days';
import { inScope } from '../../../db/core/database';
import { currentCalendar } from '../../../db/core/calendars.queries';
import { eventually } from '../../support/eventually';
import { shifted, stories } from '../../support/story';

const { test, bothOrders } = stories('suspense');

test('BNK-2 WHY-1 likely payers are asked at 5 and it escalates at 20 working days, it goes back at 60 days, each to the second', async ({
  given,
  as,
  look,
  boundary,
}) => {
  const order = await given.order(1);
  await as.finance.post(`/v1/advance-orders/${order.id}/extend`, { days: 80, reason: 'the payer is on holiday' });
  const digits = order.reference.slice(3);
  const receipt = await given.suspense(`ECS${digits[1]}${digits[0]}${digits.slice(2)}`, 250);
  const { next, why } = await look.standing(receipt);
  expect(why).toMatch(/^Waiting on finance since .*£250\.00.*returned/);
  const [ask, escalate, back] = next.map((event) => event.at) as [string, string, string];
  expect(back).toBe(daysLater(receipt.receivedAt, 60));
  const stands = async () => [await look.mails(receipt), (await look.standing(receipt)).stage, (await look.receipt(receipt)).state];

  await boundary(ask, {
    before: async () => expect(await stands()).toEqual([[], 'In suspense', 'suspense']),
    after: async () => expect(await stands()).toEqual([['was-this-you'], 'In suspense', 'suspense']),
  });
  const told = ['was-this-you', 'suspense-escalated'];
  await boundary(escalate, {
    before: async () => expect(await stands()).toEqual([['was-this-you'], 'In suspense', 'suspense']),
    after: async () => expect(await stands()).toEqual([told, 'Escalated', 'suspense']),
  });
  await boundary(back, {
    before: async () => expect(await stands()).toEqual([told, 'Escalated', 'suspense']),
    after: async () => expect(await stands()).toEqual([told, 'Returned', 'returning']),
  });
  expect((await look.events(receipt)).slice(1)).toEqual([
    ['payersAsked', ask],
    ['escalated', escalate],
    ['givenBack', back],
  ]);
  expect(await look.tasks(receipt)).toEqual([]);
});

test('BNK-2 TIM-1 the waits are counted in working days: bank holidays of Christmas move them', async ({ system, tenant, given, look }) => {
  const year = (await system.now()).getUTCFullYear();
  await system.sleepUntil(`${year + 1}-12-23T10:00:00.000Z`);
  const { next } = await look.standing(await given.suspense('BEFORE CHRISTMAS', 11));
  const calendar = await inScope(system.database, { tenant: tenant.id, organisation: null }, currentCalendar);
  const counted = [5, 20].map((days) => workingDaysLater(`${year + 1}-12-23`, days, calendar));
  expect(next.map((event) => londonDate(event.at)).slice(0, 2)).toEqual(counted);
  expect(counted[0]! > `${year + 1}-12-31`).toBe(true);
});

test('BNK-2 OPS-5 a receipt that an order has linked waits for that order; when the order is cancelled its own waits go on', async ({
  given,
  as,
  look,
}) => {
  const order = await given.order();
  const receipt = await given.receipt(`PART ${order.reference}`, 100);
  expect(await look.stageIs(receipt, 'Linked to an order')).toMatchObject({
    why: expect.stringContaining(order.reference),
    next: [{ at: order.dueAt, what: expect.stringContaining(order.reference) }],
  });
  await as.finance.post(`/v1/advance-orders/${order.id}/cancel`, { reason: 'the payer withdrew' });
  const released = await look.stageIs(receipt, 'In suspense');
  expect(released.next.map((event) => event.what)[0]).toContain('likely payers');
  expect(await look.tasks(receipt)).toEqual(['matchReceipt']);
});

test('BNK-2 a receipt that an order takes at once never becomes a case', async ({ system, given, as, look }) => {
  const order = await given.order(1);
  const receipt = await given.receipt(`EXACT ${order.reference}`, 250);
  await eventually(async () => expect((await look.receipt(receipt)).state).toBe('allocated'));
  await eventually(async () => {
    const started = await system.owner('outbox').where({ entity_id: receipt.id, kind: 'start' }).first();
    expect(started.done_at).not.toBeNull();
  });
  expect((await as.finance.get(`/v1/processes/${receipt.id}`)).status).toBe(404);
});

bothOrders('BNK-2 the payers’ question and a link to an order in one instant: it waits for the order, and is asked about once at most', {
  given: async ({ given, look }) => {
    const [stays, ends] = [await given.order(), await given.order()];
    const receipt = await given.suspense(`${stays.reference} OR ${ends.reference}`, 100);
    return { stays, ends, receipt, at: (await look.standing(receipt)).next[0]!.at };
  },
  events: {
    'its payers are asked': async ({ system, look }, { receipt, at }, isFirst) => {
      await system.sleepUntil(shifted(at, 1000));
      if (isFirst) await eventually(async () => expect((await look.events(receipt)).at(-1)).toEqual(['payersAsked', at]));
    },
    'it is linked': async ({ as, look }, { stays, ends, receipt }) => {
      await as.finance.post(`/v1/advance-orders/${ends.id}/cancel`, { reason: 'ordered twice' });
      await look.orderIs(stays, 'partPaid');
      await look.stageIs(receipt, 'Linked to an order');
    },
  },
  sound: async ({ look, as }, { stays, receipt }, first) => {
    const { stage, next, stages } = await look.standing(receipt);
    expect([stage, next.map(({ at }) => at), await look.tasks(receipt)]).toEqual(['Linked to an order', [stays.dueAt], []]);
    const asked = stages.filter(({ event }) => event === 'payersAsked').length;
    expect([stages.at(-1)!.event, asked <= 1, asked === 1 || first === 'it is linked']).toEqual(['linked', true, true]);
    const late = await as.finance.post(`/v1/receipts/${receipt.id}/ask-payers`, { reason: 'whose is it?' });
    expect(late.status).toBe(409);
  },
});
