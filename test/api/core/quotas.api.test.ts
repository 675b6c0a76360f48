import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
beforeAll(async () => void (system = await realSystem('quotas', {}, { env: { RATE_PER_USER: '20', RATE_PER_TENANT: '30' } })));
afterAll(() => system?.stop());

test('SEC-9 one tenant is let ask so much a minute, all its people together, and takes nothing of another’s', async () => {
  const [tenant, other] = [await system.tenant('quotas'), await system.tenant('quotas-other')];
  const people = [tenant.staff.finance, tenant.staff.finance2, tenant.staff.caseOperator].map(({ email }) => system.caller(email));
  await Promise.all(people.map((each) => each.token()));
  const statuses: number[] = [];
  for (let round = 0; round < 11; round += 1) for (const each of people) statuses.push((await each.get('/v1/me')).status);
  expect(statuses.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 200));
  expect(statuses.slice(30)).toEqual([429, 429, 429]);
  const refused = await people[0]!.get('/v1/me');
  expect(refused.headers.get('ratelimit-policy')).toBe('"tenant";q=30;w=60');
  expect((await system.caller(other.staff.finance.email).get('/v1/me')).status).toBe(200);
}, 120_000);
