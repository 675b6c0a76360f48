import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimData, endLeftovers, recordProcesses } from '../../ops/leftovers';
import { ROOT } from '../../ops/paths';
import { freePort, isFree } from '../../ops/ports';
import { createDatabase, ownerUrl, postgresService } from '../../ops/postgres';
import { localSecrets, privateFolder } from '../../ops/secrets';
import { Service } from '../../ops/service';
import { connectDatabase } from '../../db/core/database';
import { migrate } from '../../db/migrate';
import { migrationSource } from '../../db/migrations';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-ops-'));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const postgres = async () => ({ folder: join(folder, 'postgres'), port: await freePort(55_500), password: 'p', fast: true });
async function running(options: Awaited<ReturnType<typeof postgres>>): Promise<Service> {
  const service = new Service(await postgresService(options), folder);
  await service.start();
  return service;
}

test('OPS-4 a taken port is stepped over, a free one is kept', async () => {
  const port = await freePort(58_000);
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve));
  expect(await isFree(port)).toBe(false);
  expect(await freePort(port)).toBeGreaterThan(port);
  await new Promise((resolve) => taken.close(resolve));
  expect(await freePort(port)).toBe(port);
  expect(await freePort(port, new Set([port]))).toBe(port + 1);
});

test('OPS-4 a half-written data folder is set aside and made anew; a whole one is kept with its data', async () => {
  const options = await postgres();
  mkdirSync(join(options.folder, 'cluster'), { recursive: true });
  writeFileSync(join(options.folder, 'cluster', 'PG_VERSION'), '18');
  const first = await running(options);
  await createDatabase(options, 'kept');
  await first.stop();
  expect(existsSync(join(options.folder, 'cluster.half-written'))).toBe(true);
  const second = await running(options);
  const database = connectDatabase(ownerUrl(options, 'kept'), 1);
  expect((await database.raw('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await database.destroy();
  await second.stop();
});

test('OPS-4 a PostgreSQL that a killed run left alive is ended, and its data are there', async () => {
  const options = await postgres();
  const orphan = await running(options);
  await createDatabase(options, 'kept');
  const pid = orphan.pid!;
  orphan.abandon();
  const second = await running(options);
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  await createDatabase(options, 'kept');
  await second.stop();
});

test('OPS-4 migrations are repeatable, and what an earlier release wrote goes on under the newer ones', async () => {
  const options = await postgres();
  const service = await running(options);
  await createDatabase(options, 'm');
  const url = ownerUrl(options, 'm');
  const database = connectDatabase(url, 2);
  await database.raw('do $$ begin create role countersign_app; exception when duplicate_object then null; end $$');
  const names = (await migrationSource.getMigrations([])).filter((name) => name < '0009');
  await database.migrate.latest({ migrationSource: { ...migrationSource, getMigrations: async () => names } });
  const [tenant, organisation, node, user] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await database('tenants').insert({ id: tenant, key: 'old', name: 'Old', kind: 'card-scheme' });
  await database('organisations').insert({ id: organisation, tenant_id: tenant, name: 'Old Ltd', kind: 'employer' });
  await database('nodes').insert({ id: node, tenant_id: tenant, organisation_id: organisation, kind: 'company', name: 'Old Ltd' });
  const named = { email: 'old@old.example', display_name: 'Old', password_hash: 'x', role: 'employerUser' };
  await database('users').insert({ ...named, id: user, tenant_id: tenant, organisation_id: organisation, node_id: node });
  await migrate(url, 'one');
  await migrate(url, 'two');
  expect(await database('users').where({ id: user }).first('given_name', 'state', 'mobile')).toEqual({
    given_name: 'Old',
    state: 'active',
    mobile: null,
  });
  expect(await database('grants').where({ user_id: user, node_id: node }).pluck('name')).toEqual(
    expect.arrayContaining(['purchasing', 'useFunds']),
  );
  await database.destroy();
  await service.stop();
});

test('OPS-4 a process that a killed run left is ended; one that merely has its number is not', async () => {
  const mine = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', join(folder, 'ours')], { stdio: 'ignore' });
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'somebody else'], { stdio: 'ignore' });
  const ended = new Promise((resolve) => mine.once('exit', resolve));
  const service = (name: string, pid: number, arg: string) => ({ pid, spec: { name, program: 'node', args: [arg] } }) as unknown as Service;
  recordProcesses(folder, {
    api: service('api', mine.pid!, join(folder, 'ours')),
    relay: service('relay', other.pid!, join(folder, 'elsewhere')),
  });
  await endLeftovers(folder);
  await ended;
  expect(other.exitCode).toBeNull();
  other.kill();
});

test('OPS-4 a second start on the same data is refused with what to do; one after a killed start takes them over', async () => {
  const holder = { token: 'first', program: 'run.mjs' };
  const supervisor = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'run.mjs'], { stdio: 'ignore' });
  writeFileSync(join(folder, 'supervisor.json'), JSON.stringify({ ...holder, pid: supervisor.pid }));
  expect(() => claimData(folder)).toThrow(/already runs here .*Stop it with Ctrl-C, or set COUNTERSIGN_DATA/s);
  const ended = new Promise((resolve) => supervisor.once('exit', resolve));
  supervisor.kill();
  await ended;
  claimData(folder);
  expect(JSON.parse(readFileSync(join(folder, 'supervisor.json'), 'utf8'))).toMatchObject({ pid: process.pid });
});

