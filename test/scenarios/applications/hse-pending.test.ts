import { daysLater } from '../../../domain/working-days';
import type { ApplicationBody } from '../../support/employers';
import { eventually } from '../../support/eventually';
import { paidAt, result, shown, stateIs, type Paid } from '../../support/hse-stories';
import { shifted, stories } from '../../support/story';

const { test, bothOrders } = stories('hse-pending');

const PAID = '2026-11-25T10:00:00.000Z';
const LAPSE = '2027-05-24T09:00:00.000Z';
test('HSE-2 HSE-3 TIM-4 scenario 1: reminded on 9 and 23 December and 20 January at 10:00, a fail keeps it held, a pass on day 83 releases it at once, nobody escalates', async (scene) => {
  const { system, look, boundary } = scene;
  const application = await paidAt(scene, PAID);
  await stateIs(scene, application, 'onHold');
  expect((await shown(scene, application)).standing).toMatchObject({ awaiting: 'operative', dueAt: LAPSE, holds: [{ name: 'hse' }] });
  const reminders = async () => (await look.mails(application)).filter((name) => name === 'hse-reminder').length;
  for (const [index, at] of ['2026-12-09T10:00:00.000Z', '2026-12-23T10:00:00.000Z'].entries())
    await boundary(at, {
      before: async () => expect(await reminders()).toBe(index),
      after: async () => expect(await reminders()).toBe(index + 1),
    });
  await system.sleepUntil('2027-01-15T12:00:00.000Z');
  await result(scene, application, 'fail');
  await eventually(async () => expect((await look.events(application)).at(-1)![0]).toBe('failed'));
  expect((await shown(scene, application)).state).toBe('onHold');
  await boundary('2027-01-20T10:00:00.000Z', {
    before: async () => expect(await reminders()).toBe(2),
    after: async () => expect(await reminders()).toBe(3),
  });
  await system.sleepUntil('2027-02-16T15:00:00.000Z');
  await result(scene, application, 'pass');
  await stateIs(scene, application, 'beingProduced');
  expect((await look.events(application)).map(([event]) => event)).toEqual([
    ...['finalised', 'ordered', 'paid', 'held', 'reminded', 'reminded', 'failed', 'reminded', 'approved'],
  ]);
  await system.sleepUntil('2027-02-17T10:00:01.000Z');
  expect([await look.tasks(application), await reminders()]).toEqual([[], 3]);
});

test('HSE-4 a pass that arrives before the payment is not lost: it is never held, and approved by itself (APP-9)', async (scene) => {
  const { given, look } = scene;
  const application = await given.employer.finalised();
  await result(scene, application, 'pass');
  await given.pays(await given.employer.closed([application]));
  await stateIs(scene, application, 'beingProduced');
  expect((await look.events(application)).map(([event]) => event)).toEqual(['finalised', 'ordered', 'paid', 'approved']);
});

test('HSE-4 neither an expired pass nor another person’s releases it; what names nobody is a task, and releases once it is matched (HSE-5)', async (scene) => {
  const { as, given, look } = scene;
  const application = await given.paidApplication();
  await stateIs(scene, application, 'onHold');
  await result(scene, application, 'pass', { takenOn: '2020-01-01' });
  await result(scene, await given.employer.started(), 'pass');
  const nobody = { number: 'T-NOBODY', person: 'PER000000000', takenOn: '2026-11-02', mode: 'atCentre', result: 'pass' };
  const { body: taken } = await as.caseOperator.post<{ id: string; state: string }>('/v1/hse-results', nobody);
  expect([taken.state, await look.tasks(taken)]).toEqual(['unmatched', ['matchResult']]);
  expect((await shown(scene, application)).state).toBe('onHold');
  const matched = await as.caseOperator.post(`/v1/hse-results/${taken.id}/match`, {
    person: application.applicant.registrationNumber,
    reason: 'rang them',
  });
  expect([matched.status, await look.tasks(taken)]).toEqual([200, []]);
  await stateIs(scene, application, 'beingProduced');
});

