/** Nothing that serves all areas is in these states: what is wrong, and the statement that finds the rows. */
export const coreImpossible: Record<string, string> = {
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
  'an open case waits for nobody and nothing': `
    select business_id as row from processes where ended_at is null and awaiting = 'nobody' and state->'schedule' = '[]' and holds = '[]'`,
  'a message was delivered, and is claimed or failed all the same': `
    select o.id::text as row from outbox o where done_at is not null and (leased_until is not null or failed_at is not null)`,
  'a message failed for good and is nobody’s task': `
    select o.id::text as row from outbox o where failed_at is not null and not exists (select from work_items w where w.entity_id = o.id)`,
};
