import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { SeededTenant } from '../../../db/seeds/demo';
import type { ApiClient } from '../../support/api-client';
import { Employer, LABOURER, paidOutside, type ApplicationBody } from '../../support/employers';
import { eventually } from '../../support/eventually';
import type { Problem } from '../../support/orders';
import { realSystem, WEBHOOK_SECRET, type TestSystem } from '../../support/system';

interface Result {
  id: string;
  state: string;
  source: string;
}

let system: TestSystem;
let tenant: SeededTenant;
let as: ApiClient;
let operator: ApiClient;
let employer: Employer;
let finance: [ApiClient, ApiClient];

beforeAll(async () => {
  system = await realSystem('hse-results');
  tenant = await system.tenant('hse-results');
  const { staff, companies } = tenant;
  as = await system.signIn(companies[0].user.email);
  operator = await system.signIn(staff.caseOperator.email);
  finance = [await system.signIn(staff.finance.email), await system.signIn(staff.finance2.email)];
  employer = new Employer(as, tenant);
});
afterAll(() => system?.stop());

let numbers = 0;
const result = (more: object) => ({ number: `R-${(numbers += 1)}`, takenOn: '2026-11-20', mode: 'online', result: 'pass', ...more });
const send = (data: object, { id = randomUUID(), secret = WEBHOOK_SECRET, at = new Date() } = {}) => {
  const body = JSON.stringify({ type: 'assessment.result', data: { scheme: tenant.key, ...data } });
  const headers = {
    ...{ 'Content-Type': 'application/json', 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at.getTime() / 1000)) },
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
  return fetch(`${system.api}/v1/webhooks/hse`, { method: 'POST', headers, body });
};
const held = async (): Promise<ApplicationBody> => {
  const application = await employer.finalised();
  await paidOutside(...finance, await employer.closed([application]));
  await stateIs(application, 'onHold');
  return application;
};
const stateIs = ({ id }: { id: string }, state: string) =>
  eventually(async () => expect((await as.get<ApplicationBody>(`/v1/applications/${id}`)).body.state).toBe(state));
const recordsOf = (number: string) => system.owner('hse_records').where({ tenant_id: tenant.id, number });

test('HSE-5 HSE-2 the provider’s signed message releases a held application; repeated it changes nothing, changed or forged it is refused', async () => {
  const application = await held();
  const told = result({ person: application.applicant.registrationNumber });
  const id = randomUUID();
  expect((await send(told, { id, secret: `whsec_${Buffer.from('somebody else entirely').toString('base64')}` })).status).toBe(401);
  expect(await recordsOf(told.number)).toEqual([]);
  expect((await send(told, { id, at: new Date(Date.now() - 6 * 60_000) })).status).toBe(401);
  expect([(await send(told, { id })).status, (await send(told, { id })).status, (await send(told)).status]).toEqual([202, 202, 202]);
  expect((await send({ ...told, result: 'fail' }, { id })).status).toBe(409);
  expect((await send({ ...told, result: 'fail' })).status).toBe(409);
  expect((await send({ ...told, result: 'perhaps', takenOn: '2026-02-30' })).status).toBe(422);
  const elsewhere = await send({ ...told, scheme: 'nobody-has-this' });
  expect([elsewhere.status, ((await elsewhere.json()) as Problem).errors!.map(({ pointer, code }) => [pointer, code])]).toEqual([
    ...[422, [['/data/scheme', 'unknown']]],
  ]);
  expect(await recordsOf(told.number)).toEqual([expect.objectContaining({ source: 'provider', expires_on: '2028-11-20' })]);
  await stateIs(application, 'beingProduced');
});

test('HSE-5 a result is matched by full name and birth date, whatever its marks; of two alike, or of nobody, it is a task', async () => {
  const { alike, marked } = tenant.people;
  const take = async (more: object) => (await operator.post<Result>('/v1/hse-results', result(more))).body;
  const jose = await take({ givenName: 'JOSE', familyName: 'nunez', birthDate: '1990-07-14' });
  expect(
    await system.owner('hse_records as h').join('hse_results as r', 'r.record_id', 'h.id').where('r.id', jose.id).pluck('h.person_id'),
  ).toEqual([marked]);
  const pat = await take({ givenName: 'Pat', familyName: 'OBrien Smith', birthDate: '1988-02-29' });
  expect(
    await system.owner('hse_records as h').join('hse_results as r', 'r.record_id', 'h.id').where('r.id', pat.id).pluck('h.person_id'),
  ).toEqual([alike[0]]);
  await system.owner('persons').where({ id: alike[1] }).update({ given_name: 'Pat' });
  for (const names of [
    { givenName: 'Pat', familyName: 'O’Brien-Smith', birthDate: '1988-02-29' },
    { givenName: 'José', familyName: 'Núñez', birthDate: '1990-07-15' },
  ]) {
    const { id, state } = await take(names);
    expect([state, await system.owner('work_items').where({ entity_id: id }).pluck('task')]).toEqual(['unmatched', ['matchResult']]);
  }
});

