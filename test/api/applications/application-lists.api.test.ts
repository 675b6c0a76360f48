import { userSeeder } from '../../../db/access/seed';
import type { SeededTenant } from '../../../db/seeds/demo';
import { Employer, paidOutside, type ApplicationBody, type CardOrderBody } from '../../support/employers';
import type { ApiClient } from '../../support/api-client';
import { eventually } from '../../support/eventually';
import type { Problem } from '../../support/orders';
import { realSystem, type TestSystem } from '../../support/system';

interface Listed extends ApplicationBody {
  organisation: { id: string; name: string };
  office: { id: string; name: string };
  group: { id: string; name: string } | null;
  receivedAt: string | null;
}
interface Employee {
  id: string;
  name: string;
  applicationsInProgress: number;
  cards: { number: string; validTo: string }[];
}
type Panels = Record<string, { count: number; more: boolean } | null>;

let system: TestSystem;
let tenant: SeededTenant;
let as: ApiClient;
let north: ApiClient;
let south: ApiClient;
let rival: ApiClient;
let operator: ApiClient;
/** One application for each of the lists, by its name. */
const made: Record<string, ApplicationBody> = {};

beforeAll(async () => {
  system = await realSystem('application-lists');
  tenant = await system.tenant('lists');
  const [one, two] = tenant.companies;
  const { finance, finance2, caseOperator } = tenant.staff;
  as = await system.signIn(one.user.email);
  rival = await system.signIn(two.user.email);
  operator = await system.signIn(caseOperator.email);
  const { password_hash: hash } = await system.owner('users').where({ id: one.user.id }).first('password_hash');
  const make = userSeeder(system.owner, tenant.id, tenant.key, hash);
  const rights = ['employees', 'applications', 'purchasing'];
  const [atNorth, atSouth] = one.offices;
  north = await system.signIn((await make('north', 'employerUser', { organisation: one.id, node: atNorth, rights })).email);
  south = await system.signIn((await make('south', 'employerUser', { organisation: one.id, node: atSouth, rights })).email);
  const employer = new Employer(as, tenant);
  made['requiringAttention'] = await employer.started();
  made['awaitingPurchase'] = await employer.finalised();
  made['onHold'] = await employer.finalised();
  await paidOutside(await system.signIn(finance.email), await system.signIn(finance2.email), await employer.closed([made['onHold']!]));
  made['history'] = await employer.started();
  await as.post(`/v1/applications/${made['history']!.id}/abandon`, { reason: 'left' });
  await employer.open([await employer.finalised()]);
  await eventually(async () =>
    expect([await idsOf('onHold'), await idsOf('awaitingPurchase')]).toEqual([[made['onHold']!.id], [made['awaitingPurchase']!.id]]),
  );
});
afterAll(() => system?.stop());

const listed = async (query: string, by = as) => (await by.get<{ items: Listed[]; next: string | null }>(`/v1/applications${query}`)).body;
const idsOf = async (list: string, by = as, more = '') => (await listed(`?list=${list}${more}`, by)).items.map(({ id }) => id);
const panels = async (by = as, query = '') => (await by.get<Panels>(`/v1/panels${query}`)).body;

test('APP-7 each list holds what is in its states, and is counted; what is on an order is in progress and awaits no purchase', async () => {
  for (const [list, { id }] of Object.entries(made)) expect([list, await idsOf(list)]).toEqual([list, [id]]);
  expect((await idsOf('inProgress')).length).toBe(4);
  expect(await panels()).toMatchObject({
    ...{ onHold: { count: 1, more: false }, inProgress: { count: 4 }, awaitingPurchase: { count: 1 }, requiringAttention: { count: 1 } },
    ...{ beingProduced: { count: 0 }, completed: { count: 0 }, history: { count: 1 } },
    ...{ cardsExpiring: { count: 0 }, ordersRequiringAttention: { count: 1 }, recentPurchases: { count: 1 } },
  });
  const orders = async (list: string) => (await as.get<{ items: CardOrderBody[] }>(`/v1/application-orders?list=${list}`)).body.items;
  expect((await orders('requiringAttention')).map(({ state }) => state)).toEqual(['open']);
  expect((await orders('recent')).map(({ state, applications }) => [state, applications])).toEqual([['paid', [made['onHold']!.id]]]);
});

test('APP-7 a row says by whom the applicant is employed, in which group, when it was created, received and changed', async () => {
  const [one] = tenant.companies;
  const [row] = (await listed('?list=onHold')).items;
  expect(row).toMatchObject({
    organisation: { id: one.id, name: one.name },
    group: { id: one.group, name: 'Eastern' },
    office: { id: one.offices[0], name: 'Norwich' },
    state: 'onHold',
  });
  expect(row!.receivedAt! <= row!.since).toBe(true);
  expect((await listed('?list=awaitingPurchase')).items[0]!.receivedAt).toBeNull();
});

test('APP-7 lists are sorted by age and by change, a state narrows them, and pages follow one another', async () => {
  for (const sort of ['created', 'changed']) {
    const all = (await listed(`?list=inProgress&sort=${sort}`)).items;
    const keys = all.map(({ since, id }) => (sort === 'created' ? id : `${since} ${id}`));
    expect(keys).toEqual([...keys].sort().reverse());
    const paged: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page = await listed(`?list=inProgress&sort=${sort}&limit=1${next && `&cursor=${next}`}`);
      paged.push(...page.items.map(({ id }) => id));
      next = page.next;
    }
    expect(paged).toEqual(all.map(({ id }) => id));
  }
  expect(await idsOf('inProgress', as, '&state=onHold')).toEqual([made['onHold']!.id]);
  expect(await idsOf('onHold', as, '&state=completed')).toEqual([]);
  const bad = await as.get<Problem>('/v1/applications?list=nothing&sort=wrong&cursor=x');
  expect([bad.status, bad.body.errors.map(({ pointer }) => pointer).sort()]).toEqual([400, ['/list', '/sort']]);
});

