import { askingCountry } from '../../support/catalogue';
import { stories, type Story } from '../../support/story';

const { test, bothOrders } = stories('centre-requests');

interface Request {
  id: string;
  state: string;
}
const ask = async ({ as }: Story) => (await as.centreUser.post<Request>('/v1/centre-requests', askingCountry)).body;
const answer = async ({ as }: Story, verb: 'grant' | 'decline', { id }: Request) =>
  (await as.caseOperator.post<Request>(`/v1/centre-requests/${id}/${verb}`, { reason: 'Looked at' })).status;
const withdraw = async ({ as }: Story, { id }: Request) =>
  (await as.centreUser.post<Request>(`/v1/centre-requests/${id}/withdraw`, { reason: 'Found it' })).status;
const countries = async ({ as }: Story) =>
  (await as.centreUser.get<{ items: { code: string }[] }>('/v1/countries')).body.items.filter(({ code }) => code === 'NO').length;

test('REG-18 nobody answers: those who answer are reminded after 2 working days, the administrators hear of it after 5; granted then, the country is there', async (story) => {
  const { look, boundary } = story;
  const asked = await ask(story);
  const [remind, escalate] = (await look.standing(asked)).next.map(({ at }) => at) as [string, string];
  await boundary(remind, {
    before: async () => expect(await look.mails(asked)).toEqual([]),
    after: async () => expect(await look.mails(asked)).toEqual(['centre-request-reminder']),
  });
  await boundary(escalate, {
    before: async () => expect(await look.mails(asked)).toEqual(['centre-request-reminder']),
    after: async () => expect(await look.mails(asked)).toEqual(['centre-request-reminder', 'centre-request-escalated']),
  });
  expect([(await look.standing(asked)).next, await countries(story)]).toEqual([[], 0]);
  expect([await answer(story, 'grant', asked), await countries(story)]).toEqual([200, 1]);
  await look.stageIs(asked, 'Granted');
});

bothOrders<{ asked: Request }>('REG-18 IDM-1 a centre withdraws while staff grant: whichever comes first stands, the other is told so', {
  given: async (story) => {
    const asked = await ask(story);
    const [remind] = (await story.look.standing(asked)).next;
    return { asked, at: remind!.at };
  },
  events: {
    withdraw: async (story, { asked }, isFirst) => expect(await withdraw(story, asked)).toBe(isFirst ? 200 : 409),
    grant: async (story, { asked }, isFirst) => expect(await answer(story, 'grant', asked)).toBe(isFirst ? 200 : 409),
  },
  sound: async (story, { asked }, first) => {
    await story.look.stageIs(asked, first === 'grant' ? 'Granted' : 'Withdrawn');
    expect(await countries(story)).toBe(first === 'grant' ? 1 : 0);
  },
});
