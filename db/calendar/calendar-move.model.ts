import type { MovedInstant } from '../../domain/calendar/recount';
import { Row } from '../core/row';

/** A row of `calendar_moves`: what a changed calendar did to one open wait, or why it could not (CAL-1). */
export class CalendarMoveRow extends Row {
  static override tableName = 'calendar_moves';
  static override idColumn = ['action_id', 'wait'];
  static override jsonAttributes = ['moves'];
  actionId!: string;
  wait!: string;
  position!: bigint;
  tenantId!: string;
  kind!: string;
  reference!: string | null;
  entityType!: string;
  entityId!: string;
  outcome!: 'moved' | 'failed';
  moves!: MovedInstant[];
  detail!: string | null;
}
