import { applicant, applicantLink, onPage, ownForm, providersPage, unverified, type OwnBody } from '../../support/identity-stories';
import { eventually } from '../../support/eventually';
import { result, shown, stateIs } from '../../support/hse-stories';
import { verified } from '../../support/photos';
import { shifted, stories, type Story } from '../../support/story';

const { test } = stories('identity-hold');

const PAID = '2026-11-25T10:00:00.000Z';
const LAPSE = '2027-05-24T09:00:00.000Z';

/** Applications that are put together, and paid at an instant. */
async function paidAt({ system, given }: Story, at: string, applications: { id: string }[]): Promise<void> {
  const order = await given.employer.closed(applications);
  await system.sleepUntil(shifted(at, -5000));
  await system.receivedAt(at, () => given.pays(order));
}
const holds = async (scene: Story, application: { id: string }) =>
  (await shown(scene, application)).standing?.holds.map(({ name }) => name) ?? [];

test('IDV-1 TIM-4 scenario 3: mailed at once, reminded on 28 November, 2, 9 and 23 December at 10:00, escalated on 6 January, lapsed on 24 May; the employer is told', async (scene) => {
  const { given, look, boundary, tenant, system } = scene;
  const form = ownForm(tenant);
  const application = await given.employer.unverified(form);
  await result(scene, application, 'pass');
  await paidAt(scene, PAID, [application]);
  await stateIs(scene, application, 'onHold');
  expect((await shown(scene, application)).standing).toMatchObject({ awaiting: 'operative', dueAt: LAPSE, holds: [{ name: 'identity' }] });
  await applicantLink(system, form.email);
  const reminders = async () => (await look.mails(application)).filter((name) => name === 'identity-reminder').length;
  for (const [index, day] of ['2026-11-28', '2026-12-02', '2026-12-09', '2026-12-23'].entries())
    await boundary(`${day}T10:00:00.000Z`, {
      before: async () => expect(await reminders()).toBe(index),
      after: async () => expect(await reminders()).toBe(index + 1),
    });
  await boundary('2027-01-06T10:00:00.000Z', {
    before: async () => expect(await look.tasks(application)).toEqual([]),
    after: async () => expect(await look.tasks(application)).toEqual(['decideIdentity']),
  });
  await boundary(LAPSE, {
    before: async () => expect((await shown(scene, application)).state).toBe('onHold'),
    after: async () => expect((await shown(scene, application)).state).toBe('lapsed'),
  });
  expect([await look.tasks(application), (await look.mails(application)).at(-1)]).toEqual([[], 'identity-lapsed']);
});

test('IDV-1 PER-1 the operative makes an account by the link, fails, tries again and passes: the photo holds for five years and serves the next application', async (scene) => {
  const { system, given, look, as } = scene;
  const application = await unverified(scene);
  await result(scene, application, 'pass');
  const person = await applicant(system, application.email);
  await onPage(await providersPage(person, application), 'fail');
  await eventually(async () => expect(await look.tasks(application)).toEqual(['decideIdentity']));
  expect([(await shown(scene, application)).state, (await look.mails(application)).at(-1)]).toEqual(['onHold', 'identity-failed']);
  await onPage(await providersPage(person, application), 'pass');
  await stateIs(scene, application, 'beingProduced');
  expect(await look.tasks(application)).toEqual([]);
  const { body } = await person.get<OwnBody>(`/v1/account/applications/${application.id}`);
  expect([body.isIdentityAwaited, body.check?.outcome]).toEqual([false, 'pass']);
  const photo = (await shown(scene, application)).requirements.find(({ kind }) => kind === 'photo')!;
  const years = Number(photo.validTo!.slice(0, 4)) - (await system.now()).getUTCFullYear();
  expect([photo.mark, years]).toEqual(['Verified', 5]);
  const employee = (await as.employerUser.get<{ items: { id: string; registrationNumber: string }[] }>('/v1/employees')).body.items.find(
    ({ registrationNumber }) => registrationNumber === application.applicant.registrationNumber,
  )!;
  const next = await given.employer.started(employee.id, 'managerial');
  await given.employer.filledIn(next);
  expect((await shown(scene, next)).state).toBe('readyToFinalise');
});

test('IDV-1 TIM-4 scenario 3: verified 7 April 2025 – 7 April 2030: paid on 7 April 2030 no hold, on 8 April a hold and a mail', async (scene) => {
  const { given, look, tenant, system } = scene;
  const [last, late] = [await given.employer.newcomer(), await given.employer.newcomer()];
  for (const { number } of [last, late]) await verified(tenant, number, '2025-04-07', '2030-04-07');
  await system.sleepUntil('2030-04-06T09:00:00.000Z');
  const [inTime, tooLate] = [await given.employer.finalised(last.id), await given.employer.finalised(late.id)];
  for (const application of [inTime, tooLate]) await result(scene, application, 'pass');
  // Late on 7 April in London, which has summer time, and early on 8 April.
  await system.sleepUntil('2030-04-07T22:50:00.000Z');
  await given.pays(await given.employer.closed([inTime]));
  await stateIs(scene, inTime, 'beingProduced');
  await system.sleepUntil('2030-04-07T23:00:01.000Z');
  await given.pays(await given.employer.closed([tooLate]));
  await stateIs(scene, tooLate, 'onHold');
  expect([await holds(scene, tooLate), await look.mails(inTime), await look.mails(tooLate)]).toEqual([
    ['identity'],
    [],
    ['identity-asked'],
  ]);
});
