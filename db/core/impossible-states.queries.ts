import type { Transaction } from './database';

/** A state that no sequence of commits should leave, and the rows that are in it. */
export interface Impossible {
  what: string;
  rows: string[];
}

const CHECKS: Record<string, string> = {
  'the trial balance is not zero': `select sum(pence)::text as row from postings having sum(pence) <> 0`,
  'a tally is not what its rows say': `
    select coalesce(t.name, s.name) || ': ' || coalesce(t.value, 0) || ' against ' || coalesce(s.value, 0) as row
    from (select name, sum(value) as value from tallies group by name) t
    full join (select 'account/' || account as name, sum(pence) as value from postings group by account
               union all select 'work/' || queue, count(*) from work_items where closed_at is null group by 1
               union all select 'assigned/' || assignee_id, count(*) from work_items where closed_at is null and assignee_id is not null group by 1
               union all select 'receipts/' || state, count(*) from receipts group by state
               union all select received_on(received_at) || '/count', count(*) from receipts where parent_id is null group by 1
               union all select received_on(received_at) || '/pence', sum(pence) from receipts where parent_id is null group by 1) s using (name)
    where coalesce(t.value, 0) <> coalesce(s.value, 0)`,
  'suspense is not what its receipts say': `
    select s.total || ' against ' || r.total as row
    from (select coalesce(-sum(pence), 0) as total from postings where account = 'suspense') s,
         (select coalesce(sum(pence), 0) as total from receipts where state = 'suspense') r where s.total <> r.total`,
  'funds are not what orders were allocated': `
    select f.total || ' against ' || o.total as row
    from (select coalesce(-sum(p.pence), 0) as total from postings p join journal_entries e on e.id = p.entry_id
           where p.account like 'funds/%' and e.kind in ('allocation', 'reversal')) f,
         (select coalesce(sum(allocated_pence), 0) - (select coalesce(sum(pence - debt_pence), 0) from reversals where state = 'approved') as total
          from advance_orders) o where f.total <> o.total`,
  'an open case waits for nobody and nothing': `
    select business_id as row from processes where ended_at is null and awaiting = 'nobody' and state->'schedule' = '[]' and holds = '[]'`,
  'an order and its process disagree about its end': `
    select o.reference as row from advance_orders o join processes p on p.entity_id = o.id
    where (o.state in ('allocated', 'cancelled')) <> (p.ended_at is not null)`,
  'an order has no process': `select reference as row from advance_orders o where not exists (select from processes p where p.entity_id = o.id)`,
  'versions of order, process and history disagree': `
    select o.reference as row from advance_orders o join processes p on p.entity_id = o.id
    where o.version <> p.version or o.version <> (select count(*) from process_stages s where s.business_id = p.business_id)`,
  'an allocated receipt belongs to no order that was allocated': `
    select r.id::text as row from receipts r left join advance_orders o on o.id = r.order_id where r.state = 'allocated' and o.state is distinct from 'allocated'`,
  'the parts of a split receipt are not its amount': `
    select r.id::text as row from receipts r where r.state = 'split' and r.pence <> (select coalesce(sum(pence), 0) from receipts p where p.parent_id = r.id)`,
  'a receipt left suspense and its case is open': `
    select r.id::text as row from receipts r join processes p on p.entity_id = r.id and p.ended_at is null
    where r.state <> 'suspense' and not exists (select from outbox o where o.entity_id = r.id and o.kind = 'signal' and o.done_at > now() - interval '1 minute')
      and not exists (select from outbox o where o.entity_id = r.id and o.kind = 'signal' and o.done_at is null)`,
  'a receipt was posted twice or never': `
    select r.id::text as row from receipts r where parent_id is null and (select count(*) from journal_entries e where e.key = 'receipt/' || r.id) <> 1`,
  'a withdrawn user has a session or a key': `
    select u.id::text as row from users u where u.state = 'withdrawn' and (exists (select from sessions s where s.user_id = u.id and s.ended_at is null)
      or exists (select from api_keys k where k.user_id = u.id and k.revoked_at is null))`,
  'a centre with users has no Portal Admin': `
    select o.id::text as row from organisations o where kind = 'centre' and exists (select from users u where u.organisation_id = o.id and u.state = 'active')
      and not exists (select from grants g where g.organisation_id = o.id and g.name = 'portalAdmin')`,
  'a checker has more users than it may': `
    select o.id::text as row from organisations o where o.kind = 'checker' and o.user_cap < (select count(*) from users u where u.organisation_id = o.id and u.state <> 'withdrawn')`,
  'a message was delivered, and is claimed or failed all the same': `
    select o.id::text as row from outbox o where done_at is not null and (leased_until is not null or failed_at is not null)`,
  'a message failed for good and is nobody’s task': `
    select o.id::text as row from outbox o where failed_at is not null and not exists (select from work_items w where w.entity_id = o.id)`,
};

/** Looks for impossible states in a tenant: none is the only right answer; run after each test file and daily. */
export async function findImpossible(trx: Transaction): Promise<Impossible[]> {
  const found: Impossible[] = [];
  for (const [what, sql] of Object.entries(CHECKS)) {
    const { rows } = await trx.raw(sql);
    if (rows.length > 0) found.push({ what, rows: rows.slice(0, 20).map((each: { row: string }) => each.row) });
  }
  return found;
}

/** All tenants: what the sweep goes through. */
export function listTenants(trx: Transaction): Promise<string[]> {
  return trx('tenants').pluck('id') as unknown as Promise<string[]>;
}