const atOnce = (code: string, times: number) =>
  Promise.all(
    Array.from({ length: times }, async () => {
      const child = spawn(process.execPath, ['-e', code], { stdio: ['pipe', 'pipe', 'ignore'] });
      const said = await new Promise<string>((resolve) => child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim())));
      return { said, end: () => child.stdin.end() };
    }),
  );

test.each([
  ['fresh', null],
  ['of a killed start', { token: 'killed', program: 'run.mjs', pid: 2 ** 22 + 1 }],
])('OPS-4 of five starts at the same instant on data that are %s one gets them', async (_case, before) => {
  if (before) writeFileSync(join(folder, 'supervisor.json'), JSON.stringify(before));
  const lib = JSON.stringify(join(ROOT, 'dist', 'ops', 'leftovers.js'));
  const code = `process.argv[1] = process.execPath; process.stdin.resume();
    try { require(${lib}).claimData(${JSON.stringify(folder)}); console.log('runs'); } catch (error) { console.log(error.message); }`;
  const five = await atOnce(code, 5);
  expect(five.filter(({ said }) => said === 'runs')).toHaveLength(1);
  expect(five.filter(({ said }) => said.startsWith('Countersign already runs here'))).toHaveLength(4);
  for (const { end } of five) end();
});

test('OPS-4 of several runs that look for a free port at the same instant none is given another’s, though nobody listens yet', async () => {
  const lib = JSON.stringify(join(ROOT, 'dist', 'ops', 'ports.js'));
  const found = await atOnce(`process.stdin.resume(); require(${lib}).freePort(58_300).then(console.log)`, 5);
  expect(new Set(found.map(({ said }) => said)).size).toBe(5);
  for (const { end } of found) end();
});

test('OPS-4 SEC-12 a PostgreSQL of another folder that has the port, and even the password, is not spoken to', async () => {
  const options = await postgres();
  const other = await running(options);
  const mine = { ...options, folder: join(folder, 'mine') };
  const spec = await postgresService(mine);
  writeFileSync(join(mine.folder, 'cluster', 'postmaster.pid'), readFileSync(join(options.folder, 'cluster', 'postmaster.pid')));
  await expect(spec.ready()).rejects.toThrow(`another PostgreSQL than ${join(mine.folder, 'cluster')} answers`);
  await other.stop();
});

test('SEC-12 data are closed to other users, also where an earlier release left them open; PostgreSQL works in them all the same', async () => {
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o755 });
  privateFolder(data);
  expect(statSync(data).mode & 0o777).toBe(0o700);
  const options = { ...(await postgres()), folder: join(data, 'postgres') };
  const service = await running(options);
  await createDatabase(options, 'works');
  expect(statSync(data).mode & 0o007).toBe(0);
  expect(statSync(data).mode & 0o060).toBe(0);
  await service.stop();
  writeFileSync(join(data, 'secrets.json'), '{}', { mode: 0o644 });
  localSecrets(join(data, 'secrets.json'));
  const made = join(data, 'whole.json');
  localSecrets(made);
  chmodSync(made, 0o644);
  localSecrets(made);
  expect([statSync(join(data, 'secrets.json')), statSync(made)].map(({ mode }) => mode & 0o777)).toEqual([0o600, 0o600]);
});

test('SEC-12 local secrets are made once, differ each time, and are readable by their owner alone', () => {
  const file = join(folder, 'secrets.json');
  const made = localSecrets(file);
  expect(localSecrets(file)).toEqual(made);
  expect(localSecrets(join(folder, 'other.json')).keys).not.toBe(made.keys);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('OPS-4 a service that dies is started again by its supervisor; one that never is ready says why', async () => {
  const program = { program: process.execPath, env: process.env };
  const alive = new Service(
    { ...program, name: 'alive', args: ['-e', 'setInterval(() => {}, 1000)'], ready: async () => undefined },
    folder,
  );
  await alive.start();
  const first = alive.pid;
  alive.kill();
  for (let tries = 0; alive.pid === first && tries < 100; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(alive.pid).not.toBe(first);
  await alive.stop();
  expect(() => process.kill(alive.pid!, 0)).toThrow('ESRCH');
});
