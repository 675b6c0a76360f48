import { randomUUID } from 'node:crypto';
import { userSeeder } from '../../../db/access/seed';
import { SEEDED } from '../../../db/people/seed';
import type { SeededTenant } from '../../../db/seeds/demo';
import type { ApiClient, Got } from '../../support/api-client';
import type { Problem } from '../../support/orders';
import { realSystem, type TestSystem } from '../../support/system';

interface LookUp {
  id: string;
  outcome: 'one' | 'several' | 'none';
  name: string | null;
  expiresAt: string;
}
interface Employee {
  id: string;
  person: string;
  registrationNumber: string;
  name: string;
  office: { id: string; name: string };
  startedOn: string;
  cards: { number: string; validTo: string }[];
  hse: { status: string; expiresOn: string | null };
  niNumber?: string;
  declaration?: { words: string; by: string; at: string };
}
interface Employees {
  items: Employee[];
  next: string | null;
}

let system: TestSystem;
let tenant: SeededTenant;
let employer: ApiClient;
let rival: ApiClient;
let north: ApiClient;
let south: ApiClient;

beforeAll(async () => {
  system = await realSystem('employees');
  tenant = await system.tenant('employees');
  const [one, two] = tenant.companies;
  employer = await system.signIn(one.user.email);
  rival = await system.signIn(two.user.email);
  const { password_hash: hash } = await system.owner('users').where({ id: one.user.id }).first('password_hash');
  const make = userSeeder(system.owner, tenant.id, tenant.key, hash);
  const at = (node: string) => ({ organisation: one.id, node, rights: ['employees'] });
  north = await system.signIn((await make('north', 'employerUser', at(one.offices[0]))).email);
  south = await system.signIn((await make('south', 'employerUser', at(one.offices[1]))).email);
});
afterAll(() => system?.stop());

const { alike, marked, cards, hse } = SEEDED;
const look = (by: ApiClient, keys: Record<string, string>) => by.post<LookUp & Problem>('/v1/person-lookups', keys);
const newPerson = (change: Record<string, unknown> = {}) => ({
  ...{ title: 'Ms', givenName: 'Grace', familyName: 'Hopper', niNumber: ' ce 12 34 56 d', birthDate: '1992-12-09', gender: 'female' },
  ...change,
});
const employment = (lookUp: string, change: Record<string, unknown> = {}) => ({
  ...{ lookUp, office: tenant.companies[0].offices[0], startedOn: '2026-11-02', declared: true },
  ...change,
});
const add = (by: ApiClient, body: unknown, headers: Record<string, string> = {}): Promise<Got<Employee & Problem>> =>
  by.post('/v1/employments', body, headers);
/** Adds somebody whom nobody knows, by a look-up that finds nobody. */
async function addNew(by: ApiClient, person: ReturnType<typeof newPerson>, change: Record<string, unknown> = {}) {
  const { birthDate, familyName } = person as { birthDate: string; familyName: string };
  const { id } = (await look(by, { birthDate, familyName })).body;
  return add(by, employment(id, { person, ...change }));
}
const places = ({ body }: Got<Problem>) => body.errors.map(({ pointer }) => pointer);
const listed = async (by: ApiClient, query = '') => (await by.get<Employees>(`/v1/employees${query}`)).body.items.map(({ name }) => name);

test('EMP-1 EMP-2 of two alike none is shown; a card number or an assessment number finds the one, and all keys have to match', async () => {
  const { birthDate, familyName } = alike;
  const outcome = async (keys: Record<string, string>) => {
    const { status, body } = await look(employer, { birthDate, ...keys });
    expect([status, Object.keys(body).sort()]).toEqual([201, ['expiresAt', 'id', 'name', 'outcome']]);
    return [body.outcome, body.name];
  };
  expect(await outcome({ familyName })).toEqual(['several', null]);
  expect(await outcome({ cardNumber: cards[0] })).toEqual(['one', 'Mx Pat O’Brien-Smith']);
  expect(await outcome({ familyName: ' OBRIEN smith', cardNumber: cards[1].toLowerCase() })).toEqual(['one', 'Mx Sam O’Brien-Smith']);
  expect(await outcome({ hseNumber: hse[0] })).toEqual(['one', 'Mx Pat O’Brien-Smith']);
  expect(await outcome({ familyName: 'O’Brien', cardNumber: cards[0] })).toEqual(['none', null]);
  expect(await outcome({ cardNumber: cards[0], hseNumber: hse[1] })).toEqual(['none', null]);
  expect(await outcome({ cardNumber: cards[2] })).toEqual(['none', null]);
  expect(await outcome({ familyName: 'O%' })).toEqual(['none', null]);
});

