import { readdirSync } from 'node:fs';
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
