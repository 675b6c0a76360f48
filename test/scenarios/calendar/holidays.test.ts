import { added, approve, goneOver, outcomes, preview, proposed } from '../../support/calendars';
import { stories, type Story } from '../../support/story';

const { test } = stories('holidays');

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
  const own = await as.administrator.post<{ errors: { code: string }[] }>(`/v1/calendar-proposals/${proposal.id}/approve`, { reason: 'mine' });
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
