import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { renderMessage, sampleFacts } from '../../../platform/templates';
import { smsSender } from '../../../activities/providers/sms';
import { startRelay } from '../../../workers/relay';
import { signLink } from '../../../platform/links';
import { Webhook } from 'standardwebhooks';
import type { Role } from '../../../domain/access/permissions';
import type { SeededTenant } from '../../../db/seeds/demo';
import type { ApiClient } from '../../support/api-client';
import { eventually } from '../../support/eventually';
import type { Problem } from '../../support/orders';
import { nobody, person } from '../../support/people';
import { callersOf } from '../../support/roles';
import { realSystem, WEBHOOK_SECRET, type TestSystem } from '../../support/system';

interface FileBody {
  id: string;
  name: string;
  type: string;
  bytes: number;
}
interface Account {
  id: string;
  familyName: string;
  consents: { kind: string; partner: string; given: boolean; givenAt: string | null; withdrawnAt: string | null }[];
}

let system: TestSystem;
let tenant: SeededTenant;
let as: Record<Role, ApiClient>;
const secretText = 'taken in Norwich by a phone';

beforeAll(async () => {
  system = await realSystem('files');
  tenant = await system.tenant('files');
  as = await callersOf(system, tenant);
});
afterAll(() => system?.stop());

const photo = () =>
  sharp({ create: { width: 400, height: 300, channels: 3, background: '#336699' } })
    .withExif({ IFD0: { ImageDescription: secretText } })
    .jpeg()
    .toBuffer();
function upload(
  caller: ApiClient,
  about: string,
  content: Uint8Array | string,
  name = 'photo.jpg',
): Promise<{ status: number; body: FileBody & Problem }> {
  return caller.send('POST', `/v1/files?about=${about}`, content, {
    'Content-Type': 'application/octet-stream',
    'X-File-Name': encodeURIComponent(name),
    'Idempotency-Key': randomUUID(),
  });
}
async function linkTo(caller: ApiClient, id: string): Promise<string> {
  const { body } = await caller.post<{ url: string }>(`/v1/files/${id}/link`, {});
  return body.url.replace(/^https?:\/\/[^/]+/, system.api);
}

