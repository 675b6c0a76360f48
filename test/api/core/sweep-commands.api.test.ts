import type { SeededTenant } from '../../../db/seeds/demo';
import { caseOfKind, type CaseKind } from '../../../domain/processes';
import { stateOf } from '../../../db/core/processes.queries';
import type { ApiClient } from '../../support/api-client';
import { Employer } from '../../support/employers';
import { GRADING } from '../../support/qualifications';
import { eventually } from '../../support/eventually';
import { sampleAll, seedPapers } from '../../support/modified-papers';
import { gatewayTells } from '../../support/card-payments';
import { lloydsFile, placeOrder, type Order } from '../../support/orders';
import { nobody, person, type UserBody } from '../../support/people';
import { findReceipt, importStatement } from '../../support/statements';
import { askingCountry } from '../../support/catalogue';
import { checkedOf, seedProducts, sendFile, singleFile } from '../../support/registrations';
import { outageOver } from '../../support/outages';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let tenant: SeededTenant;
let employer: ApiClient;
let finance: ApiClient;
let operator: ApiClient;
let administrator: ApiClient;

beforeAll(async () => {
  system = await realSystem('sweep-commands');
  tenant = await system.tenant('commands');
  employer = await system.signIn(tenant.companies[0].user.email);
  finance = await system.signIn(tenant.staff.finance.email);
  operator = await system.signIn(tenant.staff.caseOperator.email);
  administrator = await system.signIn(tenant.staff.administrator.email);
});
afterAll(() => system?.stop());

const workflow = (businessId: string) => system.processes.client.workflow.getHandle(businessId);
async function lose(workflowId: string): Promise<void> {
  await system.processes.client.workflowService.deleteWorkflowExecution({ namespace: 'default', workflowExecution: { workflowId } });
  await eventually(async () => expect(workflow(workflowId).describe()).rejects.toThrow('not found'));
}

test.each([
  ['gone', lose],
  ['terminated', (businessId: string) => workflow(businessId).terminate('by hand')],
])('OPS-4 IDM-1 a command to an open case whose run is %s is decided, once for its key', async (_how, harm) => {
  const order = await placeOrder(employer, tenant.companies[0]);
  await harm(`advance-order/${order.reference}`);
  const key = crypto.randomUUID();
  const extend = () => finance.post<Order>(`/v1/advance-orders/${order.id}/extend`, { days: 20, reason: 'r' }, { 'Idempotency-Key': key });
  const first = await extend();
  expect([first.status, first.body.version]).toEqual([200, 2]);
  expect((await extend()).body).toEqual(first.body);
  expect((await workflow(`advance-order/${order.reference}`).describe()).status.name).toBe('RUNNING');
});

let files = 0;
const pay = (text: string, pounds: number) =>
  importStatement(finance, tenant.bankAccounts.lloyds, lloydsFile([{ text, pounds }], (files += 1) * 1000));

