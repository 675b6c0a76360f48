import { firstPolicy, policyOf, type Policy, type PolicyChanges, type PolicyVersion } from '../../domain/policy';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from './database';

interface PolicyRow {
  version: string;
  effective_from: string;
  changes: PolicyChanges;
}

/** The version that stands at an instant, or at this moment of the machine's clock: what new processes are started with (TIM-3). */
export async function policyInForce(trx: Transaction, at: Instant | null = null): Promise<PolicyVersion> {
  const { rows } = await trx.raw(
    'select version, changes from policy_at(app_tenant(), coalesce(?::timestamptz, now())) where version is not null',
    [at],
  );
  const [row] = rows as PolicyRow[];
  return row ? { policyVersion: row.version, policyChanges: row.changes } : { policyVersion: firstPolicy.version };
}

/** The numbers that stand at an instant, or at this moment, for the tenant in scope. */
export async function numbersInForce(trx: Transaction, at: Instant | null = null): Promise<Policy> {
  return policyOf(await policyInForce(trx, at));
}

/** A version as processes keep it, however old. */
export async function versionOf(trx: Transaction, version: string): Promise<PolicyVersion> {
  if (version === firstPolicy.version) return { policyVersion: version };
  const row: PolicyRow | undefined = await trx('policies').where({ version }).first('changes');
  return { policyVersion: version, ...(row ? { policyChanges: row.changes } : {}) };
}

/** A version's numbers. Throws for one that never was: a defect. */
export async function policyFor(trx: Transaction, version: string): Promise<Policy> {
  return policyOf(await versionOf(trx, version));
}

/** The versions that an administrator made, newest in force first. */
export async function listPolicies(trx: Transaction): Promise<{ version: string; effectiveFrom: string; changes: PolicyChanges }[]> {
  const rows: PolicyRow[] = await trx('policies').orderBy('effective_from', 'desc').select('version', 'effective_from', 'changes');
  return rows.map(({ version, effective_from, changes }) => ({ version, effectiveFrom: effective_from, changes }));
}