test('EMP-1 a name is found without its marks, and one of other letters is not taken for another', async () => {
  const foreign = { tenant_id: tenant.id, given_name: 'Li', family_name: '李', birth_date: '1970-01-01' };
  await system.owner('persons').insert({ ...foreign, id: randomUUID() });
  const found = async (birthDate: string, familyName: string) => (await look(employer, { birthDate, familyName })).body.outcome;
  for (const typed of ['nunez', 'NÚÑEZ', 'Nu\u0301n\u0303ez'])
    expect([typed, await found(marked.birthDate, typed)]).toEqual([typed, 'one']);
  expect(await found('1970-01-01', '王')).toBe('none');
  expect(await found('1970-01-01', '李')).toBe('one');
  expect(await found('1970-01-02', '李')).toBe('none');
});

test('EMP-1 EMP-2 no key and three keys, a birth date alone and unknown members are refused, each at its place', async () => {
  const { birthDate, familyName } = alike;
  for (const keys of [{}, { familyName, cardNumber: 'c', hseNumber: 'h' }] as Record<string, string>[]) {
    const refused = await look(employer, { birthDate, ...keys });
    expect([refused.status, refused.body.errors[0]!.code]).toEqual([422, 'combination']);
  }
  expect(places(await look(employer, { birthDate: '2026-02-30', familyName: '', strange: 'x' })).sort()).toEqual([
    '/birthDate',
    '/familyName',
    '/strange',
  ]);
});

test('EMP-2 SEC-12 a look-up is kept with who, when and what came of it; what was typed stands nowhere', async () => {
  const { body } = await look(employer, { birthDate: '1999-09-09', familyName: 'Unheardofname' });
  const row = await system.owner('person_lookups').where({ id: body.id }).first();
  expect(row).toMatchObject({ user_id: tenant.companies[0].user.id, organisation_id: tenant.companies[0].id, outcome: 'none' });
  expect(Object.values(row.keys)).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), expect.stringMatching(/^[0-9a-f]{64}$/)]);
  expect(Date.parse(row.expires_at) - Date.parse(row.at)).toBe(30 * 60_000);
  const texts = JSON.stringify([row, await system.owner('requests').where({ tenant_id: tenant.id }).select('route', 'answer')]);
  expect(texts).not.toMatch(/Unheardofname|1999-09-09/);
});

test('EMP-1 EMP-2 SEC-7 whom a look-up found is confirmed and listed in that office only; the declaration is kept in its words', async () => {
  const { body: found } = await look(north, { birthDate: marked.birthDate, familyName: marked.familyName });
  const rehearsed = await north.post<Employee>('/v1/employments?dryRun=true', employment(found.id));
  expect(rehearsed.status).toBe(200);
  expect(await listed(employer)).toEqual([]);
  const key = { 'Idempotency-Key': randomUUID() };
  const added = await add(north, employment(found.id), key);
  expect([added.status, (await add(north, employment(found.id), key)).body]).toEqual([201, added.body]);
  const words =
    'I (North Example) hereby confirm that the operative shown above started work with Norwich on 2 Nov 2026 and that we have the right to view and modify their details';
  expect([rehearsed.body.declaration!.words, added.body.declaration!.words]).toEqual([words, words]);
  expect(added.body).toMatchObject({
    name: 'Mx José Núñez',
    cards: [{ number: cards[2], validTo: '2028-12-31' }],
    hse: { status: 'inDate' },
  });
  expect(await system.owner('employments').where({ id: added.body.id }).first('declaration', 'declared_by')).toMatchObject({
    declaration: words,
    declared_by: added.body.declaration!.by,
  });
  expect([await listed(employer), await listed(north), await listed(south)]).toEqual([['Mx José Núñez'], ['Mx José Núñez'], []]);
  const status = async (by: ApiClient) => (await by.get(`/v1/employees/${added.body.id}`)).status;
  expect([await status(north), await status(employer), await status(south), await status(rival)]).toEqual([200, 200, 404, 404]);
  expect(places(await add(north, employment(found.id)))).toEqual(['/lookUp']);
  const { body: again } = await look(employer, { birthDate: marked.birthDate, familyName: marked.familyName });
  expect((await add(employer, employment(again.id))).body.errors.map(({ code }) => code)).toEqual(['employed']);
  const { body: theirs } = await look(rival, { birthDate: marked.birthDate, familyName: marked.familyName });
  expect((await add(rival, employment(theirs.id, { office: tenant.companies[1].offices[0] }))).status).toBe(201);
});

