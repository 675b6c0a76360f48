import { Model } from 'objection';
import type { BulkChange, ItemOutcome } from '../../domain/work/bulk-action.state';
import { UserRow } from '../access/user.model';
import { Row } from '../core/row';

/** A row of `notes`: written to a case, never changed (WRK-1). */
export class NoteRow extends Row {
  static override tableName = 'notes';
  id!: string;
  tenantId!: string;
  entityId!: string;
  userId!: string;
  at!: string;
  text!: string;
  author?: UserRow;

  static override relationMappings = {
    author: { relation: Model.BelongsToOneRelation, modelClass: UserRow, join: { from: 'notes.user_id', to: 'users.id' } },
  };
}

/** A row of `drafts`: half-done work of a user on a case (WRK-1, SEC-2). */
export class DraftRow extends Row {
  static override tableName = 'drafts';
  static override idColumn = ['user_id', 'entity_id', 'form'];
  static override jsonAttributes = ['content'];
  userId!: string;
  entityId!: string;
  form!: string;
  tenantId!: string;
  content!: unknown;
  savedAt!: string;
}

/** A row of `saved_filters`: what a user looks for in a list, under a name (WRK-1). */
export class SavedFilterRow extends Row {
  static override tableName = 'saved_filters';
  static override jsonAttributes = ['query'];
  id!: string;
  tenantId!: string;
  userId!: string;
  /** The list that it narrows: `work`, `orders`. */
  list!: string;
  name!: string;
  query!: Record<string, string>;
}

/** A row of `bulk_actions`: one change of many tasks, with how far it is (WRK-1). */
export class BulkActionRow extends Row {
  static override tableName = 'bulk_actions';
  static override jsonAttributes = ['action'];
  id!: string;
  tenantId!: string;
  action!: BulkChange;
  requestedBy!: string;
  requestedAt!: string;
  requestId!: string;
  total!: number;
  done!: number;
  failed!: number;
  /** The last wait that it has looked at, where it goes over all of them (CAL-1). */
  cursor!: string | null;
}

/** A row of `bulk_items`: a task of a bulk action, with what became of it. */
export class BulkItemRow extends Row {
  static override tableName = 'bulk_items';
  static override idColumn = ['action_id', 'position'];
  actionId!: string;
  position!: number;
  tenantId!: string;
  workItemId!: string;
  outcome!: ItemOutcome | null;
  detail!: string | null;
}
