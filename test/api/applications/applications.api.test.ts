import { randomUUID } from 'node:crypto';
import type { SeededTenant } from '../../../db/seeds/demo';
import { cardOf, printerTells } from '../../support/cards';
import { Employer, FINALISED, LABOURER, paidOutside, type ApplicationBody, type CardOrderBody } from '../../support/employers';
import type { ApiClient } from '../../support/api-client';
import { eventually } from '../../support/eventually';
import type { Problem } from '../../support/orders';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let tenant: SeededTenant;
let as: ApiClient;
let rival: ApiClient;
let finance: ApiClient;
let finance2: ApiClient;
let operator: ApiClient;
let employer: Employer;

beforeAll(async () => {
  system = await realSystem('applications');
  tenant = await system.tenant('applications');
  const { staff, companies } = tenant;
  [as, rival, finance, finance2, operator] = (await Promise.all(
    [companies[0].user, companies[1].user, staff.finance, staff.finance2, staff.caseOperator].map(({ email }) => system.signIn(email)),
  )) as [ApiClient, ApiClient, ApiClient, ApiClient, ApiClient];
  employer = new Employer(as, tenant);
});
afterAll(() => system?.stop());

const show = async ({ id }: { id: string }, by = as) => (await by.get<ApplicationBody>(`/v1/applications/${id}`)).body;
const stateIs = (of: { id: string }, state: string) => eventually(async () => expect((await show(of)).state).toBe(state));
const act = (of: { id: string }, verb: string, body: object = { reason: 'r' }, by = as) =>
  by.post<ApplicationBody & Problem>(`/v1/applications/${of.id}/${verb}`, body);
const codes = ({ body }: { body: Problem }) =>
  (body.errors ?? [{ code: JSON.stringify(body), pointer: '' }]).map(({ code, pointer }) => [code, pointer]);

test('APP-1 applications are started for several at once, all or none, one open for a person and type of card', async () => {
  const [one, other] = [await employer.employee(), await employer.employee()];
  const start = (...applications: object[]) => as.post<{ items: ApplicationBody[] } & Problem>('/v1/applications', { applications });
  const both = [one, other].map(({ id: employee }) => ({ employee, cardType: 'craft' }));
  const started = await start(...both);
  expect([started.status, started.body.items.map(({ state, applicant }) => [state, applicant.registrationNumber])]).toEqual([
    201,
    [one, other].map(({ number }) => ['beingCompleted', number]),
  ]);
  const third = await employer.employee();
  const again = await start({ employee: third.id, cardType: 'craft' }, both[1]!, { employee: randomUUID(), cardType: 'craft' });
  expect([again.status, codes(again)]).toEqual([
    422,
    [
      ['alreadyOpen', '/applications/1'],
      ['employee', '/applications/2/employee'],
    ],
  ]);
  expect((await start({ employee: third.id, cardType: 'craft' }, { employee: one.id, cardType: 'managerial' })).status).toBe(201);
});

test('APP-1 the same person and type of card started twenty times at once: one application', async () => {
  const { id: employee } = await employer.employee();
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => as.patient.post('/v1/applications', { applications: [{ employee, cardType: 'craft' }] })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
});

test('APP-3 APP-4 what is missing is told at once; filled in it is ready, finalised it awaits ordering, with the marks of its requirements', async () => {
  const application = await employer.started();
  const refused = await act(application, 'finalise', { terms: null });
  expect([refused.status, codes(refused)]).toEqual([
    422,
    [
      ['missing.contact', ''],
      ['missing.occupation', ''],
      ['terms', '/terms'],
    ],
  ]);
  expect(application.requirements.map(({ kind, mark }) => [kind, mark])).toEqual([
    ['contact', 'Missing'],
    ['photo', 'Verified'],
    ['occupation', 'Awaiting Occupational Choice'],
  ]);
  await employer.filledIn(application);
  expect((await show(application)).state).toBe('readyToFinalise');
  expect(codes(await act(application, 'finalise', { ...FINALISED, understandsHsePending: false }))).toEqual([
    ['hsePending', '/understandsHsePending'],
  ]);
  const finalised = await act(application, 'finalise', FINALISED);
  expect([finalised.status, finalised.body.stage, finalised.body.standing!.awaiting, finalised.body.version]).toEqual([
    200,
    'Finalised, awaiting ordering',
    'employer',
    1,
  ]);
  expect(finalised.body.requirements.at(-1)).toMatchObject({
    kind: 'hse',
    mark: 'Online',
    isMet: true,
    isVerified: false,
    awaiting: 'operative',
  });
});

