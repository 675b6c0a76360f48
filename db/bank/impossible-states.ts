/** No receipt is in these states, and neither is suspense: what is wrong, and the statement that finds the rows. */
export const bankImpossible: Record<string, string> = {
  'suspense is not what its receipts say': `
    select s.total || ' against ' || r.total as row
    from (select coalesce(-sum(pence), 0) as total from postings where account = 'suspense') s,
         (select coalesce(sum(pence), 0) as total from receipts where state = 'suspense') r where s.total <> r.total`,
  'an allocated receipt belongs to no order that was allocated': `
    select r.id::text as row from receipts r left join advance_orders o on o.id = r.order_id where r.state = 'allocated' and o.state is distinct from 'allocated'`,
  'the parts of a split receipt are not its amount': `
    select r.id::text as row from receipts r where r.state = 'split' and r.pence <> (select coalesce(sum(pence), 0) from receipts p where p.parent_id = r.id)`,
  'a receipt left suspense and its case is open': `
    select r.id::text as row from receipts r join processes p on p.entity_id = r.id and p.ended_at is null
    where r.state <> 'suspense' and not exists (select from outbox o where o.entity_id = r.id and o.kind = 'signal' and o.done_at > now() - interval '1 minute')
      and not exists (select from outbox o where o.entity_id = r.id and o.kind = 'signal' and o.done_at is null)`,
  'a statement that is posted brings other money in than its receipts and what was known': `
    select s.id::text as row from statements s where s.posted_to > 0 and s.posted_to = s.line_count and s.posted_count + s.doubtful_count = s.line_count
      and (select coalesce(sum(pence), 0) from statement_lines l where l.statement_id = s.id and l.verdict = 'new' and l.pence > 0)
        <> (select coalesce(sum(r.pence), 0) from statement_lines l join receipts r on r.entry = l.entry where l.statement_id = s.id and l.verdict = 'new')`,
  'a receipt was posted twice or never': `
    select r.id::text as row from receipts r where parent_id is null and (select count(*) from journal_entries e where e.key = 'receipt/' || r.id) <> 1`,
};
