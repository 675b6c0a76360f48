import { randomUUID } from 'node:crypto';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { toJson } from '../../../platform/json';
import type { ApiClient } from '../../support/api-client';
import { openDesk, type Desk } from '../../support/desk';
import { Employer, LABOURER, paidOutside, type ApplicationBody } from '../../support/employers';
import { eventually } from '../../support/eventually';
import type { Problem } from '../../support/orders';
import {
  CERTIFICATE,
  certificateLines,
  GRADING,
  pictureOf,
  qualificationIs,
  sendFile,
  type QualificationBody,
} from '../../support/qualifications';
import { shared } from '../../support/shared';

let { system, as, tenant, look } = {} as Desk;
let employer: Employer;
let people = 0;

beforeAll(async () => {
  ({ system, as, tenant, look } = await openDesk('qualifications-api', 'papers'));
  employer = new Employer(as.employerUser, tenant);
  await system.documents.start();
}, 120_000);
afterAll(() => system?.stop());

const ELECTRICIAN = { ...LABOURER, occupation: 'electrician', grade: 'electrician' };
const entering = (application: { id: string }, entry: object = CERTIFICATE, headers = {}) =>
  as.employerUser.post<QualificationBody & Problem>(`/v1/applications/${application.id}/qualifications`, entry, headers);
const uploading = (application: { id: string }, content: Uint8Array, headers = {}) =>
  sendFile(as.employerUser, `/v1/applications/${application.id}/qualifications/files`, content, headers);
const act = (by: ApiClient, { id }: { id: string }, verb: string, body: object = { reason: 'r' }, headers = {}) =>
  by.post<QualificationBody & Problem>(`/v1/qualifications/${id}/${verb}`, body, headers);
const faults = ({ status, body }: { status: number; body: Problem }) => [
  status,
  body.errors?.map(({ pointer, code, rule }) => [pointer, code, rule]),
];
const ACCEPT = { kind: 'jibGrading', validFrom: '2018-03-05', validTo: null, reason: 'genuine' };
/** An application of somebody with a name of his own, in letters alone. */
async function applicant(): Promise<ApplicationBody> {
  const application = await employer.started((await employer.employee('Grace', 'Hopper')).id);
  const familyName = `Hopper${'abcdefghij'[(people += 1)]!}`;
  await system.owner('persons').where({ number: application.applicant.registrationNumber }).update({ family_name: familyName });
  return { ...application, applicant: { ...application.applicant, name: `Ms Grace ${familyName}` } };
}
const surname = ({ applicant: { name } }: ApplicationBody) => name.split(' ').at(-1)!;
const pdf = (lines: string[]): Promise<Buffer> =>
  new Promise((resolve) => {
    const made = new PDFDocument();
    const chunks: Buffer[] = [];
    made.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks)));
    made.text(lines.join('\n'));
    made.end();
  });

/** The awarding body has a certificate on record. */
async function onRecord(entry: typeof CERTIFICATE, whose: object): Promise<void> {
  const known = {
    body: 'cityAndGuilds',
    entry: { certificateNumber: entry.fields.certificateNumber },
    awardedOn: entry.fields.awardedOn,
    ...whose,
  };
  const headers = { 'Content-Type': 'application/json' };
  await fetch(`${shared().awardingBody.url}/certificates`, { method: 'POST', headers, body: JSON.stringify(known) });
}
const numbered = (certificateNumber: string) => ({ ...CERTIFICATE, fields: { ...CERTIFICATE.fields, certificateNumber } });

test('QUA-1 awarding bodies are listed with the fields of their entries and the kinds that they award', async () => {
  const { status, body } = await as.employerUser.get<{ items: { code: string; isLookedUp: boolean; fields: { name: string }[] }[] }>(
    '/v1/awarding-bodies',
  );
  expect([status, body.items.map(({ code, isLookedUp, fields }) => [code, isLookedUp, fields.map(({ name }) => name)])]).toEqual([
    200,
    [
      ['cityAndGuilds', true, ['enrolmentNumber', 'certificateNumber', 'awardedOn']],
      ['eal', true, ['learnerNumber', 'certificateNumber', 'awardedOn']],
      ['jib', false, ['gradingReference', 'gradedOn']],
      ['sqa', true, ['candidateNumber', 'awardedOn']],
    ],
  ]);
});

