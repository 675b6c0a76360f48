import type { OutageState } from '../../domain/outages/outage.state';
import type { Service } from '../../domain/outages/service';
import type { ProcessKind } from '../../domain/processes';
import type { Hold } from '../../domain/standing';
import type { Instant } from '../../domain/working-days';
import { prepared, type Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import type { WaitRow } from './outage.model';

/** An outage in the report: from when to when, and how much waited (OUT-1). */
export interface ReportedOutage {
  id: string;
  service: Service;
  since: Instant;
  /** When the last call was answered that has stayed; null while it is down. */
  backAt: Instant | null;
  state: OutageState;
  version: number;
  lastError: string;
  /** How often it went down: more than once where it flapped. */
  spells: number;
  delayed: number;
  waiting: number;
}
/** What an outage delayed, with the open holds of its case; none where it is no case, or has ended. */
export interface Delayed extends Pick<WaitRow, 'outageId' | 'deliveryId' | 'entityId' | 'name' | 'waitsSince' | 'overAt'> {
  outcome: 'waits' | 'wentOn' | 'gaveUp' | 'overtaken';
  /** The outage's. */
  service: Service;
  since: Instant;
  backAt: Instant | null;
  kind: ProcessKind | null;
  reference: string | null;
  holds: Hold[];
}

const OUTAGES = `
  select o.id, o.service, utc_text(o.since) as since, o.state, o.version, l.last_error as "lastError", utc_text(l.back_at) as "backAt",
    (select count(*) from outage_spells s where s.outage_id = o.id)::int as spells, w.delayed, w.waiting
  from outages o
  cross join lateral (select last_error, back_at from outage_spells s where s.outage_id = o.id order by down_at desc limit 1) l
  cross join lateral (select count(*)::int as delayed, (count(*) filter (where over_at is null))::int as waiting from outage_waits where outage_id = o.id) w`;
const LISTED = `${OUTAGES}
  where ($1::text is null or o.service = $1) and ($2::text is null or o.state = $2) and ($3::timestamptz is null or (o.since, o.id) < ($3, $4::uuid))
  order by o.since desc, o.id desc limit $5`;
const ONE = `${OUTAGES} where o.id = $1`;
const DELAYED = `
  select o.service, utc_text(o.since) as since, (select utc_text(s.back_at) from outage_spells s where s.outage_id = o.id order by down_at desc limit 1) as "backAt",
    w.outage_id as "outageId", w.delivery_id as "deliveryId", w.entity_id as "entityId", w.name, utc_text(w.waits_since) as "waitsSince", utc_text(w.over_at) as "overAt",
    coalesce(w.outcome, case when b.failed_at is not null then 'gaveUp' when b.skipped_at is not null then 'overtaken' else 'waits' end) as outcome,
    p.kind, p.reference, case when p.ended_at is null then coalesce(p.holds, '[]') else '[]' end as holds
  from outage_waits w join outages o on o.id = w.outage_id
  left join outbox b on b.id = w.delivery_id
  left join lateral (select * from processes p where p.entity_id = w.entity_id order by opened_at desc limit 1) p on true
  where ($1::uuid is null or w.outage_id = $1) and ($2::timestamptz is null or (w.waits_since, w.delivery_id) > ($2, $3::uuid))
  order by w.waits_since, w.delivery_id limit $4`;

/** Outages, the newest first; of one service, or in one state, or all (OUT-1). */
export async function listOutages(
  trx: Transaction,
  filter: { service?: string | undefined; state?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<ReportedOutage>> {
  const [since, id] = filter.cursor ? decodeCursor(filter.cursor, 'instant', 'id') : [null, null];
  const { service = null, state = null, limit } = filter;
  const rows = await prepared<ReportedOutage>(trx, 'list-outages', LISTED, [service, state, since, id, limit + 1]);
  return page(rows, limit, (last) => [last.since, last.id]);
}

/** An outage, or undefined. */
export async function findOutage(trx: Transaction, id: string): Promise<ReportedOutage | undefined> {
  return (await prepared<ReportedOutage>(trx, 'find-outage', ONE, [id]))[0];
}

/** What an outage delayed, or all did; what waited first first (OUT-1). */
export async function listDelayed(
  trx: Transaction,
  { outage = null, cursor, limit }: { outage?: string | null | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<Delayed>> {
  const [since, id] = cursor ? decodeCursor(cursor, 'instant', 'id') : [null, null];
  const rows = await prepared<Delayed>(trx, 'list-delayed', DELAYED, [outage, since, id, limit + 1]);
  return page(rows, limit, (last) => [last.waitsSince, last.deliveryId]);
}
