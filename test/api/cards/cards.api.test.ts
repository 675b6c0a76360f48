import { randomUUID } from 'node:crypto';
import type { SeededTenant } from '../../../db/seeds/demo';
import type { ApiClient } from '../../support/api-client';
import { cardIs, cardNow, cardOf, printerFaults, printerJob, printerReleases, printerTells, type CardBody } from '../../support/cards';
import { Employer, FINALISED, paidOutside, type ApplicationBody } from '../../support/employers';
import { eventually } from '../../support/eventually';
import { realSystem } from '../../support/system';

jest.setTimeout(180_000);
let system: Awaited<ReturnType<typeof realSystem>>;
let tenant: SeededTenant;
let employer: Employer;
let as: ApiClient;
let operator: ApiClient;
let dpo: ApiClient;
let finance: [ApiClient, ApiClient];
beforeAll(async () => {
  system = await realSystem('cards');
  tenant = await system.tenant('cards');
  [as, operator, dpo] = await Promise.all([
    system.signIn(tenant.companies[0].user.email),
    system.signIn(tenant.staff.caseOperator.email),
    system.signIn(tenant.staff.dpo.email),
  ]);
  finance = await Promise.all([system.signIn(tenant.staff.finance.email), system.signIn(tenant.staff.finance2.email)]);
  employer = new Employer(as, tenant);
});
afterAll(() => system?.stop());
afterEach(() => printerFaults(system));

const REASON = { reason: 'The printer said so by telephone' };
const show = async ({ id }: { id: string }) =>
  (await as.get<ApplicationBody & { card: CardBody | null; cardGoesTo: string }>(`/v1/applications/${id}`)).body;

/** An application that is approved: its card is on its way to the printer. */
async function approved(order: object = {}): Promise<{ application: ApplicationBody; card: CardBody }> {
  const application = await employer.finalised();
  await paidOutside(...finance, await employer.closed([application], undefined, order));
  const taken = { number: `API-${randomUUID()}`, person: application.applicant.registrationNumber, takenOn: '2026-11-20' };
  await operator.post('/v1/hse-results', { ...taken, mode: 'online', result: 'pass' });
  return { application, card: await cardOf(operator, application) };
}

/** A card that is issued, and where it is said, further on. */
async function issued(...steps: ('produced' | 'despatched' | 'returned')[]) {
  const made = await approved();
  for (const told of ['accepted', ...steps] as const) {
    await printerTells(system, made.card.id, told);
    await cardIs(operator, made.card, { step: told });
  }
  // Its application hears of it a moment later, and stands in the way of the next one until then.
  await eventually(async () => expect((await show(made.application)).state).toBe('completed'));
  return made;
}

test('CRD-1 APP-4 an approved card goes to the printer with what stands on it, and each step is seen by the employer; accepted, the application is completed; despatched, he is told', async () => {
  const { application, card } = await approved();
  expect(card).toMatchObject({ state: 'approved', stage: 'At the printer', step: 'sent', application: application.id });
  const job = await printerJob(system, card.id);
  expect(job).toMatchObject({
    round: '1',
    number: card.number,
    name: application.applicant.name,
    pageUrl: `http://console.example/cards/check/${card.code}`,
  });
  expect(job.photo).not.toBeNull();
  expect((await show(application)).card).toMatchObject({ step: 'sent', validity: null });
  await printerTells(system, card.id, 'accepted');
  await cardIs(operator, card, { state: 'issued', stage: 'Being printed' });
  await eventually(async () =>
    expect(await show(application)).toMatchObject({ state: 'completed', card: { step: 'accepted', validity: 'valid' } }),
  );
  await printerTells(system, card.id, 'produced');
  await printerTells(system, card.id, 'despatched');
  await cardIs(operator, card, { stage: 'Despatched', purge: 'kept' });
  expect((await show(application)).card).toMatchObject({ stage: 'Despatched' });
  await eventually(async () => {
    const mails = await system.owner('outbox').where({ entity_id: card.id, name: 'card-despatched' }).pluck('target');
    expect(mails).toEqual(expect.arrayContaining([`user/${tenant.companies[0].user.id}`, `applicant/${application.id}`]));
  });
});