test('QUA-1 AUT-1 a picture of the applicant’s certificate is read, matched and verified by itself; a repeat of the key gives nothing twice', async () => {
  const application = await applicant();
  const picture = await pictureOf(certificateLines(application.applicant.name.replace('Ms ', '')));
  const key = { 'Idempotency-Key': randomUUID() };
  const first = await uploading(application, picture, key);
  expect([first.status, first.headers.get('location')]).toEqual([201, `/v1/qualifications/${first.body.id}`]);
  const read = await qualificationIs(as.employerUser, first.body, 'verified', 60_000);
  expect(read).toMatchObject({ kind: 'nvq3Electrotechnical', number: '51234567', validFrom: '2019-07-12', validTo: null });
  expect(read.givings).toEqual([
    expect.objectContaining({ outcome: 'matched', score: 100, reasons: ['name', 'qualificationNumber', 'body', 'awarded'] }),
  ]);
  expect((await uploading(application, picture, key)).body.id).toBe(first.body.id);
  expect(await look.mails(first.body)).toEqual(['qualification-decided']);
  // No more of the text is kept than what it came to, and nothing of it in the audit trail or the histories.
  const rows = toJson([
    await system.owner('qualification_givings').where({ qualification_id: read.id }),
    await system.owner('audit').where({ entity_id: read.id }),
    await system.owner('processes').where({ entity_id: read.id }),
  ]);
  expect(rows).not.toMatch(/certify|Hopper/);
}, 120_000);

test('QUA-1 SEC-12 a certificate of somebody else is not verified: its giver is asked for the details, which the body confirms; the number is nobody else’s then', async () => {
  const application = await applicant();
  const other = await pdf(certificateLines('Joan Cooper'));
  const { body: given } = await uploading(application, other);
  const unmatched = await qualificationIs(as.employerUser, given, 'needsDetails', 60_000);
  expect(unmatched.givings[0]).toMatchObject({
    outcome: 'notMatched',
    score: 50,
    reasons: ['otherName', 'qualificationNumber', 'body', 'awarded'],
  });
  expect(await look.mails(given)).toEqual(['qualification-details-asked']);
  await onRecord(numbered('61234567'), { givenName: 'Grace', familyName: surname(application) });
  expect((await act(as.employerUser, given, 'details', numbered('61234567'))).status).toBe(200);
  const verified = await qualificationIs(as.employerUser, given, 'verified');
  expect(verified).toMatchObject({ number: '61234567', validFrom: '2019-07-12' });
  expect(faults(await act(as.employerUser, given, 'details', numbered('61234567')))).toEqual([409, [['', 'notAwaited', 'QUA-1']]]);
  const next = await applicant();
  await onRecord(numbered('61234567'), { givenName: 'Grace', familyName: surname(next) });
  await system.owner('qualifications').where({ id: given.id });
  const { body: again } = await entering(next, numbered('61234567'));
  await qualificationIs(as.employerUser, again, 'awaitingDecision');
}, 120_000);

test('QUA-1 details that the body does not know, or has of somebody else, are a case operator’s: asked for more, given again, accepted', async () => {
  const application = await applicant();
  const { body: unknown } = await entering(application, numbered('71234567'));
  expect((await qualificationIs(as.employerUser, unknown, 'awaitingDecision')).standing!.why).toContain('does not know it');
  await onRecord(numbered('72234567'), { givenName: 'Joan', familyName: 'Cooper' });
  const { body: others } = await entering(application, numbered('72234567'));
  expect((await qualificationIs(as.employerUser, others, 'awaitingDecision')).standing!.why).toContain('has it otherwise');
  expect(await look.tasks(others)).toEqual(['decideQualification']);
  expect((await act(as.caseOperator, others, 'ask-for-more')).body.state).toBe('moreAsked');
  expect([await look.tasks(others), (await act(as.employerUser, others, 'details', GRADING)).status]).toEqual([[], 200]);
  await qualificationIs(as.employerUser, others, 'awaitingDecision');
  const accepted = await act(as.caseOperator, others, 'accept', ACCEPT);
  expect([accepted.status, accepted.body]).toEqual([
    200,
    expect.objectContaining({ state: 'accepted', kind: 'jibGrading', validFrom: '2018-03-05' }),
  ]);
  expect(faults(await act(as.caseOperator, others, 'accept', ACCEPT))).toEqual([409, [['', 'ended', 'QUA-1']]]);
});

