import type { HeardSpell, Outage, OutageFacts } from '../../domain/outages/outage.state';
import { prepared } from '../core/database';
import type { RowStore } from '../core/row-store';
import { OutageRow, SpellRow } from './outage.model';

const LOCK = 'select id from outages where id = $1 for update';
/** Whoever closes the circuit waits for the case that it wakes: one that is just being opened would not be there yet. */
const LOCK_CIRCUIT = 'select id from outage_spells where outage_id = $1 order by id for update';
/** As of an instant: when the circuit opened and closed, before there is a case whenever it did, and what waits still; what was given up or overtaken waits no more. */
const FACTS = `
  select o.service, utc_text(o.since) as since,
    coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'downAt', utc_text(s.down_at),
        'backAt', case when s.back_at <= $2::timestamptz or $3::boolean then utc_text(s.back_at) end) order by s.down_at)
      from outage_spells s where s.outage_id = o.id and s.down_at <= $2::timestamptz), '[]') as spells,
    (select count(*) from outage_waits w where w.outage_id = o.id and w.waits_since <= $2::timestamptz and (w.over_at is null or w.over_at > $2::timestamptz)
      and not exists (select from outbox b where b.id = w.delivery_id and coalesce(b.skipped_at, b.failed_at) is not null))::int as waiting
  from outages o where o.id = $1`;

/** How an outage meets its rows: the circuit's spells and the cases that waited (OUT-1). */
export const outageStore: RowStore<Outage, OutageFacts> = {
  table: 'outages',
  facts: async (trx, { state, at }) => {
    if (state.state === 'none') await prepared(trx, 'lock-circuit', LOCK_CIRCUIT, [state.id]);
    await prepared(trx, 'lock-outage', LOCK, [state.id]);
    const [facts] = await prepared<OutageFacts & { spells: HeardSpell[] }>(trx, 'outage-facts', FACTS, [
      state.id,
      at,
      state.state === 'none',
    ]);
    return facts ?? null;
  },
  write: async (trx, { decision, version, at }) => {
    const { id, state, stateSince } = decision.next;
    await OutageRow.query(trx).findById(id).patch({ state, stateSince, version });
    if (decision.event === 'triedNow') await SpellRow.query(trx).where({ outage_id: id, back_at: null }).patch({ probeAt: at });
  },
};
