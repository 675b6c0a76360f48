import { join } from 'node:path';
import { connectDatabase } from '../db/core/database';
import { migrate } from '../db/migrate';
import { seedHolidays } from '../db/seeds/bank-holidays';
import { seedDemo } from '../db/seeds/demo';
import { prepareEngine } from '../platform/prepare-engine';
import { ROOT } from './paths';
import { createDatabase, ownerUrl, postgresService } from './postgres';
import { claimData, endLeftovers, recordProcesses } from './leftovers';
import { freePort } from './ports';
import { localSecrets, privateFolder, type LocalSecrets } from './secrets';
import { Service, type ServiceSpec } from './service';
import {
  answers,
  awardingBodyService,
  gatewayService,
  identityService,
  lrsService,
  mailboxService,
  printerService,
  smsService,
} from './simulators';
import { temporalCli } from './temporal-cli';
import { temporalService, withConnection } from './temporal-server';

/** The ports that are wished for; the next free one is taken. */
export interface Ports {
  api: number;
  temporal: number;
  ui: number;
  postgres: number;
  smtp: number;
  mail: number;
  console: number;
  sms: number;
  identity: number;
  awardingBody: number;
  gateway: number;
  printer: number;
  lrs: number;
}
/** How a system is started. */
export interface SystemOptions {
  data: string;
  ports: Ports;
  say: (line: string) => void;
  /** Takes the way to stop, from the first process on. */
  stoppable?: (stop: () => Promise<void>) => void;
  fast?: boolean;
}
/** A running system: every real part, each a process of its own. */
export interface System {
  /** Where it listens: the next start wishes for the same. */
  ports: Ports;
  urls: {
    console: string;
    api: string;
    temporalUi: string;
    workflows: string;
    mail: string;
    sms: string;
    identity: string;
    gateway: string;
    printer: string;
    lrs: string;
    docs: string;
    board: string;
  };
  ownerUrl: string;
  temporalAddress: string;
  secrets: LocalSecrets;
  env: NodeJS.ProcessEnv;
  services: Record<string, Service>;
  stop(): Promise<void>;
}

/** The SDK writes down a stack for every promise of a workflow: four frames of it, and no source maps but the bundle's own (docs/decisions/0006). The heap's limit says how many cases it keeps in mind. */
const WORKER_FLAGS = ['--stack-trace-limit=4', '--max-old-space-size=2048'];

/** The ports of a newcomer's system. */
export const defaultPorts: Ports = {
  api: 3000,
  temporal: 7233,
  ui: 8233,
  postgres: 54330,
  smtp: 1025,
  mail: 1080,
  console: 3001,
  sms: 1090,
  identity: 1095,
  awardingBody: 1091,
  gateway: 1096,
  printer: 1097,
  lrs: 1098,
};

