import type { PostgresOptions } from '../../ops/postgres';

/** Who owns the tables of the template, with the app's password. */
export const TABLE_OWNER = 'countersign_owner';

/** What the run's setup hands to each test file. */
export interface Shared {
  folder: string;
  postgres: PostgresOptions;
  appPassword: string;
  smtp: number;
  mail: number;
  sms: { url: string; key: string };
  awardingBody: { url: string; key: string };
  temporal: string;
  testServer: string;
}

/** Reads it. */
export function shared(): Shared {
  return JSON.parse(process.env['COUNTERSIGN_TEST']!) as Shared;
}
