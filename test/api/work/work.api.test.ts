import { createServer } from 'node:net';
import { smtpSender } from '../../../activities/providers/smtp';
import { startRelay } from '../../../workers/relay';
import { listTemplates, renderMessage, sampleFacts } from '../../../platform/templates';
import type { ApiClient } from '../../support/api-client';
import { openDesk, type Desk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { placeOrder, type Order, type Problem } from '../../support/orders';

interface MailEntry {
  id: string;
  status: string;
  attempts: number;
  possibleRepeats: number;
  messageId: string | null;
}
interface BoardQueue {
  name: string;
  counts: Record<string, number>;
  readOnlyMode: boolean;
  jobs: { id: string; name: string; externalUrl?: { href: string }; data: Record<string, unknown> }[];
}

let { system, tenant, employer, finance } = {} as Desk;
beforeAll(async () => void ({ system, tenant, employer, finance } = await openDesk('work-api', 'work')));
afterAll(() => system?.stop());

const mails = async (order: Order) => (await finance.get<{ items: MailEntry[] }>(`/v1/mails?about=${order.id}`)).body.items;
const board = async (caller: ApiClient, query = '') =>
  (await caller.get<{ queues: BoardQueue[] }>(`/work-board/api/queues?${query}`)).body.queues;

/** A mail that has not been tried: the relay is away. */
async function unsent(): Promise<{ order: Order; mail: MailEntry }> {
  await system.relay.stop();
  const order = await placeOrder(employer, tenant.companies[0]);
  return { order, mail: (await mails(order))[0]! };
}
/** One try by a relay of its own, with another mail server. */
const tryWith = async (url: string, mail: MailEntry, isLast: boolean) => {
  const sender = smtpSender({ ...system.config, SMTP_URL: url });
  if (isLast) await system.owner('outbox').where({ id: mail.id }).update({ attempts: 24 });
  const relay = await startRelay(system.config.DATABASE_URL, { ...system.deliveryDeps, mail: sender });
  await eventually(async () =>
    expect((await system.owner('outbox').where({ id: mail.id }).first('attempts', 'last_error', 'leased_until'))!).toEqual({
      attempts: isLast ? 25 : 1,
      last_error: expect.stringMatching(/^E?[A-Z]+/),
      leased_until: null,
    }),
  );
  await relay.stop();
  sender.close();
};

test('OPS-3 a mail that no server took is tried again and leaves once, with no possible repeat', async () => {
  const { order, mail } = await unsent();
  await tryWith('smtp://127.0.0.1:9', mail, false);
  await system.relay.start();
  await eventually(async () =>
    expect((await mails(order))[0]).toMatchObject({
      status: 'completed',
      possibleRepeats: 0,
      messageId: `<${mail.id}@countersign.example>`,
    }),
  );
  expect(await system.mailbox.about(order.reference)).toHaveLength(1);
});

test('OPS-3 a mail whose server broke off after it may have accepted is sent again under the same Message-ID, and that is counted', async () => {
  const { order, mail } = await unsent();
  const breaking = createServer((socket) => {
    socket.write('220 hello\r\n');
    socket.on('data', (chunk) => {
      const text = chunk.toString();
      if (/^(EHLO|MAIL|RCPT)/.test(text)) socket.write('250 ok\r\n');
      else if (/^DATA/.test(text)) socket.write('354 go\r\n');
      else if (text.includes('\r\n.\r\n')) socket.destroy();
    });
    socket.on('error', () => undefined);
  });
  const port = await new Promise<number>((resolve) =>
    breaking.listen(0, '127.0.0.1', () => resolve((breaking.address() as { port: number }).port)),
  );
  await tryWith(`smtp://127.0.0.1:${port}`, mail, false);
  breaking.close();
  await system.relay.start();
  await eventually(async () => expect((await mails(order))[0]).toMatchObject({ status: 'completed', possibleRepeats: 1 }));
  const [received] = await system.mailbox.about(order.reference);
  expect(received!.messageId).toBe(`${mail.id}@countersign.example`);
});

test('OPS-2 OPS-3 a finally failed mail shows on the work board; its retry there goes through the API and the mail leaves', async () => {
  const { order, mail } = await unsent();
  await tryWith('smtp://127.0.0.1:9', mail, true);
  await system.relay.start();
  const failed = async () =>
    (await board(finance, 'activeQueue=Mail&status=failed&page=1&jobsPerPage=10')).find((queue) => queue.name === 'Mail')!;
  expect(await failed()).toMatchObject({
    counts: { failed: 1 },
    jobs: [expect.objectContaining({ id: mail.id, name: 'advance-order-placed' })],
  });
  expect((await finance.send('PUT', `/work-board/api/queues/Mail/${mail.id}/retry`, undefined, {})).status).toBe(204);
  await eventually(async () => expect((await mails(order))[0]!.status).toBe('completed'));
  expect(await system.mailbox.about(order.reference)).toHaveLength(1);
  const trail = await finance.get<{ items: { event: string; user: string }[] }>(`/v1/audit/${mail.id}`);
  expect(trail.body.items).toEqual([expect.objectContaining({ event: 'retried', user: tenant.staff.finance.id })]);
});

test('OPS-2 a sent mail is not sent again by a retry', async () => {
  await system.relay.start();
  const order = await placeOrder(employer, tenant.companies[0]);
  await eventually(async () => expect((await mails(order))[0]!.status).toBe('completed'));
  const [mail] = await mails(order);
  expect((await finance.post<Problem>(`/v1/mails/${mail!.id}/retry`, {})).status).toBe(409);
});

test('OPS-2 the board lists holds delayed until they are due, read-only, each with its link into Temporal', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  const queues = await board(finance, `activeQueue=${encodeURIComponent('BACS holds')}&status=delayed&page=1&jobsPerPage=100`);
  const holds = queues.find((queue) => queue.name === 'BACS holds')!;
  expect(holds.readOnlyMode).toBe(true);
  const job = holds.jobs.find((each) => each.name === order.reference)!;
  expect(job).toMatchObject({ id: order.id, data: { stage: 'Awaiting transfer', dueAt: order.dueAt } });
  expect(job.externalUrl!.href).toContain(encodeURIComponent(`advance-order/${order.reference}`));
});

