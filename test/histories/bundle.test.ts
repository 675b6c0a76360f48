import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { processKinds } from '../../domain/processes';
import { withCopy, type Edit } from './copied';
import { bundle, codeReached, hashOf, pinned, ROOT } from './workflow-code';

test('OPS-4 the workflow code is the one that histories were recorded of: docs/releases.md says how it is changed', () => {
  expect(hashOf(codeReached(ROOT))).toBe(pinned());
});

test('OPS-4 words and types beside the code, and another folder, leave its hash as it is', async () => {
  const beside: Edit[] = [
    { file: 'workflows/process.ts', from: 'private busy = false;', to: '/** Told in other words. */\n  private busy: boolean = false;' },
    { file: 'domain/orders/advance-order.ts', from: 'export const', to: '// More words.\nexport const' },
  ];
  expect(await withCopy(beside, (root) => hashOf(codeReached(root)))).toBe(pinned());
});

test('OPS-4 what is hashed is what the bundler bundles, from source and for workers alike', async () => {
  const { modules } = await bundle(ROOT);
  expect([...codeReached(ROOT).keys()].sort()).toEqual(modules);
  const ofWorkers = readFileSync(join(ROOT, 'dist', 'workflow-bundle.js'), 'utf8').matchAll(/!\*\*\* \.\/dist\/(\S+)\.js \*\*\*!/g);
  expect([...new Set([...ofWorkers].map(([, name]) => `${name}.ts`))].sort()).toEqual(modules);
});

test('OPS-4 of the domain nothing is in the workflow bundle but the names of kinds: no rule is', () => {
  const isNames = (name: string) => processKinds.some((kind) => basename(name) === `${kind}.ts`);
  const ofDomain = [...codeReached(ROOT).keys()].filter((name) => name.startsWith('domain/'));
  expect(ofDomain.length).toBeGreaterThan(0);
  expect(ofDomain.filter((name) => !isNames(name))).toEqual([]);
  const inWorkers = readFileSync(join(ROOT, 'dist', 'workflow-bundle.js'), 'utf8');
  const rules = [...codeReached(ROOT, ['domain/processes.ts']).keys()].filter((name) => !isNames(name));
  expect(rules.length).toBeGreaterThan(30);
  expect(rules.filter((name) => inWorkers.includes(`!*** ./dist/${name.replace(/ts$/, 'js')} ***!`))).toEqual([]);
});

/** The imports of a checkout that break a rule, with the rule. */
function broken(root: string): string[] {
  const cruise = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const args = [cruise, 'domain', 'messages', 'workflows', '--output-type', 'json'];
  const report = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 50_000_000 });
  const { summary } = JSON.parse(report) as { summary: { violations: { from: string; to: string; rule: { name: string } }[] } };
  return summary.violations.map(({ from, to, rule }) => `${from} → ${to}: ${rule.name}`).sort();
}

test('OPS-4 the import rules find workflow code that takes a rule, and names that take one, and nothing else', async () => {
  const importing = (file: string, from: string, of: string, name: string): Edit => ({
    file,
    from,
    to: `import { ${name} } from '${of}';\nexport const taken = ${name};\n${from}`,
  });
  const found = await withCopy(
    [
      importing('workflows/show.ts', 'type Shown', '../domain/working-days', 'daysLater'),
      importing('messages/core.messages.ts', 'export type { ProcessStart };', '../domain/policy', 'firstPolicy'),
      importing('domain/orders/advance-order.ts', '/** The names', '../schedule', 'ladder'),
    ],
    broken,
  );
  const ofNamesAndTypes = 'workflow code takes of the domain the names of kinds, and types';
  expect(found).toEqual([
    'domain/orders/advance-order.ts → domain/schedule.ts: the names of a kind hold no rules',
    `messages/core.messages.ts → domain/policy.ts: ${ofNamesAndTypes}`,
    `workflows/show.ts → domain/working-days.ts: ${ofNamesAndTypes}`,
  ]);
});
