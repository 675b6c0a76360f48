import type { Holiday } from '../../domain/calendar/holidays';
import { Row } from './row';

/** A row of `calendars`: a version of a tenant's calendar, whole, and the proposal and the action that brought it (CAL-1). */
export class CalendarRow extends Row {
  static override tableName = 'calendars';
  static override idColumn = ['tenant_id', 'number'];
  static override jsonAttributes = ['holidays'];
  tenantId!: string;
  number!: number;
  version!: string;
  holidays!: Holiday[];
  publishedUntil!: string;
  since!: string;
  approvalId!: string;
  actionId!: string;
}

/** A row of `bank_holidays`: a day of the published table, which every tenant's calendar begins with (TIM-1). */
export class BankHolidayRow extends Row {
  static override tableName = 'bank_holidays';
  static override idColumn = 'day';
  day!: string;
  name!: string;
}
