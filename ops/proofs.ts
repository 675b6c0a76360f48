import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './paths';
import { writeCoverage } from './rule-coverage';

/** `npm run proofs`: the rulebook's column from the titles of all tests, none of them run; `npm test` compares it with what passed. */
const titles = join(ROOT, '.data', 'test-titles.json');
const none = ['--testNamePattern', 'no test is called this'];
spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${titles}`, ...none], {
  cwd: ROOT,
  stdio: ['ignore', 'ignore', 'inherit'],
});
console.log(writeCoverage(titles, 'pending') ? 'docs/rulebook.md is rewritten.' : 'docs/rulebook.md told it already.');
