import { createServer, type Server } from 'node:http';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { cardGateway } from '../../activities/providers/gateway';
import { learnerRecordsService } from '../../activities/providers/lrs';
import { cardPrinter } from '../../activities/providers/printer';
import { identityProvider } from '../../activities/providers/identity';
import { awardingBodies } from '../../activities/providers/awarding-body';
import { smsSender } from '../../activities/providers/sms';
import { smtpSender } from '../../activities/providers/smtp';
import { createApp } from '../../api/app';
import { connectDatabase, type Database } from '../../db/core/database';
import { seedTenant, type SeededTenant } from '../../db/seeds/demo';
import { freePort } from '../../ops/ports';
import { Service } from '../../ops/service';
import { temporalService } from '../../ops/temporal-server';
import { readConfig, type Config } from '../../platform/config';
import { dataConverter } from '../../platform/data-converter';
import { prepareAttributes } from '../../platform/prepare-engine';
import { machineClock, type BusinessClock } from '../../platform/scope';
import { Processes } from '../../platform/temporal';
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry';
import type { Tracing } from '../../platform/tracing';
import type { DeliveryDeps } from '../../workers/deliver';
import { serveCardGateway } from '../../simulators/gateway';
import { serveLearnerRecords } from '../../simulators/lrs';
import { serveCardPrinter } from '../../simulators/printer';
import { serveIdentityProvider } from '../../simulators/identity';
import { startRelay } from '../../workers/relay';
import { createBulkWorker, createDocumentsWorker, createFilesWorker, createWorker } from '../../workers/worker';
import { ApiClient } from './api-client';
import { insistOnContract, watched } from './contract';
import { addressOf, startProvider } from './provider';
import { Mailbox } from './mailbox';
import { ownDatabase } from './own-database';
import { knowPhotos } from './photos';
import { insistOnDeclared, insistOnPossible } from './leftovers';
import { runner, running } from './runner';
import { shared } from './shared';

/** What the simulated provider signs its messages with. */
export const WEBHOOK_SECRET = `whsec_${Buffer.from('a secret of the tests alone').toString('base64')}`;
export const PASSWORD = 'correct horse battery staple';
const BUNDLE = join(__dirname, '..', '..', 'dist', 'workflow-bundle.js');
const TRACED_BUNDLE = join(__dirname, '..', '..', 'dist', 'workflow-bundle-traced.js');

/** Everything real but the outside world, in one test file. */
export interface TestSystem {
  config: Config;
  /** The app's role: sees what its scope shows. */
  database: Database;
  /** The owner: for arranging and for looking behind. */
  owner: Database;
  processes: Processes;
  mailbox: Mailbox;
  api: string;
  /** Where the simulated identity provider listens, of this system alone. */
  identity: string;
  /** Where the simulated card gateway listens, of this system alone. */
  gateway: string;
  /** Where the simulated printer and Learning Records Service listen, of this system alone. */
  printer: string;
  lrs: string;
  tenant(key: string, kind?: 'card-scheme' | 'awarding-body'): Promise<SeededTenant>;
  /** A user who signs in with his first call, once. */
  caller(email: string): ApiClient;
  /** A user who is signed in. */
  signIn(email: string): Promise<ApiClient>;
  /** The worker, to stop and to start anew. */
  worker: { stop(): Promise<void>; start(): Promise<void> };
  /** The document worker, which nobody starts by himself. */
  documents: { stop(): Promise<void>; start(): Promise<void> };
  relay: { stop(): Promise<void>; start(): Promise<void> };
  /** What its relay delivers with, for one that delivers otherwise. */
  deliveryDeps: DeliveryDeps;
  stop(): Promise<void>;
}
/** The same with time that can be skipped. */
export interface SkippingSystem extends TestSystem {
  now(): Promise<Date>;
  /** Sleeps until an instant, or for milliseconds, in skipped time. */
  sleepUntil(at: string): Promise<void>;
  sleep(milliseconds: number): Promise<void>;
  /** While something is done, the API receives all of it at one instant, to the millisecond. */
  receivedAt<Result>(instant: string, act: () => Promise<Result>): Promise<Result>;
}

