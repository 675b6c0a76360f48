import type { PostgresOptions } from '../../ops/postgres';

/** What the run's setup hands to each test file. */
export interface Shared {
  folder: string;
  postgres: PostgresOptions;
  appPassword: string;
  smtp: number;
  mail: number;
  sms: { url: string; key: string };
  temporal: string;
  testServer: string;
}

/** Reads it. */
export function shared(): Shared {
  return JSON.parse(process.env['COUNTERSIGN_TEST']!) as Shared;
}
