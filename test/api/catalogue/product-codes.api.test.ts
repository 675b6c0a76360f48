import { londonDate } from '../../../domain/working-days';
import { openDesk, type Desk } from '../../support/desk';
import type { Problem } from '../../support/orders';
import { QUALIFICATION } from '../../support/catalogue';

jest.setTimeout(120_000);
let system: Desk['system'];
let tenant: Desk['tenant'];
let as: Desk['as'];
beforeAll(async () => {
  ({ system, as, tenant } = await openDesk('product-codes'));
  await Promise.all([as.caseOperator, as.eqa, as.centreUser].map((each) => each.token()));
}, 120_000);
afterAll(() => system?.stop());

test('REG-1 REG-18 a code is one in whatever case it is written: a centre asks for it, staff grant, give and withdraw it, and nobody has it twice', async () => {
  const product = { ...QUALIFICATION, code: 'Mixed-1', from: londonDate(new Date().toISOString()) };
  expect((await as.caseOperator.post('/v1/products', product)).status).toBe(201);
  const ask = (code: string) =>
    as.centreUser.post<{ id: string } & Problem>('/v1/centre-requests', { asked: { what: 'approval', product: code }, reason: 'New' });
  const faults = ({ body }: { body: Problem }) => body.errors!.map(({ code, pointer }) => [code, pointer]);
  const asked = await ask('MIXED-1');
  expect(asked.status).toBe(201);
  expect((await as.eqa.post(`/v1/centre-requests/${asked.body.id}/grant`, { reason: 'Looked at' })).status).toBe(200);
  const isApproved = async () =>
    (await as.centreUser.get<{ items: { isApproved: boolean }[] }>('/v1/products?code=Mixed-1')).body.items[0]!.isApproved;
  expect(await isApproved()).toBe(true);
  expect(faults(await ask('mixed-1'))).toEqual([['approval', '/asked/product']]);
  const set = (product: string, approved: boolean) =>
    as.eqa.post<Problem>(`/v1/organisations/${tenant.centre.id}/products`, { product, approved });
  expect(faults(await set('miXed-1', true))).toEqual([['approval', '/product']]);
  expect((await set('MIXED-1', false)).status).toBe(200);
  expect(await isApproved()).toBe(false);
  expect((await set('mixed-1', true)).status).toBe(200);
  expect(await isApproved()).toBe(true);
  const standing = system.owner('product_approvals').where({ organisation_id: tenant.centre.id }).whereNull('withdrawn_at');
  expect(await standing.whereRaw("upper(product) = 'MIXED-1'").pluck('product')).toEqual(['Mixed-1']);
});