test('HSE-5 the same result by form is the same one, another under its number is refused; who it is of has to be said', async () => {
  const { number: person } = await employer.employee();
  const told = result({ person });
  const [first, again] = [await operator.post<Result>('/v1/hse-results', told), await operator.post<Result>('/v1/hse-results', told)];
  expect([first.status, again.body.id === first.body.id, (await recordsOf(told.number)).length]).toEqual([201, true, 1]);
  expect((await operator.post('/v1/hse-results', { ...told, mode: 'atCentre' })).status).toBe(409);
  const faults = await operator.post<Problem>('/v1/hse-results', result({ familyName: 'Only' }));
  expect([faults.status, faults.body.errors!.map(({ code }) => code)]).toEqual([422, ['combination']]);
  const ahead = await operator.post<Problem>('/v1/hse-results', result({ person, takenOn: '2199-01-01' }));
  expect(ahead.body.errors!.map(({ code, pointer }) => [code, pointer])).toEqual([['takenOn', '/takenOn']]);
  expect((await operator.post(`/v1/hse-results/${first.body.id}/match`, { person, reason: 'r' })).status).toBe(409);
});

test('HSE-5 a CSV file is taken whole or not at all: every fault of every row with its line and column, then what became of each', async () => {
  const { number: person } = await employer.employee();
  const header = 'number,person,givenName,familyName,birthDate,takenOn,mode,result';
  const upload = (text: string) =>
    operator.send<{ items: Result[] } & Problem>('POST', '/v1/hse-results/imports', text, {
      'Content-Type': 'application/octet-stream',
      'Idempotency-Key': randomUUID(),
    });
  const faulty = await upload(
    `${header}\nCSV-1,${person},,,,2026-11-20,online,pass\nCSV-2,${person},,,,2026-02-30,online,maybe\nCSV-3,,Ann,,,2199-01-01,online,pass\n`,
  );
  const places = (faulty.body.errors as unknown as { row: number; column: string }[]).map(({ row, column }) => [row, column]);
  expect([faulty.status, places]).toEqual([
    422,
    [
      [3, 'takenOn'],
      [3, 'result'],
      [4, ''],
    ],
  ]);
  expect(await recordsOf('CSV-1')).toEqual([]);
  const taken = await upload(`${header}\nCSV-1,${person},,,,2026-11-20,online,pass\nCSV-2,PER000000000,,,,2026-11-19,atCentre,fail\n`);
  expect([taken.status, taken.body.items.map(({ state, source }) => [state, source])]).toEqual([
    201,
    [
      ['recorded', 'csv'],
      ['unmatched', 'csv'],
    ],
  ]);
  expect((await upload('no,such,file\n1,2,3\n')).status).toBe(422);
});

test('HSE-1 HSE-5 an exemption is asked for with a file about the application as evidence; accepted it releases a held one at once and counts for the next', async () => {
  const application = await held();
  const ask = (evidence: string, by = as) => by.post<Problem & { id: string }>('/v1/exemptions', { application: application.id, evidence });
  expect((await ask(randomUUID())).body.errors!.map(({ code, pointer }) => [code, pointer])).toEqual([['evidence', '/evidence']]);
  const asked = await employer.exemption(application);
  expect(asked.state).toBe('asked');
  const again = await ask(await employer.file(application));
  expect([again.status, again.body.errors!.map(({ code }) => code)]).toEqual([409, ['alreadyAsked']]);
  const decide = (verb: string, by = operator) =>
    by.post<Problem & { state: string }>(`/v1/exemptions/${asked.id}/${verb}`, { reason: 'an engineer of 40 years' });
  expect([(await decide('accept', as)).status, (await decide('accept')).body.state, (await decide('refuse')).status]).toEqual([
    403,
    'accepted',
    409,
  ]);
  await stateIs(application, 'beingProduced');
  const { id: employee } = (await as.get<{ items: { id: string; registrationNumber: string }[] }>('/v1/employees')).body.items.find(
    ({ registrationNumber }) => registrationNumber === application.applicant.registrationNumber,
  )!;
  const next = await employer.started(employee, 'managerial');
  await employer.filledIn(next, { ...LABOURER, hseChoice: null });
  const { body } = await as.get<ApplicationBody>(`/v1/applications/${next.id}`);
  expect([body.state, body.requirements.at(-1)!.mark]).toEqual(['readyToFinalise', 'Exemption']);
});

test('HSE-5 TIM-1 a refused exemption tells why on the page of its application, which stays held; another one can be asked for', async () => {
  const application = await held();
  const { id } = await employer.exemption(application);
  const open = () => system.owner('work_items').where({ entity_id: id, task: 'decideExemption' }).whereNull('closed_at');
  expect(await open()).toHaveLength(1);
  const refused = await operator.post<{ state: string }>(`/v1/exemptions/${id}/refuse`, { reason: 'The letter is of somebody else' });
  expect([refused.status, refused.body.state, await open()]).toEqual([200, 'refused', []]);
  const { body } = await as.get<ApplicationBody & { messages: { kind: string; text: string }[] }>(`/v1/applications/${application.id}`);
  expect([body.state, body.messages.map(({ kind, text }) => [kind, text])]).toEqual([
    'onHold',
    [['exemptionRefused', 'The letter is of somebody else']],
  ]);
  expect((await employer.exemption(application)).state).toBe('asked');
});
