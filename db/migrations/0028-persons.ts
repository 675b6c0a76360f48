import type { Knex } from 'knex';
import { asLookup, inEachTenant, openToLookups, protect } from './helpers';

/** Names of persons are compared without these: marks of accents, spaces, apostrophes, hyphens and dots. */
const LEFT_OUT = '[\\u0300-\\u036f\\s\\u0027\\u0060\\u00b4\\u02bc\\u2018\\u2019.\\u002d\\u2010\\u2011\\u2013]+';
/**
 * A row about a person is seen by staff, by an employer while he employs the person, and by the person. The offset keeps the planner from
 * reading all employments once for a page of rows, where each row has its index.
 */
const seenBy = (person: string) => `tenant_id = app_tenant() and (app_organisation() is null or ${person} = (select app_person())
  or exists (select from employments e where e.person_id = ${person} and e.organisation_id = app_organisation() and e.ended_on is null offset 0))`;
/** The columns that a look-up compares, of each table. */
const LOOKED_AT = {
  persons: 'select (id, tenant_id, title, given_name, family_name, family_key, birth_date, ni_number)',
  employments: 'select (id, tenant_id, organisation_id, node_id, person_id, ended_on, words), update (sorted_by, words)',
  cards: 'select (tenant_id, person_id, number)',
  hse_records: 'select (tenant_id, person_id, number)',
};

/**
 * Persons apart from accounts (PER-1), what ties them to employers (EMP-1, EMP-3), and the rows by whose numbers they are looked up.
 * Who has an account as an individual, or a key, becomes a person under his own identifier: keys and files stay as they are.
 */
export async function up(knex: Knex): Promise<void> {
  await persons(knex);
  await moved(knex);
  await employments(knex);
  await numbered(knex);
  await lookups(knex);
}

async function persons(knex: Knex): Promise<void> {
  await knex.raw(`
    create sequence person_numbers minvalue 0 start 0;
    grant usage on sequence person_numbers to countersign_app;
    -- Neighbours do not look alike; two check digits by ISO 7064 MOD 97-10, as references have them.
    create function person_number() returns text language plpgsql volatile as $$
      declare place numeric := nextval('person_numbers'); digits int := 7;
      begin
        while place >= 10::numeric ^ digits loop
          place := place - 10::numeric ^ digits;
          digits := digits + 1;
        end loop;
        place := trunc(mod(place * 618033988749 + 2718281, 10::numeric ^ digits));
        return 'PER' || lpad(place::bigint::text, digits, '0') || lpad((98 - mod(place::bigint * 100, 97))::text, 2, '0');
      end $$;
    create function name_key(given text) returns text language sql immutable strict parallel safe as $$
      select coalesce(nullif(regexp_replace(replace(replace(translate(lower(normalize(given, NFKD)), 'øØłŁđĐÆ', 'oollddæ'), 'ß', 'ss'), 'æ', 'ae'),
        '${LEFT_OUT}', '', 'g'), ''), given) $$;
    create table persons (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      number text not null default person_number(),
      title text,
      given_name text not null,
      family_name text not null,
      -- Unknown of those who had an account before there were persons: no look-up finds them.
      birth_date date,
      ni_number text check (ni_number ~ '^[A-Z]{2}[0-9]{6}[A-D]$'),
      gender text check (gender in ('female', 'male', 'nonBinary', 'undisclosed')),
      address_lines text[] not null default '{}',
      postcode text,
      email text,
      mobile text,
      version int not null default 1,
      family_key text generated always as (name_key(family_name)) stored,
      unique (tenant_id, number),
      constraint persons_ni_number unique (tenant_id, ni_number)
    );
    create index persons_born on persons (tenant_id, birth_date);
    alter table users add column person_id uuid references persons;
    create unique index users_of_person on users (person_id);
    create function app_person() returns uuid language sql stable as
      $$ select person_id from users where id = app_organisation() $$;
  `);
  await protect(knex, 'persons', 'select, insert, update');
}

