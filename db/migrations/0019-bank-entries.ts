import type { Knex } from 'knex';

/**
 * What an entry is known by (ADV-4, docs/decisions/0027): each line names its entry, or waits for a person's word; its place in the
 * account's ledger, the bank's ID and the file's form are kept. Money out is in the journal as well, so that the account there is the
 * bank's. Accounts are proposed and opened by two people.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table bank_accounts add column iban text, add column currency text not null default 'GBP',
      add column state text not null default 'open' check (state in ('proposed', 'open', 'declined'));
    create unique index bank_accounts_by_number on bank_accounts (tenant_id, sort_code, account_number) where state <> 'declined';
    alter table approvals drop constraint approvals_what_check;
    alter table approvals add constraint approvals_what_check check (what in ('policy', 'adjustment', 'bankAccount'));

    alter table statements add column form text check (form in ('csv', 'camt', 'mt940')), add column statement_name text,
      add column posted_to int not null default 0, add column doubtful_count int not null default 0,
      add column ledger_pence bigint, add column ledger_closing_pence bigint;
    update statements set posted_to = posted_count;

    alter table statement_lines add column position int, add column entry_id text, add column entry uuid,
      add column verdict text not null default 'new' check (verdict in ('new', 'known', 'doubtful')),
      add column doubt text check (doubt in ('overlap', 'otherAmount'));
    alter table receipts add column entry uuid;
  `);
  await carryEntries(knex);
  await carryPlaces(knex);
  await knex.raw(`
    alter table statement_lines alter column position set not null, drop column identity,
      add constraint statement_lines_entry check ((entry is null) = (verdict = 'doubtful'));
    create index statement_lines_by_day on statement_lines (bank_account_id, booked_on);
    create unique index statement_lines_new on statement_lines (entry) where verdict = 'new';
    create index statement_lines_asked on statement_lines (statement_id) where doubt is not null;
    alter table receipts drop column identity, add constraint receipts_of_entry check ((entry is null) = (parent_id is not null));
    create unique index receipts_by_entry on receipts (entry);
    grant insert, update on bank_accounts to countersign_app;
    grant update (entry, verdict) on statement_lines to countersign_app;
  `);
  await postMoneyOut(knex);
}

/** Lines that had one identity are one entry: the first that came is its own, the others knew it. */
async function carryEntries(knex: Knex): Promise<void> {
  await knex.raw(`
    create temporary table carried on commit drop as
      select bank_account_id, identity, gen_random_uuid() as entry from statement_lines group by 1, 2;
    create index on carried (bank_account_id, identity);
    update statement_lines l set entry = c.entry, verdict = case when n.n = 1 then 'new' else 'known' end
      from carried c, (
        select l.statement_id, l.row, row_number() over (partition by l.bank_account_id, l.identity order by s.imported_at, s.id, l.row) as n
        from statement_lines l join statements s on s.id = l.statement_id
      ) as n
      where c.bank_account_id = l.bank_account_id and c.identity = l.identity and n.statement_id = l.statement_id and n.row = l.row;
    update receipts r set entry = c.entry from carried c
      where r.parent_id is null and c.bank_account_id = r.bank_account_id and c.identity = r.identity;
  `);
}

/** Their order, oldest first, as balances else dates tell which way a file ran; balances of forms that state only the first and the last. */
async function carryPlaces(knex: Knex): Promise<void> {
  await knex.raw(`
    with beside as (
      select statement_id, booked_on, pence, balance_pence as balance, lag(booked_on) over file as day_above,
        lag(balance_pence) over file as balance_above, lag(pence) over file as pence_above
      from statement_lines window file as (partition by statement_id order by row)
    ), ways as (
      select statement_id, count(*) filter (where balance_above = balance + pence_above) as up, count(*) filter (where balance = balance_above + pence) as down,
        count(*) filter (where day_above > booked_on) as later, count(*) filter (where day_above < booked_on) as earlier
      from beside group by 1
    ), ordered as (
      select l.statement_id, l.row, row_number() over (partition by l.statement_id
        order by case when (w.up, w.later) > (w.down, w.earlier) then -l.row else l.row end) as position
      from statement_lines l join ways w using (statement_id)
    )
    update statement_lines l set position = o.position from ordered o where o.statement_id = l.statement_id and o.row = l.row;

    with stated as (
      select l.statement_id from statement_lines l join statements s on s.id = l.statement_id
      where s.opening_pence is not null and s.closing_pence is not null
      group by 1 having bool_and(l.balance_pence is null) and max(s.opening_pence) + sum(l.pence) = max(s.closing_pence)
    ), placed as (
      select l.statement_id, l.row, s.opening_pence + sum(l.pence) over (partition by l.statement_id order by l.position) as balance
      from stated join statement_lines l using (statement_id) join statements s on s.id = l.statement_id
    )
    update statement_lines l set balance_pence = p.balance from placed p where p.statement_id = l.statement_id and p.row = l.row;
  `);
}

/** What was posted of a statement has its money out in the journal too: Dr what went out, Cr the bank. */
async function postMoneyOut(knex: Knex): Promise<void> {
  await knex.raw(`
    with out as (
      select gen_random_uuid() as id, l.tenant_id, l.entry, l.pence, l.bank_account_id, s.imported_at from (
        select *, row_number() over (partition by statement_id order by row) as n from statement_lines
      ) l join statements s on s.id = l.statement_id where l.verdict = 'new' and l.pence < 0 and l.n <= s.posted_to
    ), entries as (
      insert into journal_entries (id, tenant_id, key, kind, at) select id, tenant_id, 'outgoing/' || entry, 'outgoing', imported_at from out
    )
    insert into postings (entry_id, account, tenant_id, pence)
      select id, 'bank/' || bank_account_id, tenant_id, pence from out union all select id, 'bank-outgoings', tenant_id, -pence from out;
  `);
}
