import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { expect } from 'expect';
import { bind } from 'jest-each';
import { load, loadTypescript } from './typescript';

/** One test of a file, by a name that no other has. */
export interface PureTest {
  id: string;
  title: string;
  file: string;
  run: () => unknown;
}

const OURS = ['domain', 'test', 'platform', 'db'];
let found: PureTest[] = [];
let loading = '';

/** The pure tests of a checkout in this process: Jest's `expect` and `test.each`, without a world of its own for each file. */
export function preparePureTests(): void {
  loadTypescript();
  const test = (title: string, run: () => unknown) => found.push({ id: `${loading} ${title}`, title, file: loading, run });
  Object.assign(globalThis, { expect, test: Object.assign(test, { each: bind(test as never) }) });
}

/** The files of pure tests below a checkout, relative to it. */
export function pureTestFiles(root: string): string[] {
  const below = join('test', 'domain');
  const files = readdirSync(join(root, below), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join(below, file))
    .sort();
}

/** Everything is loaded anew the next time: what a module computes while it is loaded is mutated as well. */
export function forgetModules(root: string): void {
  const ours = OURS.map((folder) => join(root, folder) + sep);
  for (const file of Object.keys(load.cache)) if (ours.some((folder) => file.startsWith(folder))) Reflect.deleteProperty(load.cache, file);
}

/** Loads all rules, without a test. */
export function loadRules(root: string): void {
  for (const file of readdirSync(join(root, 'domain'), { recursive: true, encoding: 'utf8' }))
    if (file.endsWith('.ts') && !file.endsWith('.d.ts')) load(join(root, 'domain', file));
}

/** The tests that a file declares. Throws what the file throws while it is loaded. */
export function testsOf(root: string, file: string): PureTest[] {
  found = [];
  loading = file;
  load(join(root, file));
  return found;
}
