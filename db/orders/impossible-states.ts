/** No order is in these states: what is wrong, and the statement that finds the rows. */
export const ordersImpossible: Record<string, string> = {
  'funds are not what orders were allocated': `
    select f.total || ' against ' || o.total as row
    from (select coalesce(-sum(p.pence), 0) as total from postings p join journal_entries e on e.id = p.entry_id
           where p.account like 'funds/%' and e.kind in ('allocation', 'reversal')) f,
         (select coalesce(sum(allocated_pence + reversed_pence), 0) - (select coalesce(sum(pence - debt_pence), 0) from reversals where state = 'approved') as total
          from advance_orders) o where f.total <> o.total`,
  'an order and its process disagree about its end': `
    select o.reference as row from advance_orders o join processes p on p.entity_id = o.id
    where (o.state in ('allocated', 'reversed', 'cancelled')) <> (p.ended_at is not null)`,
  'an order and its reversal disagree': `
    select o.reference as row from advance_orders o left join reversals r on r.order_id = o.id and r.state = 'approved'
    where (o.state = 'reversed') <> (r.id is not null) or o.reversed_pence <> coalesce(r.pence, 0)`,
  'an order has no process': `select reference as row from advance_orders o where not exists (select from processes p where p.entity_id = o.id)`,
};
