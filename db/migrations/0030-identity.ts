import type { Knex } from 'knex';
import { LOOKUP_ROLE } from '../roles';
import { asLookup, openToLookups, protect } from './helpers';

/** A row about a person is seen by staff, by an employer while it employs the person, and by the person (EMP-3). */
const seenBy = (table: string) => `tenant_id = app_tenant() and (app_organisation() is null or ${table}.person_id = (select app_person())
  or exists (select from employments e where e.person_id = ${table}.person_id and e.organisation_id = app_organisation() and e.ended_on is null))`;
/** An application of whoever is signed in with his own account; evaluated for nobody else (SEC-13). */
const OWN = `tenant_id = app_tenant() and (select app_person()) is not null
  and entity_id in (select a.id from applications a where a.person_id = (select app_person()))`;

/** Photos of persons, checks of their identity by a provider or by hand, and mails to those who apply (APP-2, IDV-1, AUT-1, PER-1). */
export async function up(knex: Knex): Promise<void> {
  await photos(knex);
  await checks(knex);
  await own(knex);
  await mails(knex);
}

async function photos(knex: Knex): Promise<void> {
  await knex.raw(`
    create table photos (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      person_id uuid not null references persons,
      file_id uuid not null references files,
      given_at timestamptz not null,
      given_by uuid not null references users,
      verified_at timestamptz,
      valid_from date,
      valid_to date,
      check ((verified_at is null) = (valid_from is null) and (verified_at is null) = (valid_to is null) and valid_to >= valid_from)
    );
    create index photos_of_person on photos (person_id, given_at);
    create index photos_of_file on photos (file_id);
  `);
  await protect(knex, 'photos', 'select, insert, update');
  await knex.raw(`
    drop policy scope on photos;
    create policy scope on photos using (${seenBy('photos')});
    -- Whoever sees the person sees the photo, whoever brought it.
    create policy photo on files for select using (tenant_id = app_tenant() and exists (select from photos p where p.file_id = files.id));
  `);
}

async function checks(knex: Knex): Promise<void> {
  await knex.raw(`
    create table identity_checks (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      person_id uuid not null references persons,
      application_id uuid not null references applications,
      photo_id uuid not null references photos,
      source text not null check (source in ('provider', 'operator')),
      asked_at timestamptz not null,
      asked_by uuid not null references users,
      -- The provider's page, once it has answered.
      provider_id text,
      url text,
      outcome text check (outcome in ('pass', 'fail', 'declined')),
      decided_at timestamptz,
      decided_by uuid references users,
      contested_at timestamptz,
      check ((outcome is null) = (decided_at is null)),
      check ((source = 'operator') = (decided_by is not null)),
      check (contested_at is null or outcome = 'fail')
    );
    create index identity_checks_of_application on identity_checks (application_id, asked_at);
    -- One is open at a time.
    create unique index identity_checks_open on identity_checks (application_id) where outcome is null;
  `);
  await protect(knex, 'identity_checks', 'select, insert, update');
  await knex.raw(`drop policy scope on identity_checks; create policy scope on identity_checks using (${seenBy('identity_checks')})`);
  await openToLookups(knex, 'identity_checks', 'select (id, tenant_id)');
  await asLookup(
    knex,
    `
    create function identity_check_tenant(given uuid) returns uuid language sql stable security definer set search_path = public as
      $$ select tenant_id from identity_checks where id = given $$;
    revoke all on function identity_check_tenant from public;
    grant execute on function identity_check_tenant to countersign_app`,
  );
}

/** A person with an own account sees how his applications stand, and what he does about one leaves messages about it. */
async function own(knex: Knex): Promise<void> {
  await knex.raw(`
    create policy own on processes for select using (${OWN});
    create policy own on outbox for insert with check (${OWN});
    alter table outbox drop constraint outbox_kind_check;
    alter table outbox add constraint outbox_kind_check check (kind in ('mail', 'sms', 'signal', 'start', 'identity'));
  `);
}

/** As before, and a mail may go to whoever applies: to his account's address, else that on record, else that of the application. */
async function mails(knex: Knex): Promise<void> {
  await openToLookups(knex, 'applications', 'select (id, tenant_id, person_id, email)');
  await knex.raw(`grant select (email) on persons to ${LOOKUP_ROLE}`);
  await asLookup(
    knex,
    `
    create or replace function claim_deliveries(places jsonb, lease interval)
      returns table (id uuid, tenant_id uuid, tenant_name text, kind text, lane text, entity_id uuid, name text, target text, facts jsonb, attempts int, recipients jsonb)
      language sql security definer set search_path = public as $$
        with chosen as materialized (
          select turns.* from jsonb_each_text(places) free(lane, count) cross join lateral (
            select own.* from tenants t cross join lateral (
              select b.id, row_number() over (order by b.due_at, b.id) as turn, b.due_at from outbox b
              where b.lane = free.lane and b.tenant_id = t.id and b.due_at <= now() and b.done_at is null and b.failed_at is null and b.skipped_at is null
                and not (free.lane = 'case' and exists (
                  select from outbox u where u.lane = 'case' and u.tenant_id = t.id and u.leased_until > now()
                    and u.done_at is null and u.failed_at is null and u.skipped_at is null))
              order by b.due_at, b.id limit case when free.lane = 'case' then 1 else free.count::int end) own
            order by own.turn, own.due_at, own.id limit greatest(0, free.count::int)) turns
        ), due as materialized (
          select o.id, o.sending_at, o.due_at, c.turn from outbox o join chosen c on c.id = o.id
          where o.due_at <= now() and o.done_at is null and o.failed_at is null and o.skipped_at is null for update of o skip locked
        ), claimed as (
          update outbox o set sending_at = now(), attempts = o.attempts + 1, leased_until = now() + lease,
            possible_repeats = possible_repeats + (case when o.kind in ('mail', 'sms') and due.sending_at is not null then 1 else 0 end)
          from due where o.id = due.id
          returning o.*, due.due_at as was_due_at, due.turn
        )
        select c.id, c.tenant_id, t.name, c.kind, c.lane, c.entity_id, c.name, c.target, c.facts, c.attempts,
          case when c.kind in ('mail', 'sms') then coalesce((
            select jsonb_agg(jsonb_build_object('id', r.id, 'address', r.address) order by r.id) from (
              select u.id, case when c.kind = 'sms' then u.mobile else u.email end as address from users u
              where u.tenant_id = c.tenant_id and (c.target = 'user/' || u.id or (c.target = 'queue/' || u.role and u.state = 'active'))
              union all
              select m.id, m.mobile from former_mobiles m where m.tenant_id = c.tenant_id and c.target = 'former/' || m.id
              union all
              select q.id, q.email from access_requests q where q.tenant_id = c.tenant_id and c.target = 'request/' || q.id
              union all
              select p.id, coalesce(u.email, p.email, a.email) from applications a join persons p on p.id = a.person_id
                left join users u on u.person_id = p.id and u.state <> 'withdrawn'
                where a.id = c.entity_id and a.tenant_id = c.tenant_id and c.target = 'applicant/' || a.id
            ) r where r.id <> all(c.reached)), '[]') end
        from claimed c join tenants t on t.id = c.tenant_id order by c.turn, c.was_due_at, c.id $$;
    `,
  );
}
