import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { bundleWorkflowCode, type BundleOptions } from '@temporalio/worker';
import ts from 'typescript';

/** Where this checkout's own code lies. */
export const ROOT = join(__dirname, '..', '..');
/** What the bundle is entered by: the workflows, and the converters that workers take. */
const ENTRIES = ['workflows/index.ts', 'platform/payload-converter.ts', 'platform/failure-converter.ts'];
const OBSERVER = join(__dirname, 'observer.ts');
const PINNED = join(__dirname, 'bundle.sha256');

const quiet = { trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error, log() {} };
const emitted: ts.CompilerOptions = {
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ES2023,
  newLine: ts.NewLineKind.LineFeed,
  removeComments: true,
};

/** The modules of our own that some entries reach, by path within the root: their code without types and comments. */
export function codeReached(root: string, entries = ENTRIES): Map<string, string> {
  const code = new Map<string, string>();
  const visit = (path: string): void => {
    const name = relative(root, path);
    if (code.has(name)) return;
    const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), { compilerOptions: emitted });
    code.set(name, outputText);
    for (const { fileName } of ts.preProcessFile(outputText, true, true).importedFiles)
      if (fileName.startsWith('.')) visit(found(path, fileName));
  };
  entries.forEach((entry) => visit(join(root, entry)));
  return code;
}

/** SHA-256 over code by its modules' names: the same on every checkout and machine, whatever the SDK is. */
export function hashOf(code: Map<string, string>): string {
  const hash = createHash('sha256');
  for (const [name, text] of [...code].sort(([a], [b]) => (a < b ? -1 : 1))) hash.update(`${name}\0${text}\0`);
  return hash.digest('hex');
}

/** The hash of the workflow code that the newest histories were recorded of (docs/releases.md). */
export function pinned(): string {
  return readFileSync(PINNED, 'utf8').trim();
}

/** Pins the workflow code as it is: only where histories of it were recorded. */
export function pin(): void {
  writeFileSync(PINNED, `${hashOf(codeReached(ROOT))}\n`);
}

/** The bundle of a root's workflows, with an observer that tells how each one stands; and which modules of our own it holds. */
export async function bundle(root: string): Promise<{ code: string; modules: string[] }> {
  const modules = new Set<string>();
  const webpackConfigHook: NonNullable<BundleOptions['webpackConfigHook']> = (config) => ({
    ...config,
    plugins: [
      ...(config.plugins ?? []),
      (compiler: { hooks: { done: { tap(name: string, take: (stats: Built) => void): void } } }) =>
        compiler.hooks.done.tap('own modules', ({ compilation }) => {
          for (const { resource } of compilation.modules)
            if (resource?.endsWith('.ts') && resource !== OBSERVER) modules.add(relative(root, resource));
        }),
    ],
  });
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(root, 'workflows'),
    workflowInterceptorModules: [OBSERVER],
    payloadConverterPath: join(root, 'platform', 'payload-converter.ts'),
    failureConverterPath: join(root, 'platform', 'failure-converter.ts'),
    webpackConfigHook,
    logger: quiet,
  });
  return { code, modules: [...modules].sort() };
}

interface Built {
  compilation: { modules: Iterable<{ resource?: string }> };
}

function found(from: string, request: string): string {
  const base = join(from, '..', request);
  return existsSync(`${base}.ts`) ? `${base}.ts` : join(base, 'index.ts');
}