test('SEC-12 SEC-13 a picture loses its metadata, is encrypted at rest, and is downloaded by a link as an attachment', async () => {
  const original = await photo();
  expect(original.includes(secretText)).toBe(true);
  const kept = await upload(as.individual, tenant.individual.id, original, '../../etc/pass"wd\r\nX-Evil: 1.exe');
  expect([kept.status, kept.body.type, kept.body.name]).toEqual([201, 'image/jpeg', 'pass_wd__X-Evil_ 1.jpg']);
  const row = await system.owner('files').where({ id: kept.body.id }).first();
  const answer = await fetch(await linkTo(as.individual, kept.body.id));
  const content = Buffer.from(await answer.arrayBuffer());
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename*=UTF-8''pass_wd__X-Evil_%201.jpg`);
  expect([answer.headers.get('x-content-type-options'), answer.headers.get('content-security-policy')]).toEqual([
    'nosniff',
    "default-src 'none'; sandbox",
  ]);
  expect([content.includes(secretText), (await sharp(content).metadata()).width]).toEqual([false, 400]);
  expect(row.content.includes(content.subarray(100, 160))).toBe(false);
  await system.owner('person_keys').where({ person_id: tenant.people.individual }).delete();
  expect((await fetch(await linkTo(as.individual, kept.body.id))).status).toBe(410);
});

test('SEC-12 a download link lives five minutes: at 4:59 it works, at 5:00 it is gone; a changed one never works', async () => {
  const { body } = await upload(as.dpo, tenant.staff.dpo.id, '%PDF-1.4\nhello\n%%EOF', 'a.pdf');
  const url = await linkTo(as.dpo, body.id);
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(`${url.slice(0, -2)}AA`)).status).toBe(410);
  const at = (seconds: number) => {
    const expiresAt = new Date(Date.now() + seconds * 1000).toISOString();
    return fetch(`${system.api}/v1/downloads/${signLink(system.config.COUNTERSIGN_KEYS, 'file', `${tenant.id}/${body.id}/${expiresAt}`)}`);
  };
  expect([(await at(1)).status, (await at(0)).status]).toEqual([200, 410]);
});

test('SEC-12 the type is told by the content: a script, a vector picture, a broken and a protected file are refused with what to do', async () => {
  const refused = async (content: string | Uint8Array) => {
    const { status, body } = await upload(as.individual, tenant.individual.id, content);
    return [status, body.errors?.[0]?.code, /the case is as it was/.test(body.errors?.[0]?.remedy ?? '')];
  };
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  expect(await refused('#!/bin/sh\necho')).toEqual([422, 'file.type', true]);
  expect(await refused(svg)).toEqual([422, 'file.type', true]);
  expect(await refused((await photo()).subarray(0, -400))).toEqual([422, 'file.damaged', true]);
  expect(await refused('%PDF-1.4\nbroken off')).toEqual([422, 'file.damaged', true]);
  expect(await refused('%PDF-1.4\ntrailer << /Encrypt 5 0 R >>\n%%EOF')).toEqual([422, 'file.damaged', true]);
  expect((await upload(as.individual, tenant.individual.id, Buffer.alloc(5_000_001))).status).toBe(413);
});

test('SEC-12 nobody but oneself and staff reaches a file; another’s is answered as none', async () => {
  const { body } = await upload(as.individual, tenant.individual.id, await photo());
  expect((await as.centreUser.post(`/v1/files/${body.id}/link`, {})).status).toBe(404);
  expect((await as.centreUser.get(`/v1/files?about=${tenant.individual.id}`)).status).toBe(404);
  expect((await upload(as.employerUser, tenant.individual.id, await photo())).status).toBe(404);
  expect((await as.dpo.get<{ items: FileBody[] }>(`/v1/files?about=${tenant.individual.id}`)).body.items.length).toBeGreaterThan(0);
});

test('SEC-13 CNS-1 a person sees and corrects own data, and gives and withdraws each consent on its own, opt-in and dated', async () => {
  const account = async () => (await as.individual.get<Account>('/v1/account')).body;
  expect((await account()).consents.map(({ kind, partner, given }) => [kind, partner, given])).toEqual([
    ['marketing', '', false],
    ['affinityPartner', 'Ampere Insurance', false],
    ['affinityPartner', 'Toolroom Discounts', false],
    // No consent but an opt-out: allowed until the person opts out (CHK-3).
    ['employmentBusinessChecks', '', true],
    ['specialCategory', '', false],
  ]);
  const consent = (body: Record<string, unknown>) => as.individual.post<Account & Problem>('/v1/account/consents', body);
  await consent({ kind: 'affinityPartner', partner: 'Ampere Insurance', given: true });
  await consent({ kind: 'specialCategory', given: true });
  const { consents } = await account();
  expect(consents.filter(({ given }) => given).map(({ kind, partner }) => [kind, partner])).toEqual([
    ['affinityPartner', 'Ampere Insurance'],
    ['employmentBusinessChecks', ''],
    ['specialCategory', ''],
  ]);
  expect((await consent({ kind: 'affinityPartner', given: true })).body.errors[0]!.pointer).toBe('/partner');
  expect((await consent({ kind: 'specialCategory', given: false })).body.errors[0]!.detail).toContain('data protection officer');
  const withdrawn = await as.dpo.post<Account>(`/v1/individuals/${tenant.individual.id}/withdraw-special-category`, {
    reason: 'as asked by letter',
  });
  expect(withdrawn.body.consents.find(({ kind }) => kind === 'specialCategory')).toMatchObject({
    given: false,
    withdrawnAt: expect.any(String),
  });
  const back = await consent({ kind: 'affinityPartner', partner: 'Ampere Insurance', given: false });
  expect(back.body.consents[1]).toMatchObject({ given: false, givenAt: expect.any(String), withdrawnAt: expect.any(String) });
  expect((await as.individual.post<Account>('/v1/account/change', { familyName: 'King' })).body.familyName).toBe('King');
  const events = await system.owner('audit').where({ entity_id: tenant.individual.id, entity_type: 'user' }).orderBy('seq').pluck('event');
  expect(events.filter((event) => event.startsWith('consent'))).toEqual([
    'consentGiven',
    'consentGiven',
    'consentWithdrawn',
    'consentWithdrawn',
  ]);
  expect((await as.caseOperator.post('/v1/individuals', person('grace'))).status).toBe(201);
});

test('ORD-5 OPS-3 a signed message is done once; a bad signature, an old one and a replay with another body are refused', async () => {
  await nobody(system.api).post('/v1/sessions', { email: tenant.staff.eqa.email, password: 'correct horse battery staple' });
  const sms = await eventually(async () => (await system.owner('outbox').where({ kind: 'sms' }).whereNotNull('done_at').first())!);
  const send = (body: unknown, id: string, at = new Date(), secret = WEBHOOK_SECRET) => {
    const text = JSON.stringify(body);
    const headers = {
      'Content-Type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, text),
    };
    return fetch(`${system.api}/v1/webhooks/sms`, { method: 'POST', headers, body: text });
  };
  const delivered = (at: string) => ({ type: 'sms.delivered', data: { reference: sms.id, at } });
  const first = delivered('2026-11-22T10:00:00.000Z');
  expect((await send(first, 'msg_1')).status).toBe(202);
  expect((await send(first, 'msg_1')).status).toBe(202);
  expect((await send(delivered('2026-11-22T11:00:00.000Z'), 'msg_1')).status).toBe(409);
  expect((await send(delivered('2026-11-22T11:00:00.000Z'), 'msg_2')).status).toBe(202);
  expect((await system.owner('outbox').where({ id: sms.id }).first('delivered_at')).delivered_at).toBe('2026-11-22T10:00:00.000Z');
  const minutes = (count: number) => new Date(Date.now() + count * 60_000);
  expect((await send(first, 'msg_3', minutes(-4.8))).status).toBe(202);
  expect((await send(first, 'msg_4', minutes(-5.2))).status).toBe(401);
  expect((await send(first, 'msg_5', minutes(5.2))).status).toBe(401);
  expect((await send(first, 'msg_6', new Date(), `whsec_${Buffer.from('another secret altogether').toString('base64')}`)).status).toBe(401);
  expect((await send({ type: 'sms.unheardOf', data: {} }, 'msg_7')).status).toBe(202);
  expect((await fetch(`${system.api}/v1/webhooks/somebody`, { method: 'POST', body: '{}' })).status).toBe(404);
});

test('SEC-8 MON-2 a manual adjustment is posted once another person of finance approves it, never below the funds that are there', async () => {
  const to = `funds/${tenant.companies[0].company}`;
  const propose = (body: Record<string, unknown>) =>
    as.finance.post<{ id: string } & Problem>('/v1/adjustments', { reason: 'goodwill', ...body });
  const finance2 = await system.signIn(tenant.staff.finance2.email);
  const decide = (caller: ApiClient, id: string, verb: string) =>
    caller.post<{ state: string } & Problem>(`/v1/adjustments/${id}/${verb}`, { reason: 'r' });
  const given = await propose({ from: 'writeOffs', to, amount: 5_000 });
  expect((await decide(as.finance, given.body.id, 'approve')).body.errors[0]!.code).toBe('fourEyes');
  expect(await system.owner('journal_entries').where({ kind: 'adjustment' })).toEqual([]);
  const answers = await Promise.all([decide(finance2, given.body.id, 'approve'), decide(finance2, given.body.id, 'approve')]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const postings = await system.owner('postings').orderBy('account').select('account', 'pence');
  expect(postings).toEqual([
    { account: to, pence: -5_000n },
    { account: 'writeOffs', pence: 5_000n },
  ]);
  const taken = await propose({ from: to, to: 'writeOffs', amount: 5_001 });
  expect((await decide(finance2, taken.body.id, 'approve')).body.errors[0]!.detail).toBe('Only £50.00 is left there');
  expect((await decide(as.finance, taken.body.id, 'decline')).body.state).toBe('declined');
  expect((await propose({ from: 'suspense', to: 'bank/x', amount: 0 })).body.errors.map(({ pointer }) => pointer)).toEqual([
    '/from',
    '/to',
    '/amount',
  ]);
  expect((await propose({ from: to, to, amount: 1 })).body.errors[0]!.pointer).toBe('/to');
});

test('OPS-3 OPS-2 an SMS provider that is away is tried again, each message arrives once; a final failure is a task that its delivery closes', async () => {
  await system.relay.stop();
  const before = (await (
    await fetch(`${system.config.SMS_URL}/messages?to=${encodeURIComponent(tenant.staff.administrator2.mobile)}`)
  ).json()) as unknown[];
  await nobody(system.api).post('/v1/sessions', { email: tenant.staff.administrator2.email, password: 'correct horse battery staple' });
  const row = await system
    .owner('outbox')
    .where({ kind: 'sms', target: `user/${tenant.staff.administrator2.id}` })
    .whereNull('done_at')
    .first();
  const tryWith = async (url: string, key: string, attempts: number) => {
    await system
      .owner('outbox')
      .where({ id: row.id })
      .update({ attempts: attempts - 1, next_try_at: null });
    const relay = await startRelay(system.config.DATABASE_URL, { ...system.deliveryDeps, sms: smsSender(url, key) });
    const tried = async () => expect(await system.owner('outbox').where({ id: row.id, attempts, leased_until: null })).toHaveLength(1);
    await eventually(tried);
    await relay.stop();
    return (await system.owner('outbox').where({ id: row.id }).first('last_error')).last_error;
  };
  expect(await tryWith('http://127.0.0.1:9', 'x', 1)).toMatch('SMS provider');
  expect(await tryWith(system.config.SMS_URL, 'wrong key', 25)).toMatch('401');
  const { items } = (await as.administrator.get<{ items: { task: string; about: { id: string } }[] }>('/v1/work-items?queue=administrator'))
    .body;
  expect(items).toMatchObject([{ task: 'messageFailed', about: { id: row.id } }]);
  expect((await as.administrator.post(`/v1/mails/${row.id}/retry`, {})).status).toBe(202);
  await system.relay.start();
  await eventually(async () => expect((await system.owner('outbox').where({ id: row.id }).first('done_at')).done_at).not.toBeNull());
  expect((await as.administrator.get<{ items: unknown[] }>('/v1/work-items?queue=administrator')).body.items).toEqual([]);
  const after = (await (
    await fetch(`${system.config.SMS_URL}/messages?to=${encodeURIComponent(tenant.staff.administrator2.mobile)}`)
  ).json()) as unknown[];
  expect(after.length).toBe(before.length + 1);
});

test('OPS-3 what somebody typed becomes neither a header nor markup of a mail', async () => {
  const evil = {
    ...sampleFacts,
    reference: 'X\r\nBcc: all@evil.example',
    amount: '<img src=x onerror=alert(1)> [here](https://evil.example)',
  };
  const { subject, html } = renderMessage('mail', 'reversal-asked', evil);
  expect(subject).not.toMatch(/[\r\n]/);
  expect(html).not.toMatch(/<img|href="https:\/\/evil/);
  expect((await as.caseOperator.get<{ html: string }>('/v1/templates/mail/invitation')).body.html).toContain(
    '<a href="https://countersign.example/activate/abc"',
  );
  expect((await as.caseOperator.get('/v1/templates/mail/none')).status).toBe(404);
});
