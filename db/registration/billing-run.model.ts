import type { LocalDate } from '../../domain/working-days';
import { Row } from '../core/row';

/** A row of `billing_runs`: the invoices of all centres for a London month (CEN-1). */
export class BillingRunRow extends Row {
  static override tableName = 'billing_runs';
  id!: string;
  tenantId!: string;
  /** Its first day. */
  month!: LocalDate;
}
