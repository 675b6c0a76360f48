import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectDatabase } from '../../db/core/database';
import { ownerUrl, type PostgresOptions } from '../postgres';
import type { Sandbox } from './db-sandbox';
import { load, loadTypescript } from './typescript';

/** What a test file reaches, by running and by being loaded, and how long it takes without a mutant. */
export interface Reach {
  mutants: string[];
  loaded: string[];
  seconds: number;
}

/** How a run of some test files ended. */
export interface Outcome {
  ended: 'passed' | 'failed' | 'timeout';
  seconds: number;
}

const SUPPORT = join('test', 'support');
const CONFIG = '.mutants.jest.config.js';

/** Starts what the tests share, once for all mutants, and answers how test files are run and how it is stopped. */
export async function startServices({ root }: Sandbox) {
  Object.assign(process.env, { COUNTERSIGN_ROOT: root, LOG_LEVEL: 'silent' });
  loadTypescript();
  const support = (file: string) => (load(join(root, SUPPORT, file)) as { default(): Promise<void> }).default();
  await support('global-setup.ts');
  writeFileSync(
    join(root, CONFIG),
    "const { globalSetup, globalTeardown, ...jest } = require('./jest.config');\nmodule.exports = { ...jest, rootDir: __dirname };\n",
  );
  const { postgres } = JSON.parse(process.env['COUNTERSIGN_TEST']!) as { postgres: PostgresOptions };
  return {
    /** Runs files with a mutant, or with none; what they leave in the database server goes. */
    run: async (files: string[], mutant: string | null, limitSeconds: number): Promise<Outcome> => {
      const outcome = await jest(root, ['--bail', ...files], mutant ? { __STRYKER_ACTIVE_MUTANT__: mutant } : {}, limitSeconds);
      await dropDatabases(postgres);
      return outcome;
    },
    /** The mutants that one file reaches; null where it fails without any. */
    reached: async (file: string): Promise<Reach | null> => {
      const found = join(root, 'reached.json');
      rmSync(found, { force: true });
      const environment = join(__dirname, 'coverage-environment.js');
      const { ended, seconds } = await jest(root, [`--testEnvironment=${environment}`, file], { MUTANTS_REACHED: found }, 3_600);
      await dropDatabases(postgres);
      if (ended !== 'passed' || !existsSync(found)) return null;
      return { ...(JSON.parse(readFileSync(found, 'utf8')) as Omit<Reach, 'seconds'>), seconds };
    },
    stop: () => support('global-teardown.ts'),
  };
}

function jest(root: string, args: string[], env: Record<string, string>, limitSeconds: number): Promise<Outcome> {
  const began = Date.now();
  const program = [join('node_modules', 'jest', 'bin', 'jest.js'), '--config', CONFIG, '--runTestsByPath', ...args];
  // A group of its own: a run that hangs is ended with the servers that it started.
  const child = spawn(process.execPath, program, { cwd: root, detached: true, stdio: 'ignore', env: { ...process.env, ...env } });
  return new Promise((resolve) => {
    const end = (ended: Outcome['ended']) => resolve({ ended, seconds: (Date.now() - began) / 1000 });
    const timer = setTimeout(() => {
      process.kill(-child.pid!, 'SIGKILL');
      end('timeout');
    }, limitSeconds * 1000);
    child.once('exit', (code) => {
      clearTimeout(timer);
      end(code === 0 ? 'passed' : 'failed');
    });
  });
}

async function dropDatabases(postgres: PostgresOptions): Promise<void> {
  const server = connectDatabase(ownerUrl(postgres, 'postgres'), 1);
  const { rows } = (await server.raw("select datname from pg_database where datname like 'test\\_%'")) as { rows: { datname: string }[] };
  for (const { datname } of rows) await server.raw('drop database if exists ?? with (force)', [datname]);
  await server.destroy();
}
