import { Row } from './row';

/** A row of `tallies`: a share of a count or sum that triggers keep (docs/decisions/0010). */
export class TallyRow extends Row {
  static override tableName = 'tallies';
  static override idColumn = ['tenant_id', 'name', 'share'];
  tenantId!: string;
  name!: string;
  share!: number;
  value!: bigint;
}