test('IDM-1 finalising is repeated under its key with the first answer, and with another body refused; a dry run shows and does nothing', async () => {
  const application = await employer.started();
  await employer.filledIn(application);
  const path = `/v1/applications/${application.id}/finalise`;
  const shown = await as.post<{ stage: string; mails: string[] }>(`${path}?dryRun=true`, FINALISED);
  expect([shown.status, shown.body.stage, (await show(application)).state]).toEqual([
    200,
    'Finalised, awaiting ordering',
    'readyToFinalise',
  ]);
  const key = { 'Idempotency-Key': randomUUID() };
  const first = await as.post<ApplicationBody>(path, FINALISED, key);
  expect((await as.post<ApplicationBody>(path, FINALISED, key)).body).toEqual(first.body);
  expect((await as.post(path, { ...FINALISED, understandsHsePending: false }, key)).status).toBe(422);
});

test('EMP-4 name, birth date and NI number are no part of an application; a form that was changed meanwhile is not overwritten (APP-2)', async () => {
  const application = await employer.started();
  const put = (form: object, version: string) => as.put<Problem>(`/v1/applications/${application.id}/form`, form, { 'If-Match': version });
  const foreign = await put({ ...LABOURER, familyName: 'Other', birthDate: '1990-01-01', niNumber: 'AB123456C' }, '"1"');
  const unknown = ['familyName', 'birthDate', 'niNumber'].map((name) => ['unknown', `/${name}`]);
  expect([foreign.status, codes(foreign)]).toEqual([422, unknown]);
  expect([(await put(LABOURER, '"1"')).status, (await put(LABOURER, '"1"')).status]).toEqual([200, 412]);
  expect(codes(await put({ ...LABOURER, grade: 'technician' }, '"2"'))).toEqual([['occupation', '/occupation']]);
});

test('APP-4 un-finalised it is changed and finalised again; off its open order, not off a closed one', async () => {
  const application = await employer.finalised();
  const order = await employer.open([application]);
  await stateIs(application, 'ordered');
  expect((await act(application, 'unfinalise', {})).body).toMatchObject({ state: 'readyToFinalise', order: null });
  await employer.filledIn(application, { ...LABOURER, phone: null });
  await stateIs(application, 'beingCompleted');
  await employer.filledIn(application);
  await stateIs(application, 'readyToFinalise');
  expect((await act(application, 'finalise', FINALISED)).status).toBe(200);
  const placed = await as.post<CardOrderBody>(`/v1/application-orders/${order.id}/add`, { applications: [application.id] });
  expect([placed.status, placed.body.applications]).toEqual([200, [application.id]]);
  expect((await as.post(`/v1/application-orders/${order.id}/close`, {})).status).toBe(200);
  for (const verb of ['unfinalise', 'abandon']) {
    const refused = await act(application, verb, verb === 'abandon' ? { reason: 'r' } : {});
    expect([refused.status, codes(refused)]).toEqual([409, [['orderClosed', '']]]);
  }
});

test('APP-10 a draft and a finalised application are abandoned, which frees the type of card; what was abandoned takes no command', async () => {
  const { id: employee } = await employer.employee();
  const draft = await employer.started(employee);
  expect((await act(draft, 'abandon')).body).toMatchObject({ state: 'abandoned', version: 0, standing: null });
  const second = await employer.finalised(employee);
  expect((await act(second, 'abandon')).body.state).toBe('abandoned');
  expect((await employer.started(employee)).state).toBe('beingCompleted');
  for (const each of [draft, second])
    expect([(await act(each, 'abandon')).status, (await act(each, 'finalise', FINALISED)).status]).toEqual([409, 409]);
});

test('ORD-2 ORD-3 only finalised applications go on an open order, each on one; closed, its price stands with the tax within it (MON-3)', async () => {
  const [one, two] = [await employer.finalised(), await employer.finalised()];
  const draft = await employer.started();
  const order = await employer.open([one]);
  const add = (...ids: string[]) => as.post<CardOrderBody & Problem>(`/v1/application-orders/${order.id}/add`, { applications: ids });
  const refused = await add(two.id, draft.id, one.id, randomUUID());
  expect([refused.status, codes(refused).map(([code]) => code)]).toEqual([422, ['notFinalised', 'onOrder', 'application']]);
  expect((await add(two.id)).body.applications).toEqual([one.id, two.id]);
  expect((await as.post<CardOrderBody>(`/v1/application-orders/${order.id}/take-off`, { application: two.id })).body.applications).toEqual([
    one.id,
  ]);
  await stateIs(two, 'finalised');
  await add(two.id);
  const closed = await as.post<CardOrderBody>(`/v1/application-orders/${order.id}/close`, {});
  expect(closed.body).toMatchObject({ state: 'closed', amount: { amount: 11_400 }, vat: { amount: 1_900 } });
  expect(codes(await as.post<Problem>(`/v1/application-orders/${order.id}/close`, {}))).toEqual([['orderClosed', '']]);
  const empty = await employer.open([]);
  expect(codes(await as.post<Problem>(`/v1/application-orders/${empty.id}/close`, {}))).toEqual([['empty', '']]);
});

