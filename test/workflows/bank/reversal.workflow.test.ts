import { daysLater } from '../../../domain/working-days';
import { shifted, stories } from '../../support/story';

const { test, bothOrders } = stories('reversal');

test('ADV-5 the approval is a wait: finance is reminded every three days to the second, and no more once it is decided', async ({
  system,
  given,
  as,
  look,
  boundary,
}) => {
  const asked = await given.reversal();
  const { since, next } = await look.standing(asked);
  const count = async () => (await look.mails(asked)).filter((name) => name === 'reversal-asked').length;
  expect(next.map((event) => event.at)).toEqual([daysLater(since, 3)]);
  for (const reminders of [1, 2])
    await boundary(daysLater(since, 3 * reminders), {
      before: async () => expect(await count()).toBe(reminders),
      after: async () => expect(await count()).toBe(reminders + 1),
    });
  expect((await as.finance2.post(`/v1/reversals/${asked.id}/approve`, { reason: 'checked' })).status).toBe(200);
  await system.sleepUntil(shifted(daysLater(since, 10), 1000));
  expect(await count()).toBe(3);
});

interface Asked {
  id: string;
  answers: Record<string, number>;
}
bothOrders<Asked>('ADV-5 a reversal approved and declined in one instant: the first decides, the second is told that it is decided', {
  given: async ({ system, given }) => ({
    ...(await given.reversal()),
    answers: {},
    at: shifted((await system.now()).toISOString(), 60_000),
  }),
  events: {
    approved: async ({ as }, { id, answers }) => {
      answers['approved'] = (await as.finance2.post(`/v1/reversals/${id}/approve`, { reason: 'checked' })).status;
    },
    declined: async ({ as }, { id, answers }) => {
      answers['declined'] = (await as.finance.post(`/v1/reversals/${id}/decline`, { reason: 'asked in error' })).status;
    },
  },
  sound: async ({ look, as }, { id, answers }, first) => {
    expect(answers).toEqual({ approved: 409, declined: 409, [first]: 200 });
    expect((await as.finance.get<{ state: string }>(`/v1/reversals/${id}`)).body.state).toBe(first);
    const { body } = await as.finance.get<{ items: { state: string }[] }>('/v1/receipts');
    expect(body.items.map(({ state }) => state)).toEqual([first === 'approved' ? 'suspense' : 'allocated']);
    expect([await look.tasks({ id }), (await look.standing({ id })).next]).toEqual([[], []]);
  },
});
