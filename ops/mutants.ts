import { spawnSync } from 'node:child_process';
import { ROOT } from './paths';
import { mutateDatabase } from './mutants/db-sample';

/**
 * `npm run mutants`: the rules, mutated, against their pure tests, whole; with paths, those files alone; `--incremental` keeps results. Fails below the score of
 * stryker.config.mjs. `npm run mutants db [number] [seed] [beginnings of test files]`: a sample of the mutants of `db/` (decision 0023).
 */
const [first, ...rest] = process.argv.slice(3);

if (first === 'db') {
  const [size = '200', seed = '1', ...only] = rest;
  mutateDatabase(Number(size), Number(seed), only).catch((error: Error) => {
    console.error(error.message);
    process.exit(1);
  });
} else {
  const given = process.argv.slice(3);
  const files = given.filter((each) => !each.startsWith('--'));
  const chosen = [...given.filter((each) => each.startsWith('--')), ...(files.length > 0 ? ['--mutate', files.join(',')] : [])];
  const { status } = spawnSync(process.execPath, ['node_modules/@stryker-mutator/core/bin/stryker.js', 'run', ...chosen], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  process.exit(status ?? 1);
}
