import { inScope, type Database, type Transaction } from '../../db/core/database';
import type { Where } from '../../db/registration/offers';

/** A statement that is built and not run yet. */
interface Statement {
  toKnexQuery(): { toSQL(): { toNative(): { sql: string; bindings: readonly unknown[] } } };
}

/** How the app's role runs a statement, in truth. */
export async function planOf(database: Database, where: Where, statement: (trx: Transaction) => Promise<Statement>): Promise<string> {
  return inScope(database, where, async (trx) => {
    const { sql, bindings } = (await statement(trx)).toKnexQuery().toSQL().toNative();
    const connection = await trx.client.acquireConnection();
    const { rows } = await connection.query({ text: `explain (analyze, costs off) ${sql}`, values: bindings });
    return (rows as { 'QUERY PLAN': string }[]).map((row) => row['QUERY PLAN']).join('\n');
  });
}

/** How many rows of a plan were read of a table and thrown away. */
export const readInVain = (plan: string) =>
  [...plan.matchAll(/Rows Removed by Filter: (\d+)/g)].reduce((sum, [, rows]) => sum + Number(rows), 0);

/** A builder is a promise of its rows: it is given on unawaited. */
export const whole = <Builder>(builder: Builder): Statement => ({
  toKnexQuery: () => (builder as { toKnexQuery(): never }).toKnexQuery(),
});
