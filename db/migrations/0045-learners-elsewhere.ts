import type { Knex } from 'knex';
import { asLookup, openToLookups } from './helpers';

/** REG-9: whether somebody at another centre of the tenant stands on a product and session with a ULN: that, and neither who nor where. */
export async function up(knex: Knex): Promise<void> {
  await openToLookups(knex, 'learners', 'select (tenant_id, organisation_id, product_id, session, uln, state)');
  await asLookup(
    knex,
    `
    create function stands_elsewhere(given_organisation uuid, given_uln text, given_product uuid, given_session int) returns boolean
      language sql stable security definer set search_path = public as $$
      select coalesce(app_organisation() = given_organisation, true) and exists (
        select from learners l where l.tenant_id = app_tenant() and l.product_id = given_product and l.session = given_session and l.uln = given_uln
          and l.uln is not null and l.state not in ('undone', 'cancelled', 'transferred', 'toppedUp', 'toppedDown')
          and l.organisation_id <> given_organisation)
    $$;
    revoke all on function stands_elsewhere from public;
    grant execute on function stands_elsewhere to countersign_app`,
  );
}
