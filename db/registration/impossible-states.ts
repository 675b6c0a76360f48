/** No account of a centre is in these states: what is wrong, and the statement that finds the rows. */
export const accountImpossible: Record<string, string> = {
  'what a centre owes is not what it was charged': `
    select coalesce(c.account, p.account) as row
    from (select 'centre/' || organisation_id as account, sum(quantity * (net_pence + vat_pence)) as pence from centre_charges group by 1) c
    full join (select account, sum(pence) as pence from postings where account like 'centre/%' group by 1) p using (account)
    where coalesce(c.pence, 0) <> coalesce(p.pence, 0)`,
  'an invoice of a centre is not what stands on it': `
    select i.id::text as row from invoices i
    where i.billing_run_id is not null
      and i.pence <> (select coalesce(sum(quantity * (net_pence + vat_pence)), 0) from centre_charges c where c.invoice_id = i.id)`,
  'a charge waits for a run that nobody has opened': `
    select c.id::text as row from centre_charges c
    where c.invoice_id is null and not exists (select from processes p where p.kind = 'billing-run' and p.ended_at is null)`,
};