test('EMP-1 a look-up is of no use to another user, in another office, or once its half hour is over', async () => {
  const { body } = await look(north, { birthDate: alike.birthDate, cardNumber: cards[0] });
  expect(places(await add(employer, employment(body.id)))).toEqual(['/lookUp']);
  expect(places(await add(north, employment(body.id, { office: tenant.companies[0].offices[1] })))).toEqual(['/office']);
  expect(places(await add(north, employment(body.id, { office: tenant.companies[0].company })))).toEqual(['/office']);
  await system.owner('person_lookups').where({ id: body.id }).update({ expires_at: new Date() });
  expect(places(await add(north, employment(body.id)))).toEqual(['/lookUp']);
});

test('EMP-1 EMP-2 a new person is made after a look-up that found nobody; the NI number is stored as HMRC writes it', async () => {
  const added = await addNew(employer, newPerson());
  expect([added.status, added.body.niNumber, added.body.registrationNumber]).toEqual([
    201,
    'CE123456D',
    expect.stringMatching(/^PER\d{9}$/),
  ]);
  const long = await addNew(employer, newPerson({ familyName: `D'${'a'.repeat(68)}`, niNumber: 'AA000001A', birthDate: '1980-01-01' }));
  expect([long.status, long.body.name]).toEqual([201, `Ms Grace D'${'a'.repeat(68)}`]);
  const first = await look(employer, { birthDate: '1980-01-01', familyName: `d’${'A'.repeat(68)}` });
  expect(first.body.outcome).toBe('one');
  const events = await system
    .owner('audit')
    .whereIn('entity_id', [added.body.id, added.body.person])
    .orderBy('seq')
    .select('event', 'after');
  expect(events.map(({ event }) => event)).toEqual(['made', 'started']);
  expect(JSON.stringify(events)).not.toMatch(/Hopper|CE123456D|1992/);
});

test('EMP-1 EMP-2 bad input is refused with every fault at once and nothing is made; whose an NI number is, is not told', async () => {
  const before = await system.owner('persons').count().first();
  const person = newPerson({ niNumber: 'bg123456a', title: '', birthDate: '1900-13-01', gender: 'x' });
  const malformed = await add(employer, employment(randomUUID(), { person, declared: false, startedOn: '2026-13-01' }));
  expect([malformed.status, places(malformed).sort()]).toEqual([
    422,
    ['/declared', '/person/birthDate', '/person/gender', '/person/niNumber', '/person/title', '/startedOn'],
  ]);
  const future = newPerson({ birthDate: '2100-01-01', familyName: 'Soon', niNumber: SEEDED.niNumber });
  const { body: none } = await look(employer, { birthDate: '2100-01-01', familyName: 'Soon' });
  const refused = await add(employer, employment(none.id, { person: future, startedOn: '2099-01-01', office: randomUUID() }));
  expect([refused.status, places(refused).sort()]).toEqual([
    422,
    ['/office', '/person/birthDate', '/person/niNumber', '/startedOn', '/startedOn'],
  ]);
  expect(JSON.stringify(refused.body)).not.toMatch(/Pat|Brien|1988/);
  expect(places(await add(employer, employment(none.id)))).toEqual(['/person']);
  const other = newPerson({ birthDate: '1991-01-01', niNumber: 'AA000002A' });
  expect(places(await add(employer, employment(none.id, { person: other })))).toEqual(['/person']);
  const { body: one } = await look(employer, { birthDate: alike.birthDate, cardNumber: cards[0] });
  expect(places(await add(employer, employment(one.id, { person: newPerson({ niNumber: 'AA000003A' }) })))).toEqual(['/person']);
  expect(await system.owner('persons').count().first()).toEqual(before);
});

test('EMP-1 IDM-1 two commands at once by two look-ups make one employment: the second is told of it', async () => {
  const keys = { birthDate: alike.birthDate, cardNumber: cards[0] };
  const found = [(await look(employer, keys)).body, (await look(employer, keys)).body];
  const answers = await Promise.all(found.map(({ id }) => add(employer, employment(id))));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
  expect(answers.find(({ status }) => status === 422)!.body.errors[0]!.code).toBe('employed');
});

