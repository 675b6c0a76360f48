import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './workflow-code';

/** A small edit of a file: a text that stands there once, and what stands there instead. */
export interface Edit {
  file: string;
  from: string;
  to: string;
}

const COPIED = ['domain', 'messages', 'workflows', 'platform', 'tsconfig.json', '.dependency-cruiser.cjs'];

/** Does something with a copy of this checkout's workflow code and rules, in another folder, after some edits. Throws where an edit finds not its one place. */
export async function withCopy<Result>(edits: Edit[], work: (root: string) => Result | Promise<Result>): Promise<Result> {
  const root = mkdtempSync(join(tmpdir(), 'countersign-edits-'));
  try {
    for (const each of COPIED) cpSync(join(ROOT, each), join(root, each), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
    for (const { file, from, to } of edits) {
      const parts = readFileSync(join(root, file), 'utf8').split(from);
      if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} places with: ${from}`);
      writeFileSync(join(root, file), parts.join(to));
    }
    return await work(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
