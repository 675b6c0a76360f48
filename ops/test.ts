import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths';
import { writeCoverage } from './rule-coverage';

/** `npm test`: everything, in one run of Jest; then the rulebook's column of proofs, which must be the committed one. */
const results = join(ROOT, '.data', 'test-results.json');
const chosen = process.argv.slice(3);
mkdirSync(join(ROOT, '.data'), { recursive: true });
rmSync(results, { force: true });
spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${results}`, ...chosen], {
  cwd: ROOT,
  stdio: ['ignore', 'ignore', 'inherit'],
});

const counted = existsSync(results)
  ? (JSON.parse(readFileSync(results, 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
      numFailedTestSuites: number;
      numRuntimeErrorTestSuites: number;
    })
  : null;
const passed = counted?.numPassedTests ?? 0;
let failed = counted ? counted.numFailedTests + counted.numRuntimeErrorTestSuites : 1;
if (chosen.length === 0 && failed === 0 && writeCoverage(results, 'passed')) {
  console.log('docs/rulebook.md did not tell which tests prove which rule; it is rewritten now: commit it.');
  if (process.env['CI'] === 'true') failed += 1;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
