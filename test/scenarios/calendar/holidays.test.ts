import { added, approve, goneOver, inForce, outcomes, preview, proposed } from '../../support/calendars';
import { eventually } from '../../support/eventually';
import { shifted, stories, type Story } from '../../support/story';

const { test, bothOrders } = stories('holidays');

/** An exemption that is asked for: decided within five working days (HSE-5). */
async function asked({ given, look }: Story): Promise<{ id: string; reference: string }> {
  const exemption = await given.employer.exemption(await given.employer.started());
  await look.stageIs(exemption, 'Asked for');
  return exemption;
}
const due = async ({ look }: Story, of: { id: string }) => (await look.standing(of)).dueAt!;

test('CAL-1 TIM-1 TIM-4 scenario 5: a five-day decision of 22 December is due on 31 December; a holiday on the 29th is previewed, approved by another administrator, and moves it to 4 January, to the second', async (scene) => {
  const { system, as, look, boundary } = scene;
  await system.sleepUntil('2026-12-22T10:00:00.000Z');
  const exemption = await asked(scene);
  const before = await due(scene, exemption);
  expect(before).toMatch(/^2026-12-31T10:0/);
  const after = before.replace('2026-12-31', '2027-01-04');
  const proposal = await proposed(scene, [added('2026-12-29')]);
  expect(await preview(scene, proposal)).toEqual([
    expect.objectContaining({
      wait: `exemption/${exemption.id}`,
      moves: expect.arrayContaining([expect.objectContaining({ what: 'exemptionLate', from: before, to: after })]) as unknown,
    }),
  ]);
  expect(await due(scene, exemption)).toBe(before);
  const own = await as.administrator.post<{ errors: { code: string }[] }>(`/v1/calendar-proposals/${proposal.id}/approve`, {
    reason: 'mine',
  });
  expect([own.status, own.body.errors[0]!.code]).toEqual([409, 'fourEyes']);
  expect((await approve(scene, proposal)).status).toBe(200);
  const version = await goneOver(scene);
  expect(version.version).toBe('calendar-2');
  expect(await due(scene, exemption)).toBe(after);
  expect(await outcomes(scene, version)).toEqual([expect.objectContaining({ wait: `exemption/${exemption.id}`, outcome: 'moved' })]);
  const [task] = await system.owner('work_items').where({ entity_id: exemption.id }).select('due_at');
  expect(new Date(task.due_at).toISOString()).toBe(after);
  const late = async () => (await look.mails(exemption)).filter((name) => name === 'exemption-late').length;
  await system.sleepUntil(before.replace('T10', 'T12'));
  expect(await late()).toBe(0);
  await boundary(after, { before: async () => expect(await late()).toBe(0), after: async () => expect(await late()).toBe(1) });
});

test('CAL-1 a case begun between preview and approval is moved as well and told in the outcome; one begun after it counts by the new calendar at once', async (scene) => {
  const { system } = scene;
  await system.sleepUntil('2027-02-01T10:00:00.000Z');
  const early = await asked(scene);
  const proposal = await proposed(scene, [added('2027-02-05'), added('2027-02-08')]);
  const between = await asked(scene);
  expect((await preview(scene, proposal)).map(({ entity }) => entity).sort()).toEqual([early.id, between.id].sort());
  expect((await approve(scene, proposal)).status).toBe(200);
  const late = await asked(scene);
  const version = await goneOver(scene);
  expect((await outcomes(scene, version)).map(({ entity }) => entity).sort()).toEqual([early.id, between.id].sort());
  for (const each of [early, between, late]) expect(await due(scene, each)).toMatch(/^2027-02-10T10:/);
});

test('CAL-1 TIM-1 a holiday taken back moves waits earlier, over the change to summer time; one whose new date is past fires at once, and once', async (scene) => {
  const { system, look, boundary } = scene;
  const late = async (of: { id: string }) => (await look.mails(of)).filter((name) => name === 'exemption-late').length;
  await system.sleepUntil('2027-03-19T10:00:00.000Z');
  const first = await asked(scene);
  expect(await due(scene, first)).toMatch(/^2027-03-30T09:/);
  await system.sleepUntil('2027-03-23T16:00:00.000Z');
  const second = await asked(scene);
  expect(await due(scene, second)).toMatch(/^2027-04-01T15:/);
  // On Easter Monday, which is none: the first was due that morning.
  await system.sleepUntil('2027-03-29T13:00:00.000Z');
  expect([await late(first), await late(second)]).toEqual([0, 0]);
  const version = await inForce(scene, [{ what: 'takeBack', day: '2027-03-29' }]);
  expect((await outcomes(scene, version)).length).toBe(2);
  await eventually(async () => expect(await late(first)).toBe(1));
  const moved = await due(scene, second);
  expect(moved).toMatch(/^2027-03-31T15:/);
  await boundary(moved, {
    before: async () => expect(await late(second)).toBe(0),
    after: async () => expect(await late(second)).toBe(1),
  });
  await system.sleepUntil('2027-04-06T12:00:00.000Z');
  expect([await late(first), await late(second)]).toEqual([1, 1]);
});

bothOrders<{ exemption: { id: string }; proposal: { id: string } }>(
  'CAL-1 a decision that comes as another calendar does ends the case, whichever was first; nothing of it is late afterwards',
  {
    given: async (scene) => {
      const exemption = await asked(scene);
      const before = await due(scene, exemption);
      const proposal = await proposed(scene, [added(before.slice(0, 10))]);
      return { exemption, proposal, at: shifted((await scene.system.now()).toISOString(), 60_000) };
    },
    events: {
      approved: (scene, { proposal }) => approve(scene, proposal),
      accepted: ({ as }, { exemption }) => as.caseOperator.post(`/v1/exemptions/${exemption.id}/accept`, { reason: 'seen' }),
    },
    sound: async (scene, { exemption }) => {
      await goneOver(scene);
      const { stage } = await scene.look.stageIs(exemption, 'Accepted');
      expect([stage, await scene.look.tasks(exemption), (await scene.look.mails(exemption)).includes('exemption-late')]).toEqual([
        ...['Accepted', [], false],
      ]);
    },
  },
);
