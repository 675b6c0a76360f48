import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Mutant } from '@stryker-mutator/api/core';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { ROOT } from '../paths';

/** A copy of the checkout in which every mutant of `db/` stands beside the code, switched on by its number in the environment. */
export interface Sandbox {
  root: string;
  mutants: readonly Mutant[];
  /** Files of tests that may reach the database's code, relative. */
  tests: string[];
  /** What the code of `db/` is: another one has other mutants. */
  hash: string;
}

const TESTS = /^test\/(db|workflows|activities|histories|api|console)\/.*\.test\.ts$/;
const quiet = () => undefined;
const logger = { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet, fatal: quiet };
const log = Object.assign(logger, {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
});

/** Makes it. Migrations are left as they are: released ones never change, and they have run before any test does. */
export async function makeSandbox(root: string): Promise<Sandbox> {
  rmSync(root, { recursive: true, force: true });
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
  for (const file of listed.filter((each) => !/^(docs|bench)\//.test(each))) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    cpSync(join(ROOT, file), join(root, file));
  }
  for (const folder of ['node_modules', 'dist']) symlinkSync(join(ROOT, folder), join(root, folder));
  const sources = listed.filter((file) => /^db\/.*\.ts$/.test(file) && !/^db\/migrat/.test(file));
  const files = sources.map((name) => ({ name, content: readFileSync(join(ROOT, name), 'utf8'), mutate: true }));
  const made = await new Instrumenter(log).instrument(files, { plugins: null, excludedMutations: [], ignorers: [] });
  for (const { name, content } of made.files) writeFileSync(join(root, name), content);
  const hash = createHash('sha256').update(JSON.stringify(files)).digest('hex');
  return { root, mutants: made.mutants, tests: listed.filter((file) => TESTS.test(file)), hash };
}