/** Starts PostgreSQL, Temporal, mailbox, worker, relay and API; migrates and seeds between. Stops all it started where one fails. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const { data, say } = options;
  privateFolder(data);
  claimData(data);
  await endLeftovers(data);
  const secrets = localSecrets(join(data, 'secrets.json'));
  const ports = await choosePorts(options.ports, say);
  const services: Record<string, Service> = {};
  let stopped = false;
  const launch = async (spec: ServiceSpec) => {
    if (stopped) throw new Error('Stopped while starting.');
    say(`${spec.name} …`);
    const service = new Service(spec, join(data, 'logs'), () => recordProcesses(data, services));
    services[spec.name] = service;
    await service.start();
  };
  const stop = async () => {
    stopped = true;
    const ours = ['console', 'api', 'relay', 'documents', 'worker', 'temporal'];
    for (const name of [...ours, 'gateway', 'printer', 'lrs', 'awarding-body', 'identity', 'sms', 'mailbox', 'postgres'])
      await services[name]?.stop();
  };
  options.stoppable?.(stop);
  try {
    const postgres = { folder: join(data, 'postgres'), port: ports.postgres, password: secrets.ownerPassword, fast: options.fast ?? false };
    const owner = process.env['DATABASE_URL'] ?? ownerUrl(postgres);
    if (!process.env['DATABASE_URL']) {
      await launch(await postgresService(postgres));
      await createDatabase(postgres, 'countersign');
    }
    await prepareDatabase(owner, secrets);
    const temporalAddress = await launchTemporal(ports, data, launch, say);
    await launch(mailboxService(ports, join(data, 'mailbox')));
    const env = environment(options, secrets, ports, owner, temporalAddress);
    if (!process.env['SMS_URL']) await launch(smsService(ports.sms, env));
    if (!process.env['IDENTITY_URL']) await launch(identityService(ports.identity, env));
    if (!process.env['AWARDING_BODY_URL']) await launch(awardingBodyService(ports.awardingBody, env));
    if (!process.env['GATEWAY_URL']) await launch(gatewayService(ports.gateway, env));
    if (!process.env['PRINTER_URL']) await launch(printerService(ports.printer, env));
    if (!process.env['LRS_URL']) await launch(lrsService(ports.lrs, env));
    for (const name of ['worker', 'documents', 'relay', 'api', 'console'] as const) await launch(ourService(name, env, ports));
    const api = `http://127.0.0.1:${ports.api}`;
    const urls = {
      console: `http://127.0.0.1:${ports.console}`,
      api,
      docs: `${api}/docs`,
      board: `${api}/work-board`,
      temporalUi: env['TEMPORAL_UI_URL']!,
      workflows: `${env['TEMPORAL_UI_URL']}/namespaces/${env['TEMPORAL_NAMESPACE']}/workflows`,
      mail: `http://127.0.0.1:${ports.mail}`,
      sms: env['SMS_URL']!,
      identity: env['IDENTITY_URL']!,
      gateway: env['GATEWAY_URL']!,
      printer: env['PRINTER_URL']!,
      lrs: env['LRS_URL']!,
    };
    return { urls, ports, ownerUrl: owner, temporalAddress, secrets, env, services, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function prepareDatabase(owner: string, secrets: LocalSecrets): Promise<void> {
  await migrate(owner, secrets.appPassword);
  const database = connectDatabase(owner, 2);
  await seedHolidays(database);
  await seedDemo(database, secrets.demoPassword);
  await database.destroy();
}

async function launchTemporal(
  ports: Ports,
  data: string,
  launch: (spec: ServiceSpec) => Promise<void>,
  say: (line: string) => void,
): Promise<string> {
  const given = process.env['TEMPORAL_ADDRESS'];
  const address = given ?? `127.0.0.1:${ports.temporal}`;
  if (!given) {
    const program = await temporalCli(say);
    await launch(
      temporalService({
        program,
        port: ports.temporal,
        uiPort: ports.ui,
        file: join(data, 'temporal.db'),
        codecEndpoint: `http://127.0.0.1:${ports.api}/codec`,
      }),
    );
  }
  if (!given) await withConnection(address, (connection) => prepareEngine(connection, namespaceOf(process.env)));
  return address;
}

/** The namespace that an environment names, else the one that dev servers have. */
function namespaceOf(env: NodeJS.ProcessEnv): string {
  return env['TEMPORAL_NAMESPACE'] ?? 'default';
}

function environment(
  options: SystemOptions,
  secrets: LocalSecrets,
  ports: Ports,
  owner: string,
  temporalAddress: string,
): NodeJS.ProcessEnv {
  const app = new URL(owner);
  app.username = 'countersign_app';
  app.password = secrets.appPassword;
  return {
    ...process.env,
    COUNTERSIGN_ROOT: ROOT,
    NODE_ENV: 'production',
    DATABASE_URL: app.href,
    COUNTERSIGN_KEYS: process.env['COUNTERSIGN_KEYS'] ?? secrets.keys,
    COUNTERSIGN_REFERENCE_KEY: process.env['COUNTERSIGN_REFERENCE_KEY'] ?? secrets.referenceKey,
    SMTP_URL: process.env['SMTP_URL'] ?? `smtp://127.0.0.1:${ports.smtp}`,
    ...outsideServices(secrets, ports),
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: namespaceOf(process.env),
    TEMPORAL_UI_URL: process.env['TEMPORAL_UI_URL'] ?? `http://127.0.0.1:${ports.ui}`,
    PUBLIC_URL: `http://127.0.0.1:${ports.api}`,
    PORT: String(ports.api),
    API_URL: `http://127.0.0.1:${ports.api}`,
    CONSOLE_PORT: String(ports.console),
    CONSOLE_URL: process.env['CONSOLE_URL'] ?? `http://127.0.0.1:${ports.console}`,
    LOG_LEVEL: options.fast ? 'warn' : 'info',
  };
}

