import { noMaterial, type MaterialsBooking } from '../../domain/bookings/materials';
import type { Refusal } from '../../domain/refusal';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { overFromOf, type FoundControlled } from './controlled-bookings.queries';
import { MaterialRow, TopicListRow } from './controlled.model';

const COLUMNS = 'id tenant_id list_id topic_id title released_at withdrawn_at name type bytes uploaded_at version'.split(' ');
/** A material without its content. */
export type MaterialDetails = Omit<MaterialRow, 'content' | 'contentKeyId' | 'sha256'>;
/** A material of a booking, and why it is not open at an instant; null where it is. */
export interface MaterialOfBooking {
  material: MaterialDetails;
  refusal: Refusal | null;
}

/** Materials, withdrawn ones too, of one list or all, the newest first. */
export async function listMaterials(
  trx: Transaction,
  { list, cursor, limit }: { list?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<MaterialDetails>> {
  const query = MaterialRow.query(trx)
    .select(COLUMNS)
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (list) query.where({ list_id: list });
  if (cursor) query.where('id', '<', decodeCursor(cursor, 'id')[0]!);
  return page(await query, limit, (last) => [last.id]);
}

/** One material, or undefined. */
export function findMaterial(trx: Transaction, id: string): PromiseLike<MaterialDetails | undefined> {
  return MaterialRow.query(trx).select(COLUMNS).findById(id);
}

/** The materials of a booking's topic and of all topics, and whether each is open at an instant (MAT-1). */
export async function materialsOf(trx: Transaction, found: FoundControlled, at: Instant): Promise<MaterialOfBooking[]> {
  const { topicId } = found.controlled;
  const list = await TopicListRow.query(trx).findOne({ product_id: found.booking.productId, component: found.booking.component });
  if (!list || topicId === null) return [];
  const rows = await MaterialRow.query(trx)
    .select(COLUMNS)
    .where({ list_id: list.id })
    .where((each) => each.whereNull('topic_id').orWhere({ topic_id: topicId }))
    .orderBy(['title', 'id']);
  const booking = materialsBookingOf(found);
  return rows.map((material) => ({ material, refusal: noMaterial(material, booking, at) }));
}

/** What of a booking decides about its materials. */
export function materialsBookingOf(found: FoundControlled): MaterialsBooking {
  const { topicId, declaredAt } = found.controlled;
  return { state: found.booking.state, isOwnTopic: topicId === null, declaredAt, overFrom: overFromOf(found) };
}
