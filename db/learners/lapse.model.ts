import type { LapseMail } from '../../domain/learners/lapse-moments';
import type { LocalDate } from '../../domain/working-days';
import { Row } from '../core/row';

/** A row of `lapse_mails`: what a centre was told of a batch on a day (LAP-1). */
export class LapseMailRow extends Row {
  static override tableName = 'lapse_mails';
  static override idColumn = ['batch_id', 'day', 'what'];
  batchId!: string;
  day!: LocalDate;
  what!: LapseMail;
  tenantId!: string;
  organisationId!: string;
}