test('HSE-3 an operator puts the lapse off, and it lapses then, to the second; its task is answered', async (scene) => {
  const { as, given, look, boundary, system } = scene;
  const application = await given.paidApplication();
  await stateIs(scene, application, 'onHold');
  await system.sleepUntil(shifted(daysLater(application.paidAt, 84), 1000));
  await eventually(async () => expect(await look.tasks(application)).toEqual(['decideHseHold']));
  const extend = (days: number) =>
    as.caseOperator.post<ApplicationBody>(`/v1/applications/${application.id}/extend`, { days, reason: 'ill' });
  expect([(await extend(90)).status, await look.tasks(application), (await extend(91)).status]).toEqual([200, [], 422]);
  await boundary(daysLater(daysLater(application.paidAt, 180), 90), {
    before: async () => expect((await shown(scene, application)).state).toBe('onHold'),
    after: async () => expect((await shown(scene, application)).state).toBe('lapsed'),
  });
});

bothOrders<{ application: Paid }>(
  'HSE-3 HSE-4 TIM-4 a pass received a second before the lapse releases it; one that is on record only after the lapse finds it lapsed',
  {
    given: async (scene) => {
      const application = await paidAt(scene, (await scene.system.now()).toISOString());
      await stateIs(scene, application, 'onHold');
      return { application, at: daysLater(application.paidAt, 180) };
    },
    events: {
      'it is received': async (scene, { application, at }) => {
        await scene.system.receivedAt(shifted(at, -1000), () => result(scene, application, 'pass'));
      },
      'the time is over': async ({ system }, { at }, isFirst) => {
        // The moment that comes first looks at what had been received by then: here nothing yet.
        await system.sleepUntil(shifted(at, isFirst ? 1000 : 2000));
      },
    },
    sound: async (scene, { application, at }, first) => {
      const isReleased = first === 'it is received';
      await stateIs(scene, application, isReleased ? 'beingProduced' : 'lapsed');
      const [event, when] = (await scene.look.events(application)).at(-1)!;
      expect([event, when]).toEqual(isReleased ? ['approved', shifted(at, -1000)] : ['lapsed', at]);
    },
  },
);

bothOrders<{ application: Paid }>('HSE-3 TIM-4 a pass received at the very instant of the lapse finds it lapsed, whichever comes first', {
  given: async (scene) => {
    const application = await paidAt(scene, (await scene.system.now()).toISOString());
    await stateIs(scene, application, 'onHold');
    return { application, at: daysLater(application.paidAt, 180) };
  },
  events: {
    'it is received': (scene, { application }) => result(scene, application, 'pass'),
    'the time is over': ({ system }, { at }) => system.sleepUntil(shifted(at, 1000)),
  },
  sound: async (scene, { application, at }) => {
    await stateIs(scene, application, 'lapsed');
    expect((await scene.look.events(application)).at(-1)).toEqual(['lapsed', at]);
  },
});

test('APP-10 EMP-3 scenario 6: who leaves on day 20 of the hold is seen by the employer no more; it goes on for the person and is released by a pass', async (scene) => {
  const { as, given, look, system } = scene;
  const application = await given.paidApplication();
  await stateIs(scene, application, 'onHold');
  await system.sleepUntil(daysLater(application.paidAt, 20));
  const { body } = await as.employerUser.get<{ items: { id: string; registrationNumber: string }[] }>('/v1/employees');
  const employee = body.items.find(({ registrationNumber }) => registrationNumber === application.applicant.registrationNumber)!;
  await as.employerUser.post('/v1/employments/leave', { employees: [employee.id] });
  expect((await as.employerUser.get(`/v1/applications/${application.id}`)).status).toBe(404);
  await result(scene, application, 'pass');
  await look.stageIs(application, 'Being produced');
});
