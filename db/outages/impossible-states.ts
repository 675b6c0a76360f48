/** No outage is in these states: what is wrong, and the statement that finds the rows. */
export const outagesImpossible: Record<string, string> = {
  'an outage is over and its service is away': `
    select o.id::text as row from outages o join outage_spells s on s.outage_id = o.id where o.state = 'over' and s.back_at is null`,
  'an outage began at another time than its first failed call': `
    select o.id::text as row from outages o where o.since is distinct from (select min(s.failing_since) from outage_spells s where s.outage_id = o.id)`,
  'two times that a service was away overlap': `
    select s.id::text as row from outage_spells s join outage_spells t on t.service = s.service and t.id > s.id
    where s.down_at is not null and t.failing_since < coalesce(s.back_at, 'infinity') and s.failing_since < coalesce(t.back_at, 'infinity')`,
  'what waited for a service was delivered, and waits': `
    select w.delivery_id::text as row from outage_waits w join outbox o on o.id = w.delivery_id where w.over_at is null and o.done_at is not null`,
};
