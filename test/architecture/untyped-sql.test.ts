import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { countUntyped, driftFrom } from './untyped-sql';
import committed from './untyped-sql.json';

test('tables are read through models: what goes past them becomes less only, and the committed figures say how much is left', () => {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'db/*.ts'], { encoding: 'utf8' });
  const paths = files.trim().split('\n').filter(existsSync);
  expect(driftFrom(committed, countUntyped(Object.fromEntries(paths.map((path) => [path, readFileSync(path, 'utf8')]))))).toEqual([]);
});

test('each way past a model counts, wherever it is not a model, a migration or a seed', () => {
  const source = `await trx('users'); await trx<Row>('users as u'); await trx(\n  'a'); trx.raw('select 1'); own('b'); trx.from(c); UserRow.query(trx)`;
  expect(countUntyped({ 'db/access/users.queries.ts': source, 'db/access/codes.commands.ts': `trx('codes')` })).toEqual({ access: 7 });
  expect(countUntyped({ 'db/access/user.model.ts': source, 'db/migrations/0001-access.ts': source, 'db/seeds/demo.ts': source })).toEqual(
    {},
  );
});

test('one use more and one use fewer than committed are both told', () => {
  expect(driftFrom({ access: 3 }, { access: 4 })).toEqual([
    "db/access: 4 uses of trx('table') or trx.raw, 3 are allowed: read through a model",
  ]);
  expect(driftFrom({ access: 3 }, { access: 2 })).toEqual([
    'db/access: 2 uses are left of 3: write 2 into test/architecture/untyped-sql.json',
  ]);
  expect(driftFrom({}, { bookings: 1 })).toHaveLength(1);
  expect(driftFrom({ access: 3 }, { access: 3 })).toEqual([]);
});
