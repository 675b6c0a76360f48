import type { Clock, Party } from '../../domain/process';
import { Row } from './row';

/** A row of `processes`: how a case stands. */
export class ProcessRow extends Row {
  static override tableName = 'processes';
  static override idColumn = 'business_id';
  businessId!: string;
  kind!: string;
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