test('QUA-1 every fault of an entry is told at its field; an unknown kind, body or file is refused, and nothing is kept', async () => {
  const application = await applicant();
  const wrong = { kind: 'nvq3Electrotechnical', fields: { enrolmentNumber: 'ABC', awardedOn: '2999-01-01', size: '9' } };
  expect(faults(await entering(application, wrong))).toEqual([
    422,
    ['enrolmentNumber', 'certificateNumber', 'awardedOn', 'size'].map((name) => [`/fields/${name}`, 'field', 'QUA-1']),
  ]);
  expect(faults(await entering(application, { ...GRADING, kind: 'nothing' }))).toEqual([422, [['/kind', 'kind', 'QUA-1']]]);
  const huge = await sharp({ create: { width: 20_000, height: 20_000, channels: 3, background: 'white' }, limitInputPixels: false })
    .png()
    .toBuffer();
  const video = Buffer.from('0000001866747970696d703432', 'hex');
  const locked = Buffer.from('%PDF-1.4\ntrailer << /Encrypt 5 0 R >>\n%%EOF');
  const scripted = Buffer.from('%PDF-1.4\n1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>\n%%EOF');
  for (const [content, code] of [
    [huge, 'file.pixels'],
    [video, 'file.type'],
    [locked, 'file.damaged'],
    [scripted, 'file.script'],
  ] as const)
    expect(faults(await uploading(application, content))).toEqual([422, [['', code, 'SEC-12']]]);
  const listed = await as.employerUser.get<{ items: unknown[] }>(`/v1/qualifications?application=${application.id}`);
  expect(listed.body.items).toEqual([]);
  expect((await entering({ id: randomUUID() })).status).toBe(404);
});

test('QUA-1 what cannot be read asks for the details; left to a case operator it is decided, by its version, in a dry run not at all', async () => {
  const application = await applicant();
  const { body: given } = await uploading(application, await pictureOf(['']));
  const unread = await qualificationIs(as.employerUser, given, 'needsDetails', 60_000);
  expect([unread.givings[0]!.outcome, unread.standing!.why]).toEqual(['unreadable', expect.stringContaining('could not be read')]);
  expect((await act(as.employerUser, given, 'refer', {})).body.state).toBe('awaitingDecision');
  expect(faults(await act(as.caseOperator, given, 'accept', { ...ACCEPT, kind: 'nothing' }))).toEqual([422, [['/kind', 'kind', 'QUA-1']]]);
  expect(faults(await act(as.caseOperator, given, 'accept', { ...ACCEPT, validTo: '2017-01-01' }))).toEqual([
    422,
    [['', 'combination', '']],
  ]);
  const dry = await act(as.caseOperator, given, 'accept?dryRun=true', ACCEPT);
  expect([dry.status, (await act(as.caseOperator, given, 'refuse', { reason: 'r' }, { 'If-Match': '"1"' })).status]).toEqual([200, 412]);
  expect([(await act(as.employerUser, given, 'accept', ACCEPT)).status, (await act(as.finance, given, 'refuse')).status]).toEqual([
    403, 403,
  ]);
  const answer = await fetch(`${system.api}/v1/qualifications/${given.id}/file`, {
    headers: { Authorization: `Bearer ${await as.caseOperator.token()}` },
  });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect((await act(as.caseOperator, given, 'refuse')).body.state).toBe('refused');
}, 120_000);

test('AUT-1 SEC-13 the person sees a refusal and contests it: another operator has to decide; nobody else can contest', async () => {
  const { person_id: person } = await system.owner('users').where({ id: tenant.individual.id }).first('person_id');
  const [company] = tenant.companies;
  const { number } = await system.owner('persons').where({ id: person }).first('number');
  const employed = { id: randomUUID(), tenant_id: tenant.id, person_id: person, organisation_id: company.id, node_id: company.offices[0] };
  await system
    .owner('employments')
    .insert({ ...employed, started_on: '2026-01-05', declaration: 'd', declared_by: company.user.id, declared_at: '2026-01-05T09:00:00Z' })
    .onConflict()
    .ignore();
  const { body: employees } = await as.employerUser.get<{ items: { id: string; registrationNumber: string }[] }>('/v1/employees?limit=100');
  const application = await employer.started(employees.items.find(({ registrationNumber }) => registrationNumber === number)!.id);
  const { body: given } = await entering(application, GRADING);
  await qualificationIs(as.employerUser, given, 'awaitingDecision');
  await act(as.caseOperator, given, 'refuse');
  const own = await as.individual.get<{ items: QualificationBody[] }>('/v1/own-qualifications');
  expect(own.body.items.map(({ id, state }) => [id, state])).toEqual([[given.id, 'refused']]);
  expect((await act(as.employerUser, given, 'contest')).status).toBe(403);
  expect((await act(as.individual, given, 'contest', { reason: 'it is mine' })).body.state).toBe('contested');
  expect(faults(await act(as.individual, given, 'contest'))).toEqual([409, [['', 'notContestable', 'AUT-1']]]);
  expect(faults(await act(as.caseOperator, given, 'accept', ACCEPT))).toEqual([409, [['', 'fourEyes', 'AUT-1']]]);
  expect((await look.events(given)).map(([event]) => event)).toEqual(['detailsToDecide', 'refused', 'contested']);
});

