import { eventually } from '../../support/eventually';
import { LABOURER, type ApplicationBody } from '../../support/employers';
import { certificateLines, GRADING, pictureOf, qualificationIs, sendFile } from '../../support/qualifications';
import { stories } from '../../support/story';

const { test } = stories('qualification-decided');
const ELECTRICIAN = { ...LABOURER, occupation: 'electrician', grade: 'electrician' };

test('QUA-1 TIM-1 APP-9 scenario 4: a document of 22 December is due to be decided on 31 December; refused, the application waits for the employer, whose next one releases it', async ({
  system,
  as,
  given,
  look,
  boundary,
}) => {
  await system.documents.start();
  await system.sleepUntil('2026-12-22T10:00:00.000Z');
  const { id: employee } = await given.employer.employee();
  const application = await given.employer.started(employee);
  await given.employer.filledIn(application, ELECTRICIAN);
  const picture = await pictureOf(certificateLines('Joan Cooper'));
  const { body: document } = await sendFile(as.employerUser, `/v1/applications/${application.id}/qualifications/files`, picture);
  await qualificationIs(as.employerUser, document, 'needsDetails', 60_000);
  const said = { terms: '2026-11-01', understandsHsePending: true };
  expect((await as.employerUser.post(`/v1/applications/${application.id}/finalise`, said)).status).toBe(200);
  await given.pays(await given.employer.closed([application]));
  const shown = async () => (await as.employerUser.get<ApplicationBody>(`/v1/applications/${application.id}`)).body;
  const awaited = async () => {
    const { holds } = (await shown()).standing as unknown as { holds: { name: string; awaiting: string }[] };
    return holds.find(({ name }) => name === 'qualification')?.awaiting;
  };
  await eventually(async () => expect(await awaited()).toBe('employer'));
  const referred = await as.employerUser.post<{ standing: { dueAt: string } }>(`/v1/qualifications/${document.id}/refer`, {});
  expect(referred.body.standing.dueAt).toMatch(/^2026-12-31T1/);
  await eventually(async () => expect(await awaited()).toBe('staff'));
  const late = async () => (await look.mails(document)).filter((name) => name === 'qualification-late').length;
  await boundary(referred.body.standing.dueAt, {
    before: async () => expect(await late()).toBe(0),
    after: async () => expect(await late()).toBe(1),
  });
  await as.caseOperator.post(`/v1/qualifications/${document.id}/refuse`, { reason: 'of somebody else' });
  await eventually(async () => expect([await awaited(), (await shown()).state]).toEqual(['employer', 'onHold']));
  const { body: next } = await as.employerUser.post<{ id: string }>(`/v1/applications/${application.id}/qualifications`, GRADING);
  await qualificationIs(as.employerUser, next, 'awaitingDecision');
  const accepted = { kind: 'jibGrading', validFrom: '2018-03-05', validTo: null, reason: 'genuine' };
  await as.caseOperator.post(`/v1/qualifications/${next.id}/accept`, accepted);
  await eventually(async () => expect([await awaited(), (await shown()).state]).toEqual([undefined, 'onHold']));
  // It belongs to the person: the next application has it already.
  const second = await given.employer.started(employee, 'managerial');
  await given.employer.filledIn(second, ELECTRICIAN);
  const { requirements } = (await as.employerUser.get<ApplicationBody>(`/v1/applications/${second.id}`)).body;
  expect(requirements.find(({ kind }) => kind === 'qualification')).toMatchObject({ mark: 'Accepted', isVerified: true });
  await system.documents.stop();
});

test('QUA-1 TIM-4 a document that nobody gives details for is a case operator’s after 5 working days', async ({
  system,
  as,
  given,
  boundary,
}) => {
  await system.documents.start();
  const application = await given.employer.started();
  const { body: document } = await sendFile(
    as.employerUser,
    `/v1/applications/${application.id}/qualifications/files`,
    await pictureOf(certificateLines('Joan Cooper')),
  );
  const asked = await qualificationIs(as.employerUser, document, 'needsDetails', 60_000);
  await system.documents.stop();
  const state = async () => (await as.employerUser.get<{ state: string }>(`/v1/qualifications/${document.id}`)).body.state;
  await boundary(asked.standing!.dueAt!, {
    before: async () => expect(await state()).toBe('needsDetails'),
    after: async () => expect(await state()).toBe('awaitingDecision'),
  });
});
