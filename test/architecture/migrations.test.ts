import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { migrationSource } from '../../db/migrations';

const FOLDER = join(__dirname, '..', '..', 'db', 'migrations');

test('every migration of the folder is listed under its own name, in the order of their numbers: none is left out unseen', async () => {
  const files = readdirSync(FOLDER).flatMap((file) => /^(\d{4}-.+)\.ts$/.exec(file)?.[1] ?? []);
  expect(await migrationSource.getMigrations([])).toEqual(files.sort());
  expect(new Set(files.map((name) => name.slice(0, 4))).size).toBe(files.length);
  for (const name of files) {
    const { up } = (await import(join(FOLDER, name))) as { up: unknown };
    expect([name, (await migrationSource.getMigration(name)).up]).toEqual([name, up]);
  }
});

test('SEC-9 a migration since row-level security is forced changes rows in each tenant’s scope: outside of one its owner would change none, and nobody would notice', () => {
  const later = readdirSync(FOLDER).filter((file) => /^\d{4}-/.test(file) && file > '0021');
  expect(later).toContain('0021-force-row-security.ts');
  for (const file of later) {
    const text = readFileSync(join(FOLDER, file), 'utf8');
    const plain = text.replace(/inEachTenant\([^`]*`[^`]*`/g, '').replace(/asLookup\([^`]*`[^`]*`/g, '');
    expect([file, /^\s*(update|insert into|delete from) /im.exec(plain)?.[0]]).toEqual([file, undefined]);
  }
});
