import type { Cause } from '../../domain/cards/causes';
import type { CardType } from '../../domain/applications/card-types';
import type { Purpose } from '../../domain/applications/purposes';
import type { EndorsementKind } from '../../domain/applications/endorsement';
import type { MessageKind } from '../../domain/applications/messages';
import type { HseChoice, NeedKind } from '../../domain/applications/requirements';
import type { ApplicationState } from '../../domain/applications/states';
import type { OrderState } from '../../domain/applications/application-order';
import type { Pence } from '../../domain/money';
import type { Instant, LocalDate } from '../../domain/working-days';
import { Row } from '../core/row';

/** A row of `applications`: what is filled in, and how its case stands (APP-2, APP-4). A draft has no case yet: its version is 0. */
export class ApplicationRow extends Row {
  static override tableName = 'applications';
  id!: string;
  tenantId!: string;
  organisationId!: string;
  nodeId!: string;
  personId!: string;
  cardType!: CardType;
  purpose!: Purpose;
  phone!: string | null;
  email!: string | null;
  hseChoice!: HseChoice | null;
  occupation!: string | null;
  grade!: string | null;
  moreOccupations!: string[];
  formVersion!: number;
  formChangedAt!: Instant;
  createdAt!: Instant;
  createdBy!: string;
  state!: Exclude<ApplicationState, 'none'>;
  stateSince!: Instant;
  /** From when it is history; null while it goes on (APP-5). */
  historyAt!: Instant | null;
  version!: number;
  /** When the employee left; its card goes to his own address then (EMP-3, APP-10). */
  leftAt!: Instant | null;
  /** Which endorsement it waits for, since when; or when it was given (APP-6). */
  endorsement!: EndorsementKind | null;
  endorsementAskedAt!: Instant | null;
  endorsedAt!: Instant | null;
}

/** A row of `application_messages`: what was asked, answered, or given as a reason (APP-6, APP-9). */
export class ApplicationMessageRow extends Row {
  static override tableName = 'application_messages';
  id!: string;
  tenantId!: string;
  organisationId!: string;
  applicationId!: string;
  kind!: MessageKind;
  text!: string;
  files!: string[];
  saidAt!: Instant;
  saidBy!: string;
}

/** A row of `occupation_grades`: what an occupation and grade need from a day until a day (APP-9). */
export class OccupationGradeRow extends Row {
  static override tableName = 'occupation_grades';
  id!: string;
  tenantId!: string;
  occupation!: string;
  /** Empty where the occupation has none. */
  grade!: string;
  name!: string;
  needs!: NeedKind[];
  /** The kinds of qualification of which it accepts one (QUA-1). */
  qualifications!: string[];
  validFrom!: LocalDate;
  validTo!: LocalDate | null;
}

/** A row of `application_orders` (ORD-1..3). */
export class ApplicationOrderRow extends Row {
  static override tableName = 'application_orders';
  id!: string;
  tenantId!: string;
  organisationId!: string;
  nodeId!: string;
  purchaseOrder!: string;
  billingOfficeId!: string;
  deliveryOfficeId!: string;
  accountsContact!: string;
  attentionOf!: string | null;
  /** Where its cards go (CRD-1). */
  cardsGoTo!: 'deliveryOffice' | 'applicant';
  state!: OrderState;
  createdAt!: Instant;
  createdBy!: string;
  closedAt!: Instant | null;
  paidAt!: Instant | null;
  pence!: Pence | null;
  vatPence!: Pence | null;
  version!: number;
}

/** A row of `application_order_lines`: an application on an order (ORD-2). */
export class OrderLineRow extends Row {
  static override tableName = 'application_order_lines';
  id!: string;
  tenantId!: string;
  organisationId!: string;
  orderId!: string;
  applicationId!: string;
  addedAt!: Instant;
  cardType!: CardType;
  /** What it costs, with the rate of tax: as of the day on which its order was closed (MON-3). */
  netPence!: Pence | null;
  vatPence!: Pence | null;
  vatBasisPoints!: number | null;
}

/** A row of `cards` as an application makes it: approved, until the printer has accepted it (APP-4). */
export class AskedCardRow extends Row {
  static override tableName = 'cards';
  id!: string;
  tenantId!: string;
  personId!: string;
  applicationId!: string;
  type!: string;
  occupation!: string | null;
  grade!: string | null;
  validFrom!: LocalDate;
  validTo!: LocalDate;
  state!: 'approved' | 'issued' | 'superseded' | 'revoked' | 'expired';
  cause!: Cause | null;
  acceptedAt!: Instant | null;
}
