import type { Knex } from 'knex';
import { LOOKUP_ROLE } from '../roles';
import { asLookup, inEachTenant, openToLookups, protect } from './helpers';

/**
 * What else holds or ends an application: messages of outside services from their reception (HSE-3), whoever has left (EMP-3, APP-10),
 * endorsements (APP-6), and what case operators and employers tell each other (APP-9).
 */
export async function up(knex: Knex): Promise<void> {
  await received(knex);
  await exemptions(knex);
  await left(knex);
  await endorsed(knex);
  await told(knex);
}

/** A moment waits for what was received before it and is being taken (design 3). */
async function received(knex: Knex): Promise<void> {
  await knex.raw(`
    drop trigger append_only on webhook_messages;
    alter table webhook_messages alter column received_at drop default, add column done_at timestamptz, add column refused_at timestamptz;
    grant update (done_at, refused_at) on webhook_messages to countersign_app;
  `);
  await inEachTenant(knex, 'update webhook_messages set done_at = received_at');
  await knex.raw(`
    create index webhook_messages_undecided on webhook_messages (tenant_id, received_at) where done_at is null and refused_at is null;
    create index requests_being_taken on requests (tenant_id, received_at) where answer is null and message is null;
  `);
}

/** EMP-3: an employer sees an application no more of whoever has left, by whatever way. */
async function left(knex: Knex): Promise<void> {
  for (const table of ['exemptions', 'qualifications'])
    await openToLookups(knex, table, 'select (id, tenant_id, organisation_id, person_id)');
  await knex.raw(`
    alter table applications add column left_at timestamptz;
    grant select (organisation_id, left_at) on applications to ${LOOKUP_ROLE};
  `);
  await asLookup(
    knex,
    `
    create function is_of_former(entity uuid) returns boolean language sql stable security definer set search_path = public as $$
      select exists (
        select from (
          select person_id from applications where id = entity and tenant_id = app_tenant() and organisation_id = app_organisation()
          union all select person_id from exemptions where id = entity and tenant_id = app_tenant() and organisation_id = app_organisation()
          union all select person_id from qualifications where id = entity and tenant_id = app_tenant() and organisation_id = app_organisation()) about
        where not exists (select from employments e
          where e.person_id = about.person_id and e.organisation_id = app_organisation() and e.ended_on is null))
    $$;
    revoke all on function is_of_former from public;
    grant execute on function is_of_former to countersign_app`,
  );
  // Whoever changes what a case waits for wakes it, also where he may not see it: an order pays for those who have left as well.
  await knex.raw(`
    grant select (tenant_id, organisation_id, entity_id, business_id, ended_at) on processes to ${LOOKUP_ROLE};
    grant insert on outbox to ${LOOKUP_ROLE};
  `);
  await asLookup(
    knex,
    `
    create function wake_processes(ids uuid[], entities uuid[]) returns void language sql security definer set search_path = public as $$
      insert into outbox (id, tenant_id, organisation_id, kind, entity_id, name, target, facts)
      select t.id, p.tenant_id, p.organisation_id, 'signal', p.entity_id, 'wake', p.business_id, 'null'
      from unnest(ids, entities) as t(id, entity) join processes p on p.entity_id = t.entity and p.ended_at is null
      where p.tenant_id = app_tenant()
    $$;
    revoke all on function wake_processes from public;
    grant execute on function wake_processes to countersign_app`,
  );
  // The business e-mail of an application is the former employer's: the applicant's own address alone is written to (EMP-3).
  await asLookup(
    knex,
    `
    do $$ begin
      execute replace(replace(pg_get_functiondef('claim_deliveries(jsonb, interval)'::regprocedure),
        'coalesce(u.email, p.email, a.email)', 'coalesce(u.email, p.email, case when a.left_at is null then a.email end)'),
        ') r where r.id', ') r where r.address is not null and r.id');
    end $$`,
  );
  await knex.raw(`
    drop policy scope on processes;
    create policy scope on processes using (tenant_id = app_tenant() and (app_organisation() is null
      or (organisation_id = app_organisation() and not (kind in ('application', 'exemption', 'qualification') and is_of_former(entity_id)))));
    drop policy scope on process_stages;
    create policy scope on process_stages using (tenant_id = app_tenant() and (app_organisation() is null
      or (organisation_id = app_organisation() and exists (select from processes p where p.business_id = process_stages.business_id))));
    drop policy scope on audit;
    create policy scope on audit using (tenant_id = app_tenant() and (app_organisation() is null or user_id = app_organisation()
      or (organisation_id = app_organisation() and not (entity_type in ('application', 'exemption', 'qualification') and is_of_former(entity_id)))));
    drop policy scope on files;
    create policy scope on files using (tenant_id = app_tenant() and (app_organisation() is null or person_id = (select app_person())
      or (organisation_id = app_organisation() and not is_of_former(entity_id))));
  `);
}

/** APP-6: a card says for which occupation and grade it is; an application says which endorsement it waits for. */
async function endorsed(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table cards add column occupation text, add column grade text;
    alter table applications
      add column endorsement text check (endorsement in ('grading', 'qualifiedSupervisor')),
      add column endorsement_asked_at timestamptz,
      add column endorsed_at timestamptz;
    create index applications_to_endorse on applications (organisation_id, id) where endorsement is not null;
  `);
}

/** APP-6, APP-9: what was asked, answered, and given as a reason. */
async function told(knex: Knex): Promise<void> {
  await knex.raw(`
    create table application_messages (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      application_id uuid not null references applications,
      kind text not null check (kind in ('moreAsked', 'moreGiven', 'rejected', 'endorsementRefused', 'exemptionRefused')),
      text text not null,
      files uuid[] not null default '{}',
      said_at timestamptz not null,
      said_by uuid not null references users
    );
    create index application_messages_of_application on application_messages (application_id, id);
  `);
  await protect(knex, 'application_messages', 'select, insert');
  await knex.raw(`
    drop policy scope on application_messages;
    create policy scope on application_messages using (tenant_id = app_tenant()
      and exists (select from applications a where a.id = application_messages.application_id));
  `);
}

/** HSE-1, HSE-5: an exemption is asked for with its evidence, and decided by a case operator. */
async function exemptions(knex: Knex): Promise<void> {
  await knex.raw(`
    create table exemptions (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      person_id uuid not null references persons,
      application_id uuid not null references applications,
      evidence_id uuid not null references files,
      asked_at timestamptz not null,
      asked_by uuid not null references users,
      state text not null check (state in ('asked', 'accepted', 'refused')),
      state_since timestamptz not null,
      version int not null
    );
    create unique index exemptions_open on exemptions (application_id) where state = 'asked';
    create index exemptions_of_tenant on exemptions (tenant_id, state, id desc);
    create index exemptions_of_organisation on exemptions (organisation_id, id desc);
    -- What an application is for: a first card, the next one, or the same once more (APP-1).
    alter table applications add column purpose text not null default 'initial' check (purpose in ('initial', 'renewal', 'replacement'));
  `);
  await protect(knex, 'exemptions', 'select, insert, update');
  await knex.raw(`
    drop policy scope on exemptions;
    create policy scope on exemptions using (tenant_id = app_tenant()
      and exists (select from applications a where a.id = exemptions.application_id));
  `);
}
