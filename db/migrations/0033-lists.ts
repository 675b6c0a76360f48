import type { Knex } from 'knex';
import { LOOKUP_ROLE } from '../roles';
import { asLookup, inEachTenant } from './helpers';

const ENDED = `('completed', 'rejected', 'lapsed', 'declined', 'abandoned')`;
/** Where lists are asked for: at offices, of a whole employer, of a scheme. */
const PLACES = { node: 'node_id', organisation: 'organisation_id', tenant: 'tenant_id' };
/** The columns of cards and assessments by which employees are listed, beside those that lookups see already. */
const LOOKED_AT = {
  cards: 'type, valid_to, state',
  hse_records: 'expires_on, result',
};

/** The day on which the first of a person's cards runs out, of each type the one that holds longest. */
const CARDS_UNTIL = (person: string) =>
  `select min(t.latest) from (select max(c.valid_to) as latest from cards c where c.person_id = ${person} and c.state = 'issued' group by c.type) t`;
/** The last day of the pass that holds longest (HSE-4). */
const HSE_UNTIL = (person: string) => `select max(h.expires_on) from hse_records h where h.person_id = ${person} and h.result = 'pass'`;

/**
 * What the lists of employers are read by (APP-5, APP-7, EMP-5, EMP-7): from when an application is history, until when an employee's
 * cards and assessment hold, and an index of each list at an office, an employer and a scheme (docs/decisions/0042).
 */
export async function up(knex: Knex): Promise<void> {
  await applications(knex);
  await employees(knex);
  await knex.raw(`
    create index application_orders_by_state on application_orders (organisation_id, state, id desc);
    create index application_orders_by_payment on application_orders (organisation_id, paid_at desc, id desc) where paid_at is not null;
  `);
}

async function applications(knex: Knex): Promise<void> {
  await knex.raw('alter table applications add column history_at timestamptz');
  await inEachTenant(
    knex,
    `
    update applications set history_at = case when state = 'completed' then ((state_since at time zone 'Europe/London')::date
      + interval '3 months' + interval '1 day') at time zone 'Europe/London' else state_since end where state in ${ENDED}`,
  );
  await knex.raw(`
    alter table applications add check ((history_at is not null) = (state in ${ENDED}));
    create index applications_of_node on applications (node_id, state, id desc);
    create index applications_of_person on applications (person_id, id desc);
    ${Object.entries(PLACES)
      .map(
        ([place, column]) => `
    create index applications_of_${place}_by_change on applications (${column}, state, state_since desc, id desc);
    create index applications_of_${place}_in_history on applications (${column}, history_at desc, id desc) where history_at is not null;`,
      )
      .join('')}
    -- The offset keeps the planner from reading all employments once for a page of rows, where each row has its index.
    drop policy scope on applications;
    create policy scope on applications using (tenant_id = app_tenant() and (app_organisation() is null
      or (organisation_id = app_organisation() and exists (select from employments e where e.person_id = applications.person_id
        and e.organisation_id = app_organisation() and e.ended_on is null offset 0)) or person_id = (select app_person())));
  `);
}

/** As the names of employees (0028): an employer's list is sorted and narrowed by indexes of its own rows. */
async function employees(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table employments add column cards_until date, add column hse_until date;
    create index employments_of_tenant on employments (tenant_id, sorted_by, id) where ended_on is null;
    create index employments_of_tenant_by_start on employments (tenant_id, started_on, id) where ended_on is null;
    ${Object.entries(PLACES)
      .map(
        ([place, column]) => `
    create index employments_of_${place}_by_cards on employments (${column}, cards_until, id) where ended_on is null;
    create index employments_of_${place}_by_hse on employments (${column}, hse_until, id) where ended_on is null;
    create index employments_of_${place}_without_hse on employments (${column}, sorted_by, id) where ended_on is null and hse_until is null;`,
      )
      .join('')}
  `);
  for (const [table, columns] of Object.entries(LOOKED_AT)) await knex.raw(`grant select (${columns}) on ${table} to ${LOOKUP_ROLE}`);
  await knex.raw(`grant update (cards_until, hse_until) on employments to ${LOOKUP_ROLE}`);
  await inEachTenant(
    knex,
    `update employments set cards_until = (${CARDS_UNTIL('person_id')}), hse_until = (${HSE_UNTIL('person_id')}) where ended_on is null`,
  );
  await asLookup(
    knex,
    `
    create function held_by_person() returns trigger language plpgsql security definer set search_path = public as $$
      begin
        new.cards_until := (${CARDS_UNTIL('new.person_id')});
        new.hse_until := (${HSE_UNTIL('new.person_id')});
        return new;
      end $$;
    create function cards_of_employee() returns trigger language plpgsql security definer set search_path = public as $$
      begin
        update employments set cards_until = (${CARDS_UNTIL('new.person_id')}) where person_id = new.person_id and ended_on is null;
        return null;
      end $$;
    create function hse_of_employee() returns trigger language plpgsql security definer set search_path = public as $$
      begin
        update employments set hse_until = (${HSE_UNTIL('new.person_id')}) where person_id = new.person_id and ended_on is null;
        return null;
      end $$`,
  );
  await knex.raw(`
    create trigger held before insert on employments for each row execute function held_by_person();
    create trigger listed after insert or update of type, valid_to, state on cards for each row execute function cards_of_employee();
    create trigger listed after insert or update of expires_on, result on hse_records for each row execute function hse_of_employee();
  `);
}
