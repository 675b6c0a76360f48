import { randomUUID } from 'node:crypto';
import type { SeededTenant } from '../../../db/seeds/demo';
import type { ApiClient } from '../../support/api-client';
import { Employer, FINALISED, LABOURER, paidOutside, type ApplicationBody } from '../../support/employers';
import { eventually } from '../../support/eventually';
import type { Problem } from '../../support/orders';
import { realSystem, type TestSystem } from '../../support/system';

type Body = ApplicationBody &
  Problem & { purpose: string; endorsement: string | null; messages: { kind: string; text: string; files: string[] }[] };

let system: TestSystem;
let tenant: SeededTenant;
let as: ApiClient;
let rival: ApiClient;
let operator: ApiClient;
let finance: [ApiClient, ApiClient];
let employer: Employer;

beforeAll(async () => {
  system = await realSystem('endorsements');
  tenant = await system.tenant('endorsements');
  const { staff, companies } = tenant;
  as = await system.signIn(companies[0].user.email);
  rival = await system.signIn(companies[1].user.email);
  operator = await system.signIn(staff.caseOperator.email);
  finance = [await system.signIn(staff.finance.email), await system.signIn(staff.finance2.email)];
  employer = new Employer(as, tenant);
});
afterAll(() => system?.stop());

/** A manager without qualifications to show, whose grade on the card is another one. */
const MANAGER = { ...LABOURER, occupation: 'electricalManager' };
const show = async ({ id }: { id: string }, by = as) => (await by.get<Body>(`/v1/applications/${id}`)).body;
const stateIs = (of: { id: string }, state: string) => eventually(async () => expect((await show(of)).state).toBe(state));
const act = (of: { id: string }, verb: string, body: object = {}, by = as) => by.post<Body>(`/v1/applications/${of.id}/${verb}`, body);
const toEndorse = async (by = as) =>
  (await by.get<{ items: { id: string }[] }>('/v1/endorsements?limit=200')).body.items.map(({ id }) => id);
const mails = async ({ id }: { id: string }) =>
  (await operator.get<{ items: { template: string }[] }>(`/v1/mails?about=${id}`)).body.items.map(({ template }) => template);

/** Somebody of the first company with some rights at a node. */
async function colleague(rights: string[], node: string): Promise<ApiClient> {
  const { user, id: organisation } = tenant.companies[0];
  const { words: _generated, ...row } = await system.owner('users').where({ id: user.id }).first();
  const email = `${randomUUID()}@${tenant.key}.example`;
  const id = randomUUID();
  await system.owner('users').insert({ ...row, id, email });
  const grants = rights.map((name) => ({ user_id: id, node_id: node, name, tenant_id: tenant.id, organisation_id: organisation }));
  await system.owner('grants').insert(grants.map((grant) => ({ ...grant, granted_at: '2026-01-01' })));
  return system.signIn(email);
}

/** An employee with a card of another grade, and a finalised application that changes it. */
async function regraded(): Promise<ApplicationBody> {
  const { id: employee, number } = await employer.employee();
  const person = await system.owner('persons').where({ number, tenant_id: tenant.id }).first('id');
  const card = {
    tenant_id: tenant.id,
    person_id: person.id,
    type: 'craft',
    valid_from: '2024-01-01',
    valid_to: '2028-12-31',
    state: 'issued',
  };
  await system.owner('cards').insert({ ...card, id: randomUUID(), number: `ECS-${randomUUID()}`, occupation: 'electricalLabourer' });
  const application = await employer.started(employee);
  await employer.filledIn(application, MANAGER);
  return (await act(application, 'finalise', FINALISED)).body;
}

test('APP-6 SEC-7 a change in grading is asked of those who have the right at its office; without the right nobody endorses, at another office it is not there', async () => {
  const [office, other] = tenant.companies[0].offices;
  const [clerk, elsewhere, endorser] = await Promise.all([
    colleague(['applications'], office),
    colleague(['endorseGrading'], other),
    colleague(['endorseGrading'], office),
  ]);
  const application = await regraded();
  expect([application.state, (await show(application)).endorsement]).toEqual(['finalised', 'grading']);
  expect([await toEndorse(endorser), await toEndorse(clerk), await toEndorse(elsewhere), await toEndorse(rival)]).toEqual([
    [application.id],
    [],
    [],
    [],
  ]);
  const refused = await act(application, 'endorse', {}, clerk);
  expect([
    refused.status,
    (await act(application, 'endorse', {}, elsewhere)).status,
    (await act(application, 'endorse', {}, rival)).status,
  ]).toEqual([403, 404, 404]);
  expect((await mails(application)).filter((name) => name === 'endorsement-asked')).toHaveLength(2);
  const endorsed = await act(application, 'endorse', {}, endorser);
  expect([endorsed.status, endorsed.body.state, endorsed.body.endorsement, await toEndorse(endorser)]).toEqual([
    200,
    'finalised',
    null,
    [],
  ]);
  expect(endorsed.body.requirements.find(({ kind }) => kind === 'endorsement')!.mark).toBe('Endorsed');
  expect((await act(application, 'endorse')).status).toBe(409);
});

