import type { Knex } from 'knex';
import { inEachTenant, protect } from './helpers';

/** A row about a person is seen by staff, by an employer while it employs the person, and by the person (EMP-3). */
const OF_PERSON = `tenant_id = app_tenant() and (app_organisation() is null
  or exists (select from employments e where e.person_id = qualifications.person_id and e.organisation_id = app_organisation() and e.ended_on is null)
  or person_id = (select app_person()))`;

/**
 * Qualifications of persons, and all that was given for each: documents and entries (QUA-1); awarding bodies with the fields of
 * their entries, and the kinds that each awards, as data; which kinds an occupation and grade accept (APP-9).
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table awarding_bodies (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      code text not null,
      name text not null,
      is_looked_up boolean not null,
      fields jsonb not null check (jsonb_typeof(fields) = 'array'),
      unique (tenant_id, code)
    );
    create table qualification_kinds (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      code text not null,
      body text not null,
      name text not null,
      number text,
      valid_years int check (valid_years > 0),
      unique (tenant_id, code),
      foreign key (tenant_id, body) references awarding_bodies (tenant_id, code)
    );
    create table qualifications (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      person_id uuid not null references persons,
      organisation_id uuid references organisations,
      kind text,
      number text,
      valid_from date,
      valid_to date,
      given_at timestamptz not null,
      verified_at timestamptz,
      refused_at timestamptz,
      state text not null check (state in ('none', 'reading', 'needsDetails', 'checking', 'awaitingDecision', 'moreAsked', 'contested',
        'verified', 'accepted', 'refused', 'dismissed')),
      state_since timestamptz not null,
      version int not null default 0,
      foreign key (tenant_id, kind) references qualification_kinds (tenant_id, code),
      check (valid_to >= valid_from),
      check ((state in ('verified', 'accepted')) = (verified_at is not null)),
      check (verified_at is null or kind is not null)
    );
    create index qualifications_of_person on qualifications (person_id, id);
    create index qualifications_newest on qualifications (tenant_id, state, id desc);
    create index qualifications_numbered on qualifications (tenant_id, kind, number) where verified_at is not null;
    create table qualification_givings (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      qualification_id uuid not null references qualifications,
      round int not null check (round > 0),
      source text not null check (source in ('document', 'details')),
      file_id uuid unique references files,
      kind text,
      entry jsonb,
      given_by uuid not null references users,
      given_at timestamptz not null,
      tries int not null default 0,
      outcome text check (outcome in ('matched', 'unreadable', 'notMatched', 'confirmed', 'notFound', 'differs', 'taken')),
      examined_at timestamptz,
      score int check (score between 0 and 100),
      reasons text[],
      found_kind text,
      found_number text,
      found_awarded_on date,
      unique (qualification_id, round),
      foreign key (tenant_id, kind) references qualification_kinds (tenant_id, code),
      check ((source = 'document') = (file_id is not null) and (source = 'details') = (entry is not null and kind is not null)),
      check ((outcome is null) = (examined_at is null))
    );
    alter table occupation_grades add column qualifications text[] not null default '{}';
  `);
  await protect(knex, 'awarding_bodies', 'select, insert, update');
  await protect(knex, 'qualification_kinds', 'select, insert, update');
  await protect(knex, 'qualifications', 'select, insert, update');
  await protect(knex, 'qualification_givings', 'select, insert, update');
  await knex.raw(`
    drop policy scope on qualifications;
    create policy scope on qualifications using (${OF_PERSON});
    drop policy scope on qualification_givings;
    create policy scope on qualification_givings using (tenant_id = app_tenant()
      and exists (select from qualifications q where q.id = qualification_id));
  `);
  // What needed a qualification before any kind was known needs one of any kind until somebody says more.
  await inEachTenant(
    knex,
    `update occupation_grades set qualifications = '{nvq3Electrotechnical,eal3Electrotechnical,svq3Electrical,jibGrading}' where 'qualification' = any(needs)`,
  );
  await knex.raw(`
    alter table occupation_grades add check (not 'qualification' = any(needs) or cardinality(qualifications) > 0);
  `);
}