test('EMP-3 employees leave in bulk, each with its outcome: the view of them ends at once, person and cards stay, and they may come back', async () => {
  const [one, two] = [
    await addNew(employer, newPerson({ familyName: 'Leaver', niNumber: 'AA000011A' })),
    await addNew(employer, newPerson({ familyName: 'Stayer', niNumber: 'AA000012A' }), { office: tenant.companies[0].offices[1] }),
  ];
  const [theirs] = (await rival.get<Employees>('/v1/employees')).body.items;
  const leave = (by: ApiClient, employees: string[], key: string = randomUUID()) =>
    by.post<{ items: { id: string; outcome: string }[] }>('/v1/employments/leave', { employees }, { 'Idempotency-Key': key });
  const all = [one.body.id, two.body.id, theirs!.id, randomUUID()];
  const key = randomUUID();
  const first = await leave(north, all, key);
  expect(first.body.items.map(({ outcome }) => outcome)).toEqual(['left', 'notFound', 'notFound', 'notFound']);
  expect((await leave(north, all, key)).body).toEqual(first.body);
  expect((await leave(north, [one.body.id])).body.items[0]!.outcome).toBe('notFound');
  expect((await employer.get(`/v1/employees/${one.body.id}`)).status).toBe(404);
  expect((await employer.get(`/v1/employees/${two.body.id}`)).status).toBe(200);
  expect((await rival.get(`/v1/employees/${theirs!.id}`)).status).toBe(200);
  expect(await listed(employer, '?search=leaver')).toEqual([]);
  expect(await system.owner('persons').where({ id: one.body.person }).first('family_name')).toEqual({ family_name: 'Leaver' });
  const back = await look(employer, { birthDate: '1992-12-09', familyName: 'Leaver' });
  expect((await add(employer, employment(back.body.id))).status).toBe(201);
});

test('EMP-5 SEC-7 the list is narrowed by a node and by a part of the name, sorted and paged; without the right there is none', async () => {
  const [{ company, group, offices }] = tenant.companies;
  const all = await listed(employer);
  expect(all.length).toBeGreaterThan(4);
  expect(await listed(employer, `?level=${company}`)).toEqual(all);
  expect(await listed(employer, `?level=${group}`)).toEqual(all);
  expect(await listed(employer, `?level=${offices[1]}`)).toEqual(['Ms Grace Stayer']);
  expect(await listed(north, `?level=${offices[1]}`)).toEqual([]);
  expect(await listed(employer, '?search=NUNEZ')).toEqual(['Mx José Núñez']);
  expect(await listed(employer, `?search=${encodeURIComponent('O’Brien')}`)).toEqual(['Mx Pat O’Brien-Smith']);
  const paged: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const { body }: Got<Employees> = await employer.get(`/v1/employees?sort=startedOn&limit=2${cursor && `&cursor=${cursor}`}`);
    paged.push(...body.items.map(({ name }) => name));
    cursor = body.next;
  }
  expect([...paged].sort()).toEqual([...all].sort());
  const bad = Buffer.from(JSON.stringify(['2026-02-30', randomUUID()])).toString('base64url');
  expect((await employer.get(`/v1/employees?sort=startedOn&cursor=${bad}`)).status).toBe(400);
  const centre = await system.signIn(tenant.centre.user.email);
  expect((await centre.get<Problem>('/v1/employees')).body.permission).toBe('viewEmployees');
});

test('EMP-2 an employer’s look-ups and NI numbers are counted by the hour for all of its users: the last allowed one and the next', async () => {
  const count = (value: number, since = new Date()) =>
    system.owner('lookup_counts').where({ organisation_id: tenant.companies[0].id }).update({ count: value, since });
  const tried = async (by: ApiClient) => (await look(by, { birthDate: '1970-05-05', familyName: 'Nobody' })).status;
  await count(149);
  expect([await tried(north), await tried(employer)]).toEqual([201, 429]);
  const refused = await look(south, { birthDate: '1970-05-05', familyName: 'Nobody' });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_500);
  expect(await tried(rival)).toBe(201);
  const person = newPerson({ niNumber: 'AA000021A' });
  expect((await add(employer, employment(randomUUID(), { person }))).status).toBe(429);
  expect((await employer.post('/v1/employments?dryRun=true', employment(randomUUID(), { person }))).status).toBe(429);
  await count(150, new Date(Date.now() - 3_600_000));
  expect(await tried(employer)).toBe(201);
  await count(149);
  const answers = await Promise.all(Array.from({ length: 8 }, () => tried(employer)));
  expect(answers.sort()).toEqual([201, ...Array<number>(7).fill(429)]);
});

test('COR-1 PER-1 the account’s own command for a name changes the account, never the person', async () => {
  const ada = await system.signIn(tenant.individual.email);
  expect((await ada.post<{ familyName: string }>('/v1/account/change', { familyName: 'King' })).body.familyName).toBe('King');
  expect(await system.owner('persons').where({ id: tenant.people.individual }).first('family_name', 'version')).toEqual({
    family_name: 'Byron',
    version: 1,
  });
});

test('PER-1 an individual who is invited is a person of his own', async () => {
  const operator = await system.signIn(tenant.staff.caseOperator.email);
  const invited = { givenName: 'Mary', familyName: 'Own', email: 'mary@people.example', mobile: '07700900123' };
  const { body } = await operator.post<{ id: string }>('/v1/individuals', invited);
  const { person_id: id } = await system.owner('users').where({ id: body.id }).first('person_id');
  expect(await system.owner('persons').where({ id }).first('family_name')).toEqual({ family_name: 'Own' });
});