/** Where outside services are, by what they know us, and what they sign their messages with: simulators unless the environment names others. */
function outsideServices(secrets: LocalSecrets, ports: Ports): NodeJS.ProcessEnv {
  return {
    SMS_URL: process.env['SMS_URL'] ?? `http://127.0.0.1:${ports.sms}`,
    SMS_KEY: process.env['SMS_KEY'] ?? secrets.smsKey,
    WEBHOOK_SECRETS:
      process.env['WEBHOOK_SECRETS'] ??
      `sms:${secrets.smsWebhook},hse:${secrets.hseWebhook},identity:${secrets.identityWebhook},gateway:${secrets.gatewayWebhook},printer:${secrets.printerWebhook}`,
    IDENTITY_URL: process.env['IDENTITY_URL'] ?? `http://127.0.0.1:${ports.identity}`,
    IDENTITY_KEY: process.env['IDENTITY_KEY'] ?? secrets.identityKey,
    AWARDING_BODY_URL: process.env['AWARDING_BODY_URL'] ?? `http://127.0.0.1:${ports.awardingBody}`,
    AWARDING_BODY_KEY: process.env['AWARDING_BODY_KEY'] ?? secrets.awardingBodyKey,
    GATEWAY_URL: process.env['GATEWAY_URL'] ?? `http://127.0.0.1:${ports.gateway}`,
    GATEWAY_KEY: process.env['GATEWAY_KEY'] ?? secrets.gatewayKey,
    PRINTER_URL: process.env['PRINTER_URL'] ?? `http://127.0.0.1:${ports.printer}`,
    PRINTER_KEY: process.env['PRINTER_KEY'] ?? secrets.printerKey,
    LRS_URL: process.env['LRS_URL'] ?? `http://127.0.0.1:${ports.lrs}`,
    LRS_KEY: process.env['LRS_KEY'] ?? secrets.lrsKey,
  };
}

/** Our own processes, by the file that each starts with. */
const ENTRIES = {
  worker: 'workers/main.js',
  documents: 'workers/documents-main.js',
  relay: 'workers/relay-main.js',
  api: 'api/main.js',
  console: 'console/main.js',
};

function ourService(name: keyof typeof ENTRIES, env: NodeJS.ProcessEnv, ports: Ports): ServiceSpec {
  const entry = ENTRIES[name];
  const answering = { api: () => answers(ports.api, '/readyz'), console: () => answers(ports.console, '/healthz') };
  const ready = name === 'api' || name === 'console' ? answering[name] : async () => undefined;
  const flags = name === 'worker' ? WORKER_FLAGS : ['--enable-source-maps'];
  return {
    name,
    program: process.execPath,
    args: [...flags, join(ROOT, 'dist', entry)],
    env: { ...env, COUNTERSIGN_PROCESS: name, ...metricsPort(name, env) },
    ready,
  };
}

/** With METRICS_PORT, API, worker and relay serve their metrics there and on the two ports after it. */
function metricsPort(name: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const place = ['api', 'worker', 'relay'].indexOf(name);
  return env['METRICS_PORT'] && place >= 0 ? { METRICS_PORT: String(Number(env['METRICS_PORT']) + place) } : {};
}

async function choosePorts(wished: Ports, say: (line: string) => void): Promise<Ports> {
  const taken = new Set<number>();
  const chosen: Partial<Ports> = {};
  for (const [name, port] of Object.entries(wished) as [keyof Ports, number][]) {
    const free = await freePort(port, taken);
    if (free !== port) say(`port ${port} is taken: ${name} listens on ${free} instead`);
    taken.add(free);
    chosen[name] = free;
  }
  return chosen as Ports;
}