/** PostgreSQL, dev server, worker, relay, SMTP and API. */
export async function realSystem(
  name: string,
  limits: Record<string, number> = {},
  more: { tracing?: Tracing | null; env?: Record<string, string> } = {},
): Promise<TestSystem & { temporal: Service; address: string; keys: string }> {
  quiet();
  const { temporal: program, folder } = shared();
  const port = await freePort(57_000);
  const uiPort = await freePort(port + 1);
  const temporal = new Service(temporalService({ program, port, uiPort, file: join(folder, `${name}.db`), limits }), folder);
  await temporal.start();
  const address = `127.0.0.1:${port}`;
  const connection = await Connection.connect({ address });
  await prepareAttributes(connection, 'default');
  const worker = await NativeConnection.connect({ address });
  const keys = freshKeys();
  const system = await assemble(name, connection, worker, 'default', machineClock, keys, more);
  return {
    ...system,
    temporal,
    address,
    keys,
    stop: () =>
      system.stop().finally(async () => {
        await worker.close();
        await connection.close();
        await temporal.stop();
        rmSync(join(folder, `${name}.db`), { force: true });
      }),
  };
}

/** The same over the time-skipping server. */
export async function skippingSystem(name: string, keys = freshKeys()): Promise<SkippingSystem> {
  quiet();
  const environment = await skippingEnvironment();
  await prepareAttributes(environment.connection as Connection, environment.namespace ?? 'default');
  const now = async () => new Date(Number(await environment.currentTimeMs()));
  let received: string | null = null;
  const system = await assemble(
    name,
    environment.connection as Connection,
    environment.nativeConnection,
    environment.namespace ?? 'default',
    async () => (received ? new Date(received) : now()),
    keys,
  );
  // What is paid for is invoiced: time does not pass as long as nobody takes up the making of its document.
  await system.documents.start();
  const sleep = (milliseconds: number) => environment.sleep(milliseconds);
  return {
    ...system,
    now,
    sleep,
    receivedAt: async (instant, act) => {
      received = instant;
      try {
        return await act();
      } finally {
        received = null;
      }
    },
    sleepUntil: async (at) => {
      const left = Date.parse(at) - (await now()).getTime();
      if (left > 0) await sleep(left);
    },
    stop: () => system.stop().finally(() => environment.teardown()),
  };
}

/** The SDK gives its server five seconds, which a loaded machine may not have: then once more. */
async function skippingEnvironment(triesLeft = 5): Promise<TestWorkflowEnvironment> {
  try {
    return await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path: shared().testServer } },
    });
  } catch (error) {
    if (triesLeft === 0 || !/did not start within/.test(String(error))) throw error;
    return skippingEnvironment(triesLeft - 1);
  }
}

function freshKeys(): string {
  return `test:${randomBytes(32).toString('base64')}`;
}