test('OPS-2 SEC-8 the board is for signed-in staff: a browser is sent to sign in, an employer is refused', async () => {
  const browser = await fetch(`${system.api}/work-board`, { redirect: 'manual', headers: { Accept: 'text/html' } });
  expect([browser.status, browser.headers.get('location')]).toEqual([302, 'http://127.0.0.1:3001/sign-in']);
  expect((await fetch(`${system.api}/work-board/api/queues`, { headers: { Accept: 'application/json' } })).status).toBe(401);
  expect((await employer.get('/work-board/api/queues')).status).toBe(403);
  const page = await finance.get<string>('/work-board');
  expect(page.body).toContain('Countersign work board');
});

test('OPS-5 WRK-1 open processes are listed soonest due first, each with its next events, and narrowed by due date', async () => {
  await placeOrder(employer, tenant.companies[0]);
  const { body } = await finance.get<{ items: { dueAt: string; next: unknown[]; why: string }[] }>(
    '/v1/processes?kind=advance-order&limit=200',
  );
  expect(body.items.length).toBeGreaterThan(1);
  expect(body.items.map((item) => item.dueAt)).toEqual(body.items.map((item) => item.dueAt).sort());
  for (const item of body.items) expect([item.next.length > 0, item.why.startsWith('Waiting on')]).toEqual([true, true]);
  const before = body.items[1]!.dueAt;
  expect((await finance.get<{ items: unknown[] }>(`/v1/processes?dueBefore=${before}`)).body.items).toHaveLength(
    body.items.filter((item) => item.dueAt < before).length,
  );
});

test('TIM-3 the numbers that rules run on can be read, current and by version', async () => {
  const { body } = await finance.get<{ version: string; numbers: { name: string; value: number; rule: string; unit: string }[] }>(
    '/v1/policies/current',
  );
  const overdue = body.numbers.find(({ name }) => name === 'advanceOrder.hold.overdueDays');
  expect(overdue).toMatchObject({ value: 14, rule: 'ADV-3', unit: 'days' });
  expect((await finance.get(`/v1/policies/${body.version}`)).body).toEqual(body);
  expect((await finance.get('/v1/policies/1999-01-01')).status).toBe(404);
});

test('OPS-3 every mail template renders with the facts it is sent with, and fails loudly without one', () => {
  expect(listTemplates().length).toBeGreaterThan(25);
  for (const { kind, name } of listTemplates()) {
    const message = renderMessage(kind, name, sampleFacts);
    expect(`${message.subject} ${message.text} ${message.html}`).not.toMatch(/undefined|\{\{/);
    expect(message.text.length).toBeGreaterThan(50);
    if (kind === 'mail') expect([message.subject.length > 5, message.html.startsWith('<!doctype html>')]).toEqual([true, true]);
  }
  expect(() => renderMessage('mail', 'hold-overdue', {})).toThrow('lacks a fact');
  expect(() => renderMessage('mail', 'unknown', sampleFacts)).toThrow('There is no mail template unknown');
});

test('OPS-4 health and readiness answer, and the API describes itself', async () => {
  expect(await (await fetch(`${system.api}/healthz`)).json()).toEqual({ ok: true });
  expect(await (await fetch(`${system.api}/readyz`)).json()).toEqual({ store: true, engine: true });
  expect(((await (await fetch(`${system.api}/openapi.json`)).json()) as { openapi: string }).openapi).toBe('3.1.0');
  expect(await (await fetch(`${system.api}/docs`)).text()).toContain('<code>placeAdvanceOrder</code>');
});
