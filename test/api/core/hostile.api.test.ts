import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { patientServer } from '../../../api/core/patience';
import type { SeededTenant } from '../../../db/seeds/demo';
import type { ApiClient } from '../../support/api-client';
import type { Part } from '../../support/roles';
import { castOf } from '../../support/roles';
import type { Problem } from '../../support/orders';
import { realSystem, type TestSystem } from '../../support/system';

const SECRET = Buffer.from('a secret of thirty-two characters').toString('base64');
let system: TestSystem;
let tenant: SeededTenant;
let as: Record<Part, ApiClient>;
beforeAll(async () => {
  system = await realSystem('hostile', {}, { env: { WEBHOOK_SECRETS: `sms:whsec_${SECRET}` } });
  tenant = await system.tenant('hostile');
  as = castOf(system, tenant);
}, 120_000);
afterAll(() => system?.stop());

const pointers = ({ status, body }: { status: number; body: Problem }) => [status, body.errors?.map(({ pointer }) => pointer)];

test('OPS-5 a text with NUL or half of a surrogate pair is told at its place, in a value, a name, a query and a path alike', async () => {
  const { caseOperator } = as;
  for (const bad of ['a\u0000b', '\ud800', 'x\udfff'])
    expect(pointers(await caseOperator.post<Problem>('/v1/organisations', { kind: 'employer', name: bad, number: 'N' }))).toEqual([
      422,
      expect.arrayContaining(['/name']),
    ]);
  const draft = await caseOperator.put<Problem>(`/v1/cases/${randomUUID()}/drafts/reply`, { content: { '\ud800': 'x' } });
  expect(pointers(draft)).toEqual([422, ['/content/\ud800']]);
  expect(pointers(await caseOperator.get<Problem>('/v1/organisations?search=%00'))).toEqual([400, ['/search']]);
  expect((await caseOperator.get('/v1/policies/%00')).status).toBe(404);
  // A whole pair is a character like any other.
  expect((await caseOperator.post('/v1/organisations', { kind: 'employer', name: 'Zoë 🦊', number: 'FOX' })).status).toBe(201);
});

test('TIM-1 dates are taken from 1900 to 2199, and told otherwise', async () => {
  const day = (value: string) => as.finance.get<Problem>(`/v1/reports/day?date=${value}`);
  expect((await Promise.all(['1900-01-01', '2199-12-31'].map(day))).map(({ status }) => status)).toEqual([200, 200]);
  for (const value of ['0000-01-01', '1899-12-31', '2200-01-01', '9999-12-31']) {
    const { status, body } = await day(value);
    expect([status, body.errors[0]!.detail]).toEqual([400, 'Date must lie between the years 1900 and 2199']);
  }
  expect((await as.finance.get<Problem>('/v1/processes?dueBefore=9999-12-31T23:59:59Z')).status).toBe(400);
});

const LISTS = [
  'advance-orders',
  'claims',
  'documents',
  'organisations',
  'processes',
  'receipts',
  'reversals',
  'statements',
  'users',
  'work-items',
];
test.each([...LISTS, 'receipts?state=suspense'])('OPS-5 a forged cursor on %s is none of ours: 400, whatever it holds', async (list) => {
  const forged = [
    ['x'],
    ['x', 'y'],
    ['infinity', 'x'],
    // An organisation may be called so.
    ...(list === 'organisations' ? [] : [['2026-02-30T00:00:00Z', randomUUID()]]),
    ['advance-order/E', 'infinity'],
    ['\u0000', randomUUID()],
    [],
    {},
    1,
  ];
  const caller = ['organisations', 'users'].includes(list) ? as.caseOperator : as.finance;
  const texts = [...forged.map((values) => Buffer.from(JSON.stringify(values)).toString('base64url')), 'x', '%00', '____'];
  for (const cursor of texts) {
    const answer = await caller.get<Problem>(`/v1/${list}${list.includes('?') ? '&' : '?'}cursor=${cursor}`);
    expect([cursor, answer.status]).toEqual([cursor, 400]);
  }
});

