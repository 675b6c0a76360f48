import type { Instant, LocalDate } from '../../domain/working-days';
import { Row } from '../core/row';

/** A row of `learner_imports`: dates of learners that came by a file (LRN-1, IMP-1). */
export class LearnerImportRow extends Row {
  static override tableName = 'learner_imports';
  id!: string;
  tenantId!: string;
  organisationId!: string;
  fileName!: string;
  rowsRead!: number;
  changed!: number;
  madeBy!: string;
  madeAt!: Instant;
  undoneAt!: Instant | null;
  version!: number;
}

/** A row of `learner_import_changes`: what an import has changed of a learner. */
export class LearnerImportChangeRow extends Row {
  static override tableName = 'learner_import_changes';
  static override idColumn = ['import_id', 'learner_id'];
  importId!: string;
  learnerId!: string;
  tenantId!: string;
  organisationId!: string;
  wasStartOn!: LocalDate | null;
  wasPlannedEndOn!: LocalDate | null;
  startOn!: LocalDate | null;
  plannedEndOn!: LocalDate | null;
  isKept!: boolean;
}