test('CRD-1 OPS-2 a print file that is refused is a case operator’s task; printed again as another job, what the first one still reports undoes nothing', async () => {
  const { card } = await approved();
  await printerTells(system, card.id, 'refused');
  await cardIs(operator, card, { state: 'approved', stage: 'Print file refused' });
  const task = await system.owner('work_items').where({ entity_id: card.id, closed_at: null }).first('task', 'queue');
  expect(task).toEqual({ task: 'correctPrint', queue: 'caseOperator' });
  const again = await operator.post<CardBody>(`/v1/cards/${card.id}/retry`, {});
  expect([again.status, again.body.stage]).toEqual([200, 'At the printer']);
  await eventually(async () => expect((await printerJob(system, card.id)).round).toBe('2'));
  await printerTells(system, card.id, 'refused', 1);
  await printerTells(system, card.id, 'accepted', 2);
  await cardIs(operator, card, { state: 'issued', step: 'accepted' });
  expect(await system.owner('work_items').where({ entity_id: card.id, closed_at: null })).toEqual([]);
  const twice = await operator.post<{ errors: { code: string }[] }>(`/v1/cards/${card.id}/retry`, {});
  expect([twice.status, twice.body.errors[0]!.code]).toEqual([409, 'notAwaited']);
});

test('CRD-1 OPS-3 the printer is down and slow: the card waits and is printed once; what it tells twice, late and out of order counts once, and forged messages not at all', async () => {
  await printerFaults(system, { times: 1, status: 503 });
  const { application, card } = await approved();
  // The relay pauses before it asks again: that pause is not waited out here.
  await eventually(async () => {
    await system.owner('outbox').where({ entity_id: card.id, kind: 'printer' }).update({ next_try_at: new Date() });
    await printerJob(system, card.id);
  });
  await printerFaults(system, { isForged: true });
  await printerTells(system, card.id, 'returned');
  await printerFaults(system, { isWithheld: true });
  for (const told of ['accepted', 'produced', 'despatched'] as const) await printerTells(system, card.id, told);
  expect((await cardNow(operator, card)).step).toBe('sent');
  await printerFaults(system, { tells: 2 });
  await printerReleases(system);
  await cardIs(operator, card, { state: 'issued', step: 'despatched', purge: 'kept' });
  await eventually(async () => {
    const reports = await system.owner('card_reports').where({ card_id: card.id }).orderBy('id').pluck('told');
    expect(reports.sort()).toEqual(['accepted', 'despatched', 'produced']);
  });
  await eventually(async () => expect((await show(application)).state).toBe('completed'));
  expect(
    await system.owner('outbox').where({ entity_id: card.id, name: 'card-despatched', target: `applicant/${application.id}` }),
  ).toHaveLength(1);
});

test('CRD-1 a report that is lost is recorded by a case operator with a reason; out of turn it is refused, and tried without effect it changes nothing', async () => {
  const { card } = await approved();
  const tried = await operator.post<{ standing: object }>(`/v1/cards/${card.id}/record?dryRun=true`, { what: 'accepted', ...REASON });
  expect(tried.status).toBe(200);
  expect((await cardNow(operator, card)).step).toBe('sent');
  const recorded = await operator.post<CardBody>(`/v1/cards/${card.id}/record`, { what: 'produced', ...REASON });
  expect([recorded.status, recorded.body.state, recorded.body.stage, recorded.body.purge]).toEqual([200, 'issued', 'Produced', 'kept']);
  const refused = await operator.post<{ errors: { code: string; pointer: string }[] }>(`/v1/cards/${card.id}/record`, {
    what: 'accepted',
    ...REASON,
  });
  expect([refused.status, refused.body.errors]).toEqual([409, [expect.objectContaining({ code: 'notAwaited', pointer: '/what' })]]);
  expect((await as.post(`/v1/cards/${card.id}/record`, { what: 'despatched', ...REASON })).status).toBe(403);
  expect((await operator.post(`/v1/cards/${card.id}/record`, { what: 'eaten' })).status).toBe(422);
});

