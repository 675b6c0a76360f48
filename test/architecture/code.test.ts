import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { openApiDocument } from '../../api/openapi';
import { drawTransitions } from '../../ops/drawing';
import { drawPersonalData } from '../../ops/personal-data';

const bin = (name: string, ...args: string[]) => {
  try {
    execFileSync(process.execPath, [`node_modules/${name}`, ...args], { stdio: 'pipe', encoding: 'utf8' });
    return '';
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
};
const tracked = () =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'], { encoding: 'utf8' }).trim().split('\n');

test('the types of source and tests are right', () => {
  expect(bin('typescript/bin/tsc', '-p', 'tsconfig.test.json')).toBe('');
}, 120_000);

test('lint finds nothing', () => {
  expect(bin('eslint/bin/eslint.js', '.')).toBe('');
}, 180_000);

test('everything is formatted alike', () => {
  expect(bin('prettier/bin/prettier.cjs', '--check', '.')).toBe('');
}, 60_000);

test('imports go one way and in no circle, on the real graph', () => {
  expect(
    bin(
      'dependency-cruiser/bin/dependency-cruise.mjs',
      'domain',
      'messages',
      'workflows',
      'platform',
      'db',
      'activities',
      'api',
      'workers',
      'ops',
      'console',
      'simulators',
      '--output-type',
      'err',
    ),
  ).toBe('');
}, 60_000);

test('OPS-5 each operation of the API says its permission and its rules, and has an answer for what goes wrong', () => {
  const rulebook = readFileSync('docs/rulebook.md', 'utf8');
  expect(new Set(rulebook.match(/^- \*\*[A-Z]{3}-\d+\*\*/gm)).size).toBe(rulebook.match(/^- \*\*[A-Z]{3}-\d+\*\*/gm)!.length);
  for (const [path, methods] of Object.entries(openApiDocument().paths)) {
    for (const operation of Object.values(methods)) {
      const isPublic = 'security' in operation;
      expect([path, Object.keys(operation)]).toEqual([path, expect.arrayContaining([isPublic ? 'security' : 'x-permission', 'x-rules'])]);
      for (const rule of operation['x-rules'] as string[]) expect(rulebook).toContain(`**${rule}**`);
      expect([path, Object.keys(operation.responses)]).toEqual([
        path,
        expect.arrayContaining(isPublic ? ['400', '429', '503'] : ['400', '401', '403', '429', '503']),
      ]);
    }
  }
});

test('ADV-3 the drawing of an order’s life is the transition table’s', () => {
  expect(readFileSync('docs/states.md', 'utf8')).toBe(drawTransitions());
});

test('RET-1 SEC-12 the page of personal data is what the areas declare', () => {
  expect(readFileSync('docs/personal-data.md', 'utf8')).toBe(drawPersonalData());
});

test('SEC-9 models are never bound to the pool, and SQL runs nowhere but in db, the readiness probe and ops', () => {
  for (const file of tracked().filter((each) => !/^(test|ops|db|bench)\//.test(each))) {
    const source = readFileSync(file, 'utf8');
    expect([file, /\.knex\(|bindKnex|bindTransaction/.test(source)]).toEqual([file, false]);
    if (/database\.raw\(/.test(source)) expect(['api/app.ts']).toContain(file);
  }
});

test('every test says the rule that it proves, or is of the architecture', () => {
  const nameless = tracked()
    .filter((file) => /^test\/(?!architecture|support)/.test(file) && file.endsWith('.test.ts'))
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/^test(?:\.each\([\s\S]*?\n?\))?\(\s*'([^']*)'/gm)].map((match) => `${file}: ${match[1]}`),
    )
    .filter((title) => !/: ([A-Z]{3}-\d+ )+/.test(title));
  expect(nameless).toEqual([]);
});
