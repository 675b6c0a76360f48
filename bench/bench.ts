import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDatabase } from '../db/core/database';
import { firstPolicy } from '../domain/policy';
import { DemoClient } from '../ops/demo-client';
import { ROOT } from '../ops/paths';
import { freePort } from '../ops/ports';
import { Service } from '../ops/service';
import { startSystem } from '../ops/system';
import { readKeyring } from '../platform/keys';
import { connectProcesses } from '../platform/temporal';
import { applications, store } from './applications.bench';
import { bookingRush } from './booking-rush.bench';
import { bookings, phases } from './bookings.bench';
import { afterAKill, atOnce, smallCache } from './engine.bench';
import { holidays } from './holidays.bench';
import { intruders } from './intruders.bench';
import { lapse } from './lapse.bench';
import { learners } from './learners.bench';
import { lists } from './lists.bench';
import { matching } from './matching.bench';
import { decisions, starts, wholeOrders, type Bench } from './orders.bench';
import { pages } from './pages.bench';
import { payments } from './payments.bench';
import { permissions } from './permissions.bench';
import { plain } from './plain.bench';
import { recognition } from './recognition.bench';
import { registration } from './registration.bench';
import { search } from './search.bench';
import { shares } from './shares.bench';
import { statements } from './statements.bench';

/** `npm run bench [decisions|permissions|…]`: ratios against floors measured in the same run on the same servers; absolute times mean nothing here. */
async function main(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
  chmodSync(data, 0o755);
  const say = (text: string) => console.log(text);
  for (const limit of ['RATE_PER_USER', 'RATE_PER_ADDRESS']) process.env[limit] = '1000000';
  const sink = await smtpSink(data);
  const system = await startSystem({
    data,
    ports: {
      api: 14_000,
      temporal: 17_433,
      ui: 18_433,
      postgres: 15_633,
      smtp: 12_025,
      mail: 12_080,
      console: 14_001,
      sms: 12_090,
      awardingBody: 12_091,
      identity: 12_095,
      gateway: 12_096,
      printer: 12_097,
      lrs: 12_098,
    },
    say: () => undefined,
  });
  const twinWorker = new Service(
    {
      name: 'twin-worker',
      program: process.execPath,
      args: [join(ROOT, 'dist', 'bench', 'twin-worker.js')],
      env: system.env,
      ready: async () => undefined,
    },
    data,
  );
  await twinWorker.start();
  process.env['TEMPORAL_ADDRESS'] = system.temporalAddress;
  const ring = readKeyring(system.env['COUNTERSIGN_KEYS']!);
  const bench = await prepare(system.ownerUrl, system.env['DATABASE_URL']!, ring, () => [
    ...['temporal', 'postgres', 'worker', 'relay'].map((name) => system.services[name]!.pid!),
    twinWorker.pid!,
  ]);
  const client = new DemoClient(system.urls, system.secrets.demoPassword);
  try {
    await client.signIn();
    const measures: Record<string, () => Promise<string[]>> = {
      decisions: async () => (await decisions(bench), decisions(bench)),
      permissions: () => permissions(bench, client),
      plain: () => plain(bench),
      starts: () => starts(bench),
      orders: () => wholeOrders(bench),
      statements: () => statements(bench, client),
      recognition: () => recognition(bench, client),
      matching: async () => {
        // The cases that the lines become are opened meanwhile and long after: what follows measures pages alone.
        for (const name of ['relay', 'worker']) await system.services[name]!.stop();
        return matching();
      },
      pages: () => pages(bench, (path) => client.read(path)),
      search: () => search(bench),
      lists: () => lists(bench),
      learners: () => learners(bench, system),
      registration: () => registration(bench, client, system),
      bookings: () => bookings(bench),
      phases: () => phases(bench),
      rush: () => bookingRush(bench, system),
      lapse: () => lapse(bench, join(data, 'temporal.db')),
      holidays: () => holidays(bench),
      applications: () => applications(bench, client),
      payments: () => payments(bench, client, system.urls.gateway),
      store: () => store(bench, client),
      intruders: () => intruders(system, say),
      shares: () => shares(bench, client, say),
      'at-once': () => atOnce(bench),
      cache: () => smallCache(bench, system.services['worker']!),
      kill: () => afterAKill(bench, system.services['worker']!),
    };
    const chosen = process.argv.slice(3);
    say(`mails go to ${process.env['SMTP_URL']}, a null sink (smtp-server) of the bench, not to the mailbox`);
    for (const [name, measure] of Object.entries(measures))
      if (chosen.length === 0 || chosen.includes(name)) for (const text of await measure()) say(text);
  } finally {
    await twinWorker.stop();
    await bench.processes.client.connection.close();
    await bench.database.destroy();
    await bench.owner.destroy();
    await system.stop();
    await sink.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

/** Where mails go meanwhile: the mailbox is not ours, and its work is no cost of a decision. */
async function smtpSink(data: string): Promise<Service> {
  const port = await freePort(12_125);
  const listening = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(void socket.end()));
      socket.once('error', reject);
    });
  const args = [join(ROOT, 'dist', 'bench', 'smtp-sink.js'), String(port)];
  const sink = new Service({ name: 'smtp-sink', program: process.execPath, args, env: process.env, ready: listening }, data);
  await sink.start();
  process.env['SMTP_URL'] = `smtp://127.0.0.1:${port}`;
  return sink;
}

async function prepare(ownerUrl: string, appUrl: string, ring: Bench['ring'], pids: Bench['pids']): Promise<Bench> {
  const owner = connectDatabase(ownerUrl, 4);
  const user = await owner('users').where({ email: 'brightwire@volt.example' }).first();
  const finance = await owner('users').where({ email: 'finance@volt.example' }).first();
  const top = await owner('nodes').where({ organisation_id: user.organisation_id, kind: 'company' }).first();
  const office = await owner('nodes').where({ organisation_id: user.organisation_id, kind: 'office' }).first();
  const account = await owner('bank_accounts').where({ tenant_id: user.tenant_id }).first();
  return {
    owner,
    database: connectDatabase(appUrl),
    processes: connectProcesses('default', ring),
    ring,
    caller: {
      tenant: user.tenant_id,
      organisation: user.organisation_id,
      user: user.id,
      role: 'employerUser',
      grants: [{ right: 'purchasing', node: top.id }],
      limitedTo: null,
      organisationState: 'active',
      trainingUntil: null,
      session: user.id,
      key: null,
      ip: '127.0.0.1',
      policy: firstPolicy,
      policyVersion: { policyVersion: firstPolicy.version },
    },
    node: top.id,
    office: office.id,
    bankAccount: account.id,
    finance: finance.id,
    pids,
  };
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error);
    process.exit(1);
  },
);
