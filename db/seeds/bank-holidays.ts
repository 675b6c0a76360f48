import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Knex } from 'knex';

/** The published table of England and Wales, kept beside the code. */
export const HOLIDAY_FILE = join(process.env['COUNTERSIGN_ROOT'] ?? process.cwd(), 'db', 'data', 'bank-holidays.csv');

/** Date and name of each holiday of the published table. */
export function readHolidays(file = HOLIDAY_FILE): { day: string; name: string }[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.trim().split(','))
    .map(([day, name]) => ({ day: day!, name: name! }));
}

/** Loads the table, once: what is published later is imported, previewed and approved (CAL-1). As the owner. */
export async function seedHolidays(database: Knex): Promise<void> {
  if (await database('bank_holidays').first('day')) return;
  await database('bank_holidays').insert(readHolidays()).onConflict('day').ignore();
}
