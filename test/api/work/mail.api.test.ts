import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { v7 as uuid } from 'uuid';
import { smtpSender } from '../../../activities/providers/smtp';
import { startRelay } from '../../../workers/relay';
import { openDesk, type Desk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { seedBatch } from '../../support/learners';
import { seedProducts } from '../../support/registrations';

let { system, tenant, as } = {} as Desk;
let server: SMTPServer;
/** What the server took, and how it answers each recipient from now on. */
const taken: { to: string[]; from: string; mail: string }[] = [];
const answers = new Map<string, number>();
/** For whom the connection breaks once the mail is taken, before that is said. */
const breaking = new Set<string>();
const breakOff = (connection: unknown) => (connection as { _socket: Socket })._socket.destroy();

beforeAll(async () => {
  ({ system, tenant, as } = await openDesk('mail-api', 'mail'));
  await as.administrator.token();
  await system.relay.stop();
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) => {
      const responseCode = answers.get(address);
      done(responseCode ? Object.assign(new Error('no'), { responseCode }) : null);
    },
    onData: (stream, { envelope }, done) => {
      void text(stream).then((mail) => {
        if (envelope.rcptTo.some(({ address }) => breaking.has(address))) return server.connections.forEach(breakOff);
        const from = envelope.mailFrom ? envelope.mailFrom.address : '';
        taken.push({ to: envelope.rcptTo.map(({ address }) => address), from, mail });
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
});
afterAll(async () => {
  await new Promise<void>((resolve) => server.close(() => resolve()));
  await system?.stop();
});
beforeEach(() => {
  taken.length = 0;
  answers.clear();
  breaking.clear();
});

const FINANCE = () => [tenant.staff.finance, tenant.staff.finance2].map(({ email }) => email).sort();

/** A mail, to everybody in finance unless somebody else is named, tried once by a relay over the test's own mail server. */
async function tried(id = uuid(), target = 'queue/finance'): Promise<string> {
  await system
    .owner('outbox')
    .insert({
      id,
      tenant_id: tenant.id,
      kind: 'mail',
      entity_id: id,
      name: 'claim-declined',
      target,
      facts: JSON.stringify({ reference: 'ECS1', amount: '£1.00', bookedOn: '2026-11-20' }),
    })
    .onConflict('id')
    .merge({ next_try_at: new Date() });
  const url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  const sender = smtpSender({ ...system.config, SMTP_URL: url, MAIL_BOUNCES: 'bounces@countersign.example' });
  const { attempts } = await rowOf(id);
  const relay = await startRelay(system.config.DATABASE_URL, { ...system.deliveryDeps, mail: sender });
  await eventually(async () => expect(await rowOf(id)).toMatchObject({ attempts: attempts + 1, leased_until: null }));
  await relay.stop();
  sender.close();
  return id;
}
const rowOf = (id: string) => system.owner('outbox').where({ id }).first();
const tasks = (id: string) => system.owner('work_items').where({ entity_id: id, task: 'messageFailed' }).whereNull('closed_at');
const reachedNow = () => taken.flatMap(({ to }) => to).sort();
/** The Message-ID of each mail, by whom it reached. */
const idsOf = () =>
  Object.fromEntries(taken.map(({ to, mail }) => [to[0], /^Message-ID:\s+(<.+@countersign\.example>)/im.exec(mail)?.[1]]));

test('OPS-3 a mail to a queue is one message for each of its people, who do not see each other, each under an ID of its own', async () => {
  const id = await tried();
  expect(reachedNow()).toEqual(FINANCE());
  for (const { to, from, mail } of taken) {
    expect(to).toHaveLength(1);
    expect(from).toBe('bounces@countersign.example');
    expect(mail).toContain('Auto-Submitted: auto-generated');
    for (const other of FINANCE().filter((address) => address !== to[0])) expect(mail).not.toContain(other);
  }
  expect(new Set(Object.values(idsOf())).size).toBe(2);
  expect(await rowOf(id)).toMatchObject({ failed_at: null, message_id: `<${id}@countersign.example>` });
});

test('OPS-3 REG-10 LAP-1 a mail about a batch or an invoice goes to several as well: to each under an ID of its own, the same again when it is repeated', async () => {
  const [product] = Object.values(await seedProducts(system.owner, tenant, [{ code: 'CARE' }]));
  const { batch } = await seedBatch(system.database, tenant, { product: { id: product!, code: 'CARE' }, learners: [] });
  const id = await tried(uuid(), `batch/${batch.id}`);
  expect(reachedNow()).toEqual(['ann@centre.example', tenant.centre.user.email].sort());
  const ids = idsOf();
  expect(new Set(Object.values(ids)).size).toBe(2);
  for (const messageId of Object.values(ids)) expect(messageId).toContain(id);

  taken.length = 0;
  await system.owner('outbox').where({ id }).update({ done_at: null });
  await tried(id);
  expect(idsOf()).toEqual(ids);
});

test('OPS-2 OPS-3 an address that is refused for good keeps the mail from nobody else; it is a task at once, and a retry reaches that one alone', async () => {
  const [refused, other] = FINANCE();
  answers.set(refused!, 550);
  const id = await tried();
  expect(reachedNow()).toEqual([other]);
  expect(await rowOf(id)).toMatchObject({ attempts: 1, done_at: null, failed_at: expect.anything(), last_error: 'EENVELOPE 550' });
  expect(await tasks(id)).toHaveLength(1);

  answers.clear();
  taken.length = 0;
  expect((await as.administrator.post(`/v1/mails/${id}/retry`, { reason: 'the address was mended' })).status).toBe(202);
  await tried(id);
  expect(reachedNow()).toEqual([refused]);
  expect(await rowOf(id)).toMatchObject({ done_at: expect.anything(), failed_at: null });
  expect(await tasks(id)).toEqual([]);
});

test('OPS-2 OPS-3 a mail to a person who has no address is not delivered but a task', async () => {
  const id = await tried(uuid(), `applicant/${uuid()}`);
  expect(reachedNow()).toEqual([]);
  expect(await rowOf(id)).toMatchObject({
    attempts: 1,
    done_at: null,
    failed_at: expect.anything(),
    last_error: expect.stringContaining('no address'),
  });
  expect(await tasks(id)).toHaveLength(1);
});

describe('of three, one', () => {
  /** In the order in which they are tried. */
  let three: { id: string; email: string }[];
  beforeAll(async () => {
    await system.owner('users').where({ id: tenant.staff.eqa.id }).update({ role: 'finance' });
    three = await system.owner('users').where({ tenant_id: tenant.id, role: 'finance' }).orderBy('id').select('id', 'email');
    expect(three).toHaveLength(3);
  });
  const others = (than: number) => three.filter((_each, index) => index !== than);

  test.each([0, 1, 2])(
    'OPS-3 that is refused for now, at place %i, keeps the mail from nobody else; it alone is tried again',
    async (place) => {
      answers.set(three[place]!.email, 451);
      const id = await tried();
      expect(taken.map(({ to }) => to)).toEqual(others(place).map(({ email }) => [email]));
      const row = await rowOf(id);
      expect(row).toMatchObject({ attempts: 1, done_at: null, failed_at: null, last_error: 'EENVELOPE 451', sending_at: null });
      expect(row.reached.sort()).toEqual(
        others(place)
          .map((each) => each.id)
          .sort(),
      );
      expect(await tasks(id)).toEqual([]);

      answers.clear();
      taken.length = 0;
      await tried(id);
      expect(reachedNow()).toEqual([three[place]!.email]);
      expect(await rowOf(id)).toMatchObject({ attempts: 2, done_at: expect.anything(), possible_repeats: 0 });
    },
  );

  test('OPS-3 whom the mail may have reached before the connection broke is counted as a possible repeat, though another was refused for now', async () => {
    answers.set(three[0]!.email, 451);
    breaking.add(three[1]!.email);
    const id = await tried();
    expect(await rowOf(id)).toMatchObject({ attempts: 1, done_at: null, reached: [], sending_at: expect.anything() });

    answers.clear();
    breaking.clear();
    await tried(id);
    expect(reachedNow()).toEqual(three.map(({ email }) => email).sort());
    expect(await rowOf(id)).toMatchObject({ attempts: 2, done_at: expect.anything(), possible_repeats: 1 });
  });
});
