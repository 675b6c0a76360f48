import type { Knex } from 'knex';

/** What an attack on the finished areas found (issue 13). */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- When codes and links left for an account within the last hour: so many an hour, and none more (SEC-1, SEC-3).
    alter table users add column codes_sent_at timestamptz[] not null default '{}';
    alter table users add column links_sent_at timestamptz[] not null default '{}';
  `);
  await knex.raw(BOUND_IDLE_TIME);
}

/** A number beyond its bounds that was approved before there were any keeps nobody from signing in and proposing another one (TIM-3). */
const BOUND_IDLE_TIME = `
  do $$
  begin
    execute replace(
      pg_get_functiondef('use_credential'::regproc),
      'coalesce((p.changes->>''session.idleMinutes'')::int, idle_minutes)',
      'least(coalesce((p.changes->>''session.idleMinutes'')::numeric, idle_minutes), 480)::int'
    );
  end $$;
`;