test('EMP-7 SEC-7 scenario 5: a user of office 1 sees office 1 alone, one of office 2 none of it: 404; a level narrows what a company sees', async () => {
  const [{ offices, group }] = tenant.companies;
  const application = made['onHold']!;
  const { body: employees } = await north.get<{ items: Employee[] }>('/v1/employees');
  const [employee] = employees.items;
  expect((await idsOf('inProgress', north)).sort()).toEqual((await idsOf('inProgress')).sort());
  for (const path of [`/v1/applications/${application.id}`, `/v1/employees/${employee!.id}`]) {
    expect([path, (await north.get(path)).status, (await south.get(path)).status]).toEqual([path, 200, 404]);
    expect([path, (await rival.get(path)).status]).toEqual([path, 404]);
  }
  expect([await idsOf('inProgress', south), await idsOf('inProgress', rival)]).toEqual([[], []]);
  expect((await panels(south))['inProgress']).toEqual({ count: 0, more: false });
  const at = async (level: string, by = as) => (await idsOf('inProgress', by, `&level=${level}`)).length;
  expect([await at(group), await at(offices[0]), await at(offices[1])]).toEqual([4, 4, 0]);
  expect([await at(offices[0], south), await at(tenant.companies[1].company)]).toEqual([0, 0]);
  expect((await panels(as, `?level=${offices[1]}`))['inProgress']!.count).toBe(0);
  const orders = async (level: string) =>
    (await as.get<{ items: CardOrderBody[] }>(`/v1/application-orders?level=${level}`)).body.items.length;
  expect([await orders(tenant.companies[0].company), await orders(offices[0])]).toEqual([2, 0]);
});

test('SEC-8 staff see the lists of all employers or of one, with its name, and its employees; what they may not see is not counted', async () => {
  const [one, two] = tenant.companies;
  expect((await listed('?list=onHold', operator)).items.map(({ organisation }) => organisation.name)).toEqual([one.name]);
  expect([
    (await idsOf('inProgress', operator, `&organisation=${one.id}`)).length,
    await idsOf('inProgress', operator, `&organisation=${two.id}`),
  ]).toEqual([4, []]);
  const { body } = await operator.get<{ items: Employee[] }>(`/v1/employees?organisation=${one.id}`);
  expect(body.items.length).toBe(5);
  expect((await operator.get<{ items: Employee[] }>(`/v1/employees?organisation=${two.id}`)).body.items).toEqual([]);
  expect((await operator.get(`/v1/employees/${body.items[0]!.id}`)).status).toBe(200);
  const finance = await system.signIn(tenant.staff.finance.email);
  expect(await panels(finance)).toMatchObject({ inProgress: null, cardsExpiring: null, recentPurchases: { count: 1 } });
});

test('EMP-5 cards that run out within three months or have, the first one first; a renewed one is none; an assessment that has run out, by its status', async () => {
  const { items } = (await as.get<{ items: Employee[] }>('/v1/employees')).body;
  const today = new Date();
  const dayIn = (months: number, days = 0) =>
    new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + months, Math.min(today.getUTCDate(), 28) + days))
      .toISOString()
      .slice(0, 10);
  const person = async ({ id }: Employee) => (await system.owner('employments').where({ id }).first('person_id'))!.person_id as string;
  const [soon, past, renewed, late] = items as [Employee, Employee, Employee, Employee];
  let numbers = 0;
  const card = async (of: Employee, validTo: string) =>
    system.owner('cards').insert({
      ...{ id: system.owner.raw('gen_random_uuid()'), tenant_id: tenant.id, person_id: await person(of), number: `L-${(numbers += 1)}` },
      ...{ type: 'craft', valid_from: '2020-01-01', valid_to: validTo, state: 'issued' },
    });
  await card(soon, dayIn(2));
  await card(past, dayIn(-1));
  await card(renewed, dayIn(1));
  await card(renewed, dayIn(30));
  await card(late, dayIn(4));
  const expiring = async () => (await as.get<{ items: Employee[] }>('/v1/employees?cards=expiring')).body.items.map(({ id }) => id);
  expect(await expiring()).toEqual([past.id, soon.id]);
  expect((await panels())['cardsExpiring']).toEqual({ count: 2, more: false });
  const hse = async (of: Employee, expires: string) =>
    system.owner('hse_records').insert({
      ...{ id: system.owner.raw('gen_random_uuid()'), tenant_id: tenant.id, person_id: await person(of), number: `L-${(numbers += 1)}` },
      ...{ taken_on: '2020-01-01', expires_on: expires, mode: 'online', result: 'pass', source: 'csv' },
    });
  await hse(soon, dayIn(6));
  await hse(past, dayIn(-6));
  const standing = async (status: string) =>
    (await as.get<{ items: Employee[] }>(`/v1/employees?hse=${status}`)).body.items.map(({ id }) => id);
  expect([await standing('inDate'), await standing('expired'), (await standing('none')).length]).toEqual([
    [soon.id],
    [past.id],
    items.length - 2,
  ]);
});
