import type { Topic, TopicList } from '../../domain/bookings/topic';
import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { TopicListRow, TopicRow } from './controlled.model';

/** By what lists of topics are narrowed. */
interface ListFilter {
  product?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** Lists of topics, of one product or all, the newest first (CAS-1). */
export async function listTopicLists(trx: Transaction, { product, cursor, limit }: ListFilter): Promise<Page<TopicListRow>> {
  const query = TopicListRow.query(trx)
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (product) query.where({ product_id: product });
  if (cursor) query.where('id', '<', decodeCursor(cursor, 'id')[0]!);
  return page(await query, limit, (last) => [last.id]);
}

/** One list, or undefined. */
export function findTopicList(trx: Transaction, id: string): PromiseLike<TopicListRow | undefined> {
  return TopicListRow.query(trx).findById(id);
}

/** Topics by code, past ones too, of one list or all. */
export async function listTopics(
  trx: Transaction,
  { list, cursor, limit }: { list?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<TopicRow>> {
  const query = TopicRow.query(trx)
    .orderBy(['code', 'id'])
    .limit(limit + 1);
  if (list) query.where({ list_id: list });
  if (cursor) query.whereRaw('(code, id) > (?, ?::uuid)', decodeCursor(cursor, 'name', 'id'));
  return page(await query, limit, (last) => [last.code, last.id]);
}

/** One topic, or undefined. */
export function findTopic(trx: Transaction, id: string): PromiseLike<TopicRow | undefined> {
  return TopicRow.query(trx).findById(id);
}

/** Lists of some products with all their topics. */
export async function topicListsOf(trx: Transaction, products: readonly string[]): Promise<(TopicList & { row: TopicListRow })[]> {
  const lists = await TopicListRow.query(trx).whereIn('product_id', [...products]);
  const rows = await TopicRow.query(trx).whereIn(
    'list_id',
    lists.map(({ id }) => id),
  );
  return lists.map((row) => {
    const topics = rows.filter(({ listId }) => listId === row.id).map(topicOf);
    return { row, giving: row.giving, takesOwn: row.takesOwn, topics };
  });
}

function topicOf({ id, code, title, validFrom: from, validUntil: until }: TopicRow): Topic {
  return { id, code, title, from, until };
}
