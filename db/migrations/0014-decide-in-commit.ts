import type { Knex } from 'knex';

/**
 * Cases keep their whole state in `processes`: commits decide on it, lost runs go on from it (design 3). Reserved requests keep
 * the message that is sent, so that a moment can let them be decided first. What held states before is taken over and goes.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table processes add column state jsonb, add column holds jsonb not null default '[]';
    alter table requests add column message jsonb;
    create index requests_undecided on requests (business_id, received_at) where answer is null and message is not null;
    alter table receipts add column moved_at timestamptz;
    update receipts set moved_at = suspense_since;
    alter table receipts alter column moved_at set not null, alter column moved_at set default now();
    alter table invitations add column moved_to text check (moved_to in ('accepted', 'withdrawn'));
    update invitations set moved_to = case when state = 'accepted' then 'accepted' else 'withdrawn' end where moved_at is not null;

    create function as_pence(given bigint) returns jsonb language sql immutable as $$ select jsonb_build_object('$pence', given::text) $$;
    create function as_instant(given timestamptz) returns text language sql stable as
      $$ select to_char(given at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

    update processes p set state = jsonb_build_object('id', o.id, 'reference', o.reference, 'tenant', o.tenant_id, 'organisation', o.organisation_id,
        'node', o.node_id, 'payer', o.payer_id, 'credits', o.credits, 'due', as_pence(o.due_pence), 'state', o.state, 'stateSince', as_instant(o.state_since),
        'chosenAt', as_instant(o.chosen_at), 'dueAt', as_instant(o.due_at), 'schedule', o.schedule, 'awaitsRest', o.awaits_rest, 'allocated', as_pence(o.allocated_pence),
        'linked', coalesce((select jsonb_agg(jsonb_build_object('receipt', r.id, 'pence', as_pence(r.pence)) order by r.received_at, r.id) from receipts r
          where r.order_id = o.id and r.state in ('suspense', 'allocated')), '[]'))
      from advance_orders o where p.kind = 'advance-order' and p.entity_id = o.id;
    update processes p set state = jsonb_build_object('id', r.id, 'tenant', r.tenant_id, 'pence', as_pence(r.pence), 'state', c.state,
        'stateSince', as_instant(c.state_since), 'schedule', c.schedule, 'later', c.later, 'position', c.position)
      from suspense_cases c join receipts r on r.id = c.receipt_id where p.business_id = c.business_id;
    update processes p set state = jsonb_build_object('id', v.id, 'tenant', v.tenant_id, 'order', v.order_id, 'reference', o.reference, 'node', o.node_id,
        'pence', as_pence(v.pence), 'debt', as_pence(v.debt_pence), 'receipts', coalesce((select jsonb_agg(r.id) from receipts r where r.order_id = o.id), '[]'),
        'state', v.state, 'stateSince', as_instant(v.state_since), 'requestedBy', v.requested_by, 'allocatedBy', to_jsonb(v.allocated_by),
        'payer', o.payer_id, 'schedule', v.schedule)
      from reversals v join advance_orders o on o.id = v.order_id where p.kind = 'reversal' and p.entity_id = v.id;
    update processes p set state = i.process_state from invitations i where p.kind = 'invitation' and p.entity_id = i.id;
    update processes p set state = q.process_state from access_requests q where p.kind = 'access-request' and p.entity_id = q.id;
    update processes p set state = a.process_state from approvals a where p.kind = 'approval' and p.entity_id = a.id;
    update processes p set state = jsonb_build_object('lines', s.line_count, 'posted', s.posted_count) from statements s where p.kind = 'statement-import' and p.entity_id = s.id;
    update processes p set state = jsonb_build_object('total', b.total, 'done', b.done, 'failed', b.failed) from bulk_actions b where p.kind = 'bulk-action' and p.entity_id = b.id;
    alter table processes alter column state set not null;
    drop function as_pence, as_instant;

    drop table suspense_cases;
    alter table advance_orders drop column schedule, drop column awaits_rest;
    alter table reversals drop column schedule;
    alter table invitations drop column process_state;
    alter table access_requests drop column process_state;
    alter table approvals drop column process_state;

    -- News that were on their way wake their processes, which read the rows.
    update outbox set name = 'wake', facts = 'null' where kind = 'signal' and done_at is null and name in ('receiptMoved', 'invitationMoved');
    update outbox set facts = jsonb_build_object('entities', facts->'receipts') where kind = 'start' and name = 'suspense' and done_at is null;
  `);
}
