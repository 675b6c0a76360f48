import { daysLater } from '../../../domain/working-days';
import { Employer, FINALISED, LABOURER, type ApplicationBody } from '../../support/employers';
import { eventually } from '../../support/eventually';
import { result, shown, stateIs } from '../../support/hse-stories';
import { stories, type Story } from '../../support/story';

const { test } = stories('leavers');

const OWN = 'ann@own.example';

/** The employee whom an application is of. */
async function employeeOf({ as }: Story, { applicant }: ApplicationBody): Promise<{ id: string; birthDate: string; name: string }> {
  const { body } = await as.employerUser.get<{ items: { id: string; registrationNumber: string }[] }>('/v1/employees?limit=200');
  const { id } = body.items.find(({ registrationNumber }) => registrationNumber === applicant.registrationNumber)!;
  return (await as.employerUser.get<{ id: string; birthDate: string; name: string }>(`/v1/employees/${id}`)).body;
}
async function leaves(scene: Story, application: ApplicationBody): Promise<void> {
  const { id } = await employeeOf(scene, application);
  const { body } = await scene.as.employerUser.post<{ items: object[] }>('/v1/employments/leave', { employees: [id] });
  expect(body.items).toEqual([{ id, outcome: 'left' }]);
}
const seenByStaff = async ({ as }: Story, { id }: { id: string }) =>
  (await as.caseOperator.get<ApplicationBody & { cardGoesTo: string }>(`/v1/applications/${id}`)).body;

test('APP-10 EMP-3 scenario 6: who leaves on day 20 of the hold is seen by the employer no more, anywhere; it goes on for the person, who alone is told, and is released by a pass', async (scene) => {
  const { as, given, look, system } = scene;
  const application = await given.paidApplication();
  await stateIs(scene, application, 'onHold');
  await system.sleepUntil(daysLater(application.paidAt, 20));
  await leaves(scene, application);
  await look.stageIs(application, 'On hold');
  const { id, reference } = application;
  for (const path of [`/v1/applications/${id}`, `/v1/applications/${id}/form`, `/v1/processes/${id}`, `/v1/files?about=${id}`])
    expect([path, (await as.employerUser.get(path)).status]).toEqual([path, 404]);
  for (const [verb, body] of [
    ['abandon', { reason: 'r' }],
    ['recheck', {}],
    ['endorse', {}],
    ['give-more', { text: 't' }],
    ['finalise', FINALISED],
  ] as const)
    expect([verb, (await as.employerUser.post(`/v1/applications/${id}/${verb}`, body)).status]).toEqual([verb, 404]);
  const { body: listed } = await as.employerUser.get<{ items: { id: string }[] }>('/v1/applications?limit=200');
  const { body: found } = await as.employerUser.get<{ groups: object[] }>(`/v1/search?q=${reference}`);
  expect([listed.items, found.groups]).toEqual([[], []]);
  await eventually(async () => expect((await look.events(application)).at(-1)![0]).toBe('left'));
  expect((await seenByStaff(scene, application)).cardGoesTo).toBe('applicant');
  const { registrationNumber } = application.applicant;
  await system.owner('persons').where({ number: registrationNumber, tenant_id: scene.tenant.id }).update({ email: OWN });
  await system.sleepUntil(daysLater(application.paidAt, 29));
  await eventually(async () => expect((await look.events(application)).at(-1)![0]).toBe('reminded'));
  const reminders = system.owner('outbox').where({ entity_id: id, name: 'hse-reminder' }).orderBy('created_at').pluck('target');
  expect(await reminders).toEqual([expect.stringMatching(/^user\//), `applicant/${id}`]);
  await eventually(async () => expect(await system.mailbox.to(OWN, reference)).toHaveLength(1));
  await result(scene, application, 'pass');
  await look.stageIs(application, 'Being produced');
});

test('APP-10 EMP-3 who leaves: drafts, un-finalised, finalised and ordered ones on no closed order are abandoned, whoever finalised is told; what is on a closed order goes on', async (scene) => {
  const { given, look, as } = scene;
  const { employer } = given;
  const draft = await employer.started();
  const back = await employer.finalised();
  expect((await as.employerUser.post(`/v1/applications/${back.id}/unfinalise`, {})).status).toBe(200);
  const finalised = await employer.finalised();
  const ordered = await employer.finalised();
  const order = await employer.open([ordered]);
  await stateIs(scene, ordered, 'ordered');
  const closed = await employer.finalised();
  const toPay = await employer.closed([closed]);
  await stateIs(scene, closed, 'ordered');
  for (const each of [draft, back, finalised, ordered, closed]) await leaves(scene, each);
  for (const each of [draft, back, finalised, ordered])
    await eventually(async () => expect([each.reference, (await seenByStaff(scene, each)).state]).toEqual([each.reference, 'abandoned']));
  expect([await look.mails(finalised), await look.mails(ordered)]).toEqual([['application-abandoned'], ['application-abandoned']]);
  expect((await as.employerUser.get<{ applications: string[] }>(`/v1/application-orders/${order.id}`)).body.applications).toEqual([]);
  await eventually(async () => expect((await look.events(closed)).at(-1)![0]).toBe('left'));
  await given.pays(toPay);
  await eventually(async () => expect((await seenByStaff(scene, closed)).state).toBe('onHold'));
  expect(await look.mails(closed)).toEqual([]);
});

test('APP-1 APP-10 the next employer starts an application of the same type of card for who has left, and the former one sees nothing of it', async (scene) => {
  const { as, given, tenant } = scene;
  const draft = await given.employer.started();
  const employee = await employeeOf(scene, draft);
  const next = new Employer(as.otherEmployer, tenant, tenant.companies[1]);
  await leaves(scene, draft);
  const again = await next.employed({ birthDate: employee.birthDate, familyName: employee.name.split(' ').at(-1)! });
  const second = await next.started(again.id);
  expect([second.state, second.applicant.registrationNumber]).toEqual(['beingCompleted', draft.applicant.registrationNumber]);
  await next.filledIn(second, LABOURER);
  expect((await shown(scene, second)).state).toBeUndefined();
  for (const { id } of [draft, second]) expect((await as.employerUser.get(`/v1/applications/${id}`)).status).toBe(404);
});
