/** No learner is in these states: what is wrong, and the statement that finds the rows. */
export const learnersImpossible: Record<string, string> = {
  'a learner is registered and nothing of the lapse falls due': `
    select id::text as row from learners where state = 'registered' and next_at is null`,
  'the lapse of a learner falls due in a batch without an open wait': `
    select l.id::text as row from learners l
    where l.next_at is not null and not exists (select from processes p where p.kind = 'lapse' and p.entity_id = l.batch_id and p.ended_at is null)`,
  'the lapse of a batch is waited for twice': `
    select entity_id::text as row from processes where kind = 'lapse' and ended_at is null group by 1 having count(*) > 1`,
  'a batch counts others than its learners': `
    with learners_of as (
      select batch_id as id, count(*) as many from learners where state <> 'undone' group by 1
      union all select bundle_batch_id, count(distinct number) from learners where bundle_batch_id is not null and state <> 'undone' group by 1)
    select b.id::text as row from batches b left join learners_of l using (id) where b.learner_count <> coalesce(l.many, 0)`,
};
