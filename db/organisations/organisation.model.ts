import type { OrganisationKind } from '../../domain/access/rights';
import type { CheckerState } from '../../domain/organisations/checker-states';
import { Row } from '../core/row';

/** A row of `organisations`: an employer, a centre or an organisation that checks (SEC-9). */
export class OrganisationRow extends Row {
  static override tableName = 'organisations';
  id!: string;
  tenantId!: string;
  kind!: OrganisationKind;
  name!: string;
  number!: string | null;
  state!: CheckerState;
  checkerType!: string | null;
  userCap!: number | null;
  registeredAddresses!: string[];
  postsInBulk!: boolean;
  headOfficeId!: string | null;
  version!: number;
}

/** A row of `nodes`: a company, group or office of an employer's tree (EMP-6). */
export class NodeRow extends Row {
  static override tableName = 'nodes';
  id!: string;
  tenantId!: string;
  organisationId!: string;
  parentId!: string | null;
  kind!: 'company' | 'group' | 'office';
  name!: string;
  version!: number;
}

/** A row of `addresses`, of an organisation or of one of its offices. */
export class AddressRow extends Row {
  static override tableName = 'addresses';
  id!: string;
  tenantId!: string;
  organisationId!: string;
  nodeId!: string | null;
  label!: string;
  lines!: string[];
  postcode!: string;
}

/** A row of `product_approvals`: a centre's right to a product, and when it ended (REG-1). */
export class ProductApprovalRow extends Row {
  static override tableName = 'product_approvals';
  id!: string;
  tenantId!: string;
  organisationId!: string;
  product!: string;
  approvedAt!: string;
  withdrawnAt!: string | null;
}
