import type { Knex } from 'knex';
import { LOOKUP_ROLE } from '../roles';
import { asLookup, inEachTenant, protect } from './helpers';

/** Cards that an employer's list tells of, and that the next one goes on from: a card that expired is one of them (EMP-5, APP-1). */
const CARDS_UNTIL = (person: string) =>
  `select min(t.latest) from (select max(c.valid_to) as latest from cards c where c.person_id = ${person} and c.state in ('issued', 'expired') group by c.type) t`;
const HSE_UNTIL = `select max(h.expires_on) from hse_records h where h.person_id = new.person_id and h.result = 'pass'`;

/**
 * Cards at the printer and in force (CRD-1, CRD-2, CRD-3): how far each print has come, the printer's copy, why one holds no longer, the
 * code of its public page, and what the printer reports.
 */
export async function up(knex: Knex): Promise<void> {
  await cards(knex);
  await reports(knex);
  await lists(knex);
  await mails(knex);
}

async function cards(knex: Knex): Promise<void> {
  await knex.raw('alter table cards drop constraint cards_state_check');
  await inEachTenant(knex, `update cards set state = 'revoked' where state = 'cancelled'`);
  await knex.raw(`
    create sequence card_numbers minvalue 0 start 0;
    grant usage on sequence card_numbers to countersign_app;
    -- Neighbours do not look alike; two check digits by ISO 7064 MOD 97-10, as persons have them (0028).
    create function card_number() returns text language plpgsql volatile as $$
      declare body bigint := trunc(mod(nextval('card_numbers')::numeric * 618033988749 + 577215664, 10::numeric ^ 9));
      begin
        return 'CRD' || lpad(body::text, 9, '0') || lpad((98 - mod(body * 100, 97))::text, 2, '0');
      end $$;
    alter table cards alter column number set default card_number();
    alter table cards
      add constraint cards_state_check check (state in ('approved', 'issued', 'superseded', 'revoked', 'expired')),
      add column state_since timestamptz not null default '1970-01-01T00:00:00Z',
      add column version int not null default 0,
      -- Whoever has the card has the code; nobody else can guess it.
      add column code text not null default replace(gen_random_uuid()::text, '-', ''),
      add column round int not null default 0,
      add column step text check (step in ('sent', 'refused', 'accepted', 'produced', 'despatched', 'returned')),
      add column step_since timestamptz,
      add column produced_at timestamptz,
      add column purge text check (purge in ('kept', 'asked', 'reminded', 'escalated', 'overdue', 'confirmed')),
      add column purge_since timestamptz,
      add column cause text check (cause in ('lost', 'stolen', 'damaged', 'wrong', 'misused'));
    create unique index cards_coded on cards (code);
    create index cards_newest on cards (tenant_id, id desc);
    create index cards_by_step on cards (tenant_id, step, id desc) where step is not null;
    create index cards_by_purge on cards (tenant_id, purge, id desc) where purge is not null;
    grant update (state_since, version, round, step, step_since, produced_at, purge, purge_since, cause) on cards to countersign_app;
    -- Cards go to the delivery office of their order, unless the applicants were chosen (CRD-1).
    alter table application_orders add column cards_go_to text not null default 'deliveryOffice' check (cards_go_to in ('deliveryOffice', 'applicant'));
    alter table outbox drop constraint outbox_kind_check;
    alter table outbox add constraint outbox_kind_check check (kind in ('mail', 'sms', 'signal', 'start', 'identity', 'gateway', 'printer'));
  `);
  await inEachTenant(knex, `update cards set number = card_number() where number is null`);
  await knex.raw('alter table cards alter column number set not null');
}

async function reports(knex: Knex): Promise<void> {
  await knex.raw(`
    create table card_reports (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      card_id uuid not null references cards,
      told text not null check (told in ('refused', 'accepted', 'produced', 'despatched', 'returned', 'purged')),
      round int not null,
      received_at timestamptz not null
    );
    create index card_reports_of_card on card_reports (card_id, received_at, id);
  `);
  await protect(knex, 'card_reports', 'select, insert');
  await knex.raw(`drop policy scope on card_reports;
    create policy scope on card_reports using (tenant_id = app_tenant() and exists (select from cards c where c.id = card_id))`);
  await knex.raw(`grant select (id, code) on cards to ${LOOKUP_ROLE}`);
  await asLookup(
    knex,
    `
    create function card_tenant(given uuid) returns uuid language sql stable security definer set search_path = public as
      $$ select tenant_id from cards where id = given $$;
    create function card_by_code(given text) returns table (id uuid, tenant_id uuid) language sql stable security definer set search_path = public as
      $$ select id, tenant_id from cards where code = given $$;
    revoke all on function card_tenant, card_by_code from public;
    grant execute on function card_tenant, card_by_code to countersign_app`,
  );
}

/** As 0033, of cards that are in force or were (EMP-5). */
async function lists(knex: Knex): Promise<void> {
  await asLookup(
    knex,
    `
    create or replace function held_by_person() returns trigger language plpgsql security definer set search_path = public as $$
      begin
        new.cards_until := (${CARDS_UNTIL('new.person_id')});
        new.hse_until := (${HSE_UNTIL});
        return new;
      end $$;
    create or replace function cards_of_employee() returns trigger language plpgsql security definer set search_path = public as $$
      begin
        update employments set cards_until = (${CARDS_UNTIL('new.person_id')}) where person_id = new.person_id and ended_on is null;
        return null;
      end $$`,
  );
  await inEachTenant(knex, `update employments set cards_until = (${CARDS_UNTIL('person_id')}) where ended_on is null`);
}

/** A mail to whoever applied may be about the card that came of it, too: it is found by its target, whatever it is about. */
async function mails(knex: Knex): Promise<void> {
  await asLookup(
    knex,
    `
    do $do$
      declare
        before text := pg_get_functiondef('claim_deliveries(jsonb, interval)'::regprocedure);
        after text := replace(before, 'where a.id = c.entity_id and', $$where a.id = case when c.target like 'applicant/%' then substr(c.target, 11)::uuid end and$$);
      begin
        if before = after then raise exception 'claim_deliveries finds applicants in another way by now'; end if;
        execute after;
      end $do$`,
  );
}
