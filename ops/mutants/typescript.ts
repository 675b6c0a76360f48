import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { transformSync } from '@swc/core';

type Compiled = NodeJS.Module & { _compile(code: string, file: string): void };
type Extensions = Record<string, (module: Compiled, file: string) => void>;
const compiled = new Map<string, string>();

/** Loads a file of a checkout, TypeScript included, into this process. */
export const load = createRequire(__filename);

/** From now on TypeScript is loaded as Jest would compile it; a file is compiled once. */
export function loadTypescript(): void {
  (Module as unknown as { _extensions: Extensions })._extensions['.ts'] = (module, file) => module._compile(javascriptOf(file), file);
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
