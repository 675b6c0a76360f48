import { daysLater } from '../../../domain/working-days';
import type { Order } from '../../support/orders';
import { shifted, stories } from '../../support/story';

const { test, bothOrders } = stories('hold');

test('ADV-3 TIM-4 the payer is reminded at 7 days and not a second earlier, finance at 12, overdue at 14 to the second', async ({
  given,
  as,
  look,
  boundary,
}) => {
  const order = await given.order();
  expect(order.dueAt).toBe(daysLater(order.bacsChosenAt, 14));
  const mails = ['advance-order-placed'];
  for (const [days, mail] of [
    [7, 'transfer-reminder'],
    [12, 'hold-ends-soon'],
    [14, 'hold-overdue'],
  ] as const) {
    await boundary(daysLater(order.bacsChosenAt, days), {
      before: async () => expect([await look.mails(order), (await look.order(order)).state]).toEqual([mails, 'held']),
      after: async () => expect(await look.mails(order)).toEqual([...mails, mail]),
    });
    mails.push(mail);
  }
  await look.orderIs(order, 'overdue');
  expect((await look.events(order)).at(-1)).toEqual(['fellDue', order.dueAt]);
  const { body } = await as.finance.get<{ items: unknown[] }>('/v1/work-items?queue=finance');
  const about = { type: 'advance-order', id: order.id, reference: order.reference };
  expect(body.items).toContainEqual(expect.objectContaining({ task: 'endOverdueHold', about }));
});

test('ADV-3 an overdue hold reminds finance every week until it is cancelled, and never after', async ({
  system,
  given,
  as,
  look,
  boundary,
}) => {
  const order = await given.order();
  const count = async () => (await look.mails(order)).filter((name) => name === 'hold-still-overdue').length;
  for (const weeks of [1, 2])
    await boundary(daysLater(order.dueAt, 7 * weeks), {
      before: async () => expect(await count()).toBe(weeks - 1),
      after: async () => expect(await count()).toBe(weeks),
    });
  expect((await as.finance.post(`/v1/advance-orders/${order.id}/cancel`, { reason: 'never paid' })).status).toBe(200);
  await system.sleepUntil(shifted(daysLater(order.dueAt, 35), 1000));
  expect([await count(), (await look.order(order)).state]).toEqual([2, 'cancelled']);
});

test('ADV-3 a transfer three days late still lands on the overdue order and its funds are usable', async ({
  system,
  given,
  look,
  overdue,
}) => {
  const order = await overdue(3);
  await given.paid(`LATE ${order.reference}`, 500);
  await look.orderIs(order, 'allocated');
  await system.mailbox.waitFor(order.reference, `Your funds from advance order ${order.reference} are usable`);
  expect(await look.tasks(order)).toEqual([]);
});

test('ADV-3 TIM-4 finance extends an overdue hold: it is held again and falls due at the new end, the same clock time', async ({
  as,
  look,
  overdue,
  boundary,
}) => {
  const order = await overdue();
  const extended = await as.finance.post<Order>(`/v1/advance-orders/${order.id}/extend`, { days: 10, reason: 'the payer asked' });
  expect(extended).toMatchObject({ status: 200, body: { state: 'held' } });
  await boundary(extended.body.dueAt, {
    before: async () => {
      expect((await look.order(order)).state).toBe('held');
      expect((await look.mails(order)).filter((name) => name === 'hold-ends-soon')).toHaveLength(2);
    },
    after: async () => expect((await look.order(order)).state).toBe('overdue'),
  });
});

test('ADV-3 a transfer for a cancelled order goes to suspense, linked to nothing, and is not lost', async ({ given, as, look }) => {
  const order = await given.order();
  await as.finance.post(`/v1/advance-orders/${order.id}/cancel`, { reason: 'ordered twice' });
  const receipt = await given.suspense(`TOO LATE ${order.reference}`, 500);
  expect([receipt.state, receipt.order, receipt.amount.amount]).toEqual(['suspense', null, 50_000]);
  expect((await look.order(order)).allocated.amount).toBe(0);
});

bothOrders('ADV-3 ADV-4 the transfer and the end of the hold in one instant: the funds are usable and nothing is left to do', {
  given: async ({ given }) => {
    const order = await given.order();
    return { order, at: order.dueAt };
  },
  events: {
    'it is matched': async ({ given, look }, { order }) => {
      await given.paid(order.reference, 500);
      await look.orderIs(order, 'allocated');
    },
    'it falls due': async ({ system, look }, { order, at }, isFirst) => {
      await system.sleepUntil(shifted(at, 1000));
      if (isFirst) await look.orderIs(order, 'overdue');
    },
  },
  sound: async ({ look }, { order }) => {
    await look.orderIs(order, 'allocated');
    expect([(await look.standing(order)).next, await look.tasks(order)]).toEqual([[], []]);
    expect((await look.mails(order)).filter((name) => name === 'hold-still-overdue')).toEqual([]);
  },
});

bothOrders('ADV-3 an extension and the end of the hold in one instant: it is held until the new end, and overdue for no longer', {
  given: async ({ given }) => {
    const order = await given.order();
    return { order, at: order.dueAt };
  },
  events: {
    'it is extended': async ({ as, look }, { order, at }) => {
      const answer = await as.finance.post<Order>(`/v1/advance-orders/${order.id}/extend`, { days: 10, reason: 'the payer asked' });
      expect([answer.status, answer.body.dueAt]).toEqual([200, daysLater(at, 10)]);
      await look.orderIs(order, 'held');
    },
    'it falls due': async ({ system, look }, { order, at }, isFirst) => {
      await system.sleepUntil(shifted(at, 1000));
      if (isFirst) await look.orderIs(order, 'overdue');
    },
  },
  sound: async ({ look, boundary }, { order, at }) => {
    expect([await look.tasks(order), (await look.events(order)).at(-1)]).toEqual([[], ['extended', at]]);
    await boundary(daysLater(at, 10), {
      before: async () => expect((await look.order(order)).state).toBe('held'),
      after: async () => expect((await look.order(order)).state).toBe('overdue'),
    });
  },
});
