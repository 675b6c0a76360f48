import type { ProcessKind } from '../../domain/processes';
import type { Clock, Hold, Party } from '../../domain/standing';
import { Row } from './row';

/** A row of `processes`: how a case stands. */
export class ProcessRow extends Row {
  static override tableName = 'processes';
  static override idColumn = 'business_id';
  businessId!: string;
  kind!: ProcessKind;
  tenantId!: string;
  organisationId!: string | null;
  entityType!: string;
  entityId!: string;
  reference!: string;
  owner!: string;
  stage!: string;
  awaiting!: Party;
  clock!: Clock;
  since!: string;
  why!: string;
  state!: unknown;
  holds!: Hold[];
  next!: { at: string; what: string }[];
  dueAt!: string | null;
  policyVersion!: string;
  openedAt!: string;
  endedAt!: string | null;
  version!: number;
}

/** A row of `process_stages`. */
export class StageRow extends Row {
  static override tableName = 'process_stages';
  static override idColumn = ['business_id', 'version'];
  stage!: string;
  awaiting!: Party;
  clock!: Clock;
  enteredAt!: string;
  event!: string;
}
