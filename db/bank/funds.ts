import type { Transaction } from '../core/database';

/** What a node can still spend: pence. */
export async function usableFunds(trx: Transaction, node: string): Promise<bigint> {
  const found = await trx('postings')
    .where({ account: `funds/${node}` })
    .first(trx.raw('coalesce(-sum(pence), 0)::bigint as pence'));
  return found.pence;
}

/** Whoever takes from a fund holds its lock until the transaction ends: two cannot spend the last funds (ADV-6). */
export async function lockFunds(trx: Transaction, node: string): Promise<void> {
  await trx.raw(`select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`funds/${node}`]);
}
