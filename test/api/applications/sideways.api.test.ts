import { userSeeder } from '../../../db/access/seed';
import type { ApiClient } from '../../support/api-client';
import { Employer, type CardOrderBody } from '../../support/employers';
import { sceneIn, type Scene } from '../../support/given';
import type { Problem } from '../../support/orders';
import { GRADING } from '../../support/qualifications';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let scene: Scene;
let south: ApiClient;

beforeAll(async () => {
  system = await realSystem('sideways');
  scene = await sceneIn(system, 'sideways');
  const { id, tenantKey } = { id: scene.tenant.id, tenantKey: scene.tenant.key };
  const [company] = scene.tenant.companies;
  const { password_hash: hash } = await system.owner('users').where({ id: company.user.id }).first('password_hash');
  const make = userSeeder(system.owner, id, tenantKey, hash);
  const rights = ['employees', 'applications', 'purchasing'];
  const { email } = await make('south', 'employerUser', { organisation: company.id, node: company.offices[1], rights });
  south = await system.signIn(email);
});
afterAll(() => system?.stop());

test('SEC-7 QUA-1 a user of office 2 neither lists, opens, downloads nor changes a qualification of whom office 1 employs', async () => {
  const application = await scene.given.employer.started();
  const { body } = await scene.as.employerUser.post<{ id: string }>(`/v1/applications/${application.id}/qualifications`, GRADING);
  const path = `/v1/qualifications/${body.id}`;
  expect([(await scene.as.employerUser.get(path)).status, (await scene.as.caseOperator.get(path)).status]).toEqual([200, 200]);
  expect([(await south.get(path)).status, (await south.get(`${path}/file`)).status]).toEqual([404, 404]);
  expect((await south.get<{ items: unknown[] }>('/v1/qualifications')).body.items).toEqual([]);
  expect([(await south.post(`${path}/details`, GRADING)).status, (await south.post(`${path}/refer`, {})).status]).toEqual([404, 404]);
});

test('SEC-7 ORD-2 nor does it put an application of office 1 on an order of its own', async () => {
  const { given, tenant } = scene;
  const application = await given.employer.finalised();
  const order = await new Employer(south, tenant).open([], tenant.companies[0].offices[1]);
  const added = await south.post<CardOrderBody & Problem>(`/v1/application-orders/${order.id}/add`, { applications: [application.id] });
  expect([added.status, added.body.errors.map(({ code }) => code)]).toEqual([422, ['application']]);
});
