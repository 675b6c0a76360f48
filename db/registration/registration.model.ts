import type { Session } from '../../domain/catalogue/session';
import type { Learner, LineFault } from '../../domain/registration/learner';
import type { Instant } from '../../domain/working-days';
import { Row } from '../core/row';

/** How learners are registered (REG-1). */
export type RegistrationWay = 'keyIn' | 'single' | 'bulk';

/** A row of `registrations`: a file or a form until each of its groups is registered. */
export class RegistrationRow extends Row {
  static override tableName = 'registrations';
  id!: string;
  tenantId!: string;
  organisationId!: string;
  way!: RegistrationWay;
  isCheckOnly!: boolean;
  fileId!: string | null;
  fileName!: string | null;
  fileHash!: Buffer | null;
  rowsRead!: number;
  rowsChecked!: number;
  checkedAt!: Instant | null;
  madeBy!: string;
  madeAt!: Instant;
  state!: string;
  stateSince!: Instant;
  version!: number;
}

/** A row of `registration_groups`: learners of one product, that become a batch or join one (REG-8, REG-14). */
export class RegistrationGroupRow extends Row {
  static override tableName = 'registration_groups';
  static override jsonAttributes = ['faults'];
  id!: string;
  tenantId!: string;
  organisationId!: string;
  registrationId!: string;
  position!: number;
  row!: number | null;
  productCode!: string;
  centreReference!: string | null;
  cells!: string[];
  productId!: string | null;
  session!: Session | null;
  faults!: LineFault[];
  removedAt!: Instant | null;
  batchId!: string | null;
  purchaseOrder!: string | null;
  registeredAt!: Instant | null;
  undoneAt!: Instant | null;
}

/** A row of `registration_lines`: a learner as sent, by field, and as read (REG-9). */
export class RegistrationLineRow extends Row {
  static override tableName = 'registration_lines';
  static override jsonAttributes = ['cells', 'learner', 'faults'];
  id!: string;
  tenantId!: string;
  organisationId!: string;
  registrationId!: string;
  groupId!: string;
  row!: number;
  cells!: Record<string, string>;
  learner!: Learner | null;
  faults!: LineFault[];
  version!: number;
  removedAt!: Instant | null;
}