async function assemble(
  name: string,
  connection: Connection,
  native: NativeConnection,
  namespace: string,
  clock: BusinessClock,
  keys = freshKeys(),
  more: { tracing?: Tracing | null; env?: Record<string, string> } = {},
): Promise<TestSystem> {
  const { tracing = null } = more;
  const { smtp, mail, sms, awardingBody } = shared();
  const providers = {
    identity: await startProvider(serveIdentityProvider, WEBHOOK_SECRET),
    gateway: await startProvider(serveCardGateway, WEBHOOK_SECRET),
    printer: await startProvider(serveCardPrinter, WEBHOOK_SECRET),
    lrs: await startProvider(serveLearnerRecords, WEBHOOK_SECRET),
  };
  const { identity, gateway, printer, lrs } = providers;
  const { owner, appUrl } = await ownDatabase(name);
  const config = readConfig({
    DATABASE_URL: appUrl,
    COUNTERSIGN_KEYS: keys,
    COUNTERSIGN_REFERENCE_KEY: randomBytes(24).toString('hex'),
    SMTP_URL: `smtp://127.0.0.1:${smtp}`,
    SMS_URL: sms.url,
    SMS_KEY: sms.key,
    IDENTITY_URL: identity.url,
    IDENTITY_KEY: identity.key,
    AWARDING_BODY_URL: awardingBody.url,
    AWARDING_BODY_KEY: awardingBody.key,
    GATEWAY_URL: gateway.url,
    GATEWAY_KEY: gateway.key,
    PRINTER_URL: printer.url,
    PRINTER_KEY: printer.key,
    LRS_URL: lrs.url,
    LRS_KEY: lrs.key,
    WEBHOOK_SECRETS: `sms:${WEBHOOK_SECRET},hse:${WEBHOOK_SECRET},identity:${WEBHOOK_SECRET},gateway:${WEBHOOK_SECRET},printer:${WEBHOOK_SECRET}`,
    TEMPORAL_NAMESPACE: namespace,
    LOG_LEVEL: 'silent',
    RATE_PER_ADDRESS: '1000000',
    RATE_PER_USER: '1000000',
    RATE_PER_TENANT: '1000000',
    RATE_SIGN_INS: '1000000',
    ...more.env,
  });
  const database = connectDatabase(config.DATABASE_URL);
  const interceptors = tracing ? { workflow: [new OpenTelemetryWorkflowClientInterceptor()] } : {};
  const processes = new Processes(
    new Client({ connection, namespace, dataConverter: dataConverter(config.COUNTERSIGN_KEYS), interceptors }),
  );
  const sender = smtpSender(config);
  const bodies = awardingBodies(config.AWARDING_BODY_URL, config.AWARDING_BODY_KEY);
  const deps = { database, ring: config.COUNTERSIGN_KEYS, awardingBodies: bodies };
  const documents = runner(async () =>
    running(await createDocumentsWorker(native, namespace, deps), await createFilesWorker(native, namespace, deps)),
  );
  const parts = { ...deps, processes, tracing, bundlePath: tracing ? TRACED_BUNDLE : BUNDLE };
  const worker = runner(async () =>
    running(await createWorker(native, namespace, parts), await createBulkWorker(native, namespace, parts)),
  );
  const deliveryDeps: DeliveryDeps = {
    database,
    processes,
    mail: sender,
    ring: config.COUNTERSIGN_KEYS,
    sms: smsSender(sms.url, sms.key),
    identity: identityProvider(identity.url, identity.key),
    gateway: cardGateway(gateway.url, gateway.key),
    printer: cardPrinter(printer.url, printer.key),
    lrs: learnerRecordsService(lrs.url, lrs.key),
    publicUrl: 'http://links.example',
    consoleUrl: 'http://console.example',
  };
  const relay = runner(() => startRelay(config.DATABASE_URL, deliveryDeps));
  await worker.start();
  await relay.start();
  const contract = watched(createApp({ config, database, processes, clock }));
  const server: Server = await new Promise((resolve) => {
    const listening: Server = createServer(contract.listener).listen(0, '127.0.0.1', () => resolve(listening));
  });
  const api = await addressOf(server);
  for (const [name, each] of Object.entries(providers)) each.tellsTo(`${api}/v1/webhooks/${name}`);
  const caller = (email: string) => ApiClient.of(api, email, PASSWORD);
  const signIn = async (email: string) => {
    const user = caller(email);
    await user.token();
    return user;
  };
  const tenant = async (key: string, kind: 'card-scheme' | 'awarding-body' = 'card-scheme') => {
    const seeded = await seedTenant(owner, key, key, kind, PASSWORD, { isCheap: true });
    knowPhotos(seeded, { database, ring: config.COUNTERSIGN_KEYS });
    return seeded;
  };
  const stop = async () => {
    await new Promise((resolve) => server.close(resolve).closeAllConnections());
    for (const each of Object.values(providers)) await each.stop();
    await relay.stop();
    await worker.stop();
    await documents.stop();
    sender.close();
    try {
      await insistOnPossible(database);
      await insistOnDeclared(owner);
      insistOnContract(contract.violations);
    } finally {
      await database.destroy();
      await owner.destroy();
    }
  };
  const told = { identity: identity.url, gateway: gateway.url, printer: printer.url, lrs: lrs.url };
  const system = { config, database, owner, processes, mailbox: new Mailbox(mail), api, ...told, tenant, caller, signIn };
  return { ...system, worker, documents, relay, deliveryDeps, stop };
}

/** The SDK's own log, errors alone. */
export function quiet(): void {
  try {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
  } catch {
    // Installed by an earlier file of this run.
  }
}