test('APP-6 APP-10 refused with a reason it is edited again, off its open order, and its page says why; finalised again it is asked anew', async () => {
  const application = await regraded();
  await employer.open([application]);
  await stateIs(application, 'ordered');
  const refused = await act(application, 'refuse-endorsement', { reason: 'Not in charge yet' });
  expect([refused.status, refused.body.state, refused.body.order]).toEqual([200, 'readyToFinalise', null]);
  expect(refused.body.messages.map(({ kind, text }) => [kind, text])).toEqual([['endorsementRefused', 'Not in charge yet']]);
  expect((await mails(application)).at(-1)).toBe('endorsement-refused');
  expect((await act(application, 'finalise', FINALISED)).body.endorsement).toBe('grading');
});

test('APP-6 APP-9 paid and not endorsed it is on hold for it; refused then, a case operator lets it go on, or rejects it with a reason that its page tells', async () => {
  const applications = [await regraded(), await regraded()] as const;
  await paidOutside(...finance, await employer.closed([...applications]));
  for (const each of applications) await stateIs(each, 'onHold');
  const [waived, rejected] = applications;
  expect((await act(waived, 'waive-endorsement', { reason: 'r' }, operator)).status).toBe(409);
  for (const each of applications) expect((await act(each, 'refuse-endorsement', { reason: 'r' })).body.state).toBe('onHold');
  const on = await act(waived, 'waive-endorsement', { reason: 'by phone' }, operator);
  expect([on.status, on.body.standing!.holds.some(({ name }) => name === 'endorsement')]).toEqual([200, false]);
  const ended = await act(rejected, 'reject', { reason: 'Nobody vouches for it' }, operator);
  expect([ended.body.state, ended.body.messages.at(-1)]).toMatchObject(['rejected', { kind: 'rejected', text: 'Nobody vouches for it' }]);
});

test('APP-9 WHY-2 a case operator asks for more, the employer answers with a file, and it is the operator’s again', async () => {
  const application = await regraded();
  await act(application, 'endorse');
  await paidOutside(...finance, await employer.closed([application]));
  await eventually(async () => expect((await show(application)).standing!.holds.map(({ name }) => name)).toContain('processing'));
  const asked = await act(application, 'ask-more', { text: 'A letter of the last employer' }, operator);
  expect([asked.status, asked.body.state, asked.body.standing!.holds.find(({ name }) => name === 'processing')]).toMatchObject([
    200,
    'onHold',
    { awaiting: 'employer' },
  ]);
  expect((await mails(application)).at(-1)).toBe('application-more-asked');
  const foreign = await act(application, 'give-more', { text: 'Here', files: [randomUUID()] });
  expect([foreign.status, foreign.body.errors!.map(({ pointer }) => pointer)]).toEqual([422, ['/files/0']]);
  const file = await employer.file(application);
  const given = await act(application, 'give-more', { text: 'Here', files: [file] });
  expect([given.status, given.body.messages.map(({ kind, text, files }) => [kind, text, files])]).toEqual([
    200,
    [
      ['moreAsked', 'A letter of the last employer', []],
      ['moreGiven', 'Here', [file]],
    ],
  ]);
  expect((await act(application, 'give-more', { text: 'Again' })).status).toBe(409);
  expect((await rival.get(`/v1/files?about=${application.id}`)).status).toBe(404);
});

test('APP-1 CRD-3 a renewal and a replacement need a card of the type: refused with the reason at its place, else begun with what the card says', async () => {
  const { id: employee, number } = await employer.employee();
  const start = (purpose: string) =>
    as.post<Body & { items: Body[] }>('/v1/applications', { applications: [{ employee, cardType: 'craft', purpose }] });
  const none = await start('renewal');
  expect([none.status, none.body.errors!.map(({ code, pointer }) => [code, pointer])]).toEqual([
    422,
    [['noCard', '/applications/0/purpose']],
  ]);
  const person = await system.owner('persons').where({ number, tenant_id: tenant.id }).first('id');
  const card = {
    tenant_id: tenant.id,
    person_id: person.id,
    type: 'craft',
    valid_from: '2024-01-01',
    valid_to: '2099-12-31',
    state: 'issued',
  };
  await system.owner('cards').insert({ ...card, id: randomUUID(), number: `ECS-${randomUUID()}`, occupation: 'electricalLabourer' });
  expect((await start('renewal')).body.errors!.map(({ code }) => code)).toEqual(['tooEarly']);
  const replacement = (await start('replacement')).body.items[0]!;
  expect([replacement.purpose, replacement.requirements.map(({ kind }) => kind)]).toEqual(['replacement', ['contact', 'photo']]);
});