/** A case of each kind that has ended: its entity, and a command that comes too late. */
interface Ended {
  entity: string;
  late(): Promise<{ status: number; body: unknown }>;
}
const ended = {
  'advance-order': async () => {
    const { id } = await placeOrder(employer, tenant.companies[0]);
    await finance.post(`/v1/advance-orders/${id}/cancel`, { reason: 'r' });
    return { entity: id, late: () => finance.post(`/v1/advance-orders/${id}/extend`, { days: 20, reason: 'r' }) };
  },
  'card-payment': async () => {
    const { company: level } = tenant.companies[0];
    const { id } = (await employer.post<{ id: string }>('/v1/card-payments', { level, credits: 1 })).body;
    await gatewayTells(system, id, { outcome: 'succeeded' });
    return { entity: id, late: () => finance.post(`/v1/card-payments/${id}/settle`, { how: 'returned', reason: 'r' }) };
  },
  suspense: async () => {
    await pay('NOBODY KNOWS', 100);
    const { id } = await findReceipt(finance, 'NOBODY KNOWS');
    await isOpen(id);
    const parts = [4_000, 6_000].map((amount) => ({ order: null, amount }));
    await finance.post(`/v1/receipts/${id}/split`, { parts, reason: 'r' });
    return { entity: id, late: () => finance.post(`/v1/receipts/${id}/ask-payers`, { reason: 'r' }) };
  },
  reversal: async () => {
    const order = await placeOrder(employer, tenant.companies[0]);
    await pay(order.reference, 500);
    await eventually(async () => expect((await finance.get<Order>(`/v1/advance-orders/${order.id}`)).body.state).toBe('allocated'));
    const { id } = (await finance.post<{ id: string }>(`/v1/advance-orders/${order.id}/reversals`, { reason: 'r' })).body;
    const decline = () => finance.post(`/v1/reversals/${id}/decline`, { reason: 'r' });
    await decline();
    return { entity: id, late: decline };
  },
  invitation: async () => {
    const [{ id: organisation, company: node }] = tenant.companies;
    const { body } = await operator.post<UserBody>('/v1/users', person('late', { organisation, node, rights: ['purchasing'] }));
    await isOpen(body.invitation!.id);
    await operator.post(`/v1/users/${body.id}/withdraw`, { reason: 'r' });
    return { entity: body.invitation!.id, late: () => operator.post(`/v1/users/${body.id}/resend-invitation`, {}) };
  },
  'access-request': async () => {
    await nobody(system.api).post('/v1/access-requests', person('asker', { scheme: tenant.key, centre: tenant.centre.number }));
    const asked = () => system.owner('access_requests').whereNot({ state: 'none' }).first('id');
    const id = await eventually(async () => (await asked())!.id as string);
    await isOpen(id);
    const admin = await system.signIn(tenant.centre.user.email);
    const decline = () => admin.post(`/v1/access-requests/${id}/decline`, { reason: 'r' });
    await decline();
    return { entity: id, late: decline };
  },
  approval: async () => {
    const proposed = { effectiveFrom: '2099-01-01', changes: { 'suspense.returnDays': 45 }, reason: 'r' };
    const { id } = (await administrator.post<{ id: string }>('/v1/policies', proposed)).body;
    const decline = () => administrator.post(`/v1/policies/${id}/decline`, { reason: 'r' });
    await decline();
    return { entity: id, late: decline };
  },
  document: async () => {
    const { id } = (await finance.post<{ id: string }>('/v1/documents', { kind: 'day-report', day: '2026-11-20' })).body;
    await system.documents.start();
    return { entity: id, late: () => finance.post(`/v1/documents/${id}/retry`, {}) };
  },
  application: async () => {
    const { id } = await new Employer(employer, tenant).finalised();
    const abandon = () => employer.post(`/v1/applications/${id}/abandon`, { reason: 'r' });
    await abandon();
    return { entity: id, late: abandon };
  },
  qualification: async () => {
    const application = await new Employer(employer, tenant).started();
    const { id } = (await employer.post<{ id: string }>(`/v1/applications/${application.id}/qualifications`, GRADING)).body;
    await eventually(async () => expect((await processOf(id)).stage).toBe('Awaiting a decision'));
    const accept = () =>
      operator.post(`/v1/qualifications/${id}/accept`, { kind: 'jibGrading', validFrom: null, validTo: null, reason: 'r' });
    await accept();
    return { entity: id, late: accept };
  },
  exemption: async () => {
    const as = new Employer(employer, tenant);
    const { id } = await as.exemption(await as.started());
    const refuse = () => operator.post(`/v1/exemptions/${id}/refuse`, { reason: 'r' });
    await refuse();
    return { entity: id, late: refuse };
  },
  'centre-request': async () => {
    const centre = await system.signIn(tenant.centre.user.email);
    const { id } = (await centre.post<{ id: string }>('/v1/centre-requests', askingCountry)).body;
    const withdraw = () => centre.post(`/v1/centre-requests/${id}/withdraw`, { reason: 'r' });
    await withdraw();
    return { entity: id, late: withdraw };
  },
  outage: async () => {
    const id = await outageOver(system, tenant.id);
    return { entity: id, late: () => administrator.post(`/v1/outages/${id}/try-now`, {}) };
  },
  card: async () => {
    // One that came from elsewhere: its case begins with the command.
    const { id } = await system.owner('cards').where({ tenant_id: tenant.id, state: 'issued' }).first('id');
    const revoke = () => operator.post(`/v1/cards/${id}/revoke`, { cause: 'lost', reason: 'r' });
    await revoke();
    return { entity: id, late: revoke };
  },
  registration: async () => {
    await seedProducts(system.owner, tenant, [{ code: 'SWEEP' }]);
    await system.documents.start();
    const centre = await system.signIn(tenant.centre.user.email);
    const { body } = await sendFile(centre, system.api, 'single?product=SWEEP', singleFile(1));
    await checkedOf(centre, body);
    const discard = () => centre.post(`/v1/registrations/${body.id}/discard`, {});
    await discard();
    return { entity: body.id, late: discard };
  },
  'modified-papers': async () => {
    await sampleAll(system.owner, tenant, 0);
    const id = await seedPapers({ system, tenant });
    await isOpen(id);
    const marked = (verb: string) => operator.post(`/v1/modified-papers/${verb}`, { papers: [id] });
    await marked('process');
    await eventually(async () => expect((await processOf(id)).stage).toBe('To be despatched'));
    await marked('despatch');
    return { entity: id, late: () => operator.post(`/v1/modified-papers/${id}/accept-evidence`, { reason: 'r' }) };
  },
} satisfies Record<CaseKind, () => Promise<Ended>>;

const processOf = (entity: string) => system.owner('processes').where({ entity_id: entity }).first();
const isOpen = (entity: string) => eventually(async () => expect(await processOf(entity)).toMatchObject({ ended_at: null }));

test.each(Object.keys(ended) as CaseKind[])(
  'OPS-4 IDM-1 a command to a case that has ended is told so in the words of its kind: %s',
  async (kind) => {
    const { entity, late } = await ended[kind]();
    const row = await eventually(async () => {
      const process = await processOf(entity);
      expect(process).toMatchObject({ kind, ended_at: expect.anything() });
      return process;
    });
    await eventually(async () => expect((await workflow(row.business_id).describe()).status.name).toBe('COMPLETED'));
    const { code, rule, detail, remedy } = caseOfKind(kind).ended(stateOf(row));
    const { status, body } = await late();
    expect([status, body]).toEqual([
      409,
      expect.objectContaining({ title: detail, errors: [{ code, rule, detail, remedy, pointer: '' }] }),
    ]);
  },
);
