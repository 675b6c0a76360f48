import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './paths';

const RULEBOOK = join(ROOT, 'docs', 'rulebook.md');
const PROOF = /^ {2}- \*proved by\* .*\n/gm;

interface JestResults {
  testResults: { name: string; assertionResults: { title: string; status: string }[] }[];
}

/** Writes under each rule which tests of that status in Jest's results name it. Answers false where nothing changed. */
export function writeCoverage(results: string, status: 'passed' | 'pending'): boolean {
  const before = readFileSync(RULEBOOK, 'utf8');
  const proofs = proofsOf(JSON.parse(readFileSync(results, 'utf8')) as JestResults, status);
  const after = before
    .replace(PROOF, '')
    .replace(/^- \*\*([A-Z]{3}-\d+)\*\*.*(?:\n(?!- \*\*|\n|#).*)*/gm, (rule, id: string) =>
      proofs.has(id) ? `${rule}\n  - *proved by* ${proofs.get(id)}` : rule,
    );
  if (after === before) return false;
  writeFileSync(RULEBOOK, after);
  return true;
}

function proofsOf(results: JestResults, proving: string): Map<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const { name, assertionResults } of results.testResults) {
    const file = relative(join(ROOT, 'test'), name).replace('.test.ts', '');
    for (const { title, status } of assertionResults) {
      const rules = status === proving ? (/^(?:[A-Z]{3}-\d+ )+/.exec(title)?.[0].trim().split(' ') ?? []) : [];
      for (const rule of rules) {
        const files = counts.get(rule) ?? new Map<string, number>();
        counts.set(rule, files.set(file, (files.get(file) ?? 0) + 1));
      }
    }
  }
  return new Map(
    [...counts].map(([rule, files]) => [
      rule,
      [...files]
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([file, count]) => `${file} (${count})`)
        .join(', '),
    ]),
  );
}
