import type { CentreRequestState, Wanted, WantedKind } from '../../domain/catalogue/centre-request.state';
import type { Component, ProductType } from '../../domain/catalogue/product';
import type { Instant, LocalDate } from '../../domain/working-days';
import { Row } from '../core/row';

/** A row of `products`: what never changes of one, its code (REG-18). */
export class ProductRow extends Row {
  static override tableName = 'products';
  id!: string;
  tenantId!: string;
  code!: string;
  version!: number;
  madeAt!: Instant;
}

/** A row of `product_versions`: what a product is from a London day on (REG-18). */
export class ProductVersionRow extends Row {
  static override tableName = 'product_versions';
  static override jsonAttributes = ['components'];
  id!: string;
  tenantId!: string;
  productId!: string;
  effectiveFrom!: LocalDate;
  name!: string;
  number!: string | null;
  sector!: string;
  type!: ProductType;
  isRegulated!: boolean;
  isOpen!: boolean;
  lapseMonths!: number;
  gradeScale!: string;
  components!: Component[];
  modes!: string[];
  hasWindows!: boolean;
  lateAllowed!: boolean;
  booksOnRegistration!: boolean;
  isElectronicOnly!: boolean;
  takesArrangements!: boolean;
  suiteId!: string | null;
  madeAt!: Instant;
}

/** A row of `units`: a unit that products are made of. */
export class UnitRow extends Row {
  static override tableName = 'units';
  id!: string;
  tenantId!: string;
  code!: string;
  title!: string;
  level!: string | null;
  credits!: number | null;
  version!: number;
}

/** A row of `product_units`: a unit of a version, mandatory or of a group of optional ones. */
export class ProductUnitRow extends Row {
  static override tableName = 'product_units';
  static override idColumn = ['version_id', 'unit_id'];
  versionId!: string;
  unitId!: string;
  tenantId!: string;
  position!: number;
  isMandatory!: boolean;
  unitGroup!: string | null;
}

/** A row of `product_members`: a product of which a version of an apprenticeship or a bundle is made (REG-11). */
export class ProductMemberRow extends Row {
  static override tableName = 'product_members';
  static override idColumn = ['version_id', 'member_id'];
  versionId!: string;
  memberId!: string;
  tenantId!: string;
  position!: number;
}

/** A row of `suites`: products within which a learner is topped up or down (LRN-5). */
export class SuiteRow extends Row {
  static override tableName = 'suites';
  id!: string;
  tenantId!: string;
  code!: string;
  name!: string;
  version!: number;
}

/** A row of `session_openings`: another session than the current one, open for a product between two days (REG-2). */
export class SessionOpeningRow extends Row {
  static override tableName = 'session_openings';
  id!: string;
  tenantId!: string;
  productId!: string;
  session!: number;
  opensOn!: LocalDate;
  closesOn!: LocalDate;
  version!: number;
}

/** A row of `assessment_windows`: when a product or one of its components is sat, and the last day of ordinary bookings (BKG-3). */
export class AssessmentWindowRow extends Row {
  static override tableName = 'assessment_windows';
  id!: string;
  tenantId!: string;
  productId!: string;
  name!: string;
  component!: string | null;
  opensOn!: LocalDate;
  cutOffOn!: LocalDate;
  closesOn!: LocalDate;
  version!: number;
}

/** A row of `countries`: a country of study (REG-6). */
export class CountryRow extends Row {
  static override tableName = 'countries';
  id!: string;
  tenantId!: string;
  code!: string;
  name!: string;
  version!: number;
  withdrawnAt!: Instant | null;
}

/** A row of `centre_requests`: what a centre asks for, and what was answered (REG-18). */
export class CentreRequestRow extends Row {
  static override tableName = 'centre_requests';
  static override jsonAttributes = ['asked'];
  id!: string;
  tenantId!: string;
  organisationId!: string;
  what!: WantedKind;
  asked!: Wanted;
  reason!: string;
  requestedBy!: string;
  decidedBy!: string | null;
  answer!: string | null;
  state!: CentreRequestState;
  stateSince!: Instant;
  version!: number;
}
