import { readdirSync, readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import { transformSync } from '@swc/core';
import { expect } from 'expect';
import { bind } from 'jest-each';

/** One test of a file, by a name that no other has. */
export interface PureTest {
  id: string;
  title: string;
  file: string;
  run: () => unknown;
}

type Compiled = NodeJS.Module & { _compile(code: string, file: string): void };
const OURS = ['domain', 'test', 'platform', 'db'];
const load = createRequire(__filename);
const compiled = new Map<string, string>();
let found: PureTest[] = [];
let loading = '';

/** The pure tests of a checkout in this process: Jest's `expect` and `test.each`, without a world of its own for each file. */
export function preparePureTests(): void {
  (Module as unknown as { _extensions: Record<string, (module: Compiled, file: string) => void> })._extensions['.ts'] = (module, file) =>
    module._compile(javascriptOf(file), file);
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
  for (const file of Object.keys(load.cache)) if (ours.some((folder) => file.startsWith(folder))) delete load.cache[file];
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

function javascriptOf(file: string): string {
  const known = compiled.get(file);
  if (known !== undefined) return known;
  const { code } = transformSync(readFileSync(file, 'utf8'), {
    filename: file,
    module: { type: 'commonjs' },
    jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
  });
  compiled.set(file, code);
  return code;
}
