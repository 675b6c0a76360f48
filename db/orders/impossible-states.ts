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
  'the series of invoices has a gap, or one has no number': `
    select s.tenant_id::text as row from invoice_series s
    where s.last_number <> (select count(*) from invoices) or s.last_number <> (select max(number) from invoices)
    union all select id::text from invoices where number is null`,
  'an invoice and what was posted for it disagree': `
    select i.id::text as row from invoices i join journal_entries e on e.key = i.entry_key
    where i.pence <> (select sum(pence) from postings p where p.entry_id = e.id and p.pence > 0)`,
  'an invoice has no document, or more than one': `
    select i.id::text as row from invoices i where 1 <> (select count(*) from documents d where d.about_id = i.id::text)`,
  'an order has no process': `select reference as row from advance_orders o where not exists (select from processes p where p.entity_id = o.id)`,
};
