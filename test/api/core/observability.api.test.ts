import type { Server } from 'node:http';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { SeededTenant } from '../../../db/seeds/demo';
import { businessNumbers } from '../../../db/core/business-numbers.queries';
import { namesIn } from '../../../db/core/register';
import { declared } from '../../../db/personal-data';
import { metrics, serveMetrics, watchBusiness } from '../../../platform/metrics';
import { startTracing, type Tracing } from '../../../platform/tracing';
import { ApiClient } from '../../support/api-client';
import { eventually } from '../../support/eventually';
import { placeOrder, type Problem } from '../../support/orders';
import { realSystem, type TestSystem } from '../../support/system';

const spans = new InMemorySpanExporter();
let tracing: Tracing;
let server: Server | undefined;
let system: TestSystem;
let tenant: SeededTenant;

beforeAll(async () => {
  tracing = startTracing('test', new SimpleSpanProcessor(spans))!;
  system = await realSystem('observability', {}, { tracing, env: { RATE_PER_USER: '40', RATE_SIGN_INS: '30' } });
  tenant = await system.tenant('observed');
});
afterAll(async () => {
  server?.close();
  metrics.clear();
  await system?.stop();
  await tracing?.stop();
});

test('OPS-4 one trace leads from the request through the workflow to its SQL, under the identifier that the caller gave', async () => {
  const employer = await system.signIn(tenant.companies[0].user.email);
  const trace = 'c0ffee00c0ffee00c0ffee00c0ffee00';
  const caller = new ApiClient(system.api, await employer.token());
  const body = {
    purchaseOrder: 'PO',
    level: tenant.companies[0].company,
    billingOffice: tenant.companies[0].offices[0],
    accountsContact: 'Ann',
    credits: 1,
    payBy: 'bacs',
  };
  expect((await caller.post('/v1/advance-orders', body, { traceparent: `00-${trace}-00f067aa0ba902b7-01` })).status).toBe(201);
  const ours = await eventually(async () => {
    const found = spans.getFinishedSpans().filter((span) => span.spanContext().traceId === trace);
    const names = found.map(({ name }) => name);
    for (const wanted of ['POST /v1/advance-orders', 'sql transaction']) expect(names).toContain(wanted);
    expect(names.some((name) => name.startsWith('UpdateWithStartWorkflow') || name.startsWith('StartUpdateWithStart'))).toBe(true);
    expect(names.some((name) => name.startsWith('RunActivity:commit'))).toBe(true);
    return found;
  });
  const byId = new Map(ours.map((span) => [span.spanContext().spanId, span]));
  const activity = ours.find(({ name }) => name.startsWith('RunActivity:commit'))!;
  const sql = ours.find((span) => span.name === 'sql transaction' && span.parentSpanId === activity.spanContext().spanId);
  expect(sql).toBeDefined();
  const above = [];
  for (let span = byId.get(sql!.parentSpanId!); span; span = byId.get(span.parentSpanId ?? '')) above.push(span.name);
  expect(above.at(-1)).toBe('POST /v1/advance-orders');
  expect(JSON.stringify(ours.map(({ attributes }) => attributes))).not.toMatch(/Ann|@observed|PO"/);
  const carried = new Set(ours.flatMap(({ attributes }) => Object.keys(attributes)));
  expect([...carried].filter((field) => !namesIn(declared('parties')['platform/tracing.ts']!).includes(field))).toEqual([]);
});

test('OPS-5 metrics tell of requests, open and overdue processes by stage, tasks and their age; they name nobody', async () => {
  const employer = await system.signIn(tenant.companies[0].user.email);
  await placeOrder(employer, tenant.companies[0]);
  await system
    .owner('processes')
    .where({ tenant_id: tenant.id })
    .limit(1)
    .update({ due_at: new Date(Date.now() - 1000), next: JSON.stringify([{ at: new Date(Date.now() - 121_000), what: 'x' }]) });
  await system.owner('work_items').insert({
    id: tenant.id,
    tenant_id: tenant.id,
    queue: 'finance',
    task: 't',
    entity_type: 'receipt',
    entity_id: tenant.id,
    due_at: new Date(),
    opened_at: new Date(Date.now() - 3_600_000),
  });
  watchBusiness(() => businessNumbers(system.database), 0);
  server = serveMetrics(59_464, '127.0.0.1')!;
  const read = async (path: string) => (await fetch(`http://127.0.0.1:59464${path}`)).text();
  const text = await read('/metrics');
  expect(text).toMatch(/countersign_http_request_seconds_count\{route="\/v1\/advance-orders",method="post",status="201"\} \d/);
  expect(text).toMatch(/countersign_processes_open\{kind="advance-order",stage="Awaiting transfer"\} [1-9]/);
  expect(text).toMatch(/countersign_processes_overdue\{kind="advance-order"\} [1-9]/);
  expect(text).toMatch(/countersign_processes_overslept\{kind="advance-order"\} [1-9]/);
  expect(text).toContain('countersign_tasks_open{queue="finance"} 1');
  expect(Number(/countersign_tasks_oldest_seconds\{queue="finance"\} (\S+)/.exec(text)![1])).toBeGreaterThan(3_500);
  expect(text).toMatch(/countersign_deliveries_total\{kind="sms",outcome="delivered"\} [1-9]/);
  expect(text).not.toMatch(/@observed|Brightwire|ECS\d/);
  expect(await read('/healthz')).toBe('{"ok":true}');
  expect((await fetch('http://127.0.0.1:59464/anything')).status).toBe(404);
});

test('SEC-9 every answer carries the headers that keep browsers from harm, and an identifier to ask about', async () => {
  const { headers } = await fetch(`${system.api}/v1/me`);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers.get('x-powered-by')).toBeNull();
  const large = await new ApiClient(system.api, 'x').post<Problem>('/v1/links/open', { link: 'x'.repeat(110_000) });
  expect(large.status).toBe(413);
});

test('SEC-1 one user, and one address at sign-in, are let ask so much a minute; the answer says how much is left and when to come back', async () => {
  const operator = await system.signIn(tenant.staff.caseOperator.email);
  const first = await operator.get('/v1/me');
  expect(first.headers.get('ratelimit-policy')).toBe('"user";q=40;w=60');
  expect(first.headers.get('ratelimit')).toMatch(/^"user";r=39;t=\d+$/);
  const answers = await Promise.all(Array.from({ length: 45 }, () => operator.get<Problem>('/v1/me')));
  const refused = answers.filter(({ status }) => status === 429);
  expect([refused.length, refused[0]!.body.type]).toEqual([6, 'urn:countersign:problem:too-many']);
  expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0);
  const finance = await system.signIn(tenant.staff.finance.email);
  expect((await finance.get('/v1/me')).status).toBe(200);
  const tries = await Promise.all(
    Array.from({ length: 30 }, () => new ApiClient(system.api, '').post('/v1/password-resets', { email: 'a@b.example' })),
  );
  expect(tries.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(6);
});
