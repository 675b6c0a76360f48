import type { Count } from '../../domain/counts';
import { Row } from '../core/row';

/** A row of `work_items`: a task for people. */
export class WorkItemRow extends Row {
  static override tableName = 'work_items';
  id!: string;
  tenantId!: string;
  queue!: string;
  task!: string;
  entityType!: string;
  entityId!: string;
  dueAt!: string;
  /** How it was counted, where it was in working days (CAL-1). */
  counted!: Record<string, Count> | null;
  openedAt!: string;
  closedAt!: string | null;
  closedBy!: string | null;
  assigneeId!: string | null;
  /** What an engineer's task is about: the error, and its workflow. */
  detail!: string | null;
  version!: number;
  reference?: string | null;
  /** Whole days since it was opened. */
  age!: number;
}

/** A row of the `mail_queue` view: a mail with the attempts of its delivery (OPS-2, OPS-3). */
export class MailRow extends Row {
  static override tableName = 'mail_queue';
  id!: string;
  entityId!: string;
  kind!: 'mail' | 'sms';
  name!: string;
  target!: string;
  facts!: Record<string, string>;
  createdAt!: string;
  sendingAt!: string | null;
  doneAt!: string | null;
  failedAt!: string | null;
  possibleRepeats!: number;
  messageId!: string | null;
  deliveredAt!: string | null;
  skippedAt!: string | null;
  attempts!: number;
  /** The next try, or the one that is under way; null where there is none any more. */
  runAt!: string | null;
  lastError!: string | null;
  status!: 'waiting' | 'active' | 'delayed' | 'failed' | 'completed' | 'skipped';
}
