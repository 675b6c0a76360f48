import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DemoClient } from '../../ops/demo-client';
import { runChaos } from '../../ops/chaos-run';
import { freePort } from '../../ops/ports';
import { startSystem } from '../../ops/system';

const quiet = () => undefined;
const folders: string[] = [];
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'countersign-chaos-'));
  chmodSync(made, 0o755);
  folders.push(made);
  return made;
};
const ports = async () => ({
  api: await freePort(13_000),
  temporal: await freePort(17_300),
  ui: await freePort(18_300),
  postgres: await freePort(15_500),
  smtp: await freePort(11_025),
  mail: await freePort(11_080),
  console: await freePort(13_100),
  sms: await freePort(13_200),
  identity: await freePort(13_300),
  lrs: await freePort(13_500),
  awardingBody: await freePort(13_400),
  gateway: await freePort(13_350),
  printer: await freePort(13_360),
});
afterAll(() => folders.forEach((each) => rmSync(each, { recursive: true, force: true })));

test('OPS-4 OPS-3 ADV-4 MON-2 LAP-1 with API, worker, relay, Temporal and PostgreSQL killed in flight, no order is lost, no line counts twice, each learner lapses once, each Message-ID goes once', async () => {
  const system = await startSystem({ data: folder(), ports: await ports(), say: quiet });
  const address = process.env['TEMPORAL_ADDRESS'];
  try {
    const outcome = await runChaos(system, { orders: 20, batches: 2, kills: 5, seed: 20_261_122, say: quiet });
    expect(outcome).toMatchObject({
      ordersAccepted: 20,
      ordersKept: 20,
      linesSent: 20,
      receipts: 20,
      allocated: outcome.exactlyPaid,
      learners: 4_000,
      withdrawn: { 1: 4_000 },
      lapseMails: { 1: 2 },
      impossible: [],
      swept: [],
      unexplainedRepeats: [],
      mailsMissing: [],
      kills: { api: 1, worker: 1, relay: 1, temporal: 1, postgres: 1 },
    });
  } finally {
    await system.stop();
    if (address === undefined) delete process.env['TEMPORAL_ADDRESS'];
  }
}, 300_000);

test('OPS-4 ADV-3 SEC-12 a restart of everything keeps orders, holds and timers; a start after a kill of its supervisor ends what was left; no log names a person or holds a secret', async () => {
  const data = folder();
  const wished = await ports();
  const first = await startSystem({ data, ports: wished, say: quiet });
  const client = new DemoClient(first.urls, first.secrets.demoPassword);
  await client.signIn();
  const order = await client.placeOrder(2, 'restart');
  const before = await client.why(order.id);
  const pids = Object.values(first.services).map((service) => service.pid!);
  for (const service of Object.values(first.services)) service.abandon();

  const second = await startSystem({ data, ports: wished, say: quiet });
  try {
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    const again = new DemoClient(second.urls, second.secrets.demoPassword);
    await again.signIn();
    expect(await again.why(order.id)).toEqual(before);
    await again.uploadStatement([{ text: order.reference, pence: order.due.amount }], 'after-restart');
    const deadline = Date.now() + 30_000;
    while ((await again.order(order.id)).state !== 'allocated') if (Date.now() > deadline) throw new Error('not allocated');
  } finally {
    await second.stop();
  }
  for (const service of Object.values(second.services)) expect(() => process.kill(service.pid!, 0)).toThrow('ESRCH');
  const ours = ['api', 'worker', 'relay', 'console'].map((name) => readFileSync(join(data, 'logs', `${name}.log`), 'utf8')).join('\n');
  expect(readdirSync(join(data, 'logs')).length).toBeGreaterThan(5);
  expect(ours).toContain('"route":"/v1/advance-orders"');
  const { demoPassword, smsKey, keys } = second.secrets;
  for (const word of ['@volt.example', 'Brightwire', 'Example', '+4477', 'Accounts', order.reference, demoPassword, smsKey, keys])
    expect([word, ours.includes(word)]).toEqual([word, false]);
}, 180_000);