test('CRD-1 EMP-3 cards go to the delivery office of their order, unless the applicants were chosen', async () => {
  const [office, own] = [await approved(), await approved({ cardsGoTo: 'applicant' })];
  expect([(await show(office.application)).cardGoesTo, (await show(own.application)).cardGoesTo]).toEqual(['deliveryOffice', 'applicant']);
  expect((await printerJob(system, office.card.id)).deliverTo.name).toBe('Norwich');
  expect((await printerJob(system, own.card.id)).deliverTo.name).toBe(own.application.applicant.name);
});

test('CRD-1 a card that came back undelivered is sent again as it is, or printed again', async () => {
  const { card } = await issued('produced', 'despatched', 'returned');
  expect(await system.owner('work_items').where({ entity_id: card.id, closed_at: null }).pluck('task')).toEqual(['answerReturn']);
  expect((await operator.post<CardBody>(`/v1/cards/${card.id}/send-again`, {})).body.stage).toBe('Produced');
  expect((await printerJob(system, card.id, 'despatch')).round).toBe('2');
  await printerTells(system, card.id, 'returned', 2);
  await cardIs(operator, card, { step: 'returned' });
  expect((await operator.post<CardBody>(`/v1/cards/${card.id}/retry`, {})).body.stage).toBe('At the printer');
  await eventually(async () => expect(await printerJob(system, card.id)).toMatchObject({ round: '3', asked: ['print'] }));
  expect((await cardNow(operator, card)).state).toBe('issued');
});

test('CER-3 CRD-3 a lost card is revoked with a reason: its public page says so at once, holder and employer are told, and a replacement can be applied for; a misused one cannot be replaced', async () => {
  const [lost, misused] = [await issued('produced', 'despatched'), await issued()];
  const check = async ({ code }: { code: string }) =>
    (await fetch(`${system.api}/v1/card-checks/${code}`)).json() as Promise<{ validity: string; since: string | null }>;
  expect(await check(lost.card)).toMatchObject({ validity: 'valid', since: null });
  const bare = await operator.post<{ errors: unknown[] }>(`/v1/cards/${lost.card.id}/revoke`, {});
  expect([bare.status, bare.body.errors.length]).toEqual([422, 2]);
  const revoked = await operator.post<CardBody>(`/v1/cards/${lost.card.id}/revoke`, { cause: 'lost', reason: 'Left on a train' });
  expect([revoked.status, revoked.body.state, revoked.body.cause]).toEqual([200, 'revoked', 'lost']);
  expect(await check(lost.card)).toMatchObject({ validity: 'revoked', since: expect.any(String) });
  await operator.post(`/v1/cards/${misused.card.id}/revoke`, { cause: 'misused', reason: 'Lent to somebody' });
  const mails = await system.owner('outbox').where({ entity_id: lost.card.id, name: 'card-revoked' }).pluck('target');
  expect(mails).toEqual(expect.arrayContaining([`user/${tenant.companies[0].user.id}`, `applicant/${lost.application.id}`]));
  const replace = async ({ application }: typeof lost) => {
    const { employee } = (await employees(application))!;
    return as.post<{ errors?: { code: string }[] }>('/v1/applications', {
      applications: [{ employee, cardType: 'craft', purpose: 'replacement' }],
    });
  };
  expect((await replace(lost)).status).toBe(201);
  const refused = await replace(misused);
  expect([refused.status, refused.body.errors![0]!.code]).toEqual([422, 'noCard']);
});

test('CRD-3 once the replacement is issued, the earlier card that was still in force is superseded, and its page says so', async () => {
  const first = await issued();
  const { employee } = (await employees(first.application))!;
  const { items } = (
    await as.post<{ items: [ApplicationBody] }>('/v1/applications', {
      applications: [{ employee, cardType: 'craft', purpose: 'replacement' }],
    })
  ).body;
  await employer.filledIn(items[0]);
  await as.post(`/v1/applications/${items[0].id}/finalise`, FINALISED);
  await paidOutside(...finance, await employer.closed([items[0]]));
  const next = await cardOf(operator, items[0]);
  expect(next.validTo).toBe(first.card.validTo);
  expect((await cardNow(operator, first.card)).state).toBe('issued');
  await printerTells(system, next.id, 'accepted');
  await cardIs(operator, first.card, { state: 'superseded' });
  const { body } = await operator.get<{ items: CardBody[] }>(`/v1/cards?person=${first.application.applicant.registrationNumber}`);
  expect(body.items.map(({ state }) => state)).toEqual(['issued', 'superseded']);
});

