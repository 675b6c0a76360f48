import type { DocumentWish } from '../../domain/work/document.state';
import { Row } from '../core/row';

/** A row of `documents`: what the document worker is asked to make, and the file that came of it (OPS-2). */
export class DocumentRow extends Row {
  static override tableName = 'documents';
  id!: string;
  tenantId!: string;
  /** Whose people see it; null where staff alone do. */
  organisationId!: string | null;
  kind!: DocumentWish['kind'];
  /** What it is about: a day and its date, or an entity and its identifier. */
  aboutType!: string;
  aboutId!: string;
  state!: 'asked' | 'made' | 'failed';
  stateSince!: string;
  attempts!: number;
  lastError!: string | null;
  fileId!: string | null;
  requestedBy!: string;
  requestedAt!: string;
  requestId!: string | null;
  version!: number;
}