test('ORD-3 MON-2 SEC-8 one of finance proposes the payment, another approves: posted once, each application paid; nobody else may, nor twice', async () => {
  const applications = [await employer.finalised(), await employer.finalised()];
  const open = await employer.open([]);
  expect(codes(await finance.post<Problem>('/v1/order-payments', { order: open.id, reason: 'r' }))).toEqual([['orderOpen', '/order']]);
  const order = await employer.closed(applications);
  const proposals = await Promise.all(
    [1, 2].map(() => finance.post<{ id: string; words: string }>('/v1/order-payments', { order: order.id, reason: 'by cheque' })),
  );
  const [first, second] = proposals.map(({ body }) => body.id) as [string, string];
  expect(proposals[0]!.body.words).toBe('Payment of £114.00 for an order of cards, made outside the system');
  const approve = (id: string, by: ApiClient) => by.post<Problem>(`/v1/order-payments/${id}/approve`, { reason: 'seen' });
  expect([(await approve(first, finance)).status, (await approve(first, operator)).status]).toEqual([409, 403]);
  expect([(await approve(first, finance2)).status, codes(await approve(second, finance2))]).toEqual([200, [['paid', '/order']]]);
  const postings = await system
    .owner('postings as p')
    .join('journal_entries as e', 'e.id', 'p.entry_id')
    .where('e.key', `application-order/${order.id}/payment`)
    .orderBy('account')
    .select('account', 'pence');
  expect(postings.map(({ account, pence }: { account: string; pence: bigint }) => [account, Number(pence)])).toEqual([
    ['card-fees', -9500],
    ['paid-outside', 11_400],
    ['vat', -1900],
  ]);
  for (const application of applications) await stateIs(application, 'onHold');
  expect((await as.get<CardOrderBody>(`/v1/application-orders/${order.id}`)).body.state).toBe('paid');
});

test('APP-9 APP-4 what no rule verifies waits for a case operator beside the assessment; approved and passed, its card is asked for, and accepted it is completed', async () => {
  const application = await employer.finalised(undefined, { ...LABOURER, occupation: 'electricalManager' });
  await paidOutside(finance, finance2, await employer.closed([application]));
  await stateIs(application, 'onHold');
  expect((await show(application)).standing!.holds.map(({ name }) => name)).toEqual(['processing', 'hse']);
  expect((await act(application, 'approve', { reason: 'r' }, operator)).body.standing!.holds.map(({ name }) => name)).toEqual(['hse']);
  const result = {
    number: `API-${randomUUID()}`,
    person: application.applicant.registrationNumber,
    takenOn: '2026-11-20',
    mode: 'online',
    result: 'pass',
  };
  await operator.post('/v1/hse-results', result);
  await stateIs(application, 'beingProduced');
  expect(await system.owner('cards').where({ application_id: application.id })).toEqual([
    expect.objectContaining({ state: 'approved', accepted_at: null }),
  ]);
  await printerTells(system, (await cardOf(operator, application)).id, 'accepted');
  await stateIs(application, 'completed');
});

test('SEC-7 SEC-9 another employer sees neither application nor order, an employer decides nothing that is staff’s', async () => {
  const application = await employer.finalised();
  const order = await employer.open([application]);
  for (const path of [
    `/v1/applications/${application.id}`,
    `/v1/applications/${application.id}/form`,
    `/v1/application-orders/${order.id}`,
  ])
    expect((await rival.get(path)).status).toBe(404);
  expect([(await act(application, 'finalise', FINALISED, rival)).status, (await act(application, 'approve')).status]).toEqual([404, 403]);
  const listed = await rival.get<{ items: unknown[] }>('/v1/applications');
  expect(listed.body.items).toEqual([]);
});

test('APP-2 an application is rechecked on demand: nothing changes where nothing has, and another employer finds none', async () => {
  const draft = await employer.started();
  const again = await as.post<ApplicationBody>(`/v1/applications/${draft.id}/recheck`, {});
  expect([again.status, again.body.state, again.body.requirements]).toEqual([200, 'beingCompleted', draft.requirements]);
  expect((await rival.post(`/v1/applications/${draft.id}/recheck`, {})).status).toBe(404);
});
