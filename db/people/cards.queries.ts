import type { QueryBuilder, Model } from 'objection';
import { REPLACED } from '../../domain/cards/causes';

/** Narrows cards to those that an application goes on from: in force or expired, and those in whose place another one may be made (APP-1, CER-3). */
export function goneOnFrom<Row extends Model>(cards: QueryBuilder<Row>): void {
  void cards.whereIn('state', ['issued', 'expired']).orWhere((revoked) => {
    void revoked.where('state', 'revoked').whereIn('cause', [...REPLACED]);
  });
}