test('QUA-1 APP-9 an application is finalised with a qualification that nobody has decided, held for it once paid, and approved by itself when it is accepted', async () => {
  const application = await applicant();
  await employer.filledIn(application, ELECTRICIAN);
  const finalise = () =>
    as.employerUser.post<Problem>(`/v1/applications/${application.id}/finalise`, { terms: '2026-11-01', understandsHsePending: true });
  expect(faults(await finalise())).toEqual([422, [['', 'missing.qualification', 'APP-3']]]);
  const { body: given } = await entering(application, GRADING);
  expect((await finalise()).status).toBe(200);
  await paidOutside(as.finance, as.finance2, await employer.closed([application]));
  const shown = async () => (await as.employerUser.get<ApplicationBody>(`/v1/applications/${application.id}`)).body;
  await eventually(async () => expect((await shown()).standing!.holds.map(({ name }) => name).sort()).toEqual(['hse', 'qualification']));
  await act(as.caseOperator, given, 'accept', ACCEPT);
  await eventually(async () => expect((await shown()).standing!.holds.map(({ name }) => name)).toEqual(['hse']));
  const result = {
    number: `Q-${randomUUID()}`,
    person: application.applicant.registrationNumber,
    takenOn: '2026-11-20',
    mode: 'online',
    result: 'pass',
  };
  await as.caseOperator.post('/v1/hse-results', result);
  await eventually(async () => expect((await shown()).state).toBe('beingProduced'));
  expect((await shown()).requirements.find(({ kind }) => kind === 'qualification')).toMatchObject({ mark: 'Accepted', isVerified: true });
});

test('QUA-1 where more is asked for a document is given in its place, once, and is read', async () => {
  const application = await applicant();
  const { body } = await entering(application, GRADING);
  await qualificationIs(as.employerUser, body, 'awaitingDecision');
  await act(as.caseOperator, body, 'ask-for-more');
  const picture = await pictureOf(certificateLines(application.applicant.name.replace('Ms ', '')));
  const path = `/v1/qualifications/${body.id}/files`;
  // Its case hears of neither meanwhile: the second is refused all the same.
  await system.worker.stop();
  const given = await sendFile(as.employerUser, path, picture);
  expect([given.status, given.body.givings.length]).toEqual([200, 2]);
  const again = await sendFile(as.employerUser, path, picture);
  await system.worker.start();
  expect(again.status).toBe(409);
});

test('QUA-1 EMP-3 an employer whom the person has left is told no more what becomes of a qualification', async () => {
  const [stays, goes] = [await applicant(), await applicant()];
  const givings = await Promise.all([stays, goes].map(async (each) => (await entering(each, GRADING)).body));
  for (const giving of givings) await qualificationIs(as.employerUser, giving, 'awaitingDecision');
  const { body: listed } = await as.employerUser.get<{ items: { id: string; registrationNumber: string }[] }>('/v1/employees?limit=100');
  const leaver = listed.items.find(({ registrationNumber }) => registrationNumber === goes.applicant.registrationNumber)!;
  await as.employerUser.post('/v1/employments/leave', { employees: [leaver.id] });
  for (const giving of givings) expect((await act(as.caseOperator, giving, 'refuse')).status).toBe(200);
  const told = await Promise.all(givings.map(({ id }) => system.owner('outbox').where({ entity_id: id, kind: 'mail' }).pluck('name')));
  expect(told).toEqual([['qualification-decided'], []]);
});
