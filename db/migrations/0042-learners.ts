import type { Knex } from 'knex';
import { asLookup, inEachTenant, protect } from './helpers';

/** A registered learner's life (LAP-1..3, LRN-1..5): how a registration stands, what was charged for it, what of it falls due next. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table learners
      add column first_registered_at timestamptz,
      -- What was charged for the registration that stands, of one; of a bundle what the whole costs (LRN-3, LRN-4).
      add column fee_net_pence bigint not null default 0 check (fee_net_pence >= 0),
      add column fee_vat_pence bigint not null default 0 check (fee_vat_pence >= 0),
      add column fee_vat_basis_points int not null default 0 check (fee_vat_basis_points between 0 and 10000),
      -- When a notice of the lapse, or the lapse itself, falls due: whatever ends the wait takes it away (LAP-1, LAP-3).
      add column next_at timestamptz,
      -- The registration from which this one was transferred or topped up (LRN-4, LRN-5).
      add column came_from_id uuid references learners,
      add column certificated_on date,
      drop constraint learners_state_check,
      add constraint learners_state_check check (state in ('registered', 'withdrawn', 'lapsed', 'cancelled', 'transferred', 'toppedUp',
        'toppedDown', 'certificated', 'undone')),
      add constraint learners_due check (next_at is null or state = 'registered'),
      add constraint learners_certificated check (state <> 'certificated' or certificated_on is not null);
  `);
  await inEachTenant(knex, 'update learners set first_registered_at = registered_at');
  await knex.raw(`
    alter table learners alter column first_registered_at set not null;
    -- REG-9: whoever has left a product can be registered on it again.
    drop index learners_by_uln;
    drop index learners_by_name;
    create unique index learners_by_uln on learners (tenant_id, product_id, session, uln)
      where uln is not null and state not in ('undone', 'cancelled', 'transferred', 'toppedUp', 'toppedDown');
    create unique index learners_by_name on learners (organisation_id, product_id, session, name_key, birth_date)
      where uln is null and state not in ('undone', 'cancelled', 'transferred', 'toppedUp', 'toppedDown');
    drop index learners_undone;
    create index learners_in_state on learners (organisation_id, state, id desc) where state <> 'registered';
    create index learners_due_next on learners (batch_id, next_at, id) where next_at is not null;
    create index learners_come_from on learners (came_from_id) where came_from_id is not null;
    alter table centre_charges drop constraint centre_charges_what_check;
    alter table centre_charges add constraint centre_charges_what_check check (what in ('registration', 'registrationUndone', 'cancelled',
      'transferredOut', 'transferredIn', 'toppedOut', 'toppedIn', 'nameAmended'));
    -- One mail a batch and day, whatever of it falls due in how many transactions (LAP-1).
    create table lapse_mails (
      batch_id uuid not null references batches,
      day date not null,
      what text not null check (what in ('notice', 'lapsed')),
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      primary key (batch_id, day, what)
    );
  `);
  await protect(knex, 'lapse_mails', 'select, insert', true);
  await skips(knex);
}

/** As before, and a message that nobody is left for when it leaves is kept as skipped (LAP-1). */
async function skips(knex: Knex): Promise<void> {
  await asLookup(
    knex,
    `
    do $$
    declare before text := pg_get_functiondef('end_deliveries(jsonb, int)'::regprocedure); after text;
    begin
      after := replace(before, 'e(id uuid, message_id text', 'e(id uuid, skipped boolean, message_id text');
      after := replace(after, 'set done_at = now(), failed_at = null',
        'set done_at = case when e.skipped is not true then now() end, skipped_at = case when e.skipped then now() end, failed_at = null');
      if after not like '%e.skipped then now()%' or after not like '%skipped boolean%' then raise exception 'end_deliveries is not as it was'; end if;
      execute after;
    end $$`,
  );
}
