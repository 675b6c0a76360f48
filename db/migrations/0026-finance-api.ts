import type { Knex } from 'knex';
import { inEachTenant } from './helpers';

/** What finance's desk shows and finds: orders that were reversed say so (ADV-5), lines in doubt are a task with a date (ADV-4). */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table advance_orders add column reversed_pence bigint not null default 0;
    alter table advance_orders drop constraint advance_orders_state_check;
    alter table advance_orders add constraint advance_orders_state_check
      check (state in ('held', 'partPaid', 'overPaid', 'overdue', 'allocated', 'reversed', 'cancelled'));
    drop index advance_orders_open;
    create index advance_orders_open on advance_orders (tenant_id, reference) where state not in ('allocated', 'reversed', 'cancelled');
    create or replace function receipt_position(r receipts) returns jsonb language sql stable as $$
      select jsonb_build_object('version', r.version, 'state', r.state, 'order',
        (select jsonb_build_object('reference', o.reference, 'dueAt', to_char(o.due_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
         from advance_orders o where o.id = r.order_id and o.state not in ('allocated', 'reversed', 'cancelled'))) $$;
  `);
  await knex.raw(`
    alter table reversals add column reason text not null default '', add column decided_by uuid references users;
  `);
  await knex.raw(`
    alter table bank_accounts add column holder text, add column pays_in boolean not null default false;
    create unique index bank_accounts_pays_in on bank_accounts (tenant_id) where pays_in and state = 'open';
  `);
  await knex.raw('create index audit_of_user on audit (user_id, seq) where user_id is not null');
  await paysIn(knex);
  await reasons(knex);
  await reversed(knex);
  await asked(knex);
}

/** Payers are told the account that most of their money came to, where several are open. */
const paysIn = (knex: Knex) =>
  inEachTenant(
    knex,
    `
  update bank_accounts set pays_in = true where id = (
    select a.id from bank_accounts a where a.state = 'open'
    order by (select count(*) from receipts r where r.bank_account_id = a.id) desc, a.id limit 1)`,
  );

/** Why reversals were asked for and who decided, from the trail. */
const reasons = (knex: Knex) =>
  inEachTenant(
    knex,
    `
  update reversals r set reason = coalesce((select a.reason from audit a where a.entity_id = r.id and a.event = 'requested' limit 1), ''),
    decided_by = (select a.user_id from audit a where a.entity_id = r.id and a.event in ('approved', 'declined') limit 1)`,
  );

/** Orders whose allocation was taken back before: as the reversal's own commit says it from now on. */
const reversed = (knex: Knex) =>
  inEachTenant(
    knex,
    `
  create temporary table taken on commit drop as
    select o.id as order_id, p.business_id, p.version + 1 as version, r.state_since as at, r.id as reversal, p.policy_version, p.organisation_id, p.tenant_id,
      to_char(r.state_since at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as instant, p.state as before, r.pence,
      jsonb_build_object('reversal', r.id, 'pence', jsonb_build_object('$pence', r.pence::text), 'debt', jsonb_build_object('$pence', r.debt_pence::text)) as reversed,
      'Ended at ' || to_char(r.state_since at time zone 'Europe/London', 'FMDD Mon YYYY HH24:MI') || ': the allocation of £'
        || to_char(r.pence / 100.0, 'FM999,999,999,990.00') || ' was reversed, none of it is usable any more'
        || case when r.debt_pence > 0 then '; £' || to_char(r.debt_pence / 100.0, 'FM999,999,999,990.00') || ' of it was spent and is owed' else '' end || '.' as why,
      (select a.user_id from audit a where a.entity_id = r.id and a.event = 'approved' limit 1) as user_id,
      (select a.reason from audit a where a.entity_id = r.id and a.event = 'approved' limit 1) as reason
    from advance_orders o join reversals r on r.order_id = o.id and r.state = 'approved' join processes p on p.entity_id = o.id;
  update advance_orders o set state = 'reversed', state_since = t.at, allocated_pence = 0, reversed_pence = t.pence, version = t.version
    from taken t where t.order_id = o.id;
  update processes p set stage = 'Reversed', since = t.at, why = t.why, ended_at = t.at, version = t.version, changed_version = t.version,
    state = p.state || jsonb_build_object('state', 'reversed', 'stateSince', t.instant, 'allocated', '{"$pence":"0"}'::jsonb, 'linked', '[]'::jsonb, 'reversed', t.reversed)
    from taken t where t.business_id = p.business_id;
  insert into process_stages (business_id, version, tenant_id, organisation_id, stage, awaiting, clock, entered_at, event)
    select business_id, version, tenant_id, organisation_id, 'Reversed', 'nobody', 'stopped', at, 'reversed' from taken;
  insert into audit (tenant_id, organisation_id, entity_type, entity_id, event, at, user_id, reason, before, after, policy_version, evidence, calendar_version)
    select t.tenant_id, t.organisation_id, p.entity_type, t.order_id, 'reversed', t.at, t.user_id, t.reason, t.before, p.state, t.policy_version,
      jsonb_build_object('decidedAt', t.instant, 'trigger', 'reversed'), calendar_version()
    from taken t join processes p using (business_id);
  drop table taken`,
  );

/** Imports that wait for a word about lines in doubt look at their rows once more: each becomes a task with its date. */
const asked = (knex: Knex) =>
  inEachTenant(
    knex,
    `
  insert into outbox (id, tenant_id, organisation_id, kind, entity_id, name, target, facts)
  select gen_random_uuid(), tenant_id, organisation_id, 'signal', entity_id, 'wake', business_id, 'null'
  from processes where kind = 'statement-import' and ended_at is null`,
  );
