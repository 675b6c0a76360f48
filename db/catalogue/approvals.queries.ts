import type { Instant } from '../../domain/working-days';
import { prepared, type Transaction } from '../core/database';

const APPROVED = `
  select product from product_approvals
  where organisation_id = $1 and product = any($2::text[]) and approved_at <= $3 and (withdrawn_at is null or withdrawn_at > $3)`;

/** Those of some products' codes that a centre is approved for at an instant (REG-1). */
export async function isApproved(trx: Transaction, organisation: string, codes: readonly string[], at: Instant): Promise<Set<string>> {
  const rows = await prepared<{ product: string }>(trx, 'approved-products', APPROVED, [organisation, codes, at]);
  return new Set(rows.map(({ product }) => product));
}