/** A person has the identifier of his account, so that what is sealed and filed under it stays there. */
async function moved(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table person_keys drop constraint person_keys_user_id_fkey;
    alter table person_keys rename column user_id to person_id;
    alter table files drop constraint files_person_id_fkey`);
  await inEachTenant(
    knex,
    `
    insert into persons (id, tenant_id, given_name, family_name)
      select u.id, u.tenant_id, u.given_name, u.family_name from users u
      where u.role = 'individual' or exists (select from person_keys k where k.person_id = u.id) or exists (select from files f where f.person_id = u.id);
    update users set person_id = id where id in (select id from persons)`,
  );
  await knex.raw(`
    alter table person_keys add constraint person_keys_person_id_fkey foreign key (person_id) references persons;
    alter table files add constraint files_person_id_fkey foreign key (person_id) references persons;
    drop policy scope on files;
    create policy scope on files using (tenant_id = app_tenant()
      and (app_organisation() is null or organisation_id = app_organisation() or person_id = (select app_person())));
  `);
}

async function employments(knex: Knex): Promise<void> {
  await knex.raw(`
    create table employments (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      node_id uuid not null references nodes,
      person_id uuid not null references persons,
      started_on date not null,
      ended_on date,
      declaration text not null,
      declared_by uuid not null references users,
      declared_at timestamptz not null,
      version int not null default 1,
      -- The person's names, by which an employer's list is sorted and searched.
      sorted_by text collate "C" not null default '',
      words text not null default '',
      check (ended_on >= started_on)
    );
    create unique index employments_current on employments (person_id, organisation_id) where ended_on is null;
    create index employments_by_name on employments (organisation_id, sorted_by, id) where ended_on is null;
    create index employments_by_start on employments (organisation_id, started_on, id) where ended_on is null;
    create index employments_of_node on employments (node_id, sorted_by, id) where ended_on is null;
    create index employments_by_words on employments using gin (organisation_id, words gin_trgm_ops)
      with (gin_pending_list_limit = 256) where ended_on is null;
  `);
  await protect(knex, 'employments', 'select, insert, update');
  await knex.raw(`
    drop policy scope on employments;
    create policy scope on employments using (tenant_id = app_tenant()
      and (app_organisation() is null or organisation_id = app_organisation() or person_id = (select app_person())));
    drop policy scope on persons;
    create policy scope on persons for select using (${seenBy('persons.id')});
    create policy edit on persons for update using (${seenBy('persons.id')});
    -- An employer adds a person first, whom the employment then shows to him.
    create policy make on persons for insert with check (tenant_id = app_tenant());
  `);
}

/** Cards and records of health and safety assessments: their own processes come later. */
async function numbered(knex: Knex): Promise<void> {
  await knex.raw(`
    create table cards (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      person_id uuid not null references persons,
      number text not null,
      type text not null,
      valid_from date not null,
      valid_to date not null,
      state text not null check (state in ('issued', 'cancelled')),
      check (valid_to >= valid_from)
    );
    create unique index cards_numbered on cards (tenant_id, upper(number));
    create index cards_of_person on cards (person_id);
    create table hse_records (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      person_id uuid not null references persons,
      number text not null,
      taken_on date not null,
      expires_on date not null,
      mode text not null check (mode in ('atCentre', 'online')),
      result text not null check (result in ('pass', 'fail')),
      source text not null check (source in ('provider', 'operator', 'csv')),
      check (expires_on >= taken_on)
    );
    create unique index hse_records_numbered on hse_records (tenant_id, upper(number));
    create index hse_records_of_person on hse_records (person_id);
  `);
  for (const table of ['cards', 'hse_records']) {
    await protect(knex, table, 'select');
    await knex.raw(`drop policy scope on ${table}; create policy scope on ${table} using (${seenBy(`${table}.person_id`)})`);
  }
}

async function lookups(knex: Knex): Promise<void> {
  await knex.raw(`
    create table person_lookups (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      user_id uuid not null references users,
      at timestamptz not null,
      expires_at timestamptz not null,
      -- What was typed, each key as a keyed hash by its name.
      keys jsonb not null,
      outcome text not null check (outcome in ('one', 'several', 'none')),
      person_id uuid references persons,
      used_at timestamptz,
      check ((outcome = 'one') = (person_id is not null))
    );
    create index person_lookups_of_organisation on person_lookups (organisation_id, at);
    create index person_lookups_of_person on person_lookups (person_id) where person_id is not null;
    create table lookup_counts (
      organisation_id uuid primary key references organisations,
      tenant_id uuid not null references tenants,
      since timestamptz not null,
      count int not null
    );
  `);
  await protect(knex, 'person_lookups', 'select, insert, update', true);
  await protect(knex, 'lookup_counts', 'select, insert, update', true);
  for (const [table, grants] of Object.entries(LOOKED_AT)) await openToLookups(knex, table, grants);
  await asLookup(
    knex,
    `
    -- Persons whom all given keys match in full: at most two, for more are as good as two (EMP-1, EMP-2).
    create function look_up_persons(born date, family text, card text, hse text)
      returns table (id uuid, title text, given_name text, family_name text)
      language sql stable security definer set search_path = public as $$
      select p.id, p.title, p.given_name, p.family_name from persons p
      where p.tenant_id = app_tenant() and p.birth_date = born and coalesce(family, card, hse) is not null
        and (family is null or p.family_key = name_key(family))
        and (card is null or exists (select from cards c where c.person_id = p.id and upper(c.number) = upper(card)))
        and (hse is null or exists (select from hse_records h where h.person_id = p.id and upper(h.number) = upper(hse)))
      limit 2 $$;
    create function is_ni_number_taken(given text) returns boolean language sql stable security definer set search_path = public as
      $$ select exists (select from persons p where p.tenant_id = app_tenant() and p.ni_number = given) $$;
    -- Current employees by any part of their names, found by the index of parts (docs/decisions/0035).
    create function employees_called(given text) returns setof uuid
      language plpgsql stable security definer set search_path = public set plan_cache_mode = force_custom_plan set jit = off as $$
      declare
        sought text := btrim(search_words(array[given]));
        pattern text := case when length(split_part(sought, ' ', 1)) < 3 then '% ' else '%' end || sought || '%';
      begin
        if sought = '' then return; end if;
        return query select e.id from employments e
          where e.organisation_id = app_organisation() and e.tenant_id = app_tenant() and e.ended_on is null and e.words like pattern;
      end $$;
    create function named_by_person() returns trigger language plpgsql security definer set search_path = public as $$
      begin
        select search_words(array[p.family_name, p.given_name]), search_words(array[p.given_name, p.family_name])
          into new.sorted_by, new.words from persons p where p.id = new.person_id;
        return new;
      end $$;
    create function name_employments() returns trigger language plpgsql security definer set search_path = public as $$
      begin
        update employments set sorted_by = search_words(array[new.family_name, new.given_name]),
          words = search_words(array[new.given_name, new.family_name]) where person_id = new.id;
        return null;
      end $$;
    revoke all on function look_up_persons, is_ni_number_taken, employees_called from public;
    grant execute on function look_up_persons, is_ni_number_taken, employees_called to countersign_app`,
  );
  await knex.raw(`
    create trigger named before insert on employments for each row execute function named_by_person();
    create trigger renamed after update of given_name, family_name on persons for each row execute function name_employments();
  `);
}
