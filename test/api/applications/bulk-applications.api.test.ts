import { randomUUID } from 'node:crypto';
import { ApiClient, type Got } from '../../support/api-client';
import { LABOURER, type ApplicationBody } from '../../support/employers';
import { sceneIn, type Scene } from '../../support/given';
import type { Problem } from '../../support/orders';
import { picture } from '../../support/photos';
import { realSystem, type TestSystem } from '../../support/system';

interface Fault {
  pointer: string;
  code: string;
  rule: string;
  remedy: string;
}
interface Posted {
  started: number;
  refused: number;
  items: { index: number; outcome: string; application: string | null; state: string | null; faults: Fault[] }[];
}
type Line = Record<string, unknown>;

let system: TestSystem;
let scene: Scene;
let photo: string;
let people = 0;
beforeAll(async () => {
  system = await realSystem('bulk-applications');
  scene = await sceneIn(system, 'bulk');
  photo = (await picture()).toString('base64');
});
afterAll(() => system?.stop());

/** A line about somebody new. */
function line(change: Line = {}, person: Line = {}): Line {
  people += 1;
  const names = { title: 'Ms', givenName: 'Bea', familyName: `Bulk${people}`, gender: 'female' };
  return {
    person: { ...names, birthDate: `19${60 + (people % 30)}-03-0${1 + (people % 9)}`, niNumber: `CE${200_000 + people}C`, ...person },
    office: scene.tenant.companies[0].offices[0],
    startedOn: '2026-01-05',
    declared: true,
    cardType: 'craft',
    form: LABOURER,
    photo,
    ...change,
  };
}
const ndjson = (lines: (Line | string)[]) => lines.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join('\n');
function post(
  lines: (Line | string)[],
  by = scene.as.employerUser,
  query = '',
  key: string = randomUUID(),
): Promise<Got<Posted & Problem>> {
  const headers = { 'Content-Type': 'application/x-ndjson', 'Idempotency-Key': key };
  return by.send('POST', `/v1/bulk-applications${query}`, ndjson(lines), headers);
}
const faultsOf = (answer: Got<Posted>, index: number) => answer.body.items[index]!.faults.map(({ code, pointer }) => `${code} ${pointer}`);
const license = (registeredAddresses: string[], reason = 'Contract 12') =>
  scene.as.caseOperator.post<Problem & { postsInBulk: boolean }>(`/v1/organisations/${scene.tenant.companies[0].id}/bulk-licence`, {
    registeredAddresses,
    reason,
  });
const count = async (table: string) => Number((await system.owner(table).where({ tenant_id: scene.tenant.id }).count())[0]!['count']);

test('APP-8 scenario 7: of three applications two are being completed, the fault of the third is named with its place and remedy', async () => {
  const video = Buffer.from('00000018667479706d703432', 'hex').toString('base64');
  const answer = await post([line(), line({ photo: video }), line({ form: { ...LABOURER, hseChoice: null } })]);
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ started: 2, refused: 1 });
  expect(answer.body.items.map(({ index, outcome, state }) => [index, outcome, state])).toEqual([
    [0, 'started', 'readyToFinalise'],
    [1, 'refused', null],
    [2, 'started', 'beingCompleted'],
  ]);
  expect(answer.body.items[1]!.faults).toMatchObject([
    { code: 'photo.type', pointer: '/photo', rule: 'APP-2', remedy: expect.any(String) },
  ]);
  const { body } = await scene.as.employerUser.get<{ items: ApplicationBody[] }>('/v1/applications?limit=50');
  const listed = body.items.map(({ id }) => id);
  for (const { application } of answer.body.items) if (application) expect(listed).toContain(application);
});

test('SEC-10 APP-8 from an address that is not registered, and without a licence, 403; with one registered it is taken, also from a range', async () => {
  expect(await license(['192.0.2.0/24'])).toMatchObject({ status: 200, body: { postsInBulk: true } });
  expect(await post([line()])).toMatchObject({ status: 403, body: { type: expect.stringMatching(/address$/) } });
  expect(await license([])).toMatchObject({ status: 200, body: { postsInBulk: false } });
  expect(await post([line()])).toMatchObject({ status: 403, body: { type: expect.stringMatching(/licence$/) } });
  expect((await post([line()], scene.as.otherEmployer)).status).toBe(403);
  expect((await post([line()], scene.as.caseOperator)).status).toBe(403);
  expect((await license(['127.0.0.0/8'])).status).toBe(200);
  expect((await post([line()])).body).toMatchObject({ started: 1 });
  const trail = await system.owner('audit').where({ event: 'bulkLicenceChanged' }).orderBy('at', 'desc').pluck('reason');
  expect(trail[0]).toBe('Contract 12');
  expect((await license(['127.0.0.1'], '')).status).toBe(422);
  const centre = await scene.as.caseOperator.post(`/v1/organisations/${scene.tenant.centre.id}/bulk-licence`, {
    registeredAddresses: [],
    reason: 'r',
  });
  expect(centre.status).toBe(422);
});

test('APP-8 IDM-1 a post is repeated under its key as a whole: the same answer, nothing twice; another one under that key is refused', async () => {
  const lines = [line(), line({ office: randomUUID() })];
  const key = randomUUID();
  const first = await post(lines, undefined, '', key);
  const before = await count('applications');
  const again = await post(lines, undefined, '', key);
  expect([again.status, again.body, again.headers.get('idempotency-replayed')]).toEqual([200, first.body, 'true']);
  expect(await count('applications')).toBe(before);
  expect((await post([line()], undefined, '', key)).status).toBe(422);
});