test('CER-3 SEC-10 an unknown code, a code of a card that is not issued, and what is no code answer the same bytes; a known one tells nothing of its holder', async () => {
  const { application, card } = await approved();
  const get = async (code: string) => {
    const answer = await fetch(`${system.api}/v1/card-checks/${code}`);
    return [answer.status, (await answer.text()).replace(/"(instance|traceId)":"[^"]*",?/g, '')];
  };
  const unknown = await get(randomUUID().replace(/-/g, ''));
  expect(unknown[0]).toBe(404);
  expect([await get(card.code), await get('x'), await get(`${card.code}0`)]).toEqual([unknown, unknown, unknown]);
  await printerTells(system, card.id, 'accepted');
  await cardIs(operator, card, { state: 'issued' });
  const [status, told] = await get(card.code);
  expect(status).toBe(200);
  expect(Object.keys(JSON.parse(String(told)) as object).sort()).toEqual([
    'numberEnds',
    'scheme',
    'since',
    'type',
    'validFrom',
    'validTo',
    'validity',
  ]);
  for (const word of [...application.applicant.name.split(' ').slice(1), card.number, application.applicant.registrationNumber])
    expect(told).not.toContain(word);
});

test('CRD-2 SEC-8 the printer’s copy is confirmed as purged by the data protection officer with a reason, who revokes no card; the printer’s queue is listed by step', async () => {
  const { card } = await issued('produced');
  const listed = (await dpo.get<{ items: CardBody[] }>('/v1/cards?purge=kept&step=produced')).body.items;
  expect(listed.map(({ id }) => id)).toContain(card.id);
  expect((await dpo.post(`/v1/cards/${card.id}/revoke`, { cause: 'lost', ...REASON })).status).toBe(403);
  const confirmed = await dpo.post<CardBody>(`/v1/cards/${card.id}/confirm-purge`, REASON);
  expect([confirmed.status, confirmed.body.purge]).toEqual([200, 'confirmed']);
  expect((await dpo.post(`/v1/cards/${card.id}/confirm-purge`, REASON)).status).toBe(409);
});

test('SEC-13 CRD-3 a person sees own cards with how each stands and from when on it can be renewed, and their pictures; nobody else’s', async () => {
  const person = await system.signIn(tenant.individual.email);
  const id = randomUUID();
  const { person_id } = await system.owner('users').where({ id: tenant.individual.id }).first('person_id');
  const dated = { valid_from: '2025-01-01', valid_to: '2099-03-31', state: 'issued' };
  await system.owner('cards').insert({ ...dated, id, tenant_id: tenant.id, person_id, type: 'craft' });
  const { items } = (await person.get<{ items: { id: string; validity: string; renewalFrom: string }[] }>('/v1/account/cards')).body;
  expect(items.find((each) => each.id === id)).toMatchObject({ validity: 'valid', renewalFrom: '2098-12-31' });
  const token = await person.token();
  const picture = (card: string, side: string) =>
    fetch(`${system.api}/v1/account/cards/${card}/pictures/${side}`, { headers: { Authorization: `Bearer ${token}` } });
  for (const side of ['front', 'back']) {
    const answer = await picture(id, side);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
  }
  const { card } = await issued();
  expect((await picture(card.id, 'front')).status).toBe(404);
});

/** The employee of an application. */
async function employees({ applicant }: ApplicationBody): Promise<{ employee: string } | null> {
  const family = applicant.name.split(' ').at(-1)!;
  const { items } = (await as.get<{ items: { id: string; registrationNumber: string }[] }>(`/v1/employees?search=${family}`)).body;
  const found = items.find(({ registrationNumber }) => registrationNumber === applicant.registrationNumber);
  return found ? { employee: found.id } : null;
}
