import { Row } from '../core/row';

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

  /** True while it is given and not withdrawn. */
  get stands(): boolean {
    return this.givenAt !== null && this.withdrawnAt === null;
  }
}

/** A row of `affinity_partners`: whom a scheme's members may hear from, by name (CNS-1). */
export class AffinityPartnerRow extends Row {
  static override tableName = 'affinity_partners';
  static override idColumn = ['tenant_id', 'name'];
  tenantId!: string;
  name!: string;
}