test('APP-8 WHY-3 EMP-2 a rehearsal tells what would become of each and keeps nothing but the count of look-ups', async () => {
  const looked = async () => (await system.owner('lookup_counts').where({ organisation_id: scene.tenant.companies[0].id }).first()).count;
  const before = [await count('applications'), await count('persons'), await count('photos')];
  const counted = await looked();
  const answer = await post([line(), line({ office: randomUUID() })], undefined, '?dryRun=true');
  expect(answer.body).toMatchObject({ started: 1, refused: 1 });
  expect(faultsOf(answer, 1)).toEqual(['office /office']);
  expect([await count('applications'), await count('persons'), await count('photos')]).toEqual(before);
  expect(await looked()).toBe(counted + 2);
});

test('APP-8 EMP-1 the same person twice, one with an open application, and an employee of ours: nobody is made twice', async () => {
  const twice = line();
  const answer = await post([twice, twice]);
  expect(answer.body).toMatchObject({ started: 1, refused: 1 });
  expect(faultsOf(answer, 1)).toEqual(['alreadyOpen ']);
  expect(faultsOf(await post([twice]), 0)).toEqual(['alreadyOpen ']);
  const { familyName } = twice['person'] as { familyName: string };
  expect(await system.owner('persons').where({ family_name: familyName })).toHaveLength(1);
  const other = await post([{ ...twice, cardType: 'managerial', form: { ...LABOURER, occupation: null } }]);
  expect(other.body).toMatchObject({ started: 1 });
  expect(
    await system
      .owner('employments')
      .where({ organisation_id: scene.tenant.companies[0].id })
      .whereIn('person_id', system.owner('persons').select('id').where({ family_name: familyName })),
  ).toHaveLength(1);
});

test('APP-8 EMP-1 nobody is there to confirm: another first name, several who match and an NI number that is taken are faults, and of a person nothing is left', async () => {
  const known = line();
  expect((await post([known])).body.started).toBe(1);
  const { familyName, birthDate, niNumber } = known['person'] as { familyName: string; birthDate: string; niNumber: string };
  const before = await count('persons');
  const answer = await post([line({}, { familyName, birthDate, givenName: 'Zoe' }), line({}, { niNumber })]);
  expect([faultsOf(answer, 0), faultsOf(answer, 1)]).toEqual([['anotherPerson /person'], ['niNumber /person/niNumber']]);
  expect(await count('persons')).toBe(before);
  await system
    .owner('persons')
    .insert({ id: randomUUID(), tenant_id: scene.tenant.id, given_name: 'Bea', family_name: familyName, birth_date: birthDate });
  expect(faultsOf(await post([{ ...known, cardType: 'managerial' }]), 0)).toEqual(['several /person']);
});

test('APP-8 all faults of a line come at once, each with its place; a line that is no JSON is one fault of its own; an unknown occupation is told', async () => {
  const answer = await post([
    '{"person":',
    line({ declared: false, cardType: 'nothing', photo: 'no base64!' }, { birthDate: '1988-02-30' }),
    line({ form: { ...LABOURER, occupation: 'nobodyKnows' } }),
    line({}, { birthDate: '2031-01-01' }),
  ]);
  expect(answer.body).toMatchObject({ started: 0, refused: 4 });
  expect(answer.body.items[0]!.faults).toHaveLength(1);
  expect(answer.body.items[1]!.faults.map(({ pointer }) => pointer).sort()).toEqual([
    '/cardType',
    '/declared',
    '/person/birthDate',
    '/photo',
  ]);
  expect(faultsOf(answer, 2)).toEqual(['occupation /form/occupation']);
  expect(faultsOf(answer, 3)).toEqual(expect.arrayContaining(['birthDate /person/birthDate']));
  for (const { faults } of answer.body.items) for (const fault of faults) expect(fault.remedy).not.toBe('');
});

test('APP-8 none and more than policy allows are refused as a whole; as many as it allows are taken', async () => {
  for (const lines of [[], Array.from({ length: 51 }, () => '{}')]) {
    const answer = await post(lines);
    expect([answer.status, answer.body.errors!.map(({ code }) => code)]).toEqual([422, ['applications']]);
  }
  const most = await post(Array.from({ length: 50 }, () => '{}'));
  expect([most.status, most.body.refused]).toEqual([200, 50]);
});

test('APP-8 EMP-2 look-ups of a post count within the hour; what comes after them is told to come again', async () => {
  await system.owner('lookup_counts').where({ organisation_id: scene.tenant.companies[0].id }).update({ count: 149, since: new Date() });
  const answer = await post([line(), line()]);
  expect(answer.body).toMatchObject({ started: 1, refused: 1 });
  expect(faultsOf(answer, 1)).toEqual(['tooMany /person']);
  expect((await post([line()], undefined, '?dryRun=true')).status).toBe(429);
});

test('SEC-10 an API key of the organisation posts as well, from a registered address', async () => {
  await system.owner('lookup_counts').where({ organisation_id: scene.tenant.companies[0].id }).update({ count: 0 });
  const permissions = ['fillInApplications', 'addEmployees'];
  const key = await scene.as.employerUser.post<{ secret: string }>('/v1/me/api-keys', { name: 'bulk', permissions, days: 10 });
  expect(key.status).toBe(201);
  const answer = await post([line()], new ApiClient(system.api, key.body.secret));
  expect(answer.body).toMatchObject({ started: 1 });
});
