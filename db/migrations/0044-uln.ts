import type { Knex } from 'knex';
import { protect } from './helpers';

/** ULNs before the Learning Records Service (ULN-1, ULN-2): what was asked of it, what it answered, and of whom that still holds. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table learners
      -- Null where the ULN was not sent, or the learner is another one since.
      add column uln_state text check (uln_state in ('sent', 'verified', 'mismatch')),
      add column uln_flags text[] not null default '{}',
      -- One higher whenever what the service is told has changed: an answer for an older one verifies nothing.
      add column identity_version int not null default 1,
      add constraint learners_uln_sent check (uln_state is null or uln is not null);
    create function learner_identity_changed() returns trigger language plpgsql as $$
      begin
        new.identity_version := old.identity_version + 1;
        new.uln_state := null;
        new.uln_flags := '{}';
        return new;
      end $$;
    create trigger learner_identity before update of uln, forename, surname, birth_date, gender on learners for each row
      when ((old.uln, old.forename, old.surname, old.birth_date, old.gender) is distinct from (new.uln, new.forename, new.surname, new.birth_date, new.gender))
      execute function learner_identity_changed();
    create index learners_by_uln_state on learners (organisation_id, uln_state, id desc) where uln_state is not null;
    create index learners_without_uln_answer on learners (organisation_id, (uln is null), id desc) where uln_state is null;
    create index learners_registered on learners (organisation_id, registered_at, id);
    create table uln_submissions (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      made_at timestamptz not null
    );
    create table uln_checks (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      submission_id uuid not null references uln_submissions,
      learner_id uuid not null references learners,
      identity_version int not null,
      asked_at timestamptz not null,
      -- What the service answered, as it was received; its submission decides what comes of it.
      flags text[],
      -- Superseded: the learner was sent again before the answer; outdated: he is another one than was told.
      outcome text check (outcome in ('verified', 'mismatch', 'superseded', 'outdated')),
      ended_at timestamptz,
      check ((outcome is null) = (ended_at is null))
    );
    create index uln_checks_of_submission on uln_checks (submission_id, outcome);
    create index uln_checks_of_learner on uln_checks (learner_id, id desc);
    alter table outbox drop constraint outbox_kind_check;
    alter table outbox add constraint outbox_kind_check check (kind in ('mail', 'sms', 'signal', 'start', 'identity', 'gateway', 'printer', 'lrs'));
  `);
  await protect(knex, 'uln_submissions', 'select, insert', true);
  await protect(knex, 'uln_checks', 'select, insert, update', true);
}
