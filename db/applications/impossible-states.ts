/** No application or order of cards is in these states: what is wrong, and the statement that finds the rows. */
export const applicationsImpossible: Record<string, string> = {
  'an order of cards and what was posted for it disagree': `
    select o.id::text as row from application_orders o
    left join journal_entries e on e.key = 'application-order/' || o.id || '/payment'
    left join postings p on p.entry_id = e.id and p.account = 'card-fees'
    where (o.state = 'paid') <> (e.id is not null) or (o.state = 'paid' and o.vat_pence - o.pence <> p.pence)`,
  'an application that is held or produced is on no paid order': `
    select a.id::text as row from applications a
    where a.state in ('paid', 'onHold', 'beingProduced', 'completed', 'rejected', 'lapsed', 'declined') and not exists (
      select from application_order_lines l join application_orders o on o.id = l.order_id and o.state = 'paid' where l.application_id = a.id)`,
  'a draft has a case, or what was finalised has none': `
    select a.id::text as row from applications a
    where (a.version > 0) <> exists (select from processes p where p.entity_id = a.id)`,
  'a completed application has no card that the printer has accepted': `
    select a.id::text as row from applications a
    where a.state = 'completed' and not exists (select from cards c where c.application_id = a.id and c.state <> 'approved')`,
  'a result on record and its record disagree': `
    select r.id::text as row from hse_results r join hse_records h on h.id = r.record_id
    where upper(h.number) <> upper(r.number) or h.result <> r.result or h.taken_on <> r.taken_on`,
};
