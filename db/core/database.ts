import { knex, type Knex } from 'knex';
import { types as pgTypes, type ClientBase } from 'pg';
import { log } from '../../platform/log';
import type { Scope } from '../../platform/scope';
import { inSpan } from '../../platform/tracing';

/** The pool. No SQL of ours runs on it but through `inScope`. */
export type Database = Knex;
/** One transaction with its scope set. */
export type Transaction = Knex.Transaction;

/** Shorter than a durable commit's try: what nobody waits for any more ends by itself. */
const STATEMENT_TIMEOUT_MS = 25_000;
const INT8 = 20;
const DATE = 1082;
const TIMESTAMPTZ = 1184;
const parsers: Record<number, (text: string) => unknown> = {
  [INT8]: BigInt,
  [DATE]: (text) => text,
  [TIMESTAMPTZ]: (text) => new Date(text).toISOString(),
};

const SCOPE = `select set_config('app.tenant', $1, true), set_config('app.organisation', $2, true)`;

const tell = (message: unknown) => log.warn({ store: String(message).slice(0, 200) }, 'store');

/**
 * Opens a pool: `bigint` arrives as bigint, `date` as `YYYY-MM-DD`, instants as ISO 8601 UTC. Statements that are not waited for
 * one by one travel together, and run in their order (docs/decisions/0024).
 */
export function connectDatabase(url: string, most = 16, statementTimeoutMs = STATEMENT_TIMEOUT_MS): Database {
  const getTypeParser = (oid: number, format?: 'text' | 'binary') => parsers[oid] ?? pgTypes.getTypeParser(oid, format as 'text');
  return knex({
    client: 'pg',
    connection: {
      connectionString: url,
      types: { getTypeParser },
      pipeline: true,
      statement_timeout: statementTimeoutMs,
    } as Knex.PgConnectionConfig,
    pool: { min: 0, max: most },
    acquireConnectionTimeout: 8_000,
    log: { warn: tell, error: tell, deprecate: tell, debug: () => undefined },
  });
}

/** Runs work in one transaction that sees only its scope (SEC-9). */
export function inScope<Result>(database: Database, scope: Scope, work: (trx: Transaction) => Promise<Result>): Promise<Result> {
  return inSpan('sql transaction', { 'db.system': 'postgresql', 'countersign.tenant': scope.tenant }, () =>
    database.transaction(async (trx) => {
      const connection: ClientBase = await trx.client.acquireConnection();
      // Sent before anything of the work's, and run before it: its answer need not be waited for.
      const scoped = connection.query({ name: 'scope', text: SCOPE, values: [scope.tenant, scope.organisation ?? scope.person ?? ''] });
      scoped.catch(() => undefined);
      const result = await work(trx);
      await scoped;
      return result;
    }),
  );
}

/**
 * Does what belongs to the whole tenant within the transaction of one organisation, whose scope stands again afterwards: nothing else runs
 * in it meanwhile (docs/decisions/0057).
 */
export async function inTenantScope<Result>(trx: Transaction, tenant: string, work: () => Promise<Result>): Promise<Result> {
  const [was] = await prepared<{ organisation: string }>(
    trx,
    'scope-was',
    `select current_setting('app.organisation') as organisation`,
    [],
  );
  await prepared(trx, 'scope', SCOPE, [tenant, '']);
  const result = await work();
  await prepared(trx, 'scope', SCOPE, [tenant, was!.organisation]);
  return result;
}

/** The SQLSTATE of a row that is there already. */
export const UNIQUE_VIOLATION = '23505';

/** The SQLSTATE of an error of the store, or the network's own code; undefined for any other error. */
export function codeOfError(error: unknown): string | undefined {
  const { code, nativeError } = error as { code?: string; nativeError?: { code?: string } };
  return code ?? nativeError?.code;
}

/**
 * Runs a statement that each connection plans once, by its name: for the path of every command, where planning the
 * statement costs more than running it (docs/decisions/0006). Parameters are `$1`, `$2` …; one name, one text.
 */
export async function prepared<Row>(trx: Transaction, name: string, text: string, values: unknown[]): Promise<Row[]> {
  const connection: ClientBase = await trx.client.acquireConnection();
  // Its connection is somebody else's by now, with another scope.
  if (trx.isCompleted()) throw new Error('This transaction has ended');
  return (await connection.query({ name, text, values })).rows as Row[];
}
