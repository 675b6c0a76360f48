import { paidAt, shown } from '../../support/hse-stories';
import { stories } from '../../support/story';

// Of its own, for its dates: a file's clock goes forward only.
const { test } = stories('hse-lapsed');

const PAID = '2026-11-25T10:00:00.000Z';
const LAPSE = '2027-05-24T09:00:00.000Z';

test('HSE-3 TIM-4 APP-10 scenario 2: without a pass a case operator has a task on 17 February at 10:00, and it lapses on 24 May at 10:00 summer time, its fee kept', async (scene) => {
  const { as, given, look, boundary, system } = scene;
  const application = await paidAt(scene, PAID);
  await boundary('2027-02-17T10:00:00.000Z', {
    before: async () => expect(await look.tasks(application)).toEqual([]),
    after: async () => expect(await look.tasks(application)).toEqual(['decideHseHold']),
  });
  await boundary(LAPSE, {
    before: async () => expect((await shown(scene, application)).state).toBe('onHold'),
    after: async () => expect((await shown(scene, application)).state).toBe('lapsed'),
  });
  expect([await look.tasks(application), (await look.mails(application)).at(-1)]).toEqual([[], 'application-lapsed']);
  expect((await look.events(application)).at(-1)).toEqual(['lapsed', LAPSE]);
  const fees = await system.owner('postings').where({ tenant_id: scene.tenant.id, account: 'card-fees' }).pluck('pence');
  expect(fees.map(Number)).toEqual([-4750]);
  // Its type of card is free again.
  const { body } = await as.employerUser.get<{ items: { id: string; registrationNumber: string }[] }>('/v1/employees');
  const employee = body.items.find(({ registrationNumber }) => registrationNumber === application.applicant.registrationNumber)!;
  expect((await given.employer.started(employee.id)).state).toBe('beingCompleted');
});
