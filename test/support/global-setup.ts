import { mkdtempSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { connectDatabase } from '../../db/core/database';
import { migrate } from '../../db/migrate';
import { seedHolidays } from '../../db/seeds/bank-holidays';
import { createDatabase, ownerUrl, postgresService } from '../../ops/postgres';
import { freePort } from '../../ops/ports';
import { Service, type ServiceSpec } from '../../ops/service';
import { awardingBodyService, mailboxService, smsService } from '../../ops/simulators';
import { temporalCli } from '../../ops/temporal-cli';
import { testServer } from '../../ops/test-server';
import { TABLE_OWNER, type Shared } from './shared';

/** Once per run: PostgreSQL with a migrated template database, a mailbox, and the programs of both Temporal servers. */
export default async function globalSetup(): Promise<void> {
  const services: Service[] = [];
  try {
    await startAll(services);
  } catch (error) {
    for (const service of services) await service.stop();
    throw error;
  }
}

async function startAll(services: Service[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-test-'));
  chmodSync(folder, 0o755);
  const say = (line: string) => console.log(`· ${line}`);
  const postgres = {
    folder: join(folder, 'postgres'),
    port: await freePort(55_000),
    password: randomBytes(12).toString('hex'),
    fast: true,
  };
  const start = async (spec: ServiceSpec) => {
    const service = new Service(spec, folder);
    services.push(service);
    await service.start();
  };
  await start(await postgresService(postgres));
  await createDatabase(postgres, 'template_countersign');
  const appPassword = randomBytes(12).toString('hex');
  const template = await plainOwner(ownerUrl(postgres, 'template_countersign'), appPassword);
  await migrate(template, appPassword);
  const database = connectDatabase(template, 1);
  await seedHolidays(database);
  await database.destroy();
  const smtp = await freePort(56_000);
  const mail = await freePort(smtp + 1);
  await start(mailboxService({ smtp, mail }));
  const smsPort = await freePort(mail + 1);
  const smsKey = randomBytes(12).toString('hex');
  await start(smsService(smsPort, { SMS_KEY: smsKey }));
  const sms = { url: `http://127.0.0.1:${smsPort}`, key: smsKey };
  const bodyPort = await freePort(smsPort + 1);
  const bodyKey = randomBytes(12).toString('hex');
  await start(awardingBodyService(bodyPort, { AWARDING_BODY_KEY: bodyKey }));
  const awardingBody = { url: `http://127.0.0.1:${bodyPort}`, key: bodyKey };
  const shared: Shared = {
    folder,
    postgres,
    appPassword,
    smtp,
    mail,
    sms,
    awardingBody,
    temporal: await temporalCli(say),
    testServer: await testServer(say),
  };
  process.env['COUNTERSIGN_TEST'] = JSON.stringify(shared);
  (globalThis as { services?: Service[] }).services = services;
}

/** The owner of all tables is no superuser, as in production: row-level security holds for him too (SEC-9). */
async function plainOwner(superuserUrl: string, password: string): Promise<string> {
  const url = new URL(superuserUrl);
  const database = connectDatabase(superuserUrl, 1);
  await database.raw(`
    create role ${TABLE_OWNER} login createrole password '${password}';
    alter database ${url.pathname.slice(1)} owner to ${TABLE_OWNER};
  `);
  await database.destroy();
  url.username = TABLE_OWNER;
  url.password = password;
  return url.href;
}