test('OPS-5 a compressed body that is broken is 400 for who is signed in, and read for nobody else', async () => {
  const send = (headers: Record<string, string>, body: Uint8Array) =>
    fetch(`${system.api}/v1/saved-filters`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip', 'Idempotency-Key': randomUUID(), ...headers },
      body: body as never,
    });
  const own = { Authorization: `Bearer ${await as.finance.token()}` };
  const whole = gzipSync(JSON.stringify({ name: 'n', query: {} }));
  expect((await send(own, whole)).status).toBe(201);
  for (const broken of [whole.subarray(0, 12), Buffer.from('not gzip'), Buffer.concat([whole.subarray(0, 10), Buffer.from('zzzz')])]) {
    expect((await send(own, broken)).status).toBe(400);
    expect((await send({}, broken)).status).toBe(401);
  }
});

test('SEC-12 a file of nothing is of no type that we know', async () => {
  const headers = { 'Content-Type': 'application/octet-stream', 'Idempotency-Key': randomUUID() };
  const answer = await as.individual.send<Problem>('POST', `/v1/files?about=${tenant.individual.id}`, '', headers);
  expect([answer.status, answer.body.errors[0]!.code]).toEqual([422, 'file.type']);
});

test('MON-2 an account that names no node is refused, as is one that looks like it', async () => {
  for (const to of ['funds/', `funds/${'-'.repeat(36)}`, `debt/${'f'.repeat(36)}`])
    expect((await as.finance.post<Problem>('/v1/adjustments', { from: 'writeOffs', to, amount: 1, reason: 'r' })).status).toBe(422);
});

test('OPS-3 a signed webhook with a time that is none, or a type that every object has, is refused or left alone', async () => {
  const send = async (type: string, data: Record<string, string>) => {
    const [id, timestamp, body] = [
      randomUUID(),
      String(Math.floor(Date.now() / 1000)),
      `{"type":${JSON.stringify(type)},"data":${JSON.stringify(data)}}`,
    ];
    const signature = createHmac('sha256', Buffer.from(SECRET, 'base64')).update(`${id}.${timestamp}.${body}`).digest('base64');
    const headers = {
      'Content-Type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    };
    return (await fetch(`${system.api}/v1/webhooks/sms`, { method: 'POST', headers, body })).status;
  };
  for (const type of ['__proto__', 'constructor', 'toString', 'sms.unknown'])
    expect([type, await send(type, { at: 'never' })]).toEqual([type, 202]);
  for (const at of ['never', '9999-12-31T00:00:00Z', '']) expect(await send('sms.delivered', { reference: randomUUID(), at })).toBe(422);
  expect(await send('sms.delivered', { reference: randomUUID(), at: '2026-11-26T10:00:00Z' })).toBe(422);
});

test('IDM-1 the same filter kept twelve times at once is kept once; a number in use is told, also where two ask at once', async () => {
  const filter = { name: 'mine', query: {} };
  const kept = await Promise.all(Array.from({ length: 12 }, () => as.finance.post('/v1/saved-filters', filter)));
  expect(kept.map(({ status }) => status)).toEqual(Array(12).fill(201));
  expect(await system.owner('saved_filters').where({ user_id: tenant.staff.finance.id, name: 'mine' })).toHaveLength(1);
  const made = await Promise.all(
    Array.from({ length: 6 }, () =>
      as.caseOperator.post<Problem & { id: string }>('/v1/organisations', { kind: 'centre', name: 'C', number: 'C-1' }),
    ),
  );
  expect(made.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422, 422, 422]);
  const other = await as.caseOperator.post<{ id: string; version: number }>('/v1/organisations', {
    kind: 'centre',
    name: 'D',
    number: 'C-2',
  });
  const taken = await as.caseOperator.post<Problem>(
    `/v1/organisations/${other.body.id}/change`,
    { number: 'C-1' },
    { 'If-Match': `"${other.body.version}"` },
  );
  expect([taken.status, taken.body.errors.map(({ code }) => code)]).toEqual([409, ['taken']]);
});

test('OPS-5 who sends a body slowly is answered 408 and cut off', async () => {
  const patience = { headersTimeout: 300, requestTimeout: 300, connectionsCheckingInterval: 50 };
  const server = patientServer((request) => void request.resume(), patience).listen(0, '127.0.0.1');
  await once(server, 'listening');
  for (const sent of ['POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nslow', 'POST / HTTP/1.1\r\nHos']) {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    let heard = '';
    socket.on('data', (data) => (heard += data.toString()));
    socket.write(sent);
    await once(socket, 'close');
    expect(heard).toMatch(/^HTTP\/1.1 408 /);
  }
  await new Promise((resolve) => server.close(resolve));
});
