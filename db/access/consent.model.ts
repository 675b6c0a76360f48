import { Row } from '../core/row';

/** CNS-1, CHK-3: checks by employment businesses are no consent: they are allowed until the person opts out. */
export function standsUntilWithdrawn(kind: ConsentRow['kind']): boolean {
  return kind === 'employmentBusinessChecks';
}

/** A row of `consents`: when a person gave one, and when he withdrew it (CNS-1). */
export class ConsentRow extends Row {
  static override tableName = 'consents';
  static override idColumn = ['user_id', 'kind', 'partner'];
  userId!: string;
  tenantId!: string;
  kind!: 'marketing' | 'affinityPartner' | 'employmentBusinessChecks' | 'specialCategory';
  partner!: string;
  givenAt!: string | null;
  withdrawnAt!: string | null;

  /** True while it is given and not withdrawn; what is an opt-out stands until it is withdrawn. */
  get stands(): boolean {
    return this.withdrawnAt === null && (this.givenAt !== null || standsUntilWithdrawn(this.kind));
  }
}

/** A row of `affinity_partners`: whom a scheme's members may hear from, by name (CNS-1). */
export class AffinityPartnerRow extends Row {
  static override tableName = 'affinity_partners';
  static override idColumn = ['tenant_id', 'name'];
  tenantId!: string;
  name!: string;
}
